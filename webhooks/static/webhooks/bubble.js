// One message on the screen of a phone, and the ticks that show its delivery.

import { formatted } from "./formatting.js";

const template = document.getElementById("bubble-template");
const documentTemplate = document.getElementById("document-template");
const troubleTemplate = document.getElementById("trouble-template");
const clock = new Intl.DateTimeFormat([], { timeStyle: "short" });

const TICKS = {
  in: { pending: "single", unsent: "failed", failed: "failed" }, // all other states have arrived
  out: { accepted: "single", sent: "single", delivered: "double", read: "double" },
};
const LABELS = {
  in: {
    pending: "Sending",
    received: "Arrived, no answer yet",
    held: "Arrived, held for an operator",
    answered: "Answered",
    ignored: "Arrived, dropped by a reset",
    failed: "Could not be answered",
    unsent: "Not sent",
  },
  out: {
    accepted: "Accepted",
    sent: "Sent",
    delivered: "Delivered",
    read: "Read",
    failed: "Not sent",
    undelivered: "Not delivered",
    uncertain: "Perhaps not delivered",
  },
};

/**
 * Return the element of a message: {direction, body, media, document, buttons, part, parts, state, created_at}.
 * `onTap` is called with the number of the button that is tapped.
 */
export function createBubble(message, onTap) {
  const bubble = template.content.cloneNode(true).firstElementChild;
  const at = new Date(message.created_at);
  bubble.dataset.direction = message.direction;
  bubble.setAttribute("aria-label", message.direction === "in" ? "You" : "WhatsPR");
  bubble.querySelector(".text").append(contentOf(message));
  if (message.parts > 1) bubble.querySelector(".part").textContent = `${message.part}/${message.parts}`;
  const time = bubble.querySelector("time");
  time.dateTime = at.toISOString();
  time.title = at.toLocaleString();
  time.textContent = clock.format(at);
  setState(bubble, message.state);
  if (message.buttons?.length) bubble.append(buttonsOf(message.buttons, onTap));
  return bubble;
}

function buttonsOf(titles, onTap) {
  const group = document.createElement("div");
  group.className = "buttons";
  for (const [place, title] of titles.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.dir = "auto";
    button.dataset.testid = "button";
    button.textContent = title;
    button.addEventListener("click", () => onTap(place + 1));
    group.append(button);
  }
  return group;
}

function contentOf({ body, media, document: attached }) {
  if (attached) return attachment(attached);
  if (body.trim()) return formatted(body);
  const note = document.createElement("em");
  note.className = "media";
  note.textContent = media ? "📎 Attachment" : "(no text)";
  return note;
}

/** A file of ours, which opens in a new tab: {name, kind, url}. */
function attachment({ name, kind, url }) {
  const link = documentTemplate.content.cloneNode(true).firstElementChild;
  link.href = url;
  link.querySelector(".name").textContent = name;
  link.querySelector(".kind").textContent = kind;
  return link;
}

/** Show the delivery state of a message: a state of the database, or pending, or unsent. */
export function setState(bubble, state) {
  if (bubble.dataset.state === state) return;
  const { direction } = bubble.dataset;
  const icon = TICKS[direction][state] ?? (direction === "in" ? "double" : "failed");
  const label = LABELS[direction][state] ?? state;
  const ticks = bubble.querySelector(".ticks");
  bubble.dataset.state = state;
  ticks.querySelector("use").setAttribute("href", `#icon-${icon}`);
  ticks.setAttribute("aria-label", label);
  bubble.querySelector("footer").title = label;
  bubble.querySelector(".trouble")?.remove();
}

/** Mark a message of the phone as not sent, with the reason and a button that calls `retry`. */
export function setTrouble(bubble, reason, retry) {
  setState(bubble, "unsent");
  const trouble = troubleTemplate.content.cloneNode(true);
  trouble.querySelector(".reason").textContent = reason;
  trouble.querySelector("button").addEventListener("click", retry, { once: true });
  bubble.append(trouble);
}
