// Keyboard shortcuts of the console. "?" lists them. They can be switched off (WCAG 2.1.4), for screen readers and voices.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const main = document.getElementById("main");
  if (!main) return;
  const OFF = "keys are off";
  const isOff = () => localStorage.getItem(OFF) !== null;
  const find = (selector) => document.querySelector(selector);

  // On a list: the focus goes to the next row's link. On a conversation: to the next conversation.
  const step = (by) => {
    const rows = [...document.querySelectorAll("#result_list tbody tr")]
      .map((row) => row.querySelector("a[href]")).filter(Boolean);
    const at = rows.findIndex((link) => link.closest("tr").contains(document.activeElement));
    if (rows.length) rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))].focus();
    else find(`[data-neighbours] a[rel=${by > 0 ? "next" : "prev"}]:not([hidden])`)?.click();
  };
  const keys = [
    ["j", "Next conversation, in the list that you came from; on a list: next row", () => step(1)],
    ["k", "Previous conversation, or row", () => step(-1)],
    ["r", "Reply: to the reply box", () => find("#sp-text")?.focus()],
    ["/", "To the search box of a list", () => find("#searchbar")?.focus()],
    ["?", "This list", () => open()],
  ];
  const more = [["Ctrl Enter", "Send the reply (Cmd Enter on a Mac)"], ["Esc", "Close this list"]];

  const make = (tag, words = "", ...children) => {
    const element = document.createElement(tag);
    element.textContent = words;
    element.append(...children);
    return element;
  };
  const button = make("button", "Keyboard shortcuts");
  button.type = "button";
  button.className = "console-keys-button";
  const dialog = make("dialog");
  dialog.className = "console-keys";
  dialog.setAttribute("aria-labelledby", "console-keys-title");
  const title = make("h2", "Keyboard shortcuts");
  title.id = "console-keys-title";
  const list = make("dl", "", ...[...keys, ...more].map(([key, words]) =>
    make("div", "", make("dt", "", ...key.split(" ").map((one) => make("kbd", one))), make("dd", words))));
  const box = make("input");
  box.type = "checkbox";
  const close = make("button", "Close");
  close.autofocus = true;
  const form = make("form", "", make("label", "", box, "Single-key shortcuts are on in this browser"), close);
  form.method = "dialog";
  dialog.append(title, list, form);
  const open = () => {
    box.checked = !isOff();
    dialog.showModal();
  };
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "");
  });
  button.addEventListener("click", open);
  main.append(button, dialog);

  const TYPING = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable]";
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open) return;
    if (event.target.closest?.(TYPING)) return;
    const [, , act] = keys.find(([key]) => key === event.key) ?? [];
    if (!act) return;
    event.stopImmediatePropagation(); // unfold has its own "/", which nobody can switch off
    if (isOff()) return;
    event.preventDefault();
    act();
  }, true);
});
