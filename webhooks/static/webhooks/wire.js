// The page's requests: it asks the simulator for signed forms and posts them to Twilio's webhooks.

const TIMEOUT = 15_000; // milliseconds; Twilio's own
const CALLBACK_TRIES = 5;
const { signUrl, messagesUrl, mediaUrl, expireUrl, sessionUrl, voiceNote: voiceNoteUrl, csrfCookie } =
  document.body.dataset;
const CONTACT =
  "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Robin Example\r\nEMAIL:press@acme.example\r\nTEL:+15005550006\r\nEND:VCARD\r\n";

/** A request that failed; `message` is for people. */
export class WireError extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

async function request(url, options = {}) {
  let response;
  try {
    response = await fetch(url, { ...options, signal: AbortSignal.timeout(TIMEOUT) });
  } catch (error) {
    const late = error.name === "TimeoutError";
    throw new WireError(late ? "The server did not answer in time." : "The server cannot be reached.");
  }
  if (!response.ok) throw new WireError(await reasonOf(response), response.status);
  return response;
}

async function reasonOf(response) {
  const type = response.headers.get("Content-Type") ?? "";
  try {
    if (type.startsWith("application/json")) return (await response.json()).error;
    if (type.startsWith("text/plain")) return `The webhook answered ${response.status}: ${await response.text()}.`;
  } catch {
    // The connection broke off: only the status is known.
  }
  if (response.status === 403) return "The server refused (403). Reload the page.";
  return `The server answered ${response.status}.`;
}

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? "";
}

/** Return {url, form, signature}: the webhook request that `wish` describes, as Twilio would send it. */
export async function sign(wish) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": cookie(csrfCookie) };
  const response = await request(signUrl, { method: "POST", headers, body: JSON.stringify(wish) });
  return response.json();
}

/** Have the server keep `file`, so that the worker can fetch it; return its SID. */
export async function keepMedium(file) {
  const type = file.type || (file.name?.endsWith(".vcf") ? "text/vcard" : "application/octet-stream");
  const headers = { "Content-Type": type, "X-CSRFToken": cookie(csrfCookie) };
  const response = await request(mediaUrl, { method: "POST", headers, body: file });
  return (await response.json()).medium;
}

/** Return the recording that the page ships. */
export async function voiceNote() {
  const response = await request(voiceNoteUrl);
  return new Blob([await response.arrayBuffer()], { type: "audio/wav" });
}

/** Return the contact card that phones send. */
export function contactCard() {
  return new File([CONTACT], "contact.vcf", { type: "text/vcard" });
}

/** Return the address of the console's page of the phone's session. */
export function sessionUrlOf(phone) {
  return `${sessionUrl}?${new URLSearchParams({ phone })}`;
}

/** Set the clock of the phone's session ahead past its TTL; return whether it has one. */
export async function expireSession(phone) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": cookie(csrfCookie) };
  const response = await request(expireUrl, { method: "POST", headers, body: JSON.stringify({ phone }) });
  return (await response.json()).expired;
}

/** Post a signed request to its webhook, as Twilio does. The same one may be posted again. */
export async function post({ url, form, signature }) {
  const headers = {
    "Content-Type": "application/x-www-form-urlencoded",
    "X-Twilio-Signature": signature,
  };
  await request(url, { method: "POST", headers, body: form });
}

/** Return what is new on the phones, given as [{phone, after}]. */
export async function look(phones) {
  const query = new URLSearchParams();
  for (const { phone, after } of phones) {
    query.append("phone", phone);
    query.append("after", after);
  }
  const response = await request(`${messagesUrl}?${query}`);
  return (await response.json()).phones;
}

const tries = new Map(); // "uuid status" -> how often it was played
let queue = Promise.resolve();

/** Tell the status webhook, one callback at a time and once each, that reply `uuid` is `status`. */
export function playStatus(uuid, status) {
  const key = `${uuid} ${status}`;
  const tried = tries.get(key) ?? 0;
  if (tried === Infinity || tried >= CALLBACK_TRIES) return;
  tries.set(key, Infinity);
  queue = queue.then(async () => {
    try {
      await post(await sign({ uuid, status }));
    } catch {
      tries.set(key, tried + 1); // played again if a later look still shows the earlier state
    }
  });
}
