// Countries side by side. The address holds the choice: ?a=npl&b=ind&area=a01.
"use strict";

(() => {
  const form = document.getElementById("compare");
  const told = document.getElementById("compared-told");
  const place = document.getElementById("compared");
  const { words, countries, provisions } = site.get("words");
  const { language } = form.dataset;
  const letters = ["a", "b", "c", "d"];

  const show = async () => {
    const asked = new URLSearchParams(location.search);
    for (const name of [...letters, "area"]) {
      const field = form.elements[name];
      const wanted = (asked.get(name) ?? "").toLowerCase();
      field.value = [...field.options].some((each) => each.value === wanted) ? wanted : "";
    }
    const codes = [...new Set(letters.map((each) => form.elements[each].value).filter(Boolean))];
    place.replaceChildren();
    if (!codes.length) {
      told.textContent = words.compared_none;
      return;
    }
    told.textContent = words.loading;
    try {
      const reports = await Promise.all(codes.map((code) => site.report(code, language)));
      const area = form.elements.area.value;
      const own = provisions.filter(([, , , each]) => !area || each === area);
      const names = codes.map((code) => countries[code]).join(`${words.comma} `);
      place.replaceChildren(site.compared(codes, reports, own, site.filled(words.compared_caption, { countries: names })));
      told.textContent = site.filled(words.compared, { count: codes.length });
    } catch {
      told.textContent = words.not_loaded;
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = new URLSearchParams();
    for (const name of [...letters, "area"]) {
      if (form.elements[name].value) chosen.set(name, form.elements[name].value);
    }
    history.pushState(null, "", `${location.pathname}?${chosen}`);
    show();
  });
  addEventListener("popstate", show);
  form.hidden = false;
  show();
})();
