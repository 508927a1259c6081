// What unfold would do with inline styles, which our Content-Security-Policy forbids.
"use strict";
// Times are shown in the operator's own zone, from the next page on (operators/time_zone.py).
document.cookie = `time_zone=${Intl.DateTimeFormat().resolvedOptions().timeZone}; path=/admin/; max-age=31536000; samesite=lax`;
htmx.config.includeIndicatorStyles = false;
// A style that is an object is set property by property, not as the attribute.
document.addEventListener("alpine:init", () =>
  document.getElementById("changelist-actions")?.setAttribute("x-bind:style", "{ width: `${changeListWidth}px` }"));
// The page is hidden until Alpine has started, and browsers give a hidden field no focus.
document.addEventListener("alpine:initialized", () =>
  queueMicrotask(() => {
    if (document.activeElement === document.body) document.querySelector("[autofocus]")?.focus();
  }));
// unfold's palette would send what is typed in its URL, and numbers must not stand in one: the lists' own box posts.
window.addEventListener("keydown", (event) => {
  if (event.key === "k" && (event.ctrlKey || event.metaKey)) event.stopImmediatePropagation();
}, true);
// What scrolls can be reached by keyboard: not all browsers see to that, and a tabindex on each box would be a stop too many.
const reach = () => document.querySelectorAll(".rp-value, .rp-said, .sp-fields dd, .sp-text, .sp-chosen, .sp-history, .costs-scroll")
  .forEach((box) => { if (box.scrollHeight > box.clientHeight || box.scrollWidth > box.clientWidth) box.tabIndex = 0; });
addEventListener("load", reach);
document.addEventListener("htmx:afterSettle", reach);
document.addEventListener("toggle", reach, true);
