// A link with data-confirm leads to a page that asks before something is done. Here the question comes to the reader
// instead, in a dialog; the form in it is the page's own.
"use strict";

(() => {
  const ask = async (link) => {
    const response = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const question = page.querySelector("[data-confirm-question]");
    if (!response.ok || !question) throw new Error("no question there");
    show(document.importNode(question, true), link, response.url);
  };

  const show = (question, link, address) => {
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    dialog.setAttribute("aria-labelledby", "confirm-title");
    question.querySelector("h1").id = "confirm-title";
    for (const form of question.querySelectorAll("form:not([action])")) form.action = address;
    dialog.append(question);
    dialog.addEventListener("close", () => {
      dialog.remove();
      link.focus();
    });
    dialog.addEventListener("click", (event) => {
      if (!event.target.closest("[data-confirm-back]")) return;
      event.preventDefault();
      dialog.close();
    });
    document.body.append(dialog);
    dialog.showModal();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-confirm]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    ask(link).catch(() => window.location.assign(link.href));
  });
})();
