// One phone: its screen, its messages, and the status callbacks that it plays.

import { createBubble, setState, setTrouble } from "./bubble.js";
import { contactCard, expireSession, keepMedium, playStatus, post, sessionUrlOf, sign, voiceNote } from "./wire.js";

const template = document.getElementById("phone-template");
const days = new Intl.DateTimeFormat([], { weekday: "long", day: "numeric", month: "long" });

const ON_ITS_WAY = new Set(["queued", "sending"]); // not on the phone yet
const ARRIVED = new Set(["accepted", "sent"]); // on the phone, without a callback yet
const LATE = 20_000; // milliseconds without an answer until the page asks about the worker
const NEAR_THE_END = 80; // pixels

export class Phone {
  /** `onSend` is called when a message is on its way, `onRemove` when the phone is removed. */
  constructor(phone, { onSend, onRemove }) {
    this.phone = phone;
    this.onSend = onSend;
    this.element = template.content.cloneNode(true).firstElementChild;
    this.log = this.find(".log");
    this.typing = this.find(".typing");
    this.field = this.find("textarea");
    this.sending = Promise.resolve();
    this.onScreen = false;
    this.failing = false; // what arrives is reported as failed
    this.forget();
    this.element.dataset.phone = phone;
    this.setLabel(phone);
    this.listen(onRemove);
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  /** Start over with an empty screen; the next look loads the transcript. */
  forget() {
    this.own = new Map(); // MessageSid -> {message, bubble, seen}
    this.replies = new Map(); // uuid -> {message, bubble}; no bubble while it is on its way
    this.after = 0; // id of the last reply that is known, and its uuid
    this.lastUuid = null;
    this.day = "";
    for (const shown of this.log.querySelectorAll(".bubble, .day")) shown.remove();
  }

  setLabel(label) {
    this.element.setAttribute("aria-label", `Phone ${label}`);
    this.find(".number").textContent = label;
    this.find(".remove").setAttribute("aria-label", `Remove ${label}`);
    this.log.setAttribute("aria-label", `Messages of ${label}`);
    this.field.setAttribute("aria-label", `Message from ${label}`);
  }

  listen(onRemove) {
    this.find(".remove").addEventListener("click", onRemove);
    this.find(".fail").addEventListener("click", () => this.setFailing(!this.failing));
    this.find(".voice").addEventListener("click", async () => this.send({ file: await voiceNote() }));
    this.find(".card").addEventListener("click", () => this.send({ file: contactCard() }));
    this.find(".expire").addEventListener("click", () => this.expire());
    this.find(".session").href = sessionUrlOf(this.phone);
    this.find(".place").addEventListener("click", () => this.send({ location: true }));
    this.find(".attach input").addEventListener("change", ({ target }) => {
      for (const file of target.files) this.send({ file });
      target.value = "";
    });
    this.field.addEventListener("input", () => this.fitField());
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.find(".composer").requestSubmit();
    });
    this.find(".composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.sendField();
    });
    for (const chip of this.element.querySelectorAll(".chips button[value]")) {
      chip.addEventListener("click", () => this.send({ body: chip.value }));
    }
    new IntersectionObserver(([entry]) => this.setOnScreen(entry.isIntersecting), {
      threshold: 0.6,
    }).observe(this.element);
  }

  fitField() {
    this.find(".send").disabled = !this.field.value.trim();
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  // --- What the phone sends ---

  sendField() {
    const body = this.field.value.trim();
    if (!body) return;
    this.field.value = "";
    this.fitField();
    this.send({ body });
  }

  /** Tap the button `number` of `message`. */
  tap(message, number) {
    this.send({ tapped: message.uuid, number, body: message.buttons[number - 1] });
  }

  /** Send {body}, {file}, {location: true} or {tapped, number, body}: one at a time, in order. */
  send(wish) {
    const message = {
      direction: "in",
      body: wish.body ?? "",
      media: wish.file || wish.location ? 1 : 0,
      state: "pending",
      created_at: new Date().toISOString(),
    };
    const outgoing = { wish, message, bubble: this.append(message), request: null, seen: false };
    this.scrollToEnd();
    this.enqueue(outgoing);
  }

  enqueue(outgoing) {
    this.sending = this.sending.then(() => this.deliver(outgoing));
  }

  /** Post the same form again. If the first one arrived after all, the repeat is ignored. */
  retry(outgoing) {
    this.setOwnState(outgoing, "pending");
    this.field.focus(); // the button is gone
    this.enqueue(outgoing);
  }

  async deliver(outgoing) {
    try {
      if (!outgoing.request) {
        const { file, ...wish } = outgoing.wish;
        if (file) wish.medium = await keepMedium(file);
        outgoing.request = await sign({ phone: this.phone, ...wish });
        this.own.set(new URLSearchParams(outgoing.request.form).get("MessageSid"), outgoing);
      }
      await post(outgoing.request);
      if (outgoing.message.state === "pending") this.setOwnState(outgoing, "received");
      this.showWhetherAnAnswerIsDue([outgoing]);
      this.onSend();
    } catch (error) {
      if (outgoing.message.state !== "pending") return; // a look has shown that the message arrived
      outgoing.message.state = "unsent";
      setTrouble(outgoing.bubble, error.message, () => this.retry(outgoing));
      this.scrollToEnd();
    }
  }

  setOwnState(record, state) {
    record.message.state = state;
    setState(record.bubble, state);
  }

  // --- What the phone shows ---

  /** Show what a look at the server found: {label, messages, states}. */
  show(view) {
    if (this.lastUuid && !(this.lastUuid in view.states)) {
      this.forget(); // the database was replaced
      return;
    }
    const wasAtEnd = this.isAtEnd();
    const count = this.log.childElementCount;
    this.setLabel(view.label);
    for (const message of view.messages) {
      if (message.direction === "in") this.showOwn(message);
      else this.showReply(message);
    }
    // Oldest first: replies that leave at once are shown in their order.
    for (const [uuid, state] of Object.entries(view.states).reverse()) this.moveReply(uuid, state);
    this.showWhetherAnAnswerIsDue(this.recentOwn(view));
    if (wasAtEnd && this.log.childElementCount > count) this.scrollToEnd();
    this.acknowledge();
  }

  /** The phone's messages whose state is up to date: those of `view`, and those without a look yet. */
  recentOwn(view) {
    const sids = new Set(view.messages.map((message) => message.sid));
    return [...this.own].filter(([sid, { seen }]) => !seen || sids.has(sid)).map(([, record]) => record);
  }

  showOwn(message) {
    const known = this.own.get(message.sid);
    if (!known) {
      this.own.set(message.sid, { message, bubble: this.append(message), seen: true });
      return;
    }
    known.seen = true;
    this.setOwnState(known, message.state);
  }

  showReply(message) {
    this.after = Math.max(this.after, message.id);
    if (this.after === message.id) this.lastUuid = message.uuid;
    if (this.replies.has(message.uuid)) return;
    this.replies.set(message.uuid, { message, bubble: null });
    this.moveReply(message.uuid, message.state);
  }

  moveReply(uuid, state) {
    const reply = this.replies.get(uuid);
    if (!reply) return;
    reply.message.state = state;
    if (reply.bubble) setState(reply.bubble, state);
    else if (!ON_ITS_WAY.has(state) && state !== "cancelled") reply.bubble = this.append(reply.message);
  }

  append(message) {
    this.separateDay(new Date(message.created_at));
    const bubble = createBubble(message, (number) => this.tap(message, number));
    this.typing.before(bubble);
    return bubble;
  }

  separateDay(at) {
    const day = at.toDateString() === new Date().toDateString() ? "Today" : days.format(at);
    if (day === this.day) return;
    this.day = day;
    const separator = document.createElement("p");
    separator.className = "day";
    separator.textContent = day;
    this.typing.before(separator);
  }

  showWhetherAnAnswerIsDue(own) {
    const waiting = own.filter(({ message }) => message.state === "received").map(({ message }) => message);
    const coming = [...this.replies.values()].some(({ message }) => ON_ITS_WAY.has(message.state));
    const since = Math.min(...waiting.map((message) => Date.parse(message.created_at)));
    const due = coming || waiting.length > 0;
    const late = due && Date.now() - since > LATE;
    const scroll = this.isAtEnd();
    this.typing.hidden = !due || late;
    this.find(".late").hidden = !late;
    const presence = due && !late ? "typing…" : "online";
    if (this.find(".presence").textContent !== presence) this.find(".presence").textContent = presence;
    if (scroll) this.scrollToEnd();
  }

  isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_THE_END;
  }

  scrollToEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** Let the phone's session expire, and say below its messages what came of it. */
  async expire() {
    const note = document.createElement("p");
    note.className = "notice";
    note.dataset.testid = "note";
    try {
      note.textContent = (await expireSession(this.phone))
        ? "The session’s time is over: the next message begins a new one."
        : "No session is open.";
    } catch (error) {
      note.textContent = error.message;
    }
    this.typing.before(note);
    this.scrollToEnd();
  }

  // --- What the phone reports about its replies ---

  setOnScreen(onScreen) {
    this.onScreen = onScreen;
    this.acknowledge();
  }

  setFailing(failing) {
    this.failing = failing;
    this.find(".fail").setAttribute("aria-pressed", failing);
  }

  /** Play the status callbacks: a reply that arrived is delivered (or fails), and read once it is visible. */
  acknowledge() {
    const seen = this.onScreen && !document.hidden;
    for (const [uuid, { message, bubble }] of this.replies) {
      if (!bubble) continue;
      if (ARRIVED.has(message.state)) playStatus(uuid, this.failing ? "failed" : "delivered");
      else if (message.state === "delivered" && seen) playStatus(uuid, "read");
    }
  }
}
