// Warns five minutes before the session ends. When it has ended it asks for the password in place, with the form of the
// sign-in page: what was typed stays where it is, and whatever waited goes on.
"use strict";

(() => {
  const WARN_SECONDS = 300;
  // What a page fetches by itself is not use of the session.
  const { whose, signInAs } = document.body.dataset;
  const BY_ITSELF = { headers: { "X-By-Itself": "1", "X-By-Script": whose } };

  const dialog = document.getElementById("session-end");
  const countdown = dialog.querySelector("[data-session-countdown]");
  const [soon, over] = dialog.querySelectorAll("[data-session-part]");
  const signInPath = new URL(dialog.dataset.signInUrl, location).pathname;
  const sessionPath = new URL(dialog.dataset.sessionUrl, location).pathname;
  const place = dialog.querySelector("[data-session-form]");
  let end = deadline(document.body.dataset.sessionSecondsLeft);
  let warned = false;

  function deadline(seconds) {
    return Date.now() + Number(seconds) * 1000;
  }

  function secondsLeft() {
    return Math.max(0, Math.round((end - Date.now()) / 1000));
  }

  // Another tab may have kept the session alive, or somebody else may have signed in.
  async function ask(options) {
    const response = await fetch(dialog.dataset.sessionUrl, options);
    if (response.headers.has("X-Somebody-Else")) document.dispatchEvent(new Event("somebody-else"));
    if (!response.ok || response.redirected) {
      end = Date.now();
      return false;
    }
    goOn(await response.json());
    return true;
  }

  // Signing in makes a new token; the forms of this page get it, so that what was typed can be sent.
  function goOn(state) {
    end = deadline(state.seconds_left);
    if (document.querySelector(".is-somebody-elses")) {
      document.getElementById("main").classList.remove("is-somebody-elses");
      window.typedBar?.clear();
    }
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = state.token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": state.token }));
  }

  function show(part) {
    soon.hidden = part !== soon;
    over.hidden = part !== over;
    dialog.setAttribute("aria-labelledby", part.querySelector("h2").id);
    if (!dialog.open) dialog.showModal();
    if (part !== over) return;
    // Said once: whoever goes back to the page is not asked again until something has to be sent.
    warned = true;
    end = Date.now();
    if (!place.childElementCount) askToSignIn();
  }

  const read = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

  // The form of the sign-in page, and whatever it leads to: a second factor, or what was wrong.
  async function askToSignIn() {
    const next = new URLSearchParams({ next: dialog.dataset.sessionUrl });
    const response = await fetch(`${dialog.dataset.signInUrl}?${next}`, { headers: { "X-By-Itself": "1" } }).catch(() => null);
    if (!response) return;
    // Signed in already, in another tab: the answer is the state of the session.
    if (new URL(response.url).pathname === sessionPath) await signedIn();
    else showForm(await read(response), response.url);
  }

  function showForm(page, address) {
    const form = page.querySelector("main form[method=post]");
    if (!form) return;
    const made = document.importNode(form, true);
    made.action = new URL(form.getAttribute("action") || "", address);
    const name = made.querySelector("[name=login]");
    if (name) {
      name.value = signInAs;
      name.readOnly = true;
    }
    // What leads elsewhere, as for a forgotten password, leaves this page where it is.
    for (const link of made.querySelectorAll("a[href]")) link.target = "_blank";
    made.addEventListener("submit", (event) => {
      event.preventDefault();
      send(made, event.submitter);
    });
    place.replaceChildren(made);
    made.querySelector("[aria-invalid=true], input:not([type=hidden], [readonly])")?.focus();
  }

  async function send(form, submitter) {
    const body = new FormData(form, submitter);
    const response = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (!response) return;
    if (new URL(response.url).pathname === sessionPath) await signedIn();
    else showForm(await read(response), response.url);
  }

  async function signedIn() {
    place.replaceChildren();
    warned = false;
    const isMine = await ask(BY_ITSELF).catch(() => false);
    dialog.close();
    if (isMine) document.dispatchEvent(new Event("signed-in"));
  }

  function say() {
    const left = secondsLeft();
    countdown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }

  async function tick() {
    if (warned && (!dialog.open || soon.hidden)) return;
    if (!warned && secondsLeft() > WARN_SECONDS) return;
    if (!warned) {
      warned = true;
      await ask(BY_ITSELF).catch(() => undefined);
      if (secondsLeft() > WARN_SECONDS) {
        warned = false;
        return;
      }
    }
    say();
    if (secondsLeft() > 0) show(soon);
    else if (!(await ask(BY_ITSELF).catch(() => true))) show(over);
  }

  async function stay() {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
    const headers = { "X-CSRFToken": token, "X-By-Script": whose };
    const alive = await ask({ method: "POST", headers }).catch(() => false);
    warned = false;
    if (alive) dialog.close();
    else show(over);
  }

  // Back from another tab: the one who typed here may have signed in again there.
  async function lookAgain() {
    if (!(await ask(BY_ITSELF).catch(() => false))) return;
    warned = false;
    place.replaceChildren();
    dialog.close();
    document.dispatchEvent(new Event("signed-in"));
  }

  async function comeBack() {
    await lookAgain();
    dialog.close();
  }

  // A form was refused: somebody signed in since this page was opened, in another tab.
  async function renew(event) {
    const isMine = await ask(BY_ITSELF).catch(() => false);
    if (isMine && event.detail?.then) event.detail.then();
    else if (isMine) document.dispatchEvent(new Event("signed-in"));
    else if (!document.querySelector(".is-somebody-elses")) show(over);
  }

  document.addEventListener("signed-out", () => show(over));
  document.addEventListener("form-expired", renew);
  document.addEventListener("somebody-else", () => {
    document.getElementById("main").classList.add("is-somebody-elses");
    window.typedBar?.problem("somebody-else");
  });
  window.addEventListener("focus", () => {
    if (!over.hidden || document.querySelector(".is-somebody-elses")) lookAgain();
  });
  dialog.querySelector("[data-session-stay]").addEventListener("click", stay);
  dialog.querySelector("[data-session-close]").addEventListener("click", comeBack);
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (new URL(event.detail.xhr.responseURL || location).pathname !== signInPath) return;
    event.detail.shouldSwap = false;
    end = Date.now();
    warned = true;
    show(over);
  });
  setInterval(tick, 1000);
})();
