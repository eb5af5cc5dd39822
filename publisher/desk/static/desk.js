// The desk works without this: it lets files be dropped anywhere, renews pages, and knows keys.

"use strict";

const body = document.body;

// An answer to a form takes the address of its page: shown anew or gone back to, the form is not sent again.
if (body.dataset.home) history.replaceState(null, "", body.dataset.home);

// Files dropped anywhere on a page go into its field for files: one in sight, or else a hidden one.
const field = document.querySelector("input[type=file][name=files]");
if (field) {
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      body.classList.toggle("dropping", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) {
        field.files = event.dataTransfer.files;
        field.form.requestSubmit();
      }
    });
  }
}

// A page is shown anew when its workbook was saved, or its work is done; not while somebody writes.
// Not while the browser is on its way to another page either: shown anew, this one would keep it back.
let isLeaving = false;
addEventListener("beforeunload", () => {
  isLeaving = true;
  setTimeout(() => { isLeaving = false; }, 10_000); // a file was saved, and the page stays
});
const isWriting = () => document.activeElement?.matches("input:not([type=radio]), textarea");
if (body.dataset.changes) {
  const source = new EventSource(body.dataset.changes);
  source.addEventListener("changed", () => {
    if (isLeaving) return;
    const told = document.querySelector("#changed");
    if (isWriting() && told) told.hidden = false; // what was written would be lost
    else if (!isWriting()) location.reload();
  });
}
if (body.dataset.steps) {
  const source = new EventSource(body.dataset.steps);
  const bar = document.querySelector("progress");
  source.onmessage = (event) => {
    const { done, total, state, parts } = JSON.parse(event.data);
    parts.forEach((part, number) => {
      const told = document.querySelector(`[data-part="${number}"] span`);
      if (told) told.textContent = part;
    });
    if (total) Object.assign(bar, { max: total, value: done });
    const told = document.querySelector("#state");
    if (told && told.textContent !== state) told.textContent = state;
  };
  source.addEventListener("over", () => {
    if (!isLeaving) location.reload();
  });
}

// Decisions are gathered and sent while one goes on reading: those of one item in their order.
const waiting = [];
let isSending = false;
for (const form of document.querySelectorAll("form.decide")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector(".state").textContent = "…";
    waiting.push({ form, button: event.submitter, note: form.elements.note.value });
    if (!isSending) sendWaiting();
  });
}
addEventListener("beforeunload", (event) => {
  if (isSending) event.preventDefault();
});

async function sendWaiting() {
  isSending = true;
  while (waiting.length) {
    // One of each item at a time: what it was seen as is known when the one before is written.
    const batch = [];
    while (waiting.length && batch.length < 40 && !batch.some((each) => each.form === waiting[0].form)) {
      batch.push(waiting.shift());
    }
    const data = new URLSearchParams();
    for (const { form, button, note } of batch) {
      data.append("item", form.elements.namedItem("item").value);
      data.append("decision", button.value);
      data.append("note", note);
      data.append("seen", form.elements.seen.value);
    }
    const answer = await fetch(batch[0].form.action, {
      method: "POST", body: data, headers: { accept: "application/json" },
    }).then((found) => found.json()).catch(() => ({ problem: body.dataset.unanswered }));
    batch.forEach((each, number) => show(each, answer.written?.[number], answer.problem));
  }
  isSending = false;
}

function show({ form, button }, written, problem) {
  const state = form.querySelector(".state");
  state.classList.toggle("must_fix", Boolean(problem));
  state.textContent = problem ?? written;
  if (problem) return;
  form.elements.seen.value = written;
  const item = form.closest(".item");
  item.classList.add("fresh");
  item.classList.toggle("open", !written);
  item.classList.toggle("decided", Boolean(written));
  for (const each of form.querySelectorAll("button")) {
    each.setAttribute("aria-pressed", String(each === button && Boolean(written)));
  }
  for (const kind of ["open", "decided"]) {
    const count = document.querySelector(`[data-count=${kind}]`);
    count.textContent = document.querySelectorAll(`.item.${kind}`).length;
  }
}

// Keys: j and k go from item to item, a, r and d decide.
const decisions = { a: "accept", r: "reject", d: "discuss" };
document.addEventListener("keydown", (event) => {
  if (isWriting() || event.ctrlKey || event.metaKey || event.altKey) return;
  const shown = [...document.querySelectorAll(".item")].filter((each) => each.offsetParent);
  const here = shown.indexOf(document.activeElement?.closest(".item"));
  if (event.key === "j") shown[Math.min(here + 1, shown.length - 1)]?.focus();
  if (event.key === "k") shown[Math.max(here - 1, 0)]?.focus();
  const decision = decisions[event.key];
  if (decision && here >= 0) shown[here].querySelector(`button[value=${decision}]`)?.click();
});
