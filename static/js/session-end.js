// Warns five minutes before the session ends, and says so when it has ended. What was typed stays where it is.
"use strict";

(() => {
  const WARN_SECONDS = 300;
  // What a page fetches by itself is not use of the session.
  const BY_ITSELF = { headers: { "X-By-Itself": "1" } };

  const dialog = document.getElementById("session-end");
  const countdown = dialog.querySelector("[data-session-countdown]");
  const [soon, over] = dialog.querySelectorAll("[data-session-part]");
  const signInPath = new URL(dialog.dataset.signInUrl, location).pathname;
  let end = deadline(document.body.dataset.sessionSecondsLeft);
  let warned = false;

  function deadline(seconds) {
    return Date.now() + Number(seconds) * 1000;
  }

  function secondsLeft() {
    return Math.max(0, Math.round((end - Date.now()) / 1000));
  }

  // Another tab may have kept the session alive. A session that is gone answers with the sign-in page.
  async function ask(options) {
    const response = await fetch(dialog.dataset.sessionUrl, options);
    if (new URL(response.url).pathname === signInPath) {
      end = Date.now();
      return false;
    }
    end = deadline((await response.json()).seconds_left);
    return true;
  }

  function show(part) {
    soon.hidden = part !== soon;
    over.hidden = part !== over;
    dialog.setAttribute("aria-labelledby", part.querySelector("h2").id);
    if (!dialog.open) dialog.showModal();
  }

  function say() {
    const left = secondsLeft();
    countdown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }

  async function tick() {
    if (warned && !dialog.open) return;
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
    const alive = await ask({ method: "POST", headers: { "X-CSRFToken": token } }).catch(() => false);
    warned = false;
    if (alive) dialog.close();
    else show(over);
  }

  // Signing in again makes a new token; the forms of this page get it, so that what was typed can be sent.
  async function renewTokens() {
    const response = await fetch(location.href, BY_ITSELF);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("input[name=csrfmiddlewaretoken]");
    if (!fresh) return;
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = fresh.value;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh.value }));
  }

  async function comeBack() {
    const alive = await ask(BY_ITSELF).catch(() => false);
    if (alive) {
      await renewTokens();
      warned = false;
    }
    dialog.close();
  }

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
