// Adds rows to a list in a form, and takes them out with a way back, without leaving the page.
"use strict";

(() => {
  const changed = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));

  const begin = (rows) => {
    const list = rows.querySelector("[data-rows-list]");
    const total = rows.querySelector(`[name="${rows.dataset.rows}-TOTAL_FORMS"]`);
    const template = rows.querySelector("[data-rows-template]");
    const said = rows.querySelector("[data-rows-said]");

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
      total.value = number + 1;
      said.textContent = `${rows.dataset.rowsOne} ${number + 1}`;
      row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      changed(total);
    });
  };

  for (const rows of document.querySelectorAll("[data-rows]")) begin(rows);
})();
