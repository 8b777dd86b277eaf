// Keeps on the device what could not be sent: for the life of the tab, sealed with a key that only pages of the person
// who typed it have. Whoever signs in after them reads nothing of it; signing out throws it away.
"use strict";

(() => {
  const START = "typed ";
  const { whose, deviceKey } = document.body.dataset;
  let isOut = false;
  const tabs = new BroadcastChannel("groundwork");

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const text = (some) => btoa(Array.from(new Uint8Array(some), (byte) => String.fromCharCode(byte)).join(""));

  const key = async () => crypto.subtle.importKey("raw", bytes(deviceKey), "AES-GCM", false, ["encrypt", "decrypt"]);

  const seal = async (value) => {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await key(), plain);
    return `${text(nonce)} ${text(sealed)}`;
  };

  const open = async (sealed) => {
    const [nonce, rest] = sealed.split(" ").map(bytes);
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, await key(), rest);
    return JSON.parse(new TextDecoder().decode(plain));
  };

  // Whether it is kept: without a secure line there is no sealing, and nothing is kept unsealed.
  const put = async (name, value) => {
    if (!deviceKey || !crypto.subtle || isOut) return false;
    try {
      sessionStorage.setItem(`${START}${whose} ${name}`, await seal(value));
      return true;
    } catch {
      return false;
    }
  };

  const forget = (name) => sessionStorage.removeItem(`${START}${whose} ${name}`);

  // What was kept by pages of this person, by its name.
  const all = async () => {
    const found = new Map();
    for (const stored of Object.keys(sessionStorage)) {
      const start = `${START}${whose} `;
      if (!deviceKey || !crypto.subtle || !stored.startsWith(start)) continue;
      const name = stored.slice(start.length);
      const value = await open(sessionStorage.getItem(stored)).catch(() => null);
      if (value) found.set(name, value);
      else forget(name);
    }
    return found;
  };

  // Whoever signs out leaves nothing behind, and nothing more is kept until they are back.
  const forgetAll = () => {
    isOut = true;
    for (const stored of Object.keys(sessionStorage)) if (stored.startsWith(START)) sessionStorage.removeItem(stored);
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[action$='/account/logout/']")) return;
    forgetAll();
    tabs.postMessage("signed out");
  });
  tabs.addEventListener("message", (event) => {
    if (event.data === "signed out") forgetAll();
  });

  document.addEventListener("signed-in", () => {
    isOut = false;
  });

  window.device = { put, forget, all };
})();
