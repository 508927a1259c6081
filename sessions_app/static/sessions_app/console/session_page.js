// The session page: keeps the scroll position and opened details while htmx updates the page.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const page = byId("session-page");
  const scroller = byId("sp-scroller");
  const newer = byId("sp-newer");
  const clockAhead = Date.now() - Number(page.dataset.now);

  // Keeps the newest message in view, unless the reader has scrolled away.
  let follows = true;
  let newest = "";
  const isAtEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
  const toEnd = () => { scroller.scrollTop = scroller.scrollHeight; };
  const newestBubble = () => [...scroller.querySelectorAll(".sp-text")].pop()?.textContent + scroller.querySelectorAll(".sp-part").length;
  scroller.addEventListener("scroll", () => {
    follows = isAtEnd();
    if (follows) newer.hidden = true;
  });
  newer.addEventListener("click", toEnd);
  new ResizeObserver(() => { if (follows) toEnd(); }).observe(scroller);
  toEnd();
  newest = newestBubble();

  let opened = {};
  document.body.addEventListener("htmx:beforeSwap", () => {
    opened = Object.fromEntries([...page.querySelectorAll("details[id]")].map((details) => [details.id, details.open]));
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    page.querySelectorAll("details[id]").forEach((details) => { details.open = opened[details.id] ?? details.open; });
    if (follows) toEnd();
    else if (newestBubble() !== newest) newer.hidden = false;
    newest = newestBubble();
    tick();
  });

  // A page that gets no updates says so.
  const setStale = (isStale) => { const note = byId("sp-stale"); if (note) note.hidden = !isStale; };
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) =>
    document.body.addEventListener(name, () => setStale(true)));
  document.body.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) setStale(false); });

  // "since 14:05:07" becomes "for 12 s", by the server's clock.
  const spell = (seconds) => {
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  };
  const tick = () => page.querySelectorAll("time[data-since]").forEach((time) => {
    const seconds = Math.floor((Date.now() - clockAhead - Date.parse(time.dateTime)) / 1000);
    time.textContent = `for ${spell(Math.max(0, seconds))}`;
  });
  tick();
  setInterval(tick, 1000);
})();
