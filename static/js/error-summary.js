// After a refused form the reader stands at its summary; each of its links goes into the field.
"use strict";

(() => {
  const attend = (place) => {
    const summary = place.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });

  document.addEventListener("htmx:afterSwap", (event) => attend(event.target));
  attend(document);
})();
