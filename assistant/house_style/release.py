"""A release as the checks read it: its parts, and its sentences without what may not be judged."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.house_style.findings import Context, Hit
from assistant.house_style.quoted import spoken_spans
from assistant.house_style.words import WORDS, LanguageWords
from assistant.parts import Part, PartName

COUNTED = (
    PartName.HEADLINE,
    PartName.SUBHEAD,
    PartName.LEAD,
    PartName.BODY,
    PartName.QUOTATION,
    PartName.BOILERPLATE,
)
"""The parts that make up the length of a release."""
FILLER = "¦"
"""Stands for each character that is not judged, so that all places stay."""

_LINK = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"“”„«»()\[\]]++", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+")
_LINK_HINT, _EMAIL_HINT = re.compile(r"://|[wW]\."), re.compile("@")
"""Most sentences have neither, and are not looked at any further."""
_HAS_LETTER = re.compile(r"\w")


@dataclass(frozen=True)
class Line:
    """A sentence in its place; `outside` has no quoted words and addresses, `plain` no names either."""

    part: int
    sentence: int
    name: PartName
    text: str
    outside: str
    plain: str
    small: str
    """`plain` in small letters."""

    def hit(self, start: int, end: int, detail: str = "") -> Hit:
        return Hit(self.part, self.sentence, start, end, detail)

    def whole(self, detail: str = "") -> Hit:
        return self.hit(0, len(self.text), detail)


@dataclass(frozen=True)
class Release:
    parts: Sequence[Part]
    language: str
    context: Context

    @property
    def words(self) -> LanguageWords:
        return WORDS[self.language]

    @cached_property
    def lines(self) -> list[Line]:
        names = names_pattern((self.context.company, *self.context.names), self.language)
        return [line for index, part in enumerate(self.parts) for line in _lines(index, part, names)]

    @cached_property
    def lengths(self) -> list[int]:
        """Return how many words each part has."""
        return [count_words(part.text) for part in self.parts]

    @property
    def length(self) -> int:
        """Return how many words the release has."""
        return sum(
            words for part, words in zip(self.parts, self.lengths, strict=True) if part.name in COUNTED
        )

    def of(self, *names: PartName) -> list[Line]:
        """Return the sentences of the parts called `names`."""
        return [line for line in self.lines if line.name in names]

    def numbered(self, *names: PartName) -> list[tuple[int, Part]]:
        """Return the parts called `names`, with their numbers."""
        return [(index, part) for index, part in enumerate(self.parts) if part.name in names]


def _lines(index: int, part: Part, names: re.Pattern[str] | None) -> Iterator[Line]:
    """Yield the sentences of a part; a quotation may go on from one to the next."""
    text = part.text
    spans = spoken_spans(text)
    if part.name == PartName.QUOTATION and not spans:
        spans = [(0, len(text))]
    outside = without_addresses(masked(text, spans))
    plain = masked(outside, [found.span() for found in names.finditer(outside)]) if names else outside
    start = 0
    for number, sentence in enumerate(part.sentences):
        end = start + len(sentence.text)
        unquoted, judged = outside[start:end], plain[start:end]
        yield Line(index, number, part.name, sentence.text, unquoted, judged, small_letters(judged))
        start = end + 1


def small_letters(text: str) -> str:
    """Return `text` in small letters, with all places as they are."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(map(_small, text))


def _small(letter: str) -> str:
    return letter.lower() if len(letter.lower()) == 1 else letter


def masked(text: str, spans: Collection[tuple[int, int]]) -> str:
    """Return `text` with FILLER for each character of `spans`."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces += [text[at:start], FILLER * (end - max(start, at))]
        at = max(at, end)
    return "".join((*pieces, text[at:]))


def without_addresses(text: str) -> str:
    """Return `text` with FILLER for its links and e-mail addresses."""
    for pattern, hint in ((_LINK, _LINK_HINT), (_EMAIL, _EMAIL_HINT)):
        if hint.search(text):
            text = pattern.sub(lambda found: FILLER * len(found[0]), text)
    return text


def names_pattern(names: Collection[str], language: str) -> re.Pattern[str] | None:
    """Return a pattern that finds the `names`, with what a language glues to them; None without any."""
    wanted = sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True)
    if not wanted:
        return None
    before = "" if language == "he" else r"(?<!\w)"
    return re.compile(rf"{before}(?:{'|'.join(map(re.escape, wanted))})(?:['’]?s)?(?!\w)")


def links_in(text: str) -> list[tuple[int, int]]:
    """Return where links stand in `text`, without the mark that ends their sentence."""
    if not _LINK_HINT.search(text):
        return []
    return [
        (found.start(), found.start() + len(found[0].rstrip(".,;:!?’'"))) for found in _LINK.finditer(text)
    ]


def has_email(text: str) -> bool:
    return bool(_EMAIL.search(text))


def count_words(text: str) -> int:
    """Return the number of words: what has white space around it and a letter or a digit."""
    return sum(1 for word in text.split() if _HAS_LETTER.search(word))


def characters_of(parts: Sequence[Part]) -> int:
    """Return how many characters a release has with its spaces, as German newsrooms count."""
    return sum(len(part.text) for part in parts if part.name in COUNTED)
