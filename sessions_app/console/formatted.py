"""Messages as WhatsApp shows them: *bold*, _italic_, ~struck~ and ```mono```, with links that can be opened.

Rules: faq.whatsapp.com, "How to format your messages". A mark touches its words, begins and ends at the edge
of a word, and stays within a line; only ``` spans lines, and formats nothing inside. Only addresses that
begin with http:// or https:// become links.
"""

import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

_TAGS = {"*": "strong", "_": "em", "~": "s"}
# Neither quotation marks nor the characters that turn the direction of what comes after them.
_ADDRESS = r"(?<![^\W_])https?://(?=[^\W_])[^\s<>\"\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
_PIECE = re.compile(
    rf"```(?P<mono>[\s\S]+?)```|(?P<address>{_ADDRESS})"
    r"|(?<![^\W_])(?P<mark>[*_~])(?=\S)(?P<words>(?:(?!(?P=mark))[^\n])+)(?<=\S)(?P=mark)(?![^\W_])",
    re.IGNORECASE,
)
_ENDS = ".,;:!?'*_~)]}»…"
"""What ends a sentence or a format after an address, rather than the address itself."""


def formatted(text: str) -> SafeString:
    """Return `text` as HTML: all of it escaped, but for the elements that are made here."""
    parts, end = [], 0
    for found in _PIECE.finditer(text):
        parts += [escape(text[end : found.start()]), _piece(found)]
        end = found.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - escaped, or made by format_html


def _piece(found: re.Match[str]) -> SafeString:
    if found["mono"]:
        return format_html("<code>{}</code>", found["mono"])
    if found["address"]:
        return _link(found["address"])
    # The other two marks may stand inside, so that this ends after three steps.
    return format_html("<{0}>{1}</{0}>", _TAGS[found["mark"]], formatted(found["words"]))


def _link(text: str) -> SafeString:
    address = text.rstrip(_ENDS)
    rest = text[len(address) :]
    opened = max(0, address.count("(") - address.count(")"))
    closed = rest[: min(opened, len(rest) - len(rest.lstrip(")")))]
    html = '<a href="{0}" target="_blank" rel="noopener noreferrer nofollow">{0}</a>{1}'
    return format_html(html, address + closed, rest.removeprefix(closed))
