// Says how much of a field of free text is used as one types; to screen readers only when the end is near, and only
// when the typing pauses.
"use strict";

(() => {
  const NEAR = 0.9;
  const PAUSE = 1000;
  const timers = new WeakMap();

  // As it is sent: a browser sends every end of a line as two characters.
  const used = (field) => field.value.replace(/\r?\n/g, "\r\n").length;

  const show = (field, note) => {
    const number = used(field).toLocaleString(document.documentElement.lang);
    const text = note.dataset.countOf.replace("#", number);
    note.querySelector("[data-count-shown]").textContent = text;
    note.classList.toggle("is-over", used(field) > Number(note.dataset.countMost));
    clearTimeout(timers.get(field));
    if (used(field) < NEAR * Number(note.dataset.countMost)) return;
    const said = note.querySelector("[role=status]");
    timers.set(field, setTimeout(() => (said.textContent = text), PAUSE));
  };

  document.addEventListener("input", (event) => {
    const note = event.target.id && document.getElementById(`${event.target.id}_count`);
    if (note) show(event.target, note);
  });
})();
