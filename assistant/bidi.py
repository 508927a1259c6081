"""Hebrew texts in which numbers and Latin words stand: each such run keeps its own order on the screen.

A run of Latin words, an address or a phone number is put between U+2066 and U+2069, "left-to-right isolate"
and its end (https://www.unicode.org/reports/tr9/). Without them a phone number reads backwards, group by
group, the mark at the end of a name jumps to its other side, and a line that begins with a Latin name runs
from the left.
"""

import regex

START, END = "\u2066", "\u2069"

_HEBREW = regex.compile(r"\p{Hebrew}")
_LATIN = regex.compile(r"\p{Latin}")
# What a run is made of: no Hebrew, no mark of WhatsApp's bold, no quotation mark, no isolate.
_INNER = r"[^\p{Hebrew}\n*\"“”„«»\u2066-\u2069]"
_ADDRESS = r"(?:https?://|www\.)[^\s\p{Hebrew}*\"“”»\u2066-\u2069]*[^\s\p{Hebrew}*\"“”».,;:!?)\u2066-\u2069]"
_EMAIL = r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_PHONE = r"\+?\(?\d[\d ()./‑–-]{5,}\d"
_NO_ADDRESS = r"(?!https?://|www\.)"
# The year before the dash of a dateline belongs to the Hebrew words before it.
_NO_DATELINE = r"(?!\d+ [–—-] )"
_FIRST = rf"{_NO_DATELINE}[@#/+€$£₪¥]?[\p{{Latin}}\d]"
_WORDS = rf"{_FIRST}(?:(?:{_NO_ADDRESS}{_INNER})*{_NO_ADDRESS}[\p{{Latin}}\d+%)])?"
_RUN = regex.compile(
    rf"(?P<address>{_ADDRESS})|(?P<contact>{_EMAIL}|{_PHONE})|(?P<words>{_WORDS})", regex.VERSION1
)
_LIST_NUMBER = regex.compile(r"\s*\d+[.)]\s+")
_ABBREVIATION = regex.compile(r"\b(?:Inc|Ltd|Corp|Co|Jr|Sr|S\.A|e\.V)\Z")
_SENTENCE = 4
"""Latin words from which a mark behind them belongs to them, not to the Hebrew around them."""


def isolated(text: str) -> str:
    """Return `text` with isolates around what runs from left to right in its Hebrew lines."""
    if not _HEBREW.search(text):
        return text
    return "\n".join(_line(line) if _is_hebrew(line) else line for line in text.split("\n"))


def without_isolates(text: str) -> str:
    """Return `text` as it was before `isolated`, where none were in it."""
    return text.replace(f" {END}", "").replace(START, "").replace(END, "")


def _is_hebrew(line: str) -> bool:
    """Return True if `line` begins in Hebrew, as a label before its value, or is Hebrew for the most part."""
    hebrew, latin = _HEBREW.search(line), _LATIN.search(line)
    if hebrew is None or START in line:
        return False
    first = latin is None or hebrew.start() < latin.start()
    return first or len(_HEBREW.findall(line)) > len(_LATIN.findall(line)) / 2


def _line(line: str) -> str:
    number = _LIST_NUMBER.match(line)
    done = number.end() if number else 0
    pieces = [line[:done]]
    for run in _RUN.finditer(line, done):
        end = run.end()
        words = run["words"]
        if words is not None:
            if not _LATIN.search(words):
                continue  # a plain number keeps its order
            end = _end(line, run.start(), end)
        # A space, because an app may take the mark for the last character of the address.
        closing = f" {END}" if run["address"] else END
        pieces += [line[done : run.start()], START, line[run.start() : end], closing]
        done = end
    return "".join([*pieces, line[done:]])


def _end(line: str, start: int, end: int) -> int:
    """Return where a run of words ends: behind its full stop if that is its own, before a bracket if not."""
    run = line[start:end]
    closing = len(run) - len(run.rstrip(")"))
    end -= min(closing, max(0, run.count(")") - run.count("(")))
    run = line[start:end].rstrip()
    end = start + len(run)
    mark = line[end : end + 1]
    is_own = len(run.split()) >= _SENTENCE or (mark == "." and _ABBREVIATION.search(run))
    return end + 1 if mark and mark in ".!?…" and is_own else end
