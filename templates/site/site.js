// Data of the site, loaded as scripts: that works from disk too, where a page may ask for nothing else.
"use strict";

globalThis.site = (() => {
  const taken = new Map();
  const waiting = new Map();
  const root = document.documentElement.dataset.root;

  const take = (name, value) => {
    taken.set(name, value);
    waiting.get(name)?.resolve(value);
  };

  const load = (name, address) => {
    if (taken.has(name)) return Promise.resolve(taken.get(name));
    if (!waiting.has(name)) {
      const script = document.createElement("script");
      const entry = {};
      entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
      waiting.set(name, entry);
      script.src = root + address;
      script.onerror = () => {
        waiting.delete(name);
        entry.reject(new Error(address));
      };
      document.head.append(script);
    }
    return waiting.get(name).promise;
  };

  const get = (name) => taken.get(name);

  // The report of a country in the language of the page, else in another.
  const report = (code, language) => {
    const languages = get("words").reports[code] ?? [];
    const own = languages.includes(language) ? language : languages[0];
    return load(`report:${code}-${own}`, `data/reports/${code}-${own}.js`);
  };

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  const make = (tag, values = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined && value !== "") element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };

  // A table of countries side by side: one body for each provision, a row for the assessment and for each column.
  const compared = (codes, reports, provisions, caption) => {
    const { words, states, ratings, columns, countries, language, wide } = get("words");
    const page = (code) => `${root}${language}/countries/${code}/index.html`;
    const line = (heading, cells) => make("tr", {}, make("th", { scope: "row" }, heading), ...cells);
    const spoken = (report) => report && report.language !== language ? { lang: report.language, dir: report.direction } : {};
    const shown = (content, code, report, name) => make("td", {
      "data-heading": countries[code], class: name, ...spoken(report),
    }, ...content);
    const finding = (row) => {
      if (!row) return [words.not_printed];
      const [symbol, label, id] = ratings[row?.[0] ?? ""];
      const sign = make("span", { class: `marker ${id}`, "data-sign": symbol });
      return [sign, ` ${row?.[0] ? row[1] : label}${row?.[2] ? `\u00a0· ${words.outdated}` : ""}`];
    };
    const text = ([state, written]) => state === "text"
      ? written.split("\n").map((each) => make("p", {}, each)) : [make("p", {}, states[state] ?? words.not_printed)];
    // A text much longer than its neighbours would leave them white: all stand below each other.
    const isWide = (cells) => {
      const [longest, next = longest] = cells.map(([, written]) => written.split(/\s+/).length).sort((one, other) => other - one);
      return codes.length > 1 && (longest >= wide.whole || (longest >= wide.long && longest >= wide.farLonger * next));
    };
    const stacked = (heading, cells) => make("tr", {}, make("th", { scope: "row" }, heading),
      make("td", { class: "stacked", colspan: codes.length }, ...cells.flatMap((cell, at) => {
        const { lang, dir } = spoken(cell[0] === "text" ? reports[at] : null);
        return [make("p", { class: "heading" }, countries[codes[at]]), make("div", { class: cell[0], lang, dir }, ...text(cell))];
      })));
    const head = make("tr", {}, make("td"), ...codes.map((code) =>
      make("th", { scope: "col" }, make("a", { href: page(code) }, countries[code]))));
    const table = make("table", { class: `compared of-${codes.length}` }, make("caption", {}, caption), make("thead", {}, head));
    for (const [id, reference, title, , isRated] of provisions) {
      const rows = reports.map((report) => report?.rows[id]);
      if (!rows.some(Boolean)) continue;
      const body = make("tbody");
      const link = make("a", { href: `${root}${language}/provisions/${id}/index.html` }, make("bdi", {}, reference), ` ${title}`);
      body.append(make("tr", {}, make("th", { scope: "rowgroup", colspan: codes.length + 1 }, link)));
      if (isRated) {
        body.append(line(words.assessment, rows.map((row, at) => shown(finding(row), codes[at], row?.[0] ? reports[at] : null, "finding"))));
      }
      columns.forEach(([, heading], column) => {
        const cells = rows.map((row) => row ? row[3][column] ?? ["not_researched", ""] : ["unprinted", ""]);
        body.append(isWide(cells) ? stacked(heading, cells)
          : line(heading, cells.map((cell, at) => shown(text(cell), codes[at], cell[0] === "text" ? reports[at] : null, cell[0]))));
      });
      table.append(body);
    }
    return table;
  };

  return { take, load, get, report, filled, make, compared, root };
})();
