// A district tapped on the map where there is no room beside it: its panel comes up over the page, which neither loads
// anew nor jumps. Without a script, or where the panel cannot be had, the link leads to the page as it always did.
"use strict";

(() => {
  const template = document.getElementById("map-sheet");
  const map = document.querySelector(".map-page .map");
  if (!template || !map) return;
  const wide = window.matchMedia("(min-width: 62rem)");
  let sheet = null;
  let asked = null;

  const close = () => {
    if (!sheet) return;
    sheet.remove();
    sheet = null;
    if (asked) asked.focus({ preventScroll: true });
  };

  const made = () => {
    const dialog = document.importNode(template.content, true).querySelector("dialog");
    dialog.querySelector("[data-sheet-close]").addEventListener("click", close);
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    document.body.append(dialog);
    dialog.show();
    return dialog;
  };

  const outline = (link) => {
    let line = map.querySelector(".map-chosen");
    if (!line) {
      line = document.createElementNS("http://www.w3.org/2000/svg", "path");
      line.setAttribute("class", "map-chosen");
      map.insertBefore(line, map.querySelector(".map-names"));
    }
    line.setAttribute("d", link.querySelector(".map-area").getAttribute("d"));
    for (const other of map.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  };

  // What was tapped stays in sight above the sheet.
  const uncover = (link) => {
    const below = link.getBoundingClientRect().bottom + 16 - sheet.getBoundingClientRect().top;
    if (below > 0) window.scrollBy(0, below);
  };

  const show = (panel, link) => {
    // the page may hold one already, where its address asked for a district
    for (const other of document.querySelectorAll(".map-panel")) other.remove();
    document.querySelector(".map-page").classList.remove("has-panel");
    sheet = sheet || made();
    sheet.append(document.importNode(panel, true));
    sheet.scrollTop = 0;
    asked = link;
    outline(link);
    uncover(link);
    const name = sheet.querySelector("#district-name");
    name.tabIndex = -1;
    name.focus({ preventScroll: true });
  };

  const ask = async (link) => {
    const address = link.href.baseVal;
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const panel = page.querySelector(".map-panel");
    if (!response.ok || !panel) throw new Error("no panel there");
    show(panel, link);
    // a view of the map can be sent to a colleague
    window.history.replaceState(null, "", address.split("#")[0]);
  };

  map.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    ask(link).catch(() => window.location.assign(link.href.baseVal));
  });

  wide.addEventListener("change", () => {
    if (wide.matches) close();
  });
})();
