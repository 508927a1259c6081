"""Contact cards (vCard, RFC 6350 and before) as one line of text."""

import quopri
import re

FIELDS = ("FN", "TITLE", "ORG", "EMAIL", "TEL")
"""What a press contact needs, in the order in which it is told."""
MAX_CARDS = 10
MAX_VALUE = 200
"""Characters of a value that are kept."""
_FOLD = re.compile(r"\r?\n[ \t]")
_SOFT_BREAK = re.compile(r"=\r?\n")
_ESCAPED = re.compile(r"\\([\\,;nN])")


def as_text(content: bytes) -> str:
    """Return names, e-mail addresses and phones of the cards in `content`, one card a line; "" for none."""
    text = _FOLD.sub("", _SOFT_BREAK.sub("", content.decode("utf-8", "replace")))
    cards = re.split(r"(?i)^END:VCARD\s*$", text, flags=re.MULTILINE)[:MAX_CARDS]
    return "\n".join(filter(None, map(_card, cards)))


def _card(text: str) -> str:
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        name, *parameters = name.upper().split(";")
        name = name.rpartition(".")[2]  # "item1.TEL" is a TEL of a group
        if colon and name in FIELDS and (clean := _value(value, parameters)):
            found.setdefault(name, []).append(clean)
    values = (value for name in FIELDS for value in found.get(name, ()))
    return ", ".join(dict.fromkeys(values))


def _value(value: str, parameters: list[str]) -> str:
    if "ENCODING=QUOTED-PRINTABLE" in parameters or "QUOTED-PRINTABLE" in parameters:
        value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
    value = value.removeprefix("tel:").removeprefix("mailto:").strip().strip(";")
    value = value.replace("\\;", "\0").replace(";", ", ").replace("\0", ";")  # parts of an ORG
    return " ".join(_ESCAPED.sub(lambda one: " " if one[1] in "nN" else one[1], value).split())[:MAX_VALUE]
