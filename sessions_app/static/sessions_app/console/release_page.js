// The page of a press release: copies the text of the newest version.
"use strict";
(() => {
  const button = document.getElementById("rp-copy");
  if (!button) return;
  const words = document.getElementById("rp-copy-words");
  const text = document.getElementById("rp-text");
  const usual = words.textContent;
  let timer;
  const say = (told) => {
    words.textContent = told;
    clearTimeout(timer);
    timer = setTimeout(() => { words.textContent = usual; }, 3000);
  };
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      say("Copied");
    } catch { // not allowed, or no https: the reader copies it
      text.hidden = false;
      text.select();
      say("Copy the text below");
    }
  });
})();
