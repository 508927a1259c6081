"""WhatsApp's formatting: *bold*, _italic_, ~struck~, each within a line. It has no escape character."""

import re

BOLD, ITALIC, STRUCK = "*", "_", "~"

_MARKS = "*_~"
_LIKE_MARKS = "\N{ASTERISK OPERATOR}\N{MODIFIER LETTER LOW MACRON}\N{TILDE OPERATOR}"
_LOOK_ALIKES = str.maketrans(_MARKS, _LIKE_MARKS)
_ADDRESS = r"(?P<address>\bhttps?://\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]++@[\w-]+\.\w[\w.-]*)"
# `_` and `~` between letters or digits format nothing. An address has to stay one that can be copied.
_LITERAL = re.compile(rf"{_ADDRESS}|\*|(?<![^\W_])[_~]|[_~](?![^\W_])")
_STYLED = re.compile(
    rf"{_ADDRESS}|(?<![^\W_])(?P<mark>[*_~])(?=\S)(?P<words>(?:(?!(?P=mark))[^\n])+)(?<=\S)(?P=mark)(?![^\W_])"
)


def literal(text: str) -> str:
    """Return `text` with look-alikes for the characters that would end or begin a format around it."""
    return _LITERAL.sub(lambda found: found["address"] or found[0].translate(_LOOK_ALIKES), text)


def styled(text: str, mark: str) -> str:
    """Return `text`, which may hold other formats, between `mark`s; a format ends with the line."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(f"{mark}{line}{mark}" if line else "" for line in lines)


def plain(text: str) -> str:
    """Return `text` without formats, and with the characters that `literal` has replaced."""
    found = 1
    while found:
        text, found = _without_outer(text)
    return text.translate(str.maketrans(_LIKE_MARKS, _MARKS))


def _without_outer(text: str) -> tuple[str, int]:
    """Return `text` without the outermost formats, and how many those were."""
    count = 0

    def words_of(found: re.Match[str]) -> str:
        nonlocal count
        if found["address"]:
            return found["address"]
        count += 1
        return found["words"]

    return _STYLED.sub(words_of, text), count
