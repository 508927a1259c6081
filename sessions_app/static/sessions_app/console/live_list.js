// An open list: puts rows that have changed in their places. It waits while the operator is at work in the list.
"use strict";
(() => {
  const live = document.getElementById("list-live");
  const waits = document.getElementById("list-waits");
  const region = () => document.getElementById("list-region");
  const rows = () => [...region().querySelectorAll("tbody[data-version]")];
  const STILL_MS = 1500;

  // What moves under a hand is not replaced: a click would meet another row.
  let movedAt = 0;
  ["pointermove", "pointerdown", "touchmove", "wheel", "keydown"].forEach((name) =>
    document.addEventListener(name, (event) => { if (region().contains(event.target)) movedAt = Date.now(); }, { passive: true }));
  addEventListener("scroll", () => { movedAt = Date.now(); }, { passive: true });
  const isHeld = () => region().querySelector("input:checked, a:hover, button:hover, label:hover") !== null;
  const hasMenu = () => [...document.querySelectorAll("body > nav")].some((menu) => menu.checkVisibility());
  const hasSelection = () => !getSelection().isCollapsed && region().contains(getSelection().anchorNode);
  const isInUse = () => Date.now() - movedAt < STILL_MS || isHeld() || hasMenu() || hasSelection();

  live.addEventListener("htmx:configRequest", (event) => {
    event.detail.parameters.seen = rows().map((row) => row.dataset.version).join(".");
  });
  live.addEventListener("htmx:beforeRequest", (event) => {
    waits.hidden = !isHeld();
    if (isInUse()) event.preventDefault();
  });
  live.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.xhr.status === 200 && !isInUse()) update(new DOMParser().parseFromString(detail.xhr.responseText, "text/html"));
  });

  const update = (answer) => {
    const focused = whereFocusIs();
    const whole = answer.getElementById("list-region");
    const changes = answer.querySelector("table[data-order]");
    if (whole) region().replaceWith(whole);
    else if (changes) reorder(changes);
    else live.remove(); // signed out: the line above says so
    htmx.process(region());
    showSelection();
    focused?.();
  };

  const reorder = (changes) => {
    const known = new Map([...rows(), ...changes.tBodies].map((row) => [row.dataset.version, row]));
    let last = region().querySelector("thead");
    for (const version of changes.dataset.order.split(".")) {
      const row = known.get(version);
      if (last.nextElementSibling !== row) last.after(row);
      last = row;
    }
    while (last.nextElementSibling) last.nextElementSibling.remove();
  };

  // Selecting rows. Django's own script knows those alone that the page began with.
  const boxes = () => [...region().querySelectorAll(".action-select")];
  let lastBox = null;
  document.addEventListener("click", (event) => {
    const box = event.target;
    if (!box.matches("#action-toggle, .action-select")) return;
    event.stopImmediatePropagation();
    const [from, to] = [boxes().indexOf(lastBox), boxes().indexOf(box)].sort((one, other) => one - other);
    const together = box.id ? boxes() : event.shiftKey && from >= 0 ? boxes().slice(from, to + 1) : [];
    together.forEach((one) => { one.checked = box.checked; });
    lastBox = box;
    showSelection();
  }, true);
  document.addEventListener("change", (event) => {
    if (event.target.matches(".action-select")) event.stopImmediatePropagation();
  }, true);
  const showSelection = () => {
    const toggle = document.getElementById("action-toggle");
    if (!toggle) return;
    const ticked = boxes().filter((box) => box.checked);
    boxes().forEach((box) => box.closest("tr").classList.toggle("selected", box.checked));
    toggle.checked = ticked.length > 0 && ticked.length === boxes().length;
    const counter = document.querySelector(".action-counter");
    if (counter) counter.textContent = `${ticked.length} of ${boxes().length} selected`;
  };

  // Returns how to put the focus where it is now: on the same link or button of the same row.
  const whereFocusIs = () => {
    const row = document.activeElement?.closest("#list-region [data-row]");
    if (!row) return null;
    const place = focusables(row).indexOf(document.activeElement);
    const selector = `[data-row="${row.dataset.row}"]`;
    return () => {
      const found = region().querySelector(selector);
      if (found) focusables(found)[place]?.focus({ preventScroll: true });
    };
  };
  const focusables = (row) => [...row.querySelectorAll("a[href], button, input")];
})();
