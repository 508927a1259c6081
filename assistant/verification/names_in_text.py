"""Names of people and places in the running text of facts, where no fact of its own has them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from assistant.verification.said_words import Word, split
from assistant.verification.words import hebrew_names
from assistant.verification.words.common_words import TITLES, is_ordinary
from assistant.verification.words.tables import word_set

_BEFORE_TOWNS = word_set("in at from near to aus nach bei en desde hasta")
_BEFORE_PEOPLE = word_set("""
    מאת בבימוי בניהול בהנחיית בעריכת בהובלת לדברי אמר אמרה מספר מספרת מר גברת דר פרופ
""")


def names_in(texts: Iterable[str], language: str) -> list[list[str]]:
    """Return the words of the names of people and places in some texts of a release in `language`."""
    read = [split(text) for text in dict.fromkeys(texts)]
    found = [
        tuple(one.folded for one in name)
        for text in read
        for name in (*_runs(text, language), *people_in_hebrew(text))
    ]
    return [list(name) for name in dict.fromkeys(found)]


def _runs(text: Sequence[Word], language: str) -> Iterator[list[Word]]:
    """Yield two or three capitalised words in a row, and one after "in" and its kin."""
    run: list[Word] = []
    before = ""
    for word in [*text, None]:
        if word and is_part(word, language) and (not run or word.joined):
            run.append(word)
            continue
        if 1 < len(run) < 4 or (len(run) == 1 and before in _BEFORE_TOWNS):
            yield run
        run = [word] if word and is_part(word, language) else []
        before = word.folded if word and not run else before if run else ""


def is_part(word: Word, language: str) -> bool:
    """Return True for a capitalised word that is no ordinary one."""
    known = word.folded in TITLES or is_ordinary(word.folded, language)
    return word.is_capitalised and not word.is_hebrew and not known


def people_in_hebrew(text: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield a first name, or what stands after "by" and its kin, with the word after it."""
    for at, (first, second) in enumerate(pairwise(text)):
        if not (first.is_hebrew and second.is_hebrew and second.joined):
            continue
        before = text[at - 1].folded if at else ""
        is_person = hebrew_names.is_first_name(first.folded) or before in _BEFORE_PEOPLE
        if is_person and not is_ordinary(second.folded, "he"):
            yield [first, second]
