"""A change of a text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """Characters `start` to `end` (exclusive) become `text`."""

    start: int
    end: int
    text: str
