// Forms with a draft, for a reply or a note: sent without a reload, and what is typed is kept until the server has it.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const PATIENCE_MS = 20_000;
  const KEPT_MS = 7 * 24 * 3600 * 1000;
  const DRAFT = "draft ";
  // localStorage survives a log-out and a dead tab.
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  // As crypto.randomUUID, which is missing where there is no https.
  const newId = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
  Object.keys(localStorage).filter((key) => key.startsWith(DRAFT)).forEach((key) => {
    if (!(read(key)?.at > Date.now() - KEPT_MS)) localStorage.removeItem(key);
  });

  const setUp = (form) => {
    const { text, reply_id: id = {} } = form.elements; // a note needs no id: its text says which it is
    const button = form.querySelector("[type=submit]");
    const counter = form.querySelector("[data-counter]");
    const outcome = form.querySelector("[data-outcome]");
    const { send, again, failed } = form.dataset;
    // Of one operator about one user: a colleague at this computer does not get it.
    const key = DRAFT + form.dataset.draft;

    const say = (words, isBad = false) => {
      outcome.textContent = words;
      outcome.classList.toggle("sp-over", isBad);
    };
    const count = () => {
      const characters = [...text.value].length;
      counter.textContent = `${characters} / ${text.dataset.most}`;
      counter.classList.toggle("sp-over", characters > Number(text.dataset.most));
    };
    const keep = (isTried = false) => {
      const draft = { id: id.value, text: text.value, isTried, at: Date.now() };
      try {
        if (text.value) localStorage.setItem(key, JSON.stringify(draft));
        else localStorage.removeItem(key);
      } catch { say("This text is too long to be kept as a draft.", true); }
    };
    const show = (draft) => {
      id.value = draft?.id ?? newId();
      text.value = draft?.text ?? "";
      button.textContent = draft?.isTried ? again : send;
      say(draft?.isTried ? failed : "", true);
      count();
    };
    if (text.value) keep(); // it was refused, and sent without this script
    else if (read(key)) show(read(key));
    count();
    addEventListener("storage", (event) => { if (event.key === key) show(read(key)); }); // in another tab

    text.addEventListener("input", () => {
      button.textContent = send;
      say("");
      count();
      keep();
    });
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });

    const post = async () => {
      const response = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE_MS),
      }).catch(() => { throw new Error("The server cannot be reached."); });
      if (response.ok || response.status === 409)
        return response.json().catch(() => { throw new Error("The answer was cut off."); });
      if (response.type === "opaqueredirect" || response.status === 403)
        throw new Error("You are signed out, or may not do this any more. Reload the page: the text is kept.");
      throw new Error(`The server has an error (${response.status}).`);
    };
    let isSending = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      text.focus();
      if (isSending) return;
      isSending = button.disabled = true;
      keep(true);
      say("Sending…");
      const sent = text.value;
      try {
        const { isDone, isUsed, told } = await post();
        if (isUsed) id.value = newId();
        if (isDone && text.value.startsWith(sent)) text.value = text.value.slice(sent.length).trimStart(); // typed meanwhile
        button.textContent = send;
        keep();
        say(told, !isDone);
        if (isDone) htmx.trigger(document.body, "draft-sent");
      } catch (error) { // perhaps the server has it: the same id is taken once
        button.textContent = again;
        say(`${failed} ${error.message}`, true);
      }
      count();
      isSending = button.disabled = false;
    });
  };
  document.querySelectorAll("form[data-draft]").forEach(setUp);
});
