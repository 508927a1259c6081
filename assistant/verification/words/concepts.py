"""What words mean: the rows of `synonyms`, looked up by inflected words of four languages."""

from collections import defaultdict
from functools import cache, lru_cache

import regex

from assistant.verification.words import general_words, synonyms
from assistant.verification.words.languages import FUNCTION_WORDS, LANGUAGES
from assistant.verification.words.tables import table_rows, word_set

_HEBREW = regex.compile(r"\p{Hebrew}")
_PREFIXES = "והבלמשכ"
_VERB_PREFIXES = "תינאמ"
_FUTURE = frozenset({"תי", "יי", "ית", "תת", "הת", "מת", "נת"})
_SHARED = word_set("in an am so was die me no es a con on man as at al du des del le me i")
_SHORTEST = 3  # letters of a word that a prefix is cut from


@lru_cache(maxsize=16384)
def meanings(word: str, language: str) -> frozenset[str]:
    """Return the names of the rows that a folded word of a text in `language` may stand in."""
    found = _rows_of(word, _language(word, language))
    return found or (_rows_of(word, "en") if language != "en" else found)


@lru_cache(maxsize=16384)
def weight(word: str, language: str) -> int:
    """Return how much a folded word tells: 0 nothing, 1 little, 2 as much as any word."""
    if is_function_word(word):
        return 0
    return min((_weights()[name] for name in meanings(word, language)), default=2)


@lru_cache(maxsize=8192)
def is_function_word(word: str) -> bool:
    """Return True for "the" and its kin in any of the languages."""
    return (
        len(word) < 2
        or word in _SHARED
        or any(form in few for form in forms(word)[:2] for few in FUNCTION_WORDS.values())
    )


@lru_cache(maxsize=8192)
def forms(word: str) -> tuple[str, ...]:
    """Return a word, and if it is Hebrew, what is left without its prefixes."""
    if not _HEBREW.match(word):
        return (word,)
    found = [word]
    while len(found) < 4 and len(found[-1]) > _SHORTEST and found[-1][0] in _PREFIXES:
        found.append(found[-1][1:])
    found += [one[1:] for one in found[:3] if len(one) > _SHORTEST + 1 and one[0] in _VERB_PREFIXES]
    future = [one[2:] for one in found[:2] if len(one) > _SHORTEST + 1 and one[:2] in _FUTURE]
    return tuple(dict.fromkeys([*found, *future]))


def _language(word: str, language: str) -> str:
    if _HEBREW.match(word):
        return "he"
    return "en" if language == "he" else language


def _rows_of(word: str, language: str) -> frozenset[str]:
    exact, stems = _tables(language)
    found: set[str] = set()
    for form in forms(word):
        found |= exact.get(form, set())
        for size in range(2, len(form) + 1):
            found |= stems.get(form[:size], set())
    return frozenset(found)


@cache
def _tables(language: str) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    exact: dict[str, set[str]] = defaultdict(set)
    stems: dict[str, set[str]] = defaultdict(set)
    for name, _, languages in _rows():
        for word in languages[LANGUAGES.index(language)]:
            table, key = (stems, word[:-1]) if word.endswith("*") else (exact, word)
            table[key].add(name)
    return exact, stems


@cache
def _weights() -> dict[str, int]:
    return {name: weight for name, weight, _ in _rows()}


@cache
def _rows() -> list[tuple[str, int, list[frozenset[str]]]]:
    text = regex.sub(r"\n\s+", " ", general_words.GENERAL.rstrip() + synonyms.ROWS)
    heads = [(*head.split(maxsplit=2), *languages) for head, *languages in table_rows(text)]
    return [(name, int(told), [word_set(one) for one in languages]) for name, told, *languages in heads]
