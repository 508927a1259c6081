"""What was heard of the media of a message (`InboundMessage.heard`): one entry for each, in their order.

An entry has the `kind` of the medium and either its `text` or a `problem`; `{}` is not heard yet.
"""

import re
from typing import TypedDict

from assistant.invisible import storable
from sessions_app.models import InboundMessage

MAX_TEXT = 15_000
"""Characters of a medium: what is said in 15 minutes, and a dozen pages."""
_PERIOD = 12
"""Words of the longest phrase that is looked for again and again."""
_SHORTEST = 6
"""Words of the shortest text that may be one."""
_REPEATED = 0.8


class Entry(TypedDict, total=False):
    kind: str
    text: str
    problem: str


def of(message: InboundMessage, number: int) -> Entry:
    """Return what was heard of a medium, {} if that is still to be done."""
    entry: Entry = message.heard[number] if number < len(message.heard) else {}
    return entry


def note(message: InboundMessage, number: int, entry: Entry) -> None:
    """Put `entry` on `message`, which is not stored."""
    missing: list[Entry] = [{}] * (len(message.media) - len(message.heard))
    message.heard = [*message.heard, *missing]
    message.heard[number] = entry


def texts(message: InboundMessage) -> list[Entry]:
    """Return the entries that have a text."""
    return [entry for entry in message.heard if entry.get("text")]


def clean(text: str) -> str:
    """Return `text` as it is stored: without the marks by which a remark of ours is told from it, and capped.

    The model, the evidence and the user get this one text.
    """
    text = storable(text).translate({ord('"'): "”", ord("["): "(", ord("]"): ")"})
    text = re.sub(r"\n\s*\n", "\n", text).strip()
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT].rstrip()} …"


def is_repeated(text: str) -> bool:
    """Return True for a phrase again and again, which is what a model hears in silence."""
    words = re.findall(r"\w+", text.casefold())
    if len(words) < _SHORTEST:
        return False
    for period in range(1, min(_PERIOD, len(words) // 3) + 1):
        pairs = list(zip(words, words[period:], strict=False))
        if sum(one == other for one, other in pairs) >= _REPEATED * len(pairs):
            return True
    return False
