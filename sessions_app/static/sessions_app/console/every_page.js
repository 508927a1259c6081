// What unfold would do with inline styles, which our Content-Security-Policy forbids.
"use strict";
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
