"""What a check returns: a part of a text that the user's words do not support."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """An unsupported part of a text: characters `start` to `end` (exclusive) of sentence number `sentence`.

    Kinds: number (amounts, money, units), date, name, quotation, contact. A hard finding is never shipped.
    """

    kind: str
    start: int
    end: int
    text: str
    hard: bool
    sentence: int
