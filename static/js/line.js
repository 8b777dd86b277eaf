// A form that keeps no draft is sent by the browser itself, once the server answers and one is signed in: until then it
// waits, says so, and goes on. Nothing is sent twice, and no form needs to know of it.
"use strict";

(() => {
  const AGAIN = 2000;
  const MOST_SECONDS = 20;
  const AWAY = [502, 503, 504];
  const START = "sent ";
  const SENT = `${START}${location.pathname}`;
  const bar = window.typedBar;
  const { whose } = document.body.dataset;
  const sessionUrl = document.getElementById("session-end")?.dataset.sessionUrl;
  let waiting = null;
  let isBusy = false;
  let isClear = false;
  let timer = 0;

  // What changes something, or belongs to the page, needs the one who opened it; the way out and a look do not.
  const needsSignIn = ({ form }) => whose !== undefined && form.closest("main, dialog") !== null;

  const rest = () => {
    clearTimeout(timer);
    waiting = null;
    bar.clear();
  };

  const wait = (why, pause, ...offered) => {
    bar.problem(why, ...offered, "cancel");
    clearTimeout(timer);
    if (pause) timer = setTimeout(go, pause);
  };

  // What this browser cannot bring to the server now is filled in again when one comes back to the page.
  const send = async () => {
    const { form, submitter } = waiting;
    await window.look.keep(SENT);
    rest();
    isClear = true;
    form.requestSubmit(submitter?.isConnected ? submitter : undefined);
    isClear = false;
  };

  const answered = async (response) => {
    if (AWAY.includes(response.status)) return wait("waiting", AGAIN);
    if (!needsSignIn(waiting)) return send();
    if (response.headers.has("X-Somebody-Else")) return document.dispatchEvent(new Event("somebody-else"));
    if (response.status === 401) {
      wait("waiting-sign-in", 0, "sign-in");
      return document.dispatchEvent(new Event("signed-out"));
    }
    if (response.ok && waiting.form.elements.csrfmiddlewaretoken) {
      waiting.form.elements.csrfmiddlewaretoken.value = (await response.json()).token;
    }
    return send();
  };

  const ask = () =>
    fetch(sessionUrl ?? "/healthz", {
      headers: { "X-By-Itself": "1", "X-By-Script": whose ?? "" },
      signal: AbortSignal.timeout(MOST_SECONDS * 1000),
    }).catch(() => null);

  const go = async () => {
    if (isBusy || waiting === null) return;
    isBusy = true;
    clearTimeout(timer);
    const response = await ask();
    isBusy = false;
    if (waiting === null) return;
    if (response) await answered(response);
    else wait("waiting", AGAIN);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (isClear || event.defaultPrevented || form.method === "dialog" || form.querySelector("[data-typed]")) return;
    event.preventDefault();
    const dialog = form.closest("dialog");
    if (dialog) bar.over(dialog);
    dialog?.addEventListener("close", rest, { once: true });
    waiting = { form, submitter: event.submitter };
    go();
  });

  // A page that came is the answer to what was sent; only who goes back to a page finds their text in it again.
  const type = performance.getEntriesByType("navigation")[0]?.type;
  if (["back_forward", "reload"].includes(type)) window.look.bringBack(SENT);
  else window.look.forgetAll(START);

  bar.on("cancel", rest);
  bar.on("sign-in", () => document.dispatchEvent(new Event("signed-out")));
  window.addEventListener("online", go);
  document.addEventListener("signed-in", go);
})();
