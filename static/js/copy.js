// A button that copies the text it names; without a script the text can be marked and copied as any.
"use strict";

(() => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText);
      button.textContent = button.dataset.copied;
    });
  }
})();
