"""Answers in German, Spanish and Hebrew, before they become a sentence or complete one."""

import re
from collections.abc import Callable

from assistant.house_style.ap import date_of
from assistant.house_style.words import LanguageWords
from assistant.template.noun_phrases import is_undisclosed
from assistant.template.sentences import bare, ended, one_line, split_first
from assistant.template.told import Facts

_ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_AND = re.compile(r",|;|&|\b(?:and|und|sowie|y|e)\b|\sו(?=\S)")


def with_dates(text: str, words: LanguageWords) -> str:
    """Return `text` with "1. März 2027" for "2027-03-01"."""
    return _ISO.sub(lambda iso: words.printed(day) if (day := date_of(iso[0])) else iso[0], text)


def framed(text: str, frame: Callable[[str], str]) -> str:
    """Return the first sentence of `text` as `frame` completes it, and after it the others."""
    first, rest = split_first(one_line(text))
    done = ended(frame(bare(first)) if bare(first) else first)
    return f"{done} {ended(rest)}" if rest else done


def without(text: str, beginning: re.Pattern[str]) -> str:
    """Return `text` without `beginning`, unless nothing is left then."""
    found = beginning.match(text)
    return text[found.end() :] if found and text[found.end() :].strip() else text


def are_several(names: str) -> bool:
    """Return True if `names` are more than one: the verb is a plural then."""
    return bool(_AND.search(names))


def undisclosed(facts: Facts) -> str:
    """Return the key of the investors that are not to be named, if the release has to say so, else ""."""
    if is_undisclosed(facts.get("other_investors", "")):
        return "other_investors"
    is_secret = is_undisclosed(facts.get("lead_investor", "")) and "other_investors" not in facts
    return "lead_investor" if is_secret and "quote_2" not in facts else ""


def spaced(*pieces: str) -> str:
    """Return the pieces that there are with a space between them."""
    return " ".join(piece for piece in pieces if piece)
