// The page of a provision: the texts of those countries that are ticked, side by side.
"use strict";

(() => {
  const most = 4;
  const section = document.getElementById("beside");
  const told = document.getElementById("beside-told");
  const place = document.getElementById("beside-table");
  const { words, countries, provisions } = site.get("words");
  const { provision, language } = section.dataset;
  const chosen = [];

  const show = async () => {
    place.replaceChildren();
    if (!chosen.length) {
      told.textContent = words.beside_none;
      return;
    }
    const codes = [...chosen];
    told.textContent = words.loading;
    try {
      const reports = await Promise.all(codes.map((code) => site.report(code, language)));
      if (codes.join() !== chosen.join()) return;
      const own = provisions.filter(([id]) => id === provision);
      const names = codes.map((code) => countries[code]).join(`${words.comma} `);
      place.replaceChildren(site.compared(codes, reports, own, site.filled(words.compared_caption, { countries: names })));
      told.textContent = site.filled(words.beside_shown, { countries: names });
    } catch {
      told.textContent = words.not_loaded;
    }
  };

  for (const item of document.querySelectorAll(".chosen li[data-code]")) {
    const { code } = item.dataset;
    const box = site.make("input", { type: "checkbox", "aria-label": site.filled(words.choose, { country: countries[code] }) });
    box.addEventListener("change", () => {
      if (box.checked && chosen.length === most) {
        box.checked = false;
        told.textContent = words.beside_most;
        return;
      }
      if (box.checked) chosen.push(code);
      else chosen.splice(chosen.indexOf(code), 1);
      show();
    });
    item.prepend(box, " ");
  }
  section.hidden = false;
})();
