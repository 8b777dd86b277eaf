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

  const screen = async (field) => {
    const sent = new FormData();
    sent.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
    sent.set("text", field.value);
    const place = note(field);
    if (!field.value.trim()) {
      place.textContent = "";
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
    if (sent.get("text") !== field.value) return;
    place.textContent = answer.text;
    place.classList.toggle("has-found", answer.found > 0);
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-screen]")) screen(event.target);
  });
})();
