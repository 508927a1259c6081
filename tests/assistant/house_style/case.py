"""What a row finds and what it does not, and short ways to write that."""

from dataclasses import dataclass

from assistant.parts import PartName as P
from tests.assistant.house_style.changes import Change, text

ALL = ("en", "de", "es", "he")
WORD_OF = {"en": "water", "de": "Wasser", "es": "agua", "he": "מים"}


@dataclass(frozen=True)
class Case:
    id: str
    language: str
    fires: tuple[Change, ...]
    passes: tuple[Change, ...]


def each(row: str, fires: tuple[Change, ...], passes: tuple[Change, ...]) -> list[Case]:
    """Return the same case for every language."""
    return [Case(row, language, fires, passes) for language in ALL]


def own(row: str, language: str, fires: tuple[Change, ...], passes: tuple[Change, ...]) -> Case:
    return Case(row, language, fires, passes)


def body(*sentences: str) -> Change:
    return text(P.BODY, *sentences)


def repeated(language: str, number: int, *, end: str = ".") -> str:
    return " ".join([WORD_OF[language]] * number) + end


def by_length(row: str, name: P, fires: int, passes: int) -> list[Case]:
    """Return cases with a sentence of so many words."""
    return [
        own(
            row,
            language,
            (text(name, repeated(language, fires)),),
            (text(name, repeated(language, passes)),),
        )
        for language in ALL
    ]


def bodies(row: str, language: str, fires: str, passes: str) -> Case:
    """Return a case with one sentence a line."""
    return Case(
        row,
        language,
        tuple(text(P.BODY, line.strip()) for line in fires.strip().split("\n")),
        tuple(text(P.BODY, line.strip()) for line in passes.strip().split("\n")),
    )
