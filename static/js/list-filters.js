// The filters of a list: on a phone they are folded, so that the first record stands below the search and one line.
"use strict";

(() => {
  const phone = window.matchMedia("(max-width: 43.99rem)");
  for (const filters of document.querySelectorAll("[data-filters]")) {
    const fit = () => {
      filters.open = !phone.matches;
      filters.dataset.fitted = "";
    };
    phone.addEventListener("change", fit);
    fit();
  }
})();
