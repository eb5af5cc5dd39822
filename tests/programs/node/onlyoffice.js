// The work of a reviewer in ONLYOFFICE's macro language. Before this stand: const WORK, const RECORDED.
const draft = Api.GetDocument();
draft.SetTrackRevisions(RECORDED);

const first = (words, within) => {
  const found = within.Search(words, true);
  if (!found.length) throw new Error("not in the draft: " + words);
  return found[0];
};
const paragraph = (edit) => first(edit.at, draft).GetParagraph(0);
const words = (edit) => first(edit.words, paragraph(edit));
const added = (edit, before) => {
  const own = Api.CreateParagraph();
  own.AddText(edit.text);
  before.InsertParagraph(own, "after", true);
  return own;
};
const verbs = {
  insert: (edit) => words(edit).AddText(" " + edit.text, "after"),
  replace: (edit) => {
    words(edit).AddText(edit.text, "after");
    words(edit).Delete();
  },
  delete: (edit) => words(edit).Delete(),
  comment: (edit) => words(edit).AddComment(edit.text, "Edi Tor"),
  reply: (edit) =>
    draft.GetAllComments().find((own) => own.GetText().startsWith(edit.at)).AddReply(edit.text, "Edi Tor"),
  paragraph: (edit) => added(edit, paragraph(edit)),
  item: (edit) => added(edit, paragraph(edit)).SetNumbering(paragraph(edit).GetNumbering()),
  link: (edit) => words(edit).AddHyperlink(edit.text, ""),
  bold: (edit) => words(edit).SetBold(true),
  row: (edit) => paragraph(edit).GetParentTableCell().GetParentRow().Remove(),
};
for (const edit of WORK) verbs[edit.do](edit);
