// Keeps a form as a draft on the server while somebody types, and on the device while the server does not answer.
"use strict";

(() => {
  // After a pause in typing, and at the latest so long after the first letter that is not kept.
  const PAUSE = 700;
  const LONGEST = 1500;
  const AGAIN = 3000;
  const MOST_SECONDS = 15;
  // More than this no browser sends along when a page goes.
  const MOST_ALONG = 40000;
  const state = document.querySelector("[data-draft]");
  const bar = window.typedBar;
  if (!state) return;

  const form = state.closest("form");
  const version = state.querySelector("[name=draft_version]");
  const record = state.querySelector("[name=draft_record]").value;
  const identity = form.querySelector("[name=draft]");
  const name = () => `${state.dataset.draft} ${record} ${identity?.value ?? ""}`;
  const writer = crypto.randomUUID?.() ?? String(Math.random());
  let turn = 0;
  let changed = false;
  let stopped = false;
  let sending = null;
  let timer = 0;
  let since = 0;
  let isLarge = false;
  let left = null;

  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  };

  // Which page sends it, and how often it has: an answer that got lost is then no conflict.
  const stamp = () => {
    turn += 1;
    form.elements.draft_writer.value = writer;
    form.elements.draft_turn.value = turn;
  };

  // What the server is sent: all but files.
  const typed = () => {
    stamp();
    const data = new FormData(form);
    for (const [field, value] of [...data]) if (value instanceof File) data.delete(field);
    isLarge = [...data].reduce((sum, [field, value]) => sum + field.length + value.length, 0) > MOST_ALONG;
    return data;
  };

  const keepHere = async () => window.device.put(name(), { url: state.dataset.draft, sent: [...typed()] });

  // Not on the server: kept here, which is said only where it is so.
  const failed = async (why) => {
    changed = true;
    const isHere = await keepHere();
    if (!stopped) bar.problem(isHere ? why : `${why}-open`, ...(why === "signed-out" ? ["sign-in"] : []));
    soon(AGAIN);
  };

  const refused = async (response) => {
    changed = true;
    if (response.status === 401 || response.redirected) {
      if (response.headers.has("X-Somebody-Else")) {
        document.dispatchEvent(new Event("somebody-else"));
        return undefined;
      }
      return failed("signed-out");
    }
    // Somebody signed in again since this page was opened.
    if (response.headers.has("X-Form-Expired")) {
      document.dispatchEvent(new Event("form-expired"));
      return failed("signed-out");
    }
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) return failed("offline");
    const answer = await response.json();
    if (response.status === 409) {
      stopped = true;
      version.dataset.there = answer.version;
    }
    return bar.words(answer.text, ...(response.status === 409 ? ["mine", "theirs"] : []));
  };

  const send = async () => {
    changed = false;
    since = 0;
    let response;
    try {
      response = await fetch(state.dataset.draft, {
        method: "POST",
        body: typed(),
        headers: { Accept: "application/json", "X-By-Script": document.body.dataset.whose },
        signal: AbortSignal.timeout(MOST_SECONDS * 1000),
      });
    } catch {
      return failed("offline");
    }
    if (!response.ok || response.redirected) return refused(response);
    const answer = await response.json();
    version.value = answer.version;
    window.device.forget(name());
    if (!stopped) bar.kept(answer.text);
    return undefined;
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

  const touched = () => {
    changed = true;
    since ||= Date.now();
    soon(Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
    // While the server does not answer, every pause is kept here.
    if (["offline", "signed-out", "waiting", "waiting-sign-in"].includes(bar.shown)) keepHere();
  };
  form.addEventListener("input", touched);

  // Of something new the address says which draft it is: Back, and another language, then lead to it or what became of it.
  const say = () => {
    const here = `${location.pathname}?draft=${identity.value}`;
    history.replaceState(history.state, "", here + location.hash);
    for (const next of document.querySelectorAll("[name=next]")) next.value = here;
  };
  if (identity) say();

  // What came back unsaved is newer than its draft.
  if ("draftUnkept" in state.dataset) {
    changed = true;
    soon(0);
  }

  // The page goes: what was typed last goes with it, whether anybody waits for the answer or not.
  const sendAlong = () => {
    if ((changed || sending) && !stopped && navigator.sendBeacon(state.dataset.draft, typed())) changed = false;
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keep();
  });
  window.addEventListener("pagehide", sendAlong);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed && (stopped || bar.shown || isLarge)) event.preventDefault();
  });

  // Whatever else is sent from this page, such as signing out, takes what was typed along. Where it cannot be kept the
  // browser asks before the page goes.
  let isLeaving = false;
  document.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || event.target === form || stopped || isLeaving || !(changed || sending)) return;
    event.preventDefault();
    await window.draft.flush();
    isLeaving = true;
    event.target.requestSubmit(event.submitter);
  });

  // What this device kept and the server has otherwise: one of them is chosen.
  const choose = async (isMine) => {
    if (isMine && !(await bring(left.value).catch(() => null))?.ok) return;
    window.device.forget(left.kept);
    changed = false;
    location.replace(left.there);
  };

  bar.on("mine", () => {
    if (left) return choose(true);
    version.value = version.dataset.there;
    // What this form was is saved or thrown away: what stands here goes on as something new.
    if (identity && version.value === "0") {
      identity.value = crypto.randomUUID();
      say();
    }
    stopped = false;
    changed = true;
    return soon(0);
  });
  bar.on("theirs", () => {
    if (left) return choose(false);
    changed = false;
    window.device.forget(name());
    return location.assign(location.href.split("#")[0]);
  });
  window.addEventListener("online", () => soon(0));
  document.addEventListener("signed-in", () => {
    if (changed) soon(0);
  });

  // What was kept on this device and did not reach the server becomes a draft there; the page is then opened anew.
  const bring = async ({ url, sent }) => {
    const data = new FormData();
    for (const [field, value] of sent) {
      if (field === "draft_version") data.set(field, value);
      else data.append(field, value);
    }
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const headers = { Accept: "application/json", "X-By-Script": document.body.dataset.whose };
    return fetch(url, { method: "POST", body: data, headers });
  };
  const bringAll = async () => {
    for (const [kept, value] of await window.device.all()) {
      if (!value.url) continue;
      const response = await bring(value).catch(() => null);
      const [url, of, which] = kept.split(" ");
      const isHere = url === state.dataset.draft && of === record;
      const there = which ? `${location.pathname}?draft=${which}` : location.href;
      if (response?.ok) {
        window.device.forget(kept);
        if (isHere && !changed) location.replace(there);
      } else if (response?.status === 409 && isHere) {
        const { version: newest } = await response.json();
        left = { kept, there, value: { url, sent: [...value.sent, ["draft_version", newest]] } };
        stopped = true;
        bar.problem("on-device", "mine", "theirs");
      }
    }
  };
  bringAll();

  // For what sends the form, and for another language.
  window.draft = {
    form,
    // Nothing of the draft may arrive after the form itself.
    async hold() {
      clearTimeout(timer);
      stopped = true;
      await sending;
    },
    async keepHere() {
      return keepHere();
    },
    goOn() {
      changed = true;
      stopped = false;
      soon(0);
    },
    // What was typed is saved, or on its way to another page: no question, and nothing left behind.
    letGo() {
      stopped = true;
      changed = false;
      window.device.forget(name());
    },
    async flush() {
      clearTimeout(timer);
      await sending;
      if (changed && !stopped) await send();
      return !changed;
    },
    stamp,
  };
})();
