"""The words of a text with where they stand, and of what was said, ready to look names up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile

import regex

from assistant.verification.normalise import words
from assistant.verification.words import places
from assistant.verification.words.common_words import SERIES
from assistant.verification.words.languages import FUNCTION_WORDS, guessed_language
from assistant.verification.words.tables import word_set

_WORD = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}\p{Cf}]*"  # Cf: invisible characters
_TOKEN = regex.compile(rf"(?:\p{{Lu}}\.){{2,}}|{_WORD}(?:[\"'’׳״]{_WORD})*")
_SENTENCE_END = regex.compile(r"[.!?:;•\n\"“„«»]|[-–—] ")
_ENDS_RUN = regex.compile(r"[^\s&'-]")
_HEBREW = regex.compile(r"\p{Hebrew}")
_STEM = 4  # letters that inflected words share
_NEAR = 2  # words between the parts of one name: "Ines Maria Ortega"
_ENDINGS = word_set("e en em er es s n in innen ern ed ing a as o os ado ada") | {""}
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


@dataclass(frozen=True)
class Word:
    """A word of a text at `start` to `end`; `first` in its sentence, `joined` to the word before it."""

    text: str
    folded: str
    start: int
    end: int
    first: bool
    joined: bool

    @property
    def is_capitalised(self) -> bool:
        """Return True for "Acme", "ACME" and "iPhone"."""
        return any(one.isupper() for one in self.text)

    @property
    def is_marked(self) -> bool:
        """Return True for "ACME" and "iPhone", which are no ordinary words even in German."""
        return any(one.isupper() for one in self.text[1:])

    @property
    def is_hebrew(self) -> bool:
        """Return True if the word begins with a Hebrew letter."""
        return bool(_HEBREW.match(self.text))


def split(text: str, skip: Sequence[tuple[int, int]] = ()) -> list[Word]:
    """Return the words of `text` but those that touch a place in `skip`."""
    found: list[Word] = []
    skipped = {place for start, stop in skip for place in range(start, stop)}
    end = 0
    for match in _TOKEN.finditer(text):
        between = text[end : match.start()]
        first = not found or bool(_SENTENCE_END.search(between))
        joined = bool(found) and not _ENDS_RUN.search(between)
        if not skipped.isdisjoint(range(*match.span())):
            continue
        found.append(Word(match[0], _folded_word(match[0]), *match.span(), first, joined))
        end = match.end()
    return found


def is_title_case(found: Sequence[Word]) -> bool:
    """Return True if most of the longer words are capitalised."""
    long = [word for word in found if len(word.text) > 3 and word.text.isalpha()]
    return len(long) >= 4 and sum(word.is_capitalised for word in long) > 0.7 * len(long)


class SaidWords:
    """The words of what was said, ready to look names up."""

    def __init__(self, said: str) -> None:
        self._said = said
        self.tokens = words(said)
        self.forms = {form for token in self.tokens for form in _forms(token)}
        self.joined = {first + second for first, second in pairwise(self.tokens)}

    @cached_property
    def language(self) -> str:
        """The language that the words are probably in."""
        return guessed_language(self._said) or "en"

    @cached_property
    def rows(self) -> frozenset[int]:
        """The places and the like that were said, by their rows."""
        return places.rows_in(self.tokens)

    @cached_property
    def _distinct(self) -> set[str]:
        return set(self.tokens)

    @cached_property
    def _all(self) -> str:
        return " ".join(self._distinct)

    @cached_property
    def _by_stem(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for token in self._distinct:
            found[token[:_STEM]].add(token)
        return found

    @cached_property
    def _between(self) -> dict[tuple[str, ...], list[int]]:
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place in range(len(self.tokens)):
            for pair in _neighbours(self.tokens, place):
                found[pair].append(place)
        return found

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place, token in enumerate(self.tokens):
            for form in _forms(token):
                found[form].append(place)
        return found

    @cached_property
    def _initials(self) -> list[str]:
        content = [token for token in self.tokens if not any(token in few for few in FUNCTION_WORDS.values())]
        return [_initials(self.tokens), _initials(content)]

    @cached_property
    def _capital_initials(self) -> str:
        return _initials([word.folded for word in split(self._said) if word.is_capitalised])

    def has(self, word: str) -> bool:
        """Return True if `word` was said, perhaps with another ending or in one word with another."""
        return bool(_forms(word) & self.forms) or word in self.joined

    def has_part(self, word: str) -> bool:
        """Return True if `word` is an inflected said word, or a part of a compound that was said."""
        if any(_is_inflected(word, token) for token in self._by_stem[word[:_STEM]]):
            return True
        return word in self._all and any(_is_part(word, token) for token in self._distinct)

    def abbreviates(self, word: Word) -> bool:
        """Return True if `word` is the initials of said words: "EIB"."""
        if not word.text.isupper() or len(word.text) < 2:
            return False
        if len(word.text) == 2:
            return word.folded in self._capital_initials
        return any(word.folded in one for one in self._initials)

    def are_near(self, first: str, second: str) -> bool:
        """Return True if the two were said as one name."""
        if first + second in self.forms | self.joined:
            return True
        others = {place for form in _forms(second) for place in self._places[form]}
        ones = {place for form in _forms(first) for place in self._places[form]}
        return any(one + step in others for one in ones for step in range(-_NEAR, _NEAR + 1))

    def has_series(self, letter: str) -> bool:
        """Return True if the round with this letter was said: "Series A", "A-Runde"."""
        return any({*pair} & SERIES and letter in pair for pair in pairwise(self.tokens))

    def instead_of(self, tokens: Sequence[str], place: int) -> list[str]:
        """Return the words, not among `tokens`, that were said between the neighbours of the one at `place`.

        The neighbours are the words before and after it, the two after it, or in German the two before it.
        """
        wanted = _neighbours(tokens, place)
        own = {form for token in {*tokens} for form in _forms(token)}
        others = {at for pair in wanted for at in self._between[pair]}
        found = [self.tokens[at] for at in sorted(others)]
        return [one for one in found if len(one) > 2 and one.isalpha() and not _forms(one) & own]


@lru_cache(maxsize=4096)
def _folded_word(word: str) -> str:
    return "".join(words(word))


@lru_cache(maxsize=4096)
def _forms(word: str) -> frozenset[str]:
    """Return a folded word with and without the endings that names take."""
    if word.endswith("str"):
        word += "asse"
    for two, one in _UMLAUTS:
        word = word.replace(two, one)
    endings = {"s": 3, "es": 4, "er": 5, "en": 5}
    cut = {
        word[: -len(end)]
        for end, left in endings.items()
        if word.endswith(end) and len(word) - len(end) >= left
    }
    return frozenset({word, *cut, *(one for one in places.without_prefixes(word) if len(one) > 2)})


def _is_inflected(word: str, other: str) -> bool:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False))
    stem = sum(1 for _ in same)
    return stem >= _STEM and {word[stem:], other[stem:]} <= _ENDINGS


def _is_part(word: str, compound: str) -> bool:
    return len(word) > 3 and len(compound) > len(word) + 2 and word in compound


def _initials(tokens: Sequence[str]) -> str:
    return "".join(token[0] for token in tokens)


def _neighbours(tokens: Sequence[str], place: int) -> set[tuple[str, ...]]:
    """Return the pairs of words around a place, each with its side."""
    pairs = {("around", *tokens[place - 1 : place], *tokens[place + 1 : place + 2])} if place else set()
    # A verb follows its subject in Hebrew, so what follows the same two words says nothing.
    if place > 1 and tokens[place].isascii():
        pairs |= {("before", *tokens[place - 2 : place])}
    pairs |= {("after", *tokens[place + 1 : place + 3])}
    return {pair for pair in pairs if len(pair) == 3}
