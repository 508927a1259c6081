"""Names of a text: capitalised words, and in Hebrew all words of a short value."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from assistant.verification.said_words import SaidWords, Word, is_title_case, split
from assistant.verification.words import hebrew_names, places
from assistant.verification.words.common_words import SERIES, TITLES, is_ordinary
from assistant.verification.words.languages import FUNCTION_WORDS, guessed_language
from assistant.verification.words.tables import word_set

_WITHIN_NAMES = word_set("של of the and de del la las los y und von van der zu for fur")
_SHORT = 4  # words of a value that may be a name alone
# German: a noun without an article, after one of these or before a verb, is a name or a plural.
_BEFORE_NAMES = word_set("in bei aus nach von mit ist sind heisst auch und sowie oder namens")
_PLURALS = ("e", "en", "er", "ern", "el", "eln")
_PARTICIPLE = regex.compile(r"(?:\w{0,5}ge|be|er|ent|ver|zer)\w{3,}(?:t|en)$")
_PASSIVE = regex.compile(r" (?:wird|werden|wurden?|ist|sind|war|waren)\b")
# Spanish: a sentence seldom says its subject, and before one of these a first word is a verb or an adverb.
_VERB_BEFORE = regex.compile(
    r" (?:(?:a|con|en|para|por|desde|hasta|entre|sobre|al|el|la|los|las|un|una|unos|unas|más|su|sus)\b"
    r"|del? (?=[^\p{Lu}])|\d|\p{Ll}{2,}s\b(?<! es))"
)
# English: a third person after a word shows that it is one thing, perhaps a name.
_NO_VERBS = word_set("is was its this plus as")
_SINGULARS = ("ss", "us", "is", "os", "as")
_TOWNS = ("ingen", "hausen", "kirchen", "hagen", "leben")


def unsupported(
    value: str,
    said: str,
    *,
    language: str,
    skip: Sequence[tuple[int, int]] = (),
    named: Collection[str] | None = None,
) -> Iterator[tuple[int, int]]:
    """Yield where `value` (in `language`) has names that were not said; places in `skip` are left out.

    A value may be a name alone, unless `named` is given: the words of names that a written text may have
    exchanged; other words of such a text may be exchanged for synonyms.
    """
    found = split(value, skip)
    heard = _said_words(said)
    is_same_language = heard.language == language == guessed_language(value)
    is_name = named is None and not skip and not regex.search(r"[.!?]( |$)", value) and _is_all_name(found)
    candidates = dict(_candidates(value, found, language, is_name=is_name, is_same_language=is_same_language))
    known = _known_elsewhere(found, heard)
    for place, strict in candidates.items():
        word = found[place]
        if place not in known and not _is_supported(word, heard, language, strict=strict):
            yield word.start, word.end
    yield from _torn_names(found, candidates.keys() - known, heard, language)
    yield from _other_series(found, heard)
    yield from _other_places(found, heard)
    yield from _exchanged(found, heard, language, known, named)


@lru_cache(maxsize=128)
def _said_words(said: str) -> SaidWords:
    return SaidWords(said)


def _known_elsewhere(found: Sequence[Word], said: SaidWords) -> set[int]:
    """Return the places of words that were said as one word, or as another language's name."""
    tokens = [word.folded for word in found]
    whole = [place for place, pair in enumerate(pairwise(tokens)) if said.has("".join(pair))]
    known = {*whole, *(place + 1 for place in whole)}
    for place, token in enumerate(tokens):
        for start in places.without_prefixes(token):
            for size, rows in places.names_at_start([start, *tokens[place + 1 : place + places.LONGEST]]):
                if rows & said.rows:
                    known |= set(range(place, place + size))
    return known


def _candidates(
    value: str, found: Sequence[Word], language: str, *, is_name: bool, is_same_language: bool
) -> Iterator[tuple[int, bool]]:
    """Yield the places of possible names, and whether the word cannot be an ordinary one there."""
    title_case = not is_name and is_title_case(found)
    for place, word in enumerate(found):
        if not word.folded or word.folded[0].isdigit():
            continue
        if word.is_hebrew:
            if hebrew_names.is_name(word.folded) or is_name:
                yield place, is_name and is_same_language
        elif language == "de" and not is_name:
            is_participle = word.first and _PARTICIPLE.match(word.folded) and _PASSIVE.match(value, word.end)
            if word.is_capitalised and not is_participle and _is_german_name(found, place, is_same_language):
                yield place, False
        elif word.is_capitalised:
            after = found[place + 1] if place + 1 < len(found) else None
            is_first = word.first and not (is_name or title_case or word.is_marked)
            is_verb = is_first and language == "es" and _VERB_BEFORE.match(value, word.end)
            is_noun = is_first and after and _begins_as_noun(word, after, language, is_same_language)
            if not (is_noun or (is_verb and not places.is_place(word.folded))):
                yield place, is_name or not (word.first or title_case)


def _begins_as_noun(word: Word, after: Word, language: str, is_same_language: bool) -> bool:
    """Return True for a first word that the next one shows to be ordinary: "Beekeepers can ...".

    In a translation ordinary words are new and names are not, so there less will do: "Entry is free".
    """
    if language != "en":
        return not is_same_language and after.folded in FUNCTION_WORDS[language]
    is_verb = after.joined and after.folded.endswith(("s", "ed")) and after.folded not in _NO_VERBS
    is_plural = word.folded.endswith(("s", "men")) and not word.folded.endswith(_SINGULARS)
    return not (after.is_capitalised or is_verb) and (is_plural or not is_same_language)


def _is_german_name(found: Sequence[Word], place: int, is_same_language: bool) -> bool:
    """Return True for a word in a run of capitalised ones, a place, "iPhone", and "bei Siemens"."""
    word = found[place]
    if word.is_marked or places.is_place(word.folded):
        return True
    before = found[place - 1] if place and word.joined else None
    after = next((one for one in found[place + 1 : place + 2] if one.joined), None)
    has_no_article = before.folded in _BEFORE_NAMES if before else word.first and is_same_language
    if has_no_article and (word.folded.endswith(_TOWNS) or not word.folded.endswith(_PLURALS)):
        return True
    beside = [one for one in (before, after) if one]
    return any(one.is_capitalised and one.folded not in FUNCTION_WORDS["de"] for one in beside)


def _is_supported(word: Word, said: SaidWords, language: str, *, strict: bool) -> bool:
    folded = word.folded
    if said.has(folded) or said.abbreviates(word) or len(folded) == 1:
        return True
    is_definite = folded.startswith("ה") and hebrew_names.is_ordinary_word(folded)
    if word.is_hebrew and (is_definite or hebrew_names.is_kind(folded)):
        return True
    if strict or word.is_marked:
        is_noun = language == "de" and not word.is_marked and is_ordinary(folded, language)
        return is_noun or folded in TITLES or folded in FUNCTION_WORDS[language]
    if word.is_hebrew:
        return not hebrew_names.is_name(folded) and hebrew_names.is_ordinary_word(folded)
    is_spanish_verb = language == "es" and word.text.endswith(("rá", "rán", "ó"))
    return is_spanish_verb or is_ordinary(folded, language) or said.has_part(folded)


def _torn_names(
    found: Sequence[Word], names: Collection[int], said: SaidWords, language: str
) -> Iterator[tuple[int, int]]:
    """Yield pairs of words that were said, but of two names: "Ines Weber" of "Ines Ortega, Carl Weber"."""
    for place in sorted(names):
        first, second = found[place - 1], found[place]
        if place - 1 not in names or not second.joined:
            continue
        pair = (first.folded, second.folded)
        is_name = all(said.has(one) and not is_ordinary(one, language) for one in pair)
        if is_name and not said.are_near(*pair):
            yield first.start, second.end


def _other_places(found: Sequence[Word], said: SaidWords) -> Iterator[tuple[int, int]]:
    """Yield Hebrew places of several words that were not said: no capital shows them."""
    tokens = [word.folded for word in found]
    for place, word in enumerate(found):
        for start in places.without_prefixes(word.folded) if word.is_hebrew else ():
            for size, rows in places.names_at_start([start, *tokens[place + 1 : place + places.LONGEST]]):
                if size > 1 and not rows & said.rows:
                    yield word.start, found[place + size - 1].end


def _other_series(found: Sequence[Word], said: SaidWords) -> Iterator[tuple[int, int]]:
    for first, second in pairwise(found):
        is_round = first.folded in SERIES and len(second.text) == 1 and second.text.isupper()
        if is_round and not said.has_series(second.folded):
            yield first.start, second.end


def _exchanged(
    found: Sequence[Word],
    said: SaidWords,
    language: str,
    known: Collection[int],
    named: Collection[str] | None,
) -> Iterator[tuple[int, int]]:
    """Yield words that stand where another one was said, in languages whose capitals do not tell names."""
    tokens = [word.folded for word in found]
    for place, word in enumerate(found):
        if place in known or said.has(word.folded):
            continue
        if named is not None and not any(one in named for one in said.instead_of(tokens, place)):
            continue
        if word.is_hebrew:
            is_other = _is_other_hebrew_name(found, place, said)
        else:
            is_noun = language == "de" and word.is_capitalised and not is_ordinary(word.folded, "de")
            is_other = is_noun and not said.has_part(word.folded) and bool(said.instead_of(tokens, place))
        if is_other:
            yield word.start, word.end


def _is_other_hebrew_name(found: Sequence[Word], place: int, said: SaidWords) -> bool:
    word = found[place]
    before = found[place - 1].folded if place else ""
    if hebrew_names.is_ordinary_word(word.folded):
        return False
    return (
        hebrew_names.is_exchanged(word.folded, before, said.instead_of([one.folded for one in found], place))
        or (word.joined and hebrew_names.is_named(word.folded, before))
        or hebrew_names.is_transliterated(word.folded, said.tokens, said.language)
    )


def _is_all_name(found: Sequence[Word]) -> bool:
    """Return True if all words of a short value can be parts of a name."""
    return len(found) <= _SHORT and all(
        word.is_capitalised
        or word.folded in _WITHIN_NAMES
        or (word.is_hebrew and word.folded not in FUNCTION_WORDS["he"])
        for word in found
    )
