// The map: its filters are open where there is room beside it; drag over the bars of the period, and the two months
// beside them follow. Without a script the months do it alone.
"use strict";

(() => {
  const wide = window.matchMedia("(min-width: 62rem)");
  for (const filters of document.querySelectorAll("[data-open-if-wide]")) {
    const fit = () => {
      filters.open = wide.matches || filters.hasAttribute("data-narrowed");
    };
    wide.addEventListener("change", fit);
    fit();
  }
})();

(() => {
  for (const brush of document.querySelectorAll("[data-brush]")) {
    const bars = [...brush.querySelectorAll("[data-month]")];
    const drawing = brush.querySelector("svg");
    const [from, to] = ["from", "to"].map((name) => brush.querySelector(`select[name="${name}"]`));
    let anchor = -1;

    const show = () => {
      for (const bar of bars) {
        const month = bar.dataset.month;
        bar.classList.toggle("is-in", from.value <= month && month <= to.value);
      }
    };

    const at = (event) => {
      const box = drawing.getBoundingClientRect();
      const share = (event.clientX - box.left) / box.width;
      return Math.max(0, Math.min(bars.length - 1, Math.floor(share * bars.length)));
    };

    const choose = (one, other) => {
      from.value = bars[Math.min(one, other)].dataset.month;
      to.value = bars[Math.max(one, other)].dataset.month;
      show();
    };

    drawing.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      anchor = at(event);
      drawing.setPointerCapture(event.pointerId);
      choose(anchor, anchor);
      event.preventDefault();
    });
    drawing.addEventListener("pointermove", (event) => {
      if (anchor >= 0) choose(anchor, at(event));
    });
    drawing.addEventListener("pointerup", (event) => {
      if (anchor < 0) return;
      choose(anchor, at(event));
      anchor = -1;
      from.form.requestSubmit();
    });
    drawing.addEventListener("pointercancel", () => {
      anchor = -1;
    });
    from.addEventListener("change", show);
    to.addEventListener("change", show);
    brush.classList.add("is-live");
  }
})();
