// The search: which cells hold all words. The index comes in shards, each with one stretch of the alphabet.
"use strict";

(() => {
  const step = 10;
  const form = document.getElementById("search");
  const told = document.getElementById("found-told");
  const list = document.getElementById("found");
  const more = document.getElementById("more");
  const { words, countries, provisions, columns, reports } = site.get("words");
  const index = site.get("index");
  const { language } = form.dataset;
  const known = searchWords(index.table);
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const values = new Map(Array.from(digits, (digit, value) => [digit, value]));
  const named = new Map(provisions.map((each) => [each[0], each]));
  const headings = new Map(columns);
  let results = [];
  let shown = 0;

  // Words are in the order of their code points, which is not that of JavaScript's "<" beyond the first plane.
  const points = (text) => Array.from(text, (each) => each.codePointAt(0));
  const isBefore = (one, other) => {
    const [first, second] = [points(one), points(other)];
    const at = first.findIndex((point, place) => point !== second[place]);
    return at < 0 ? first.length < second.length : second[at] !== undefined && first[at] < second[at];
  };

  const numbers = (written) => {
    const found = [];
    let [last, value, shift] = [-1, 0, 0];
    for (const letter of written) {
      const digit = values.get(letter);
      value |= (digit & 31) << shift;
      shift += 5;
      if (digit < 32) {
        last += value + 1;
        found.push(last);
        [value, shift] = [0, 0];
      }
    }
    return found;
  };

  const shardsOf = (word, isBeginning) => {
    const found = [];
    index.first.forEach((first, at) => {
      const next = index.first[at + 1];
      const begins = !isBefore(word, first) || (isBeginning && first.startsWith(word));
      if (begins && (next === undefined || isBefore(word, next))) found.push(at);
    });
    return found;
  };

  const cellsOf = async ([word, isBeginning]) => {
    const parts = await Promise.all(shardsOf(word, isBeginning).map((at) =>
      site.load(`shard:${at}`, `data/search/${String(at).padStart(3, "0")}.js`)));
    const found = new Set();
    for (const part of parts) {
      const own = isBeginning ? Object.keys(part).filter((each) => each.startsWith(word)) : [word];
      for (const each of own) {
        if (Object.hasOwn(part, each)) for (const number of numbers(part[each])) found.add(number);
      }
    }
    return found;
  };

  // The part of a text around the first of the words, the words marked.
  const passage = (text, asked) => {
    const pieces = text.split(/([\s,.;:!?()[\]«»“”"'’‘/–—-]+)/u);
    const isAsked = (piece) => known.indexed(piece).some((own) =>
      asked.some(([word, isBeginning]) => own === word || (isBeginning && own.startsWith(word))));
    const first = Math.max(0, pieces.findIndex(isAsked));
    const from = first > 40 ? first - 30 : 0;
    const to = Math.min(pieces.length, from + 120);
    const out = pieces.slice(from, to).map((piece) => piece.trim() && isAsked(piece) ? site.make("mark", {}, piece) : piece);
    return [from ? "… " : "", ...out, to < pieces.length ? " …" : ""];
  };

  // Where a report stands: in the language of the page, in its own, or on the page of its edition only.
  const pageOf = (code, own, anchor) => {
    const languages = reports[code];
    const here = languages.includes(language) ? language : languages[0];
    const where = here === own ? language : index.languages.includes(own) ? own : "";
    return where ? `${where}/countries/${code}/index.html#${anchor}` : null;
  };

  const item = async (number, asked) => {
    const size = index.cells.length;
    const [code, own, edition] = index.reports[Math.floor(number / size)];
    const [id, column] = index.cells[number % size];
    const report = await site.load(`report:${code}-${own}`, `data/reports/${code}-${own}.js`);
    const provision = named.get(id);
    const order = columns.findIndex(([each]) => each === column);
    const text = column ? report.rows[id]?.[3][order]?.[1] ?? "" : report.texts[id];
    const anchor = column ? `cell-${id}-${column}` : id;
    const link = `${site.root}${pageOf(code, own, anchor) ?? edition}`;
    const about = column ? `${provision[1]} ${provision[2]} · ${headings.get(column)}` : words[`section_${id}`];
    return site.make("li", {},
      site.make("a", { href: link }, `${countries[code]}${words.colon} ${about}`),
      site.make("p", { lang: report.language, dir: report.direction }, ...passage(text, asked)));
  };

  const showMore = async (asked) => {
    const next = results.slice(shown, shown + step);
    const items = await Promise.all(next.map((number) => item(number, asked)));
    shown += next.length;
    list.append(...items);
    more.hidden = shown >= results.length;
    const values = { count: results.length, shown };
    const line = results.length === 1 ? words.search_found_one : site.filled(words.search_found, values);
    told.textContent = shown < results.length ? `${line} ${site.filled(words.search_shown, values)}` : line;
  };

  let run = 0;
  const search = async () => {
    const own = ++run;
    const typed = new URLSearchParams(location.search).get("q") ?? "";
    form.elements.q.value = typed;
    list.replaceChildren();
    more.hidden = true;
    const asked = known.asked(typed);
    if (!asked.length) {
      told.textContent = typed.trim() ? words.search_none : words.search_empty;
      return;
    }
    told.textContent = words.loading;
    try {
      const sets = await Promise.all(asked.map(cellsOf));
      if (own !== run) return;
      sets.sort((one, other) => one.size - other.size);
      results = [...sets[0]].filter((number) => sets.every((each) => each.has(number))).sort((one, other) => one - other);
      shown = 0;
      if (!results.length) {
        told.textContent = words.search_none;
        return;
      }
      more.onclick = () => showMore(asked);
      await showMore(asked);
    } catch {
      told.textContent = words.not_loaded;
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.pushState(null, "", `${location.pathname}?${new URLSearchParams({ q: form.elements.q.value })}`);
    search();
  });
  addEventListener("popstate", search);
  form.hidden = false;
  search();
})();
