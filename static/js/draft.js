// Keeps a form as a draft on the server while somebody types, and says when it could not.
"use strict";

(() => {
  const PAUSE = 1000;
  const AGAIN = 10000;
  const state = document.querySelector("[data-draft]");
  if (!state) return;

  const form = state.closest("form");
  const version = state.querySelector("[name=draft_version]");
  const kept = state.querySelector("[data-draft-kept]");
  const problem = state.querySelector("[data-draft-problem]");
  const choice = state.querySelector("[data-draft-choice]");
  const identity = form.querySelector("[name=draft]");
  let changed = false;
  let stopped = false;
  let sending = null;
  let timer = 0;

  const say = (text, { choose = false } = {}) => {
    problem.querySelector("[data-draft-text]").textContent = text;
    choice.hidden = !choose;
    problem.hidden = false;
    kept.textContent = "";
  };

  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  };

  const send = async () => {
    changed = false;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    let response;
    try {
      response = await fetch(state.dataset.draft, { method: "POST", body: data, headers: { Accept: "application/json" } });
    } catch {
      changed = true;
      say(state.dataset.draftOffline);
      return soon(AGAIN);
    }
    const isAnswer = response.headers.get("Content-Type")?.startsWith("application/json");
    if (response.redirected || !isAnswer) {
      changed = true;
      say(response.redirected || response.status === 403 ? state.dataset.draftSignedOut : state.dataset.draftOffline);
      return soon(AGAIN);
    }
    const answer = await response.json();
    if (response.ok) {
      version.value = answer.version;
      kept.textContent = answer.text;
      problem.hidden = true;
      return undefined;
    }
    changed = true;
    if (response.status === 409) {
      stopped = true;
      version.dataset.there = answer.version;
    }
    return say(answer.text, { choose: response.status === 409 });
  };

  const keep = async () => {
    if (stopped || !changed) return;
    if (sending) {
      soon(PAUSE);
      return;
    }
    sending = send();
    await sending;
    sending = null;
  };

  form.addEventListener("input", () => {
    changed = true;
    soon(PAUSE);
  });

  // Of something new the address says which draft it is: Back, and another language, then lead to it or what became of it.
  if (identity) {
    const here = `${location.pathname}?draft=${identity.value}`;
    history.replaceState(history.state, "", here + location.hash);
    for (const next of document.querySelectorAll("[name=next]")) next.value = here;
  }

  // What came back unsaved is newer than its draft.
  if ("draftUnkept" in state.dataset) {
    changed = true;
    soon(0);
  }

  // Whatever else is sent from this page, such as another language, takes what was typed along.
  document.addEventListener("submit", async (event) => {
    if (event.target === form || stopped || !(changed || sending)) return;
    event.preventDefault();
    clearTimeout(timer);
    await sending;
    if (changed) await send();
    if (!changed) event.target.requestSubmit(event.submitter);
  });

  // A draft on its way must not arrive after the form itself.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    stopped = true;
    changed = false;
    if (!sending) return;
    event.preventDefault();
    await sending;
    changed = false;
    form.requestSubmit(event.submitter);
  });

  state.querySelector("[data-draft-mine]").addEventListener("click", () => {
    version.value = version.dataset.there;
    stopped = false;
    soon(0);
  });
  state.querySelector("[data-draft-theirs]").addEventListener("click", () => {
    changed = false;
    location.assign(location.href.split("#")[0]);
  });
  window.addEventListener("online", () => soon(0));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keep();
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
})();
