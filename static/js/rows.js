// Adds rows to a list in a form, and takes them out with a way back, without leaving the page.
"use strict";

(() => {
  const tickOf = (row) => row.querySelector("[data-row-tick] input");
  const changed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));

  const begin = (rows) => {
    const list = rows.querySelector("[data-rows-list]");
    const total = rows.querySelector(`[name="${rows.dataset.rows}-TOTAL_FORMS"]`);
    const template = rows.querySelector("[data-rows-template]");
    const said = rows.querySelector("[data-rows-said]");

    // In the place of the tick, which stays what is sent.
    const show = (row) => {
      const isOut = tickOf(row).checked;
      row.querySelector("[data-row-tick]").hidden = true;
      row.querySelector("[data-row-out]").hidden = false;
      row.querySelector("[data-row-remove]").hidden = isOut;
      row.querySelector("[data-row-removed]").hidden = !isOut;
      row.querySelector("[data-row-undo]").hidden = !isOut;
    };
    const showAll = () => list.querySelectorAll("[data-row]").forEach(show);

    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-row-remove], [data-row-undo]");
      if (!button) return;
      const row = button.closest("[data-row]");
      const isOut = button.matches("[data-row-remove]");
      tickOf(row).checked = isOut;
      show(row);
      row.querySelector(isOut ? "[data-row-undo]" : "[data-row-remove]").focus();
      const name = row.querySelector("legend").textContent.replace(/\s+/gu, " ").trim();
      said.textContent = `${name}: ${isOut ? rows.dataset.rowsRemoved : rows.dataset.rowsBack}`;
      changed(tickOf(row));
    });
    showAll();
    // Some browsers fill in what was ticked only once the page is there.
    window.addEventListener("pageshow", showAll);

    rows.querySelector("[data-rows-add]").addEventListener("click", (event) => {
      event.preventDefault();
      const number = Number(total.value);
      const place = document.createElement("div");
      // The template is our own page's; only the number of the row is put in.
      place.append(template.content.cloneNode(true));
      for (const element of place.querySelectorAll("*")) {
        for (const attribute of [...element.attributes]) {
          if (attribute.value.includes("__prefix__")) {
            element.setAttribute(attribute.name, attribute.value.replaceAll("__prefix__", number));
          }
        }
      }
      const row = place.querySelector("[data-row]");
      row.querySelector("[data-row-number]").textContent = number + 1;
      list.append(row);
      show(row);
      total.value = number + 1;
      said.textContent = `${rows.dataset.rowsOne} ${number + 1}`;
      row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      changed(total);
    });
  };

  for (const rows of document.querySelectorAll("[data-rows]")) begin(rows);
})();
