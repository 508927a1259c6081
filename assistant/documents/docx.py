"""Word: what newsrooms take. Made by python-docx, with real styles and the language of the text.

https://python-docx.readthedocs.io/
"""

import io
from datetime import UTC
from typing import TYPE_CHECKING, Any

from assistant.documents.bidi import isolated
from assistant.documents.printed import Block, PrintedRelease
from assistant.documents.word_template import (
    AFTER_BIDI,
    AFTER_LANGUAGE,
    FONT,
    HEADING,
    set_size,
    template,
    with_fixed_times,
)
from assistant.parts import PartName

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

LOCALES = {"en": "en-US", "de": "de-DE", "es": "es-ES", "he": "he-IL"}
"""The language that Word checks the spelling in."""
STYLES = {PartName.HEADLINE: "Title", PartName.SUBHEAD: "Subtitle"}
"""All else is "Normal"."""


def render(release: PrintedRelease) -> bytes:
    """Return `release` as DOCX: the same bytes each time."""
    from docx import Document

    document = Document(io.BytesIO(template()))
    _describe(document, release)
    _set_language(document, release)
    for block in release.blocks:
        _add(document, block, release)
    file = io.BytesIO()
    document.save(file)
    return with_fixed_times(file)


def _describe(document: "WordDocument", release: PrintedRelease) -> None:
    properties = document.core_properties
    properties.title = release.title[:255]
    properties.author = properties.last_modified_by = release.company[:255]
    properties.language = LOCALES[release.language]
    properties.created = properties.modified = release.approved_at.astimezone(UTC).replace(tzinfo=None)
    properties.revision = 1
    properties.comments = ""


def _set_language(document: "WordDocument", release: PrintedRelease) -> None:
    """Set the language of all that has none of its own."""
    from docx.oxml.ns import qn

    locale = LOCALES[release.language]
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LOCALES["en"] if release.is_right_to_left else locale)
        language.set(qn("w:bidi"), LOCALES["he"])


def _add(document: "WordDocument", block: Block, release: PrintedRelease) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if block.heading:
        _write(document.add_paragraph(style=HEADING), block.heading, release)
    paragraph = document.add_paragraph(style=STYLES.get(block.name, "Normal"))
    run = _write(paragraph, block.text, release)
    if block.name == PartName.RELEASE_LINE:
        run.font.bold = run.font.cs_bold = True
    if block.name == PartName.END_MARK:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _write(paragraph: "Paragraph", text: str, release: PrintedRelease) -> "Run":
    run = paragraph.add_run(isolated(text, release))
    if release.is_right_to_left:
        _turn(paragraph, run)
    return run


def _turn(paragraph: "Paragraph", run: "Run") -> None:
    """Make a paragraph run from right to left, as Word wants it: every run has to say so itself."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    style: Any = paragraph.style
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(OxmlElement("w:bidi"), *AFTER_BIDI)
    run.font.name = FONT
    run.font.rtl = True
    run.font.cs_bold = style.font.bold
    look = run._r.get_or_add_rPr()
    look.get_or_add_rFonts().set(qn("w:cs"), FONT)
    set_size(look, style.font.size.pt)
    language = OxmlElement("w:lang")
    language.set(qn("w:bidi"), LOCALES["he"])
    look.insert_element_before(language, *AFTER_LANGUAGE)
