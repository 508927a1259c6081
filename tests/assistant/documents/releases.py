"""Releases to print that no interview has written."""

from dataclasses import replace
from datetime import UTC, datetime

from assistant.documents.printed import Block, PrintedRelease
from assistant.invisible import is_blank
from assistant.parts import PartName

PLAIN = PrintedRelease(
    uri="urn:uuid:6ba7b812-9dad-11d1-80b4-00c04fd430c8",
    version=1,
    language="en",
    title="Acme flies",
    company="Acme",
    contact="Lea Brandt, lea@acme.example, +39 011 555 0123",
    city="Turin, Italy",
    dateline="TURIN, Italy, Feb. 9, 2027",
    approved_at=datetime(2027, 2, 1, 9, 30, tzinfo=UTC),
    embargo=None,
    is_by_model=False,
    blocks=(),
)


def release_of(text: str, *, language: str = "en") -> PrintedRelease:
    """Return a release that has `text` everywhere."""
    title = "Acme" if is_blank(text) else " ".join(text.split())
    blocks = (
        Block(name=PartName.HEADLINE, text=text),
        Block(name=PartName.LEAD, text=text),
        Block(name=PartName.BOILERPLATE, heading=text, text=text),
    )
    return replace(
        PLAIN, language=language, title=title, company=title, contact=text, city=text, blocks=blocks
    )
