"""PDF, tagged for screen readers (PDF/UA-1, ISO 14289-1), made by typst with our own fonts.

https://typst.app/docs/reference/pdf/
"""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from assistant.documents.bidi import isolated
from assistant.documents.printed import PrintedRelease
from assistant.invisible import is_blank

if TYPE_CHECKING:
    import typst

_HERE = Path(__file__).parent
FONTS = _HERE / "fonts"
FAMILIES = ("Noto Sans", "Noto Sans Hebrew", "Noto Sans Math")
MISSING = "\N{REPLACEMENT CHARACTER}"
"""What is printed in place of a character that the fonts do not have: typst would refuse it."""
NOTES = {
    "en": "� stands for a character that this PDF cannot show. The Word file has it.",
    "de": "� steht für ein Zeichen, das dieses PDF nicht darstellen kann. Die Word-Datei enthält es.",
    "es": "� ocupa el lugar de un carácter que este PDF no puede mostrar. El archivo de Word sí lo contiene.",
    "he": "� מופיע במקום תו שקובץ ה-PDF אינו יכול להציג. קובץ ה-Word מכיל אותו.",
}
LONGEST_WORD = 60
"""Characters; a line of the page has some 90. Longer words are broken."""
_LONG_WORD = regex.compile(rf"\S{{{LONGEST_WORD},}}")
_PIECE = regex.compile(r"\X{1,30}")
_GRAPHEME = regex.compile(r"\X")
_IGNORABLE = regex.compile(r"[\p{Default_Ignorable_Code_Point}--[\u200b-\u200f\u2060]]", regex.VERSION1)
_RANGE = regex.compile(r"U\+(\w+)(?:-(\w+))?")


def render(release: PrintedRelease) -> bytes:
    """Return `release` as PDF: the same bytes each time. Python's lock is free while typst works."""
    import typst  # 34 MB, which only those need who print

    compiler = typst.Compiler(_HERE / "release.typ", font_paths=_fonts())
    content = compiler.compile(
        format="pdf",
        sys_inputs={"release": json.dumps(_page(release))},
        pdf_standards=["ua-1"],
        timestamp=int(release.approved_at.timestamp()),
    )
    assert isinstance(content, bytes)  # noqa: S101 - tells mypy
    return content


def _page(release: PrintedRelease) -> dict[str, Any]:
    """Return what `release.typ` prints."""
    blocks = [
        {"name": block.name, "heading": _line(block.heading, release), "text": _line(block.text, release)}
        for block in release.blocks
    ]
    blocks = [block for block in blocks if block["text"]]
    is_lossy = any(MISSING in block[key] for block in blocks for key in ("heading", "text"))
    return {
        "title": release.title,
        "company": release.company,
        "language": release.language,
        "direction": "rtl" if release.is_right_to_left else "ltr",
        "fonts": FAMILIES,
        "blocks": blocks,
        "note": isolated(NOTES[release.language], release) if is_lossy else "",
    }


def _line(text: str, release: PrintedRelease) -> str:
    """Return `text` as it is printed, "" if there is nothing to see: a heading must not be blank."""
    if is_blank(text):
        return ""
    text = isolated(_GRAPHEME.sub(lambda found: _shown(found[0]), text), release)
    return _LONG_WORD.sub(lambda found: "\N{ZERO WIDTH SPACE}".join(_PIECE.findall(found[0])), text)


def _shown(grapheme: str) -> str:
    """Return what a reader sees as one character as the fonts have it."""
    shown = _IGNORABLE.sub("", grapheme)
    return shown if characters().issuperset(shown.replace("\n", "")) else MISSING


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def characters() -> frozenset[str]:
    """Return the characters that the fonts have, both in regular and in bold."""
    ranges = _RANGE.findall((FONTS / "characters.txt").read_text())
    return frozenset(
        chr(code) for first, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)
    )
