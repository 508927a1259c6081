"""What all formats are made of: the paragraphs of an approved version, and what is known about it."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import regex

from assistant import facts, versions
from assistant.checking import is_immediate
from assistant.facts import Gathered
from assistant.house_style.ap import date_of
from assistant.invisible import is_blank, storable
from assistant.models import Fact, ReleaseVersion
from assistant.parts import Part, PartName
from assistant.validation import first_moment
from assistant.whatsapp_text import plain

RIGHT_TO_LEFT = frozenset({"he"})
"""Languages of releases."""
AROUND_BODY = (PartName.RELEASE_LINE, PartName.HEADLINE, PartName.SUBHEAD, PartName.END_MARK)
UNNAMED = "Press release"
"""The title of a text without a headline; a tagged PDF needs one."""
_LINE_BREAK = regex.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
# Control characters cannot stand in XML, and overrides of the direction show another text than is there.
_FORBIDDEN = regex.compile(r"[[\p{Cc}--\n]\u202a-\u202e\u2066-\u2069]", regex.VERSION1)
_NONCHARACTER = regex.compile(r"[\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph, without WhatsApp's marks; it may have several lines."""

    name: PartName
    text: str
    heading: str = ""
    """What stands above it: "About Acme"."""

    @property
    def with_heading(self) -> str:
        return f"{self.heading}\n{self.text}" if self.heading else self.text


@dataclass(frozen=True, kw_only=True)
class PrintedRelease:
    uri: str
    """The same for all versions of the release."""
    version: int
    language: str
    """Of `house_style.words.WORDS`."""
    title: str
    company: str
    contact: str
    city: str
    dateline: str
    approved_at: datetime
    embargo: datetime | None
    """When it may be published, if it has to wait; with a zone."""
    is_by_model: bool
    """True if a model wrote any of the paragraphs."""
    blocks: Sequence[Block]

    @property
    def is_right_to_left(self) -> bool:
        return self.language in RIGHT_TO_LEFT

    @property
    def text(self) -> str:
        """The whole release, with a blank line between paragraphs."""
        return "\n\n".join(block.with_heading for block in self.blocks)

    @property
    def body(self) -> str:
        """The release without its release line, headlines and end mark."""
        return "\n\n".join(block.with_heading for block in self.blocks if block.name not in AROUND_BODY)

    def text_of(self, name: PartName) -> str:
        return "\n\n".join(block.text for block in self.blocks if block.name == name)


def printed(version: ReleaseVersion) -> PrintedRelease:
    """Return `version`, which is approved, for printing. Raises ValueError if it is not."""
    if version.approved_at is None:
        raise ValueError("only an approved version becomes documents")
    release = version.release
    known = facts.gathered_from(release, Fact.objects.filter(pk__in=version.facts).order_by("pk"))
    parts = versions.parts_of(version)
    blocks = _with_dateline(parts) or list(_of_text(version.text))
    blocks = [block for block in blocks if not is_blank(block.text)]
    headlines = [block.text for block in blocks if block.name == PartName.HEADLINE]
    datelines = [_printable(part.text) for part in parts if part.name == PartName.DATELINE]
    return PrintedRelease(
        uri=uuid.uuid5(uuid.NAMESPACE_OID, f"{release.pk} {release.created_at.isoformat()}").urn,
        version=version.number,
        language=known.language,
        title=" ".join(" ".join(headlines).split()) or UNNAMED,
        company=_one_line(known, "company_name"),
        contact=_one_line(known, "media_contact"),
        city=_one_line(known, "city"),
        dateline=" ".join(datelines),
        approved_at=version.approved_at,
        embargo=_embargo(known),
        is_by_model=release.versions.filter(
            author=ReleaseVersion.Author.MODEL, number__lte=version.number
        ).exists(),
        blocks=blocks,
    )


def _one_line(known: Gathered, key: str) -> str:
    return " ".join(_printable(known.values.get(key, "")).split())


def _embargo(known: Gathered) -> datetime | None:
    day: date | None = date_of(known.values.get("release_date", ""))
    if day is None or known.release is None or is_immediate(known.facts):
        return None
    return first_moment(day, known.release.phone)


def _printable(text: str) -> str:
    """Return `text` as it can stand in every format."""
    text = _LINE_BREAK.sub("\n", storable(text)).replace("\t", " ")
    return _NONCHARACTER.sub("\N{REPLACEMENT CHARACTER}", _FORBIDDEN.sub("", text)).strip()


def _with_dateline(parts: Sequence[Part]) -> list[Block]:
    """Return `parts` as paragraphs: the dateline begins the first one of the text."""
    blocks = []
    dateline = ""
    for part in parts:
        if part.name == PartName.DATELINE:
            dateline = f"{part.text} – "
        else:
            text = _printable(dateline + plain(part.text))
            blocks.append(Block(name=part.name, text=text, heading=_printable(part.heading)))
            dateline = ""
    return blocks


_BOLD_LINE = regex.compile(r"\*(?P<words>[^*\n]+)\*")
_SLANTED_LINE = regex.compile(r"_(?P<words>[^\n]+)_")


def _of_text(text: str) -> Iterator[Block]:
    """Yield the paragraphs of a text for WhatsApp. The first bold one, or else the first, is the headline."""
    paragraphs = [one.strip() for one in regex.split(r"\n\s*\n", _printable(text)) if one.strip()]
    bold = [at for at, one in enumerate(paragraphs) if _BOLD_LINE.fullmatch(one)]
    headline = bold[0] if bold else 0
    for at, paragraph in enumerate(paragraphs):
        first, _, rest = paragraph.partition("\n")
        if at == headline:
            yield Block(name=PartName.HEADLINE, text=plain(paragraph))
        elif at == headline + 1 and _SLANTED_LINE.fullmatch(paragraph):
            yield Block(name=PartName.SUBHEAD, text=plain(paragraph))
        elif rest and _BOLD_LINE.fullmatch(first):
            yield Block(name=PartName.BOILERPLATE, text=plain(rest), heading=plain(first))
        else:
            is_end = at == len(paragraphs) - 1 and paragraph.startswith("###")
            yield Block(name=PartName.END_MARK if is_end else PartName.BODY, text=plain(paragraph))
