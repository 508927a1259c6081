"""The words of a written or said text outside its numbers, dates and contacts, compared by what they mean."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from assistant.verification.words import titles
from assistant.verification.words.concepts import forms, is_function_word, meanings, weight
from assistant.verification.words.tables import alternatives, table_rows

_WORD = r"[\p{L}\p{M}\p{N}]+(?:[\"'](?=\p{L})[\p{L}\p{M}\p{N}]+)*"
_MARK = regex.compile(r"'s$|[\"']")
_HEBREW_END = regex.compile(r"(?:יות|ית|ים|ות|נו|ה|ת|י|ו|ן|ם)$")
_STEM = 4  # letters that kindred words share at least
_SHARE = 0.6  # of the longer one
_HEBREW = regex.compile(r"\p{Hebrew}")


class Token(NamedTuple):
    """A word or the title of a person at `start` to `end` of a folded text; `title` names its row."""

    word: str
    start: int
    end: int
    language: str
    title: str = ""

    @property
    def meanings(self) -> frozenset[str]:
        """Return what the word may mean: the names of rows of synonyms."""
        return frozenset({self.title}) if self.title else meanings(self.word, self.language)

    @property
    def weight(self) -> int:
        """Return how much the word tells: 0 nothing, 1 little, 2 much."""
        return 1 if self.title else weight(self.word, self.language)

    @property
    def is_content(self) -> bool:
        """Return True for all but "the" and its kin."""
        return bool(self.title) or not is_function_word(self.word)


def tokens(text: str, language: str) -> tuple[Token, ...]:
    """Return the words of a folded text in `language` without figures, the titles of people as one each."""
    return tuple(_tokens(text, language))


def _tokens(text: str, language: str) -> Iterator[Token]:
    for match in _pattern().finditer(text):
        if title := match["title"]:
            yield Token(
                title, match.start("title"), match.end("title"), language, f"title {_titles()[title]}"
            )
        elif not any(one.isdigit() for one in match[0]):
            yield Token(_MARK.sub("", match[0]), *match.span(), language)


@cache
def _titles() -> dict[str, str]:
    return {phrase: row[0] for row in table_rows(titles.TITLES) for phrase in row[1:]}


@cache
def _pattern() -> regex.Pattern[str]:
    title = alternatives(_titles())
    return regex.compile(rf"(?<!\w)(?:[והבלכש]{{0,2}}(?P<title>{title})(?!\w|\"\w)|{_WORD})")


class Vocabulary:
    """Words that were said, ready to look up words of the same meaning or kindred ones."""

    def __init__(self, said: Iterable[Token]) -> None:
        self.words: set[str] = set()
        self.meanings: set[str] = set()
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        self._stems: set[str] = set()
        for token in said:
            self.meanings |= token.meanings
            if token.word not in self.words:
                self.words |= {token.word, *forms(token.word)[:2]}
                self._by_stem[token.word[:3]].append(token.word)
                self._stems |= hebrew_stems(token.word)
        self._compounds = " ".join(one for one in self.words if len(one) > _STEM + 2)

    def has(self, token: Token) -> bool:
        """Return True if the word, one of its kin or one that means the same was said."""
        return self.has_word(token.word) or bool(token.meanings & self.meanings)

    def has_word(self, word: str) -> bool:
        """Return True if the word or one of its kin was said."""
        if word in self.words or any(form in self.words for form in forms(word)[:3]):
            return True
        if _HEBREW.match(word):
            return bool(hebrew_stems(word) & self._stems)
        if any(are_kin(word, other) for other in self._by_stem[word[:3]] if word[:3] in self._by_stem):
            return True
        return self._is_compound(word)

    def _is_compound(self, word: str) -> bool:
        if len(word) > _STEM and word in self._compounds:
            return True
        return len(word) > 2 * _STEM and any(
            len(one) > _STEM and (word.startswith(one) or word.endswith(one)) for one in self.words
        )


def are_kin(word: str, other: str) -> bool:
    """Return True for words with the same stem: "invest", "investor"."""
    shorter, longer = sorted((word, other), key=len)
    shared = next((at for at, one in enumerate(shorter) if one != longer[at]), len(shorter))
    if len(shorter) <= _STEM:
        return shared == len(shorter) and len(longer) - shared <= 2
    return shared >= max(_STEM, _SHARE * len(longer))


@lru_cache(maxsize=8192)
def hebrew_stems(word: str) -> frozenset[str]:
    """Return what may be the stem of a Hebrew word: without prefixes, ending and vowel letters."""
    if not _HEBREW.match(word):
        return frozenset()
    bare = {_HEBREW_END.sub("", form) if len(form) > 3 else form for form in forms(word)}
    stems = {form[:1] + regex.sub("[וי]", "", form[1:]) for form in bare}
    return frozenset(stem for stem in stems if len(stem) > 2)
