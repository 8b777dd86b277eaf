// Says beside a field of free text what in it could lead to a person, as soon as somebody leaves the field.
"use strict";

(() => {
  const note = (field) => {
    const known = document.getElementById(`${field.id}_screen`);
    if (known) return known;
    const made = document.createElement("p");
    made.id = `${field.id}_screen`;
    made.className = "field-screen";
    made.setAttribute("role", "status");
    field.after(made);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${made.id}`.trim());
    return made;
  };

  // A note that came between the press and the release of a button would push the button away from under the pointer,
  // and the click would be lost: leaving the field is often the press itself.
  let released = Promise.resolve();
  document.addEventListener(
    "pointerdown",
    () => {
      released = new Promise((done) => {
        const end = () => setTimeout(done);
        window.addEventListener("pointerup", end, { once: true, capture: true });
        window.addEventListener("pointercancel", end, { once: true, capture: true });
      });
    },
    true,
  );

  const screen = async (field) => {
    const sent = new FormData();
    sent.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
    sent.set("text", field.value);
    if (!field.value.trim()) {
      await released;
      note(field).textContent = "";
      return;
    }
    let response;
    try {
      response = await fetch(field.dataset.screen, {
        method: "POST",
        body: sent,
        headers: { Accept: "application/json" },
      });
    } catch {
      return; // It is screened once more when it is saved.
    }
    if (!response.ok || response.redirected) return;
    const answer = await response.json();
    await released;
    if (sent.get("text") !== field.value) return;
    const place = note(field);
    place.textContent = answer.text;
    place.classList.toggle("has-found", answer.found > 0);
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-screen]")) screen(event.target);
  });
})();
