"""Whether a sentence claims nothing, and only announces who speaks or what follows."""

from collections.abc import Sequence

from assistant.verification.evidence import Evidence
from assistant.verification.release import Release
from assistant.verification.sentences import Written
from assistant.verification.statements import Fact
from assistant.verification.tokens import Token
from assistant.verification.words import lead_ins, places
from assistant.verification.words.absolutes import absolutes
from assistant.verification.words.concepts import forms, is_function_word

MOST_WORDS = 12
_FROM_FACTS = 2  # words that only the facts explain: whom it announces


def leads_on(written: Written, release: Release, cited: Sequence[Fact]) -> bool:
    """Return True for "One of the investors puts it this way": no number, no name that is not cited."""
    content, language = written.content, release.language
    if len(written.words) > MOST_WORDS or written.quoted:
        return False
    text = content.text.text
    found = [match.span() for match in lead_ins.phrases(language).finditer(text)]
    if not found or absolutes(text, language):
        return False
    within = {at for start, end in found for at in range(start, end)}
    checked = [one.start for found in (content.contacts, content.dates, content.numbers) for one in found]
    if not within.issuperset(checked):
        return False
    rest = [one for one in written.tokens if one.start not in within]
    names = {word for fact, name in release.names if fact not in cited for word in name}
    last = max(end for _, end in found)
    new = [one for one in rest if not _is_explained(one, language, before=one.start < last)]
    if any(one.word in names - release.free_words for one in new):
        return False
    return len(new) <= _FROM_FACTS and all(_is_said(one, release.all) for one in new)


def _is_explained(token: Token, language: str, *, before: bool) -> bool:
    word = token.word
    if token.title or is_function_word(word):
        return True
    bare = forms(word)[:3]
    return any(
        lead_ins.tells_nothing(one, language) or lead_ins.is_person(one, language, before=before)
        for one in bare
    )


def _is_said(token: Token, said: Evidence) -> bool:
    """Return True for a word of the facts, and for the people of a country in them."""
    is_of_place = bool(places.rows_in([token.word]) & said.places)
    return is_of_place or any(one in said.vocabulary.words for one in forms(token.word)[:3])
