// Another language or appearance opens the page anew. What was typed on it stays: a form that is kept as a draft is
// kept first, any other is filled again as it was. Passwords are not. `window.look` does so for other scripts as well.
"use strict";

(() => {
  const NAME = `look ${location.pathname}`;
  const LEFT_OUT = "[type=password], [type=hidden], [type=file], [type=submit], [type=button], button";

  const others = () => [...document.querySelectorAll("main form")].filter((form) => form !== window.draft?.form);

  const fields = () =>
    others().flatMap((form, place) =>
      [...form.elements].filter((field) => field.name && !field.matches(LEFT_OUT)).map((field) => [place, field]),
    );

  const nameOf = ([place, field]) => {
    const choice = ["checkbox", "radio"].includes(field.type) ? field.value : "";
    return JSON.stringify([place, field.name, choice]);
  };
  const stateOf = (field) => {
    if (["checkbox", "radio"].includes(field.type)) return field.checked;
    return field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value;
  };
  const isTouched = (field) => {
    if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
  };

  const fill = (field, state) => {
    if (["checkbox", "radio"].includes(field.type)) field.checked = state;
    else if (field.multiple) for (const option of field.options) option.selected = state.includes(option.value);
    else field.value = state;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const keep = async (name) => {
    const touched = fields().filter(([, field]) => isTouched(field));
    if (!touched.length) return;
    const kept = Object.fromEntries(touched.map((each) => [nameOf(each), stateOf(each[1])]));
    if (await window.device.put(name, { kept })) return;
    // Nobody is signed in: it is there for the moment in which the page is opened anew.
    sessionStorage.setItem(name, JSON.stringify(kept));
  };

  const forget = (name) => {
    sessionStorage.removeItem(name);
    window.device.forget(name);
  };

  // Of every page of which it was kept under a name that begins so.
  const forgetAll = (start) => {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(start)) forget(name);
    window.device.all().then((all) => [...all.keys()].filter((name) => name.startsWith(start)).forEach(forget));
  };

  const bringBack = async (name) => {
    const plain = sessionStorage.getItem(name);
    const kept = plain ? JSON.parse(plain) : (await window.device.all()).get(name)?.kept;
    forget(name);
    if (!kept) return;
    for (const each of fields()) if (nameOf(each) in kept) fill(each[1], kept[nameOf(each)]);
  };

  let isReady = false;
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-look]") || isReady) return;
    event.preventDefault();
    const isKept = (await window.draft?.flush()) ?? true;
    // A draft that cannot be kept now says why in its bar; the page stays.
    if (!isKept) return;
    await keep(NAME);
    isReady = true;
    event.target.requestSubmit(event.submitter);
  });
  bringBack(NAME);
  window.look = { keep, bringBack, forgetAll };
})();
