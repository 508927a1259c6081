"""Gate 1: a value may be saved only if the user's own words support it."""

from collections.abc import Iterator, Sequence
from itertools import islice

from assistant.verification import contacts, date_parts, names, numbers, quotations
from assistant.verification.checkable import Checkable, checkable
from assistant.verification.findings import Finding
from assistant.verification.normalise import fold, pieces, position, words
from assistant.verification.words.languages import LANGUAGES, guessed_language, likely_language
from assistant.verification.words.number_words import in_digits
from assistant.verification.words.rates import rates as rates_in

Span = tuple[str, int, int]
_MOST = 50
"""Findings of a kind: a value with more is wrong anyway, and the rest of it is not looked at."""


def supported(value: str, said: str, *, language: str) -> list[Finding]:
    """Return what of `value` is not supported by `said`, the user's words in `language`; [] if all is."""
    if not value.strip():
        return []
    own = _language_of_words(value, language)
    evidence = checkable(said, likely_language(said, language), [language], lenient=True)
    content = checkable(value, own, _separators(value, said, language), lenient=False)
    spans = [
        *islice(unsupported(content, evidence, language), _MOST),
        *(("name", *span) for span in islice(_names(value, said, own, content), _MOST)),
        *(("quotation", *span) for span in islice(quotations.unsupported(value, said), _MOST)),
    ]
    ordered = sorted(set(spans), key=lambda span: span[1:])
    return [Finding(kind, start, end, value[start:end], True, 0) for kind, start, end in ordered]


def _names(value: str, said: str, language: str, content: Checkable) -> Iterator[tuple[int, int]]:
    return names.unsupported(value, said, language=language, skip=content.places())


def not_said(said: str, messages: Sequence[str]) -> list[str]:
    """Return the pieces of `said` (parted by "…") that are not part of any one of `messages`."""
    heard = [words(message) for message in messages]
    parts = pieces(said)
    if not parts:
        return [said]
    return [part for part in parts if all(position(words(part), message) < 0 for message in heard)]


def _language_of_words(value: str, language: str) -> str:
    """Return the language of `value`: as guessed, or the one in which it has the most number words."""
    if own := guessed_language(value):
        return own
    read = fold(value)
    digits = {one: sum(map(str.isdigit, in_digits(read, one, articles=False).text)) for one in LANGUAGES}
    return max((language, *LANGUAGES), key=digits.__getitem__)


def _separators(value: str, said: str, language: str) -> list[str]:
    """Return the languages that may tell what "1.234" in `value` is."""
    if own := guessed_language(value):
        return [own]
    letters = [word for word in words(value) if word.isalpha()]
    return [language] if set(letters) <= set(words(said)) else list(LANGUAGES)


def unsupported(content: Checkable, evidence: Checkable, language: str) -> Iterator[Span]:
    """Yield the contacts, dates and numbers of `content` that are not in `evidence`, with their kinds."""
    place = content.text.span
    said_phones = contacts.phones(evidence.text.text) if content.contacts else []
    for contact in content.contacts:
        if not contacts.is_said(contact, evidence.contacts, said_phones, language):
            yield ("contact", *place(contact.start, contact.end))
    for mention in date_parts.unsupported(content.dates, evidence.dates, evidence.years()):
        yield ("date", *place(mention.start, mention.end))
    rates = rates_in(evidence.text.text)
    years = evidence.dated_years()
    for number in numbers.unsupported(content.numbers, evidence.numbers, years=years, rates=rates):
        is_date = number.is_year and content.text.source(number.start, number.end).isdigit()
        yield ("date" if is_date else "number", *place(number.start, number.end))
