// Several of many boxes: a search leaves those that are called so and those that are chosen.
"use strict";

(() => {
  // As people search: without regard to case and accents.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const show = (place) => {
    const words = plain(place.querySelector("[type=search]").value).split(/\s+/).filter(Boolean);
    const boxes = [...place.querySelectorAll(".choices-of-many > .form-check")];
    let found = 0;
    let chosen = 0;
    for (const box of boxes) {
      const isChosen = box.querySelector("input").checked;
      const isCalledSo = words.every((word) => plain(box.textContent).includes(word));
      chosen += isChosen ? 1 : 0;
      found += isCalledSo ? 1 : 0;
      box.hidden = !isCalledSo && !isChosen;
    }
    place.querySelector("[data-choices-none]").hidden = found > 0;
    const note = place.querySelector("[data-choices-chosen]");
    note.textContent = note.dataset.choicesChosen.replace("#", chosen.toLocaleString(document.documentElement.lang));
  };

  const fit = (root) => {
    for (const place of root.querySelectorAll("[data-several-of-many]")) {
      place.querySelector("[data-choices-search]").hidden = false;
      show(place);
    }
  };

  const place = (event) => event.target.closest?.("[data-several-of-many]");

  document.addEventListener("input", (event) => place(event) && show(place(event)));

  // In the search it goes to the first box that is left, and sends no form.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type !== "search" || !place(event)) return;
    event.preventDefault();
    place(event).querySelector(".choices-of-many > .form-check:not([hidden]) input")?.focus();
  });

  document.addEventListener("htmx:afterSwap", (event) => fit(event.target));
  fit(document);
})();
