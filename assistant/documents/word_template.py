"""The empty Word file that releases are written into: A4, our styles, and nothing else.

It is made once a process, of the template of python-docx, whose styles for tables and lists take longer to
read than the rest of a document takes to make.
"""

import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle

FONT = "Arial"
"""It is everywhere, and has Hebrew."""
HEADING = "Heading 2"
_SIZES = {"Normal": 11, "Title": 20, "Subtitle": 13, HEADING: 11}
"""Points."""
_BOLD = ("Title", HEADING)
_KEPT = ("Normal", "Title", "Subtitle", "Heading2", "DefaultParagraphFont", "TableNormal", "NoList")
"""The ids of styles; the last three are the defaults of what is no paragraph."""
_NOT_OURS = ("/thumbnail", "/extended-properties", "/stylesWithEffects", "/customXml", "/numbering")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can have."""


@cache
def template() -> bytes:
    from docx import Document

    document = Document()
    _drop_what_is_not_ours(document)
    _set_page(document)
    for name, points in _SIZES.items():
        _restyle(document.styles[name], points=points, is_bold=name in _BOLD)
    file = io.BytesIO()
    document.save(file)
    return with_fixed_times(file)


def _drop_what_is_not_ours(document: "WordDocument") -> None:
    """Remove what python-docx's template has for other documents: a picture, a page count, many styles."""
    part: Any = document.part
    for relations in (part.rels, part.package.rels):
        for key in [key for key, one in relations.items() if one.reltype.endswith(_NOT_OURS)]:
            del relations[key]
    styles = document.styles.element
    for style in [one for one in styles.style_lst if one.styleId not in _KEPT]:
        styles.remove(style)


def _set_page(document: "WordDocument") -> None:
    from docx.shared import Mm

    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)


def _restyle(style: "ParagraphStyle", *, points: int, is_bold: bool) -> None:
    """Make `style` plain: black, without the theme's fonts and the line below the title."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name = FONT
    style.font.size = Pt(points)
    style.font.bold = style.font.cs_bold = is_bold
    style.font.italic = style.font.cs_italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.space_before = Pt(12 if style.name == HEADING else 0)
    style.paragraph_format.space_after = Pt(4 if style.name == HEADING else 10)
    properties = style.element.get_or_add_rPr()
    set_size(properties, points)
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), FONT)
    for spaced in properties.findall(qn("w:spacing")) + properties.findall(qn("w:kern")):
        properties.remove(spaced)
    for parent, name in ((style.element, "link"), (style.element.pPr, "pBdr"), (style.element.pPr, "numPr")):
        for one in parent.findall(qn(f"w:{name}")):
            parent.remove(one)


def set_size(properties: Any, points: float) -> None:
    """Set the size of Hebrew letters; python-docx knows that of Latin ones only."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(int(points * 2)))
    properties.insert_element_before(size, *_AFTER_SIZE)


# The order is fixed by ECMA-376, part 1, 17.3.1.26 and 17.3.2.28.
AFTER_BIDI = (
    *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents"),
    *("w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap"),
    *("w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange"),
)
AFTER_LANGUAGE = ("w:eastAsianLayout", "w:specVanish", "w:oMath", "w:rPrChange")
_AFTER_SIZE = (
    *("w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs"),
    *("w:em", "w:lang", *AFTER_LANGUAGE),
)


def with_fixed_times(file: io.BytesIO) -> bytes:
    """Return the zip `file` with the same times whenever it is made."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            new.writestr(entry, old.read(name))
    return fixed.getvalue()
