// Previous and next conversation, in the order of the list that one came from. The server need not know it.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const ORDER = "conversations";
  const links = document.querySelector("[data-neighbours]");
  if (!links) {
    // When it is left: lists refresh themselves, and a new tab gets what is stored by then.
    const onLeave = (event) => {
      const list = event.target.closest("a[href]")?.closest("#result_list");
      const isConversation = (link) => /\/conversationsession\/(person\/\d+|\d+\/change)\/$/.test(link.pathname);
      const paths = [...list?.querySelectorAll("a[href]") ?? []].filter(isConversation).map((link) => link.pathname);
      if (paths.length) sessionStorage.setItem(ORDER, JSON.stringify([...new Set(paths)]));
    };
    ["click", "auxclick", "contextmenu"].forEach((name) => addEventListener(name, onLeave, true));
    return;
  }
  const order = JSON.parse(sessionStorage.getItem(ORDER) ?? "[]");
  const here = links.dataset.neighbours.split(" "); // the user's page, and that of the session, which leads there
  const place = order.findIndex((path) => here.includes(path));
  if (place < 0) return;
  links.querySelector("[data-place]").textContent = `${place + 1} of ${order.length} in the list`;
  for (const [rel, path] of [["prev", order[place - 1]], ["next", order[place + 1]]]) {
    const link = links.querySelector(`a[rel=${rel}]`);
    link.hidden = !path;
    if (path) link.href = path;
  }
  links.hidden = false;
});
