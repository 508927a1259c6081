// On each page: the count of conversations that need a person in the tab's title, and what an operator has
// switched on for new ones, a sound or a notification. The switches are kept in this browser.
"use strict";
(() => {
  const HEARD = "console attention heard";
  const keyOf = (alert) => `console attention ${alert}`;
  const isOn = (alert) => localStorage.getItem(keyOf(alert)) === "on";
  const line = () => document.getElementById("console-attention");

  const show = () => {
    const { count, newest } = line().dataset;
    if (count === undefined) return; // signed out
    document.title = (count ? `(${count}) ` : "") + document.title.replace(/^\([\d,]+\+?\)/, "").trim();
    document.querySelectorAll("[data-attention-count]").forEach((badge) => { badge.textContent = count; });
    // Of all open pages the first one alerts. On the first page ever nothing is new.
    const heard = localStorage.getItem(HEARD);
    if (heard !== null && newest <= heard) return;
    localStorage.setItem(HEARD, newest);
    if (heard !== null) alertOperator(newest);
  };

  const alertOperator = (newest) => {
    if (isOn("sound")) play();
    if (isOn("notification") && canNotify() && Notification.permission === "granted") notify(newest);
  };
  const play = () => new Audio(line().dataset.sound).play().catch(() => {}); // browsers want a click in the page first
  const canNotify = () => "Notification" in window && isSecureContext;
  const notify = (newest) => {
    const { page } = line().dataset;
    try {
      const shown = new Notification("WhatsPR", { body: "A conversation needs a person", tag: newest });
      shown.onclick = () => { focus(); location.assign(page); };
    } catch {} // Chrome on Android has notifications of service workers only
  };

  const switches = () => {
    const panel = document.getElementById("console-alerts");
    if (!panel) return;
    const note = document.getElementById("console-alerts-note");
    const paint = () => panel.querySelectorAll("[data-alert]").forEach((button) => {
      button.setAttribute("aria-pressed", isOn(button.dataset.alert));
    });
    const permit = async () => {
      if (!canNotify()) return "This browser shows notifications of https pages only.";
      return await Notification.requestPermission() === "granted" ? "" : "The browser does not allow notifications of this page.";
    };
    panel.addEventListener("click", async (event) => {
      const alert = event.target.dataset.alert;
      if (!alert) return;
      const isWanted = !isOn(alert);
      note.textContent = isWanted && alert === "notification" ? await permit() : "";
      localStorage.setItem(keyOf(alert), isWanted && !note.textContent ? "on" : "off");
      if (isWanted && alert === "sound") play();
      paint();
    });
    paint();
    panel.hidden = false;
  };

  const setStale = (isStale) => { const note = document.getElementById("console-stale"); if (note) note.hidden = !isStale; };

  document.addEventListener("DOMContentLoaded", () => {
    if (!line()) return;
    show();
    switches();
    document.body.addEventListener("htmx:afterSettle", (event) => { if (event.target.id === "console-attention") show(); });
    ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) =>
      document.body.addEventListener(name, () => setStale(true)));
    document.body.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) setStale(false); });
  });
})();
