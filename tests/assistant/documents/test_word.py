"""What Word needs besides the text: properties, styles, languages, and the direction of Hebrew."""

import io
import zipfile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from assistant.documents import docx
from assistant.documents.printed import printed
from assistant.documents.word_template import FONT
from tests.assistant.documents.conftest import APPROVED_AT, Approve

LOCALES = [("en", "en-US"), ("de", "de-DE"), ("es", "es-ES"), ("he", "he-IL")]


def opened(approve: Approve, language: str) -> WordDocument:
    return Document(io.BytesIO(docx.render(printed(approve(language)))))


@pytest.mark.parametrize(("language", "locale"), LOCALES)
def test_the_properties_tell_title_company_language_and_approval(
    approve: Approve, language: str, locale: str
) -> None:
    properties = opened(approve, language).core_properties
    assert properties.title.startswith("Acme")
    assert (properties.author, properties.last_modified_by) == ("Acme", "Acme")
    assert properties.language == locale
    assert properties.created == properties.modified == APPROVED_AT
    assert properties.comments == ""


@pytest.mark.parametrize(("language", "locale"), LOCALES)
def test_the_spelling_is_checked_in_the_language_of_the_text(
    approve: Approve, language: str, locale: str
) -> None:
    (default,) = opened(approve, language).styles.element.iter(qn("w:lang"))
    assert locale in (default.get(qn("w:val")), default.get(qn("w:bidi")))


def test_headlines_and_headings_have_real_styles(approve: Approve) -> None:
    styles = {one.text: one.style.name for one in opened(approve, "en").paragraphs if one.style}
    assert styles["Acme raises €6.3 million to help winemakers save water"] == "Title"
    assert styles["Nordlicht Ventures leads the round"] == "Subtitle"
    assert styles["About Acme"] == styles["Media contact"] == "Heading 2"
    assert styles["###"] == "Normal"


def test_every_paragraph_and_run_in_hebrew_runs_from_right_to_left(approve: Approve) -> None:
    for paragraph in opened(approve, "he").paragraphs:
        properties = paragraph._p.get_or_add_pPr()
        assert properties.find(qn("w:bidi")) is not None
        assert properties.find(qn("w:jc")) is None or paragraph.text == "### סוף"
        for run in paragraph.runs:
            look = {child.tag: child for child in run._r.get_or_add_rPr()}
            assert {qn("w:rtl"), qn("w:bCs"), qn("w:szCs")} <= look.keys()
            assert look[qn("w:rFonts")].get(qn("w:cs")) == FONT
            assert look[qn("w:lang")].get(qn("w:bidi")) == "he-IL"


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_other_languages_have_nothing_from_right_to_left(approve: Approve, language: str) -> None:
    body = opened(approve, language).element.body
    assert not [*body.iter(qn("w:bidi")), *body.iter(qn("w:rtl"))]


def test_phones_addresses_and_latin_names_keep_their_order_in_hebrew(approve: Approve) -> None:
    text = "\n".join(one.text for one in opened(approve, "he").paragraphs)
    assert "\u2066Lea Brandt, lea@acme.example, +39 011 555 0123\u2069" in text
    assert "\u2066https://acme.example/press\u2069" in text
    assert "9 בפברואר 2027 – \u2066Acme\u2069 גייסה" in text


def test_nothing_tells_of_another_document_or_of_the_time_of_printing(approve: Approve) -> None:
    with zipfile.ZipFile(io.BytesIO(docx.render(printed(approve())))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name or "app.xml" in name]
        assert file.testzip() is None
