"""What a correction means for the words of other facts that hold the old value."""

import re

from assistant.announcement_types import Kind, split, type_of
from assistant.house_style.ap import ap_date, date_of
from assistant.models import Fact
from assistant.template.noun_phrases import is_undisclosed, sum_of_money
from assistant.verification import language_of, supported

_LINES = ("headline", "subhead")
"""They tell again what other facts say, so that a sum or a day in them is the one that was corrected."""
_NO_LONGER_NAME = r"(?!\s[A-ZÀ-ÖØ-Þ])"
"""So that "Northgate" is not replaced in "Northgate Ventures"."""
_OF_ITS_OWN = ("quote_speaker", "city")
"""Another speaker is another person, and where the news is from says nothing of other places."""
_PRINTED = (Kind.TEXT, Kind.QUOTATION)


def rewritten(fact: Fact, *, old: Fact, new: Fact) -> str:
    """Return the value of `fact` with the new value in place of the old one, "" if code may not put it there.

    Asked only where `still_says` is True. The name of a company, product or investor is replaced wherever it
    stands, sums and days only in headlines: elsewhere the same sum may be another one. The words of a
    quotation are never changed.
    """
    kind = type_of(old.key).kind
    if type_of(fact.key).kind != Kind.TEXT or split(old.key)[0] in _OF_ITS_OWN:
        return ""
    if kind != Kind.NAME and not (kind in (Kind.MONEY, Kind.DATE) and split(fact.key)[0] in _LINES):
        return ""
    for before, after in zip(_spellings(old), _spellings(new), strict=True):
        # Where the new value stands already, the old one may be a part of it: "Acme" of "Acme Labs".
        found = re.compile(f"{_words(after)}|{_words(before)}{_NO_LONGER_NAME if kind == Kind.NAME else ''}")
        value = found.sub(after.replace("\\", r"\\"), fact.value)
        if value != fact.value and not _has(value, before, but=after):
            return value
    return ""


def still_says(fact: Fact, *, old: Fact, new: Fact) -> bool:
    """Return True if the words of `fact` hold the value of `old`, maybe in another spelling."""
    kind = type_of(old.key).kind
    if type_of(fact.key).kind not in _PRINTED or is_undisclosed(old.value):
        return False
    if kind in (Kind.NAME, Kind.MONEY, Kind.DATE) and any(
        _has(fact.value, before, but=after)
        for before, after in zip(_spellings(old), _spellings(new), strict=True)
    ):
        return True
    if kind not in (Kind.MONEY, Kind.DATE):
        return False
    language = language_of(fact.value)
    can_be_found = bool(supported(old.value, "", language=language))  # not "free"
    return can_be_found and not supported(old.value, fact.value, language=language)


def _spellings(fact: Fact) -> tuple[str, str]:
    """Return the value as it is kept and as it is printed."""
    day = date_of(fact.value)
    if day:
        return fact.value, ap_date(day)
    is_money = type_of(fact.key).kind == Kind.MONEY
    return fact.value, sum_of_money(fact.value) if is_money else fact.value


def _has(text: str, value: str, *, but: str) -> bool:
    """Return True if `text` has `value` anywhere but in `but`."""
    return bool(re.search(_words(value), re.sub(_words(but), "|", text)))


def _words(value: str) -> str:
    return rf"(?<!\w){re.escape(value)}(?!\w)"
