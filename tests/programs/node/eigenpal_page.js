// eigenpal's editor in a page.
import { DocxEditor } from "@eigenpal/docx-editor-react";
import "@eigenpal/docx-editor-react/styles.css";
import { deleteRow } from "prosemirror-tables";
import { createElement, createRef } from "react";
import { createRoot } from "react-dom/client";
import { bytesOf, placeOf, textOf } from "./prosemirror.js";

const ME = "Edi Tor";
const editor = createRef();

window.opened = async (content, isRecorded) => {
  const mode = isRecorded ? "suggesting" : "editing";
  const own = { ref: editor, documentBuffer: bytesOf(content).buffer, mode, author: ME };
  createRoot(document.getElementById("editor")).render(createElement(DocxEditor, own));
  while (!editor.current?.getEditorRef()?.getView()) await new Promise((done) => setTimeout(done, 100));
  return "ready";
};
window.selected = (at, words, isBehind) => {
  const pages = editor.current.getEditorRef();
  const { from, to } = placeOf(pages.getState().doc, at, words);
  pages.setSelection(isBehind ? to : from, to);
  pages.focus();
};
const question = (edit) =>
  editor.current
    .getDocument()
    .package.document.comments.find((own) => JSON.stringify(own.content).includes(edit.at));
const verbs = {
  comment: ({ at, words, text }) => {
    const { paraId } = editor.current.findInDocument(at)[0];
    return editor.current.addComment({ paraId, text, author: ME, search: words });
  },
  reply: (edit) => editor.current.replyToComment(question(edit).id, edit.text, ME),
  row: ({ at }) => {
    window.selected(at, "");
    const view = editor.current.getEditorRef().getView();
    return deleteRow(view.state, view.dispatch);
  },
};
window.done = (edit) => {
  if (verbs[edit.do](edit) === null) throw new Error("not done: " + edit.do);
};
window.saved = async () => textOf(await editor.current.save({ selective: false }));
