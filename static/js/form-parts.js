// On a phone the parts of a long form stand folded under their titles, each with what is still needed or filled in, so
// that the page is a list of its parts that leads into each. All of them stay in the form: what was typed is kept,
// saved as a draft and sent as ever. Open are those in which something is wrong, or the first that needs something: of
// those that whoever opens the form came to fill, if it says which. A link to a field opens its part. Without a script,
// where there is room, and on paper nothing is folded.
"use strict";

(() => {
  const template = document.getElementById("form-parts");
  const form = template && document.querySelector("form.form");
  if (!form) return;
  const phone = window.matchMedia("(max-width: 43.99rem)");
  const words = template.dataset;

  const isFilled = (field) =>
    [...field.querySelectorAll("[name]")].some((each) =>
      each.matches("[type=radio], [type=checkbox]") ? each.checked : each.value.trim() !== "",
    );

  // A box that stands alone is never needed: unticked is an answer.
  const isNeeded = (field) => !field.querySelector(".field-optional") && !field.querySelector(":scope > .form-check");

  // what was answered elsewhere hides some of them
  const fieldsOf = (part) =>
    [...part.querySelectorAll(".field")].filter((field) => getComputedStyle(field).display !== "none");
  const empty = (part) => fieldsOf(part).filter((field) => !isFilled(field));
  const missingIn = (part) => empty(part).filter(isNeeded).length;

  const told = (part) => {
    if (part.matches(".row-set")) {
      return words.wordRows.replace("#", part.querySelectorAll("[data-row]:not(:has([data-row-tick] :checked))").length);
    }
    const fields = fieldsOf(part);
    const missing = missingIn(part);
    if (missing) return words.wordNeeded.replace("#", missing);
    return words.wordFilled.replace("#", fields.length - empty(part).length).replace("#", fields.length);
  };

  const parts = [...form.querySelectorAll(":scope > :is(fieldset.form-section, section.row-set)")].map((part) => {
    const title = part.querySelector(":scope > :is(legend, h2)");
    const plain = document.createElement("span");
    plain.append(...title.childNodes);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "form-part";
    const note = document.createElement("span");
    note.className = "form-part-note";
    const name = document.createElement("span");
    name.textContent = plain.textContent.trim();
    button.append(name, " ", note);
    title.append(plain, button);
    const one = { part, plain, button, note, isOpen: Boolean(part.querySelector(".has-error, .field-error")) };
    button.addEventListener("click", () => fold(one, one.isOpen));
    return one;
  });

  const show = (one) => {
    one.part.classList.remove("is-folded");
    one.note.textContent = told(one.part);
    one.part.classList.toggle("is-folded", phone.matches && !one.isOpen);
    one.button.hidden = !phone.matches;
    one.plain.hidden = phone.matches;
    one.button.setAttribute("aria-expanded", String(one.isOpen));
  };

  const fold = (one, isFolded) => {
    one.isOpen = !isFolded;
    show(one);
  };

  const openAt = (hash) => {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    const one = target && parts.find(({ part }) => part.contains(target));
    if (one) fold(one, false);
  };

  if (!parts.some(({ isOpen }) => isOpen)) {
    const yours = parts.filter(({ part }) => part.matches("[data-yours]"));
    const among = yours.length ? yours : parts;
    const needing = among.find(({ part }) => missingIn(part)) ?? yours.find(({ part }) => empty(part).length);
    (needing ?? among[0]).isOpen = true;
  }
  const showAll = () => parts.forEach(show);
  showAll();
  openAt(window.location.hash);
  phone.addEventListener("change", showAll);
  form.addEventListener("input", showAll);
  form.addEventListener("click", () => setTimeout(showAll));
  // before the script of the summary goes into the field
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest("a[href^='#']");
      if (link) openAt(link.hash);
    },
    true,
  );
})();
