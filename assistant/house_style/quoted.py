"""Where quotations stand in a text: their marks, in four languages."""

import re

_MARK = re.compile(r"[“”„«»\"״]")
_OPENS = {"“": '”"', "”": "”", "„": '“”"', "«": "»", "»": "«", '"': '"', "״": '״"'}
"""What may close a quotation, by the mark that opened it."""
# Headlines have single marks; an apostrophe is within a word, or has no other mark to go with.
_SINGLE = re.compile(r"(?<!\w)[‘‚'](?=\w)(?:[^‘’'\n]|(?<=\w)['’](?=\w)){1,300}[’‘'](?!\w)")
_SPACE_OR_BRACKET = re.compile(r"[\s(\[–—\-:/¦‘‚\u2066-\u2069\u200e\u200f]")


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Return what stands between quotation marks; a quotation without its end goes up to the end."""
    spans: list[tuple[int, int]] = []
    start, opened = -1, list[str]()
    for found in _MARK.finditer(text):
        mark, at = found[0], found.start()
        if _is_within_a_word(text, at):
            continue
        if opened and mark in _OPENS[opened[-1]] and not (mark == opened[-1] and _may_open(text, at)):
            opened.pop()
            if not opened:
                spans.append((start, at))
        elif not opened and _may_open(text, at):
            start = at + 1
            opened.append(mark)
        elif opened and mark == opened[0] and _may_open(text, at):
            opened.append(mark)
    if opened:
        spans.append((start, len(text)))
    return spans


def spoken_spans(text: str) -> list[tuple[int, int]]:
    """Return what stands between quotation marks, single ones too."""
    return [*quoted_spans(text), *((one.start() + 1, one.end() - 1) for one in _SINGLE.finditer(text))]


def marks_in(text: str) -> list[tuple[int, str]]:
    """Return the quotation marks of `text` and where they stand; not those within Hebrew acronyms."""
    return [
        (found.start(), found[0])
        for found in _MARK.finditer(text)
        if not _is_within_a_word(text, found.start())
        and not text[max(found.start() - 1, 0) : found.start()].isdigit()
    ]


def is_open(text: str) -> bool:
    """Return True if the last quotation of `text` has no end."""
    spans = quoted_spans(text)
    return bool(spans) and spans[-1][1] == len(text)


def _may_open(text: str, at: int) -> bool:
    before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    return (not before or bool(_SPACE_OR_BRACKET.match(before))) and bool(after.strip())


def _is_within_a_word(text: str, at: int) -> bool:
    """Return True for the mark of an acronym in Hebrew."""
    return 0 < at < len(text) - 1 and text[at - 1].isalpha() and text[at + 1].isalpha()
