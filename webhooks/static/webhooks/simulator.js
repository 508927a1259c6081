// The page: its phones, and the loop that looks for new messages.

import { Phone } from "./phone.js";
import { look } from "./wire.js";

const LOOK_EVERY = 1000; // milliseconds, as all below
const LOOK_SOON = 300;
const SOON_FOR = 10_000; // after something was sent
const LONGEST_PAUSE = 15_000;
const STORAGE_KEY = "whatspr.simulator.phones";

const row = document.getElementById("phones");
const addForm = row.querySelector(".add-phone");
const addError = row.querySelector(".add-error");
const connection = document.querySelector(".connection");
const maxPhones = Number(document.body.dataset.maxPhones);
const startingPhones = document.body.dataset.startingPhones.split(" ");

const phones = new Map(); // address -> Phone, in the order on the screen
let timer = 0;
let looking = false;
let failures = 0;
let soonUntil = 0;

// --- The phones on the page ---

function storedPhones() {
  try {
    const stored = JSON.parse(localStorage.getItem(STORAGE_KEY));
    if (Array.isArray(stored) && stored.every((phone) => typeof phone === "string")) return stored;
  } catch {
    // Storage is switched off or holds something else.
  }
  return startingPhones;
}

function storePhones() {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify([...phones.keys()]));
  } catch {
    // Without storage the page starts with its usual phones.
  }
  addForm.hidden = phones.size >= maxPhones;
}

function openPhone(address) {
  const phone = new Phone(address, { onSend: lookSoon, onRemove: () => removePhone(address) });
  phones.set(address, phone);
  addForm.before(phone.element);
  return phone;
}

function removePhone(address) {
  phones.get(address).element.remove();
  phones.delete(address);
  storePhones();
  addForm.elements.phone.focus();
}

async function addPhone(entered) {
  addError.textContent = "";
  try {
    const [view] = await look([{ phone: entered, after: 0 }]);
    const known = phones.get(view.phone);
    const phone = known ?? openPhone(view.phone);
    if (!known) phone.show(view);
    storePhones();
    addForm.reset();
    phone.element.scrollIntoView({ inline: "center", block: "nearest" });
    phone.field.focus({ preventScroll: true });
  } catch (error) {
    addError.textContent = error.message;
    addForm.elements.phone.focus();
  }
}

function openPhones(addresses) {
  for (const phone of phones.values()) phone.element.remove();
  phones.clear();
  for (const address of addresses.slice(0, maxPhones)) openPhone(address);
  storePhones();
}

// --- The loop: one look at a time, none while the page is hidden ---

async function lookNow() {
  clearTimeout(timer);
  if (looking || document.hidden) return;
  looking = true;
  try {
    if (phones.size) showViews(await look([...phones.values()].map(({ phone, after }) => ({ phone, after }))));
    failures = 0;
    connection.hidden = true;
  } catch (error) {
    failures += 1;
    if (error.status === 400) openPhones(startingPhones); // a stored phone is invalid
    connection.textContent = `Not connected. ${error.message} Trying again…`;
    connection.hidden = false;
  } finally {
    looking = false;
    timer = setTimeout(lookNow, pause());
  }
}

function showViews(views) {
  for (const view of views) phones.get(view.phone)?.show(view);
}

function pause() {
  if (failures) return Math.min(LONGEST_PAUSE, LOOK_EVERY * 2 ** (failures - 1));
  return Date.now() < soonUntil ? LOOK_SOON : LOOK_EVERY;
}

function lookSoon() {
  soonUntil = Date.now() + SOON_FOR;
  failures = 0; // a message was posted, so the server is there
  lookNow();
}

addForm.addEventListener("submit", (event) => {
  event.preventDefault();
  addPhone(addForm.elements.phone.value);
});
document.addEventListener("visibilitychange", lookNow);
window.addEventListener("online", lookNow);

openPhones(storedPhones());
row.scrollLeft = 0; // on a narrow screen the browser may keep the form in view, before which the phones stand
lookNow();
if (matchMedia("(min-width: 720px)").matches) phones.values().next().value?.field.focus();
