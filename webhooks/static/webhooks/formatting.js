// WhatsApp's formatting as DOM nodes. Text from users only ever becomes text nodes.

const TAGS = { "*": "strong", _: "em", "~": "s" };
// ```mono``` may span lines; the others stay within one, and start and end at the edge of a word.
const MARKED =
  /```([^]+?)```|(?<![\p{L}\p{N}])([*_~])(?!\s)((?:(?!\2)[^\n])+?)(?<!\s)\2(?![\p{L}\p{N}])/gu;

const ADDRESS = /(https?:\/\/[^\s\u2066-\u2069]*[^\s\u2066-\u2069.,;:!?)])/;

/** Return `text` as a fragment with its addresses as links, and the formats applied to the rest. */
export function formatted(text) {
  const fragment = document.createDocumentFragment();
  text.split(ADDRESS).forEach((piece, place) => fragment.append(place % 2 ? link(piece) : inFormats(piece)));
  return fragment;
}

function link(address) {
  const element = document.createElement("a");
  element.href = element.textContent = address;
  element.target = "_blank";
  element.rel = "noopener";
  return element;
}

/** Return `text` as a fragment with *bold*, _italic_, ~strike~ and ```mono``` applied. */
function inFormats(text) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(MARKED)) {
    const [all, mono, mark, inner] = match;
    fragment.append(text.slice(end, match.index), mono ? monospaced(mono) : marked(mark, inner));
    end = match.index + all.length;
  }
  fragment.append(text.slice(end));
  return fragment;
}

function monospaced(text) {
  const element = document.createElement("code");
  element.textContent = text;
  return element;
}

function marked(mark, text) {
  const element = document.createElement(TAGS[mark]);
  element.append(inFormats(text));
  return element;
}
