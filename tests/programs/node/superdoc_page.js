// SuperDoc's editor in a page.
import { SuperDoc } from "superdoc";
import "superdoc/style.css";
import { bytesOf, placeOf, textOf } from "./prosemirror.js";

const TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
let editor = null;

window.opened = (content, isRecorded) =>
  new Promise((done, fail) => {
    const superdoc = new SuperDoc({
      selector: "#editor",
      documents: [{ id: "draft", type: "docx", data: new File([bytesOf(content)], "draft.docx", { type: TYPE }) }],
      documentMode: isRecorded ? "suggesting" : "editing",
      user: { name: "Edi Tor", email: "edi.tor@example.org" },
      telemetry: { enabled: false },
      onReady: () => {
        editor = superdoc.activeEditor;
        window.doc = editor.doc;
        done("ready");
      },
      onException: fail,
    });
  });
window.selected = (at, words, isBehind) => {
  const { from, to } = placeOf(editor.state.doc, at, words);
  editor.commands.setTextSelection({ from: isBehind ? to : from, to });
  editor.view.focus();
};
window.saved = async () => textOf(await (await editor.exportDocx()).arrayBuffer());
