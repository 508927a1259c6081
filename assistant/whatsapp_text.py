"""WhatsApp's formatting: *bold*, _italic_, ~struck~, each within a line. It has no escape character."""

import re

BOLD, ITALIC, STRUCK = "*", "_", "~"

_LOOK_ALIKES = str.maketrans("*_~", "\N{ASTERISK OPERATOR}\N{MODIFIER LETTER LOW MACRON}\N{TILDE OPERATOR}")
# `_` and `~` between letters or digits format nothing. An address has to stay one that can be copied.
_LITERAL = re.compile(
    r"(?P<address>\bhttps?://\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]++@[\w-]+\.\w[\w.-]*)"
    r"|\*|(?<![^\W_])[_~]|[_~](?![^\W_])"
)


def literal(text: str) -> str:
    """Return `text` with look-alikes for the characters that would end or begin a format around it."""
    return _LITERAL.sub(lambda found: found["address"] or found[0].translate(_LOOK_ALIKES), text)


def styled(text: str, mark: str) -> str:
    """Return `text`, which may hold other formats, between `mark`s; a format ends with the line."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(f"{mark}{line}{mark}" if line else "" for line in lines)
