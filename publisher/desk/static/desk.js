// The desk works without this: it lets files be dropped anywhere, renews pages, and knows keys.

"use strict";

const body = document.body;

// Files dropped anywhere on the page go into its field for files.
const field = document.querySelector(".drop input[type=file]");
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
const isWriting = () => document.activeElement?.matches("input:not([type=radio]), textarea");
if (body.dataset.changes) {
  const source = new EventSource(body.dataset.changes);
  source.addEventListener("changed", () => {
    if (!isWriting()) location.reload();
  });
}
if (body.dataset.steps) {
  const source = new EventSource(body.dataset.steps);
  const bar = document.querySelector("progress");
  source.onmessage = (event) => {
    const { done, total } = JSON.parse(event.data);
    if (total) Object.assign(bar, { max: total, value: done });
  };
  source.addEventListener("over", () => location.reload());
}

// Decisions are sent one after the other, while one goes on reading.
let sent = Promise.resolve();
for (const form of document.querySelectorAll("form.decide")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const item = form.closest(".item");
    const data = new URLSearchParams(new FormData(form, event.submitter));
    const state = form.querySelector(".state");
    state.textContent = "…";
    sent = sent.then(() => send(form, data, item, state, event.submitter));
  });
}

async function send(form, data, item, state, button) {
  data.set("seen", form.elements.seen.value);
  const answer = await fetch(form.action, {
    method: "POST", body: data, headers: { accept: "application/json" },
  }).then((found) => found.json()).catch(() => ({ problem: "?" }));
  state.classList.toggle("must_fix", Boolean(answer.problem));
  state.textContent = answer.problem ?? answer.written;
  if (answer.problem) return;
  form.elements.seen.value = answer.written;
  item.classList.toggle("open", !answer.written);
  item.classList.toggle("decided", Boolean(answer.written));
  for (const each of form.querySelectorAll("button")) {
    each.setAttribute("aria-pressed", String(each === button && Boolean(answer.written)));
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
