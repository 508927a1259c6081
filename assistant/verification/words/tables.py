"""How the word tables are written: compared forms (see `normalise`), a newcomer adds a word or a row."""

from collections.abc import Iterable

import regex


def word_set(text: str) -> frozenset[str]:
    """Return the words of `text`."""
    return frozenset(text.split())


def table_rows(text: str) -> list[list[str]]:
    """Return the phrases of each row, parted by "|"; a line that ends in "|" goes on in the next one."""
    lines = regex.sub(r"\|\n\s*", "|", text).strip().splitlines()
    return [line.split("|") for line in lines]


def alternatives(phrases: Iterable[str]) -> str:
    """Return a pattern for any of `phrases`, the longest first."""
    return "|".join(regex.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
