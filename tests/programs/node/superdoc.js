// The work of a reviewer through SuperDoc's document interface. Before this stand: const WORK, const RECORDED.
const how = { changeMode: RECORDED ? "tracked" : "direct" };
const only = (pattern, within) =>
  doc.query.match({ select: { type: "text", pattern }, within, require: "first" }).items[0];
const block = (edit) => only(edit.at).address;
const words = (edit) => only(edit.words, block(edit)).target;
const range = ({ start, end }) => ({
  kind: "text",
  blockId: start.blockId,
  range: { start: start.offset, end: end.offset },
});
const behind = ({ end }) => ({ kind: "selection", start: end, end });
const question = (edit) => doc.comments.list({}).items.find((own) => own.text.startsWith(edit.at));
const row = (edit) =>
  doc
    .find({ select: { type: "node", nodeType: "tableRow" } })
    .items.find((own) => JSON.stringify(own.node).includes(edit.at));
const verbs = {
  insert: (edit) => doc.insert({ target: behind(words(edit)), value: " " + edit.text }, how),
  replace: (edit) => doc.replace({ target: words(edit), text: edit.text }, how),
  delete: (edit) => doc.delete({ target: words(edit) }, how),
  comment: (edit) => doc.comments.create({ target: range(words(edit)), text: edit.text }),
  reply: (edit) => doc.comments.create({ parentCommentId: question(edit).id, text: edit.text }),
  paragraph: (edit) =>
    doc.create.paragraph({ at: { kind: "after", target: block(edit) }, text: edit.text }, how),
  item: (edit) => doc.lists.insert({ target: block(edit), position: "after", text: edit.text }, how),
  link: (edit) => // it knows no tracked links
    doc.hyperlinks.wrap({ target: range(words(edit)), link: { destination: { href: edit.text } } }),
  bold: (edit) => doc.format.apply({ target: words(edit), inline: { bold: true } }, how),
  row: (edit) => doc.tables.deleteRow({ target: row(edit).address }, how),
};
for (const edit of WORK) {
  const done = verbs[edit.do](edit);
  if (done && done.success === false) throw new Error(edit.do + ": " + JSON.stringify(done));
}
return "all done";
