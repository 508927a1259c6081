// What unfold would do with inline styles, which our Content-Security-Policy forbids.
"use strict";
htmx.config.includeIndicatorStyles = false;
// A style that is an object is set property by property, not as the attribute.
document.addEventListener("alpine:init", () =>
  document.getElementById("changelist-actions")?.setAttribute("x-bind:style", "{ width: `${changeListWidth}px` }"));
