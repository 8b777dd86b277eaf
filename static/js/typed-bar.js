// The bar that says where what was typed is. `window.typedBar` shows one sentence at a time, each only while it is so.
// Where nothing is kept while one types it is there only as long as something is wrong.
"use strict";

(() => {
  const bar = document.querySelector("[data-typed-bar]");
  const place = (name) => bar.querySelector(`[data-bar-${name}]`);
  const [kept, said, problem, words] = ["kept", "said", "problem", "text"].map(place);
  const buttons = [...bar.querySelectorAll("[data-bar-do]")];
  const sentences = place("sentences").content;
  const isResting = !document.querySelector("[data-typed]");
  // Said until the form is sent again, whatever else goes well meanwhile.
  const STAY = ["forbidden", "gone", "refused", "somebody-else"];
  let shown = "";

  const sentence = (name) => sentences.querySelector(`[data-sentence="${name}"]`).textContent;

  // The bar may have grown over what somebody types in.
  const makeRoom = () => {
    const field = document.activeElement;
    if (!field?.form) return;
    const covered = bar.getBoundingClientRect().bottom - field.getBoundingClientRect().top;
    if (covered > 0 && field.getBoundingClientRect().bottom > 0) window.scrollBy(0, -covered - 8);
  };

  const show = (text, offered) => {
    if (words.textContent !== text || problem.hidden) words.textContent = text;
    for (const button of buttons) button.hidden = !offered.includes(button.dataset.barDo);
    bar.hidden = false;
    problem.hidden = false;
    kept.hidden = true;
    said.textContent = "";
    makeRoom();
  };

  const typedBar = {
    // A problem, by the name of its sentence, with what can be done about it.
    problem(name, ...offered) {
      shown = name;
      show(sentence(name), offered);
    },
    // A problem in the server's words.
    words(text, ...offered) {
      shown = "words";
      show(text, offered);
    },
    kept(text) {
      kept.textContent = text;
      if (STAY.includes(shown)) return;
      if (shown) said.textContent = sentence("kept-again");
      shown = "";
      problem.hidden = true;
      kept.hidden = false;
    },
    clear() {
      shown = "";
      problem.hidden = true;
      kept.hidden = false;
      bar.hidden = isResting;
    },
    // A dialog covers the page, and with it the bar.
    over(dialog) {
      if (dialog.contains(bar)) return;
      const home = bar.parentElement;
      const next = bar.nextElementSibling;
      dialog.prepend(bar);
      dialog.addEventListener("close", () => home.insertBefore(bar, next), { once: true });
    },
    get shown() {
      return shown;
    },
    on(what, act) {
      buttons.find((button) => button.dataset.barDo === what).addEventListener("click", act);
    },
  };

  bar.hidden = isResting;
  window.typedBar = typedBar;
})();
