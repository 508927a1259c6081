"""Names that are nearly the said ones: a letter, an ending or the word beside it is another."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.verification.evidence import Evidence
from assistant.verification.release import Release
from assistant.verification.said_words import Word
from assistant.verification.sentences import Written
from assistant.verification.tokens import are_kin
from assistant.verification.words import hebrew_names, places
from assistant.verification.words.common_words import TITLES, is_listed, is_ordinary
from assistant.verification.words.concepts import is_function_word, weight
from assistant.verification.words.tables import word_set

_PlainSpan = tuple[int, int]
_SHORTEST = 4  # letters of a name that another one may be near to
_LONG = 6  # from here on two letters may differ
_GENITIVES = frozenset({"s", "n"})
_ENDINGS = _GENITIVES | {"es", "en", "er", "ern", "ers", "an", "ian", "ans", "ians"}
"""Endings of a name that stands alone: "Leipziger"."""
_BEFORE_PLACES = word_set("""
    מצפה עין תל כפר נווה נוה רמת גבעת מעלה באר קריית קרית בית קיבוץ מושב נחל הר עמק רחוב שדרות כיכר נמל
    חוף אזור יישוב הוד גן אלוני מעלות עיר שכונת
""")


def changed(written: Written, evidence: Evidence, release: Release) -> Iterator[_PlainSpan]:
    """Yield words that stand for a name of the release, but are not what was said."""
    text = [_forms(word) for word in written.words]
    present = {form for forms in text for form in forms}
    ordinary = release.said_forms - {one for name in release.all_names for one in name}
    for at, word in enumerate(written.words):
        if len(word.folded) < 3 or not _may_be_name(word):
            continue
        if not release.said_forms.isdisjoint(text[at]):
            continue
        if word.is_hebrew and not ordinary.isdisjoint(hebrew_names.nouns_of(word.folded)):
            continue
        is_other = any(
            _replaces(at, name, written, text, present, release.language) for name in release.all_names
        )
        if word.is_hebrew and at and not is_other:
            before = written.words[at - 1]
            is_other = _is_other_place(text[at - 1], evidence) or (
                word.folded[0] == "ב" and _is_other_town(word, before, present, evidence)
            )
        if is_other:
            yield word.start, word.end


def _replaces(
    at: int,
    name: Sequence[str],
    written: Written,
    text: Sequence[Sequence[str]],
    present: set[str],
    language: str,
) -> bool:
    """Return True if the word at a place stands for a part of `name` that is not in the sentence."""
    word = written.words[at]
    for place, part in enumerate(name):
        if part in present or any(part + end in text[at] for end in _GENITIVES):
            continue
        follows = place > 0 and at > 0 and word.joined and name[place - 1] in text[at - 1]
        after = written.words[at + 1 : at + 2]
        leads = place + 1 < len(name) and bool(after) and after[0].joined and name[place + 1] in text[at + 1]
        if _is_near(text[at], part, language, is_beside=follows or leads):
            return True
        if follows and place > 1 and name[place - 2] in text[at - 2]:
            return True
        if (language != "de" and written.is_title_case) or not (follows or leads):
            continue
        if _is_known(word, language):
            continue
        is_definite = follows and written.words[at - 1].folded == f"ה{name[0]}"
        if follows and place == 1 and not is_definite and not is_listed(name[0], language):
            return True
        if leads and not word.is_hebrew and language != "de" and not word.first:
            return True
    return False


def _is_near(forms: Sequence[str], part: str, language: str, *, is_beside: bool) -> bool:
    if len(part) < _SHORTEST or is_listed(part, language):
        return False
    endings = _GENITIVES if is_beside else _ENDINGS
    most = 2 if len(part) >= _LONG else 1
    if any(one == part + end for one in forms for end in endings):
        return False
    return any(
        one[:2] == part[:2]
        and not is_listed(one, language)
        and not one.startswith(part + "'")
        and _distance(one, part) <= most
        for one in forms
    )


def _is_known(word: Word, language: str) -> bool:
    """Return True for an ordinary word or a title, which may stand beside a name."""
    if word.is_hebrew:
        forms = places.without_prefixes(word.folded)
        return word.folded.startswith("ה") or any(
            weight(one, "he") < 1 or is_ordinary(one, "he") or hebrew_names.is_kind(one) for one in forms
        )
    return word.folded in TITLES or is_ordinary(word.folded, language) or weight(word.folded, language) < 2


def _is_other_place(before: Sequence[str], evidence: Evidence) -> bool:
    """Return True after "the valley of", if a name follows it in the facts."""
    if not any(one in _BEFORE_PLACES for one in before):
        return False
    return any(
        not set(before).isdisjoint(_forms(first) if first else ())
        for reading in evidence.all_readings
        for first in reading.words[:-1]
    )


def _is_other_town(word: Word, before: Word, present: set[str], evidence: Evidence) -> bool:
    """Return True if the facts have another word with "in" after the same word, which is missing."""
    if not word.joined or is_function_word(before.folded):
        return False
    for reading in evidence.all_readings:
        for first, second in pairwise(reading.words):
            if (
                first.folded != before.folded
                or not second.folded.startswith("ב")
                or len(second.folded) < _SHORTEST + 1
            ):
                continue
            town = second.folded[1:]
            is_name = places.is_place(town) or (weight(town, "he") == 2 and not is_ordinary(town, "he"))
            if is_name and not are_kin(word.folded[1:], town) and present.isdisjoint(_forms(second)):
                return True
    return False


def _may_be_name(word: Word) -> bool:
    return word.is_hebrew or word.is_capitalised


def _forms(word: Word) -> list[str]:
    return places.without_prefixes(word.folded)


def _distance(one: str, other: str) -> int:
    """Return how many letters have to be changed, added or left out."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, wanted in enumerate(other, 1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (letter != wanted)),
            )
    return row[-1]
