// On a phone the parts of a long form come one after the other. All of them stay in the form: what was typed is kept,
// saved as a draft and sent as ever. A part in which something is wrong is shown first, and a link of the summary leads
// into the part of its field. Without a script, and where there is room, all parts stand below each other.
"use strict";

(() => {
  const template = document.getElementById("form-steps");
  const form = template && document.querySelector("form.form");
  if (!form) return;
  const phone = window.matchMedia("(max-width: 43.99rem)");
  const parts = [...form.querySelectorAll(":scope > fieldset.form-section")];
  const bar = document.importNode(template.content, true).querySelector(".form-steps");
  const words = [...bar.querySelectorAll("[data-words]")].map((each) => each.textContent.trim());
  const [next, back] = ["next", "back"].map((name) => bar.querySelector(`[data-step-${name}]`));
  // what stands behind the last part belongs to it
  const after = [];
  for (let each = parts.at(-1).nextElementSibling; each; each = each.nextElementSibling) {
    if (!each.hidden && each.type !== "hidden") after.push(each);
  }
  let at = Math.max(0, parts.findIndex((part) => part.querySelector(".has-error")));

  const show = () => {
    const isStepped = phone.matches;
    const isLast = !isStepped || at === parts.length - 1;
    parts.forEach((part, place) => {
      part.hidden = isStepped && place !== at;
    });
    for (const each of after) each.hidden = !isLast;
    bar.hidden = !isStepped;
    bar.querySelector(".form-steps-at").textContent = words[at];
    next.hidden = isLast;
    back.hidden = at === 0;
  };

  const go = (to) => {
    at = Math.min(Math.max(to, 0), parts.length - 1);
    show();
    const title = parts[at].querySelector("legend");
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "start" });
  };

  form.querySelector(".form-actions").before(bar);
  next.addEventListener("click", () => go(at + 1));
  back.addEventListener("click", () => go(at - 1));
  form.addEventListener("keydown", (event) => {
    const goesOn = event.key === "Enter" && event.target.matches("input") && !event.isComposing;
    if (!goesOn || next.hidden || bar.hidden) return;
    event.preventDefault();
    go(at + 1);
  });
  // before the script of the summary goes into the field
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest("[data-error-summary] a[href^='#']");
      const field = link && document.getElementById(link.hash.slice(1));
      const place = field ? parts.findIndex((part) => part.contains(field)) : -1;
      if (place < 0 || !phone.matches) return;
      at = place;
      show();
    },
    true,
  );
  phone.addEventListener("change", show);
  show();
})();
