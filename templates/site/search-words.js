// Words as the search knows them, by the table that the site was made with. The same is done in
// publisher/site/folding.py; one list of cases is tried with both.
"use strict";

globalThis.searchWords = (table) => {
  const spans = (ranges) => ranges.map(([from, to]) => `\\u{${from}}-\\u{${to}}`).join("");
  const letters = new Map(Object.entries(table.letters));
  const removed = new RegExp(`[${spans(table.removed)}]`, "gu");
  const between = new RegExp(`[${table.between.map((each) => `\\u{${each}}`).join("")}]`, "gu");
  const paired = new RegExp(`([${spans(table.pairs)}]+)`, "u");
  const word = /\p{M}*(?:[\p{L}\p{N}]\p{M}*)+/gu;

  const folded = (text) => {
    const small = text.normalize("NFKD").toLowerCase().replace(removed, "").replace(between, " ");
    return Array.from(small, (letter) => letters.get(letter) ?? letter).join("");
  };

  const withoutArticle = (text) => {
    const article = table.articles.find(
      (each) => text.startsWith(each) && Array.from(text).length - each.length >= table.least);
    return article ? text.slice(article.length) : text;
  };

  const pieces = (text) => (folded(text).match(word) ?? []).flatMap((found) =>
    found.split(paired).map((piece, place) => [piece, place % 2 === 1]).filter(([piece]) => piece));

  const pairs = (piece) => {
    const signs = Array.from(piece);
    return signs.map((sign, at) => sign + (signs[at + 1] ?? ""));
  };

  return {
    indexed: (text) => pieces(text).flatMap(([piece, isPaired]) =>
      isPaired ? pairs(piece) : [withoutArticle(piece)]),
    asked: (text) => {
      const found = new Map();
      for (const [piece, isPaired] of pieces(text)) {
        if (!isPaired) {
          const own = withoutArticle(piece);
          found.set(own, Array.from(own).length >= table.beginning);
        } else {
          const signs = pairs(piece);
          const asked = signs.length > 1 ? signs.slice(0, -1) : signs;
          for (const each of asked) found.set(each, signs.length === 1);
        }
      }
      return [...found];
    },
  };
};
