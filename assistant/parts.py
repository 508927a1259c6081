"""A written press release as parts: headline, paragraphs, quotations, each of sentences that cite facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from assistant.verification.statements import Sentence
from assistant.whatsapp_text import BOLD, ITALIC, literal, styled


class PartName(StrEnum):
    """The parts in the order in which they stand."""

    RELEASE_LINE = "release_line"
    HEADLINE = "headline"
    SUBHEAD = "subhead"
    DATELINE = "dateline"
    LEAD = "lead"
    BODY = "body"
    QUOTATION = "quotation"
    BOILERPLATE = "boilerplate"
    CONTACT = "contact"
    LINK = "link"
    END_MARK = "end_mark"


WRITTEN = (PartName.LEAD, PartName.BODY)
"""What a writer writes; code puts in everything else."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One paragraph or line of a release; there may be several of a name."""

    name: PartName
    sentences: tuple[Sentence, ...]
    heading: str = ""
    """What stands above it: "About Acme"."""

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "heading": self.heading,
            "sentences": [{"text": one.text, "facts": list(one.facts)} for one in self.sentences],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            name=PartName(stored["name"]),
            heading=stored["heading"],
            sentences=tuple(Sentence(one["text"], tuple(one["facts"])) for one in stored["sentences"]),
        )


def sentences_of(parts: Iterable[Part]) -> list[Sentence]:
    return [sentence for part in parts for sentence in part.sentences]


def text_of(parts: Sequence[Part]) -> str:
    """Return the release as text for WhatsApp; the dateline stands before the first paragraph."""
    paragraphs: list[str] = []
    dateline = ""
    for part in parts:
        if part.name == PartName.DATELINE:
            dateline = f"{part.text} – "
        else:
            paragraphs.append(dateline + _printed(part))
            dateline = ""
    return "\n\n".join(paragraphs)


def _printed(part: Part) -> str:
    style = {PartName.HEADLINE: BOLD, PartName.SUBHEAD: ITALIC}.get(part.name)
    text = styled(literal(part.text), style) if style else part.text
    return f"{styled(literal(part.heading), BOLD)}\n{text}" if part.heading else text
