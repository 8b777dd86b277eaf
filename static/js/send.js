// Sends a form so that a lost line, a server that does not answer or a session that has ended costs nothing: it waits,
// says so, and goes on by itself. What was sent twice is saved once (the server knows the form again).
"use strict";

(() => {
  const AGAIN = 2000;
  const MOST_SECONDS = 60;
  const AWAY = [502, 503, 504];
  const bar = window.typedBar;
  const form = document.querySelector("[data-typed]")?.closest("form");
  if (!form) return;
  const draft = window.draft?.form === form ? window.draft : null;
  let submitter = null;
  let isBusy = false;
  let isNative = false;
  let timer = 0;
  let hasRenewed = false;

  const buttons = () => form.querySelectorAll(".form-actions button, [data-rows-add]");
  const hold = (isHeld) => {
    for (const button of buttons()) {
      if (isHeld) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  };

  const cancel = () => {
    if (submitter === null) return;
    clearTimeout(timer);
    submitter = null;
    isBusy = false;
    hold(false);
    bar.clear();
    draft?.goOn();
  };

  const wait = async (why, pause, ...offered) => {
    await draft?.keepHere();
    bar.problem(why, ...offered, "cancel");
    isBusy = false;
    clearTimeout(timer);
    if (pause) timer = setTimeout(go, pause);
  };

  // Nothing more is tried by itself; the text stays, and its draft goes on.
  const stop = (why, ...offered) => {
    hold(false);
    isBusy = false;
    draft?.goOn();
    bar.problem(why, ...offered);
  };

  const leave = (address) => {
    draft?.letGo();
    const there = new URL(address, location.href);
    const isHere = there.pathname === location.pathname && there.search === location.search;
    if (isHere && there.hash) {
      location.hash = there.hash;
      location.reload();
    } else location.assign(there);
  };

  // What came back is a page to be shown, with what is wrong: the browser shows it best itself.
  const sendByBrowser = () => {
    isNative = true;
    draft?.stamp();
    draft?.letGo();
    form.requestSubmit(submitter?.isConnected ? submitter : undefined);
  };

  const taken = async (response) => {
    const goesTo = response.headers.get("X-Leads-To");
    if (response.status === 204 && goesTo) return leave(goesTo);
    if (response.ok) return sendByBrowser();
    if (response.status === 401) {
      if (response.headers.has("X-Somebody-Else")) return document.dispatchEvent(new Event("somebody-else"));
      await wait("waiting-sign-in", 0, "sign-in");
      return document.dispatchEvent(new Event("signed-out"));
    }
    if (response.headers.has("X-Form-Expired") && !hasRenewed) {
      hasRenewed = true;
      isBusy = false;
      return document.dispatchEvent(new CustomEvent("form-expired", { detail: { then: go } }));
    }
    if (AWAY.includes(response.status)) return wait("waiting", AGAIN);
    if (response.status === 429) return wait("too-many", 1000 * Number(response.headers.get("Retry-After") || 10));
    if (response.status === 403) return stop("forbidden");
    if ([404, 410].includes(response.status)) return stop("gone");
    return stop("refused", "again");
  };

  const go = async () => {
    if (isBusy || submitter === null) return;
    isBusy = true;
    clearTimeout(timer);
    draft?.stamp();
    const data = new FormData(form, submitter === form ? undefined : submitter);
    const slow = setTimeout(() => bar.problem("sending"), 1000);
    let response;
    try {
      response = await fetch(form.action, {
        method: "POST",
        body: data,
        headers: { Accept: "text/html", "X-By-Script": document.body.dataset.whose },
        signal: AbortSignal.timeout(MOST_SECONDS * 1000),
      });
    } catch {
      clearTimeout(slow);
      await wait("waiting", AGAIN);
      return;
    }
    clearTimeout(slow);
    if (submitter !== null) await taken(response);
  };

  form.addEventListener("submit", async (event) => {
    if (isNative || event.defaultPrevented) return;
    event.preventDefault();
    if (submitter !== null && isBusy) return;
    submitter = event.submitter ?? form;
    hasRenewed = false;
    hold(true);
    await draft?.hold();
    go();
  });

  bar.on("cancel", cancel);
  bar.on("again", () => form.requestSubmit());
  window.addEventListener("online", go);
  document.addEventListener("signed-in", go);
})();
