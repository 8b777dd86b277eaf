// Messages can be put away; a response of htmx may add one: HX-Trigger: {"toast": "Saved."}
"use strict";

(() => {
  for (const button of document.querySelectorAll("[data-notice-close]")) button.hidden = false;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-notice-close]");
    if (!button) return;
    button.closest("[data-notice]").remove();
    document.getElementById("main").focus();
  });

  document.addEventListener("toast", (event) => {
    const toast = document.getElementById("toast-template").content.cloneNode(true);
    toast.querySelector("[data-toast-text]").textContent = event.detail.value;
    document.getElementById("toasts").append(toast);
  });
})();
