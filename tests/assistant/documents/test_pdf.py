"""What a PDF needs besides the text: tags, title, language, fonts, and what runs from left to right."""

import io
import subprocess
from pathlib import Path
from typing import Any

import pypdf
import pytest

from assistant.documents import pdf
from assistant.documents.printed import printed
from tests.assistant.documents import texts
from tests.assistant.documents.conftest import APPROVED_AT, Approve
from tests.assistant.documents.releases import release_of

LANGUAGES = ["en", "de", "es", "he"]
MOST_FONT_BYTES = 400_000


def opened(approve: Approve, language: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf.render(printed(approve(language)))))


def tags_of(element: Any) -> list[str]:
    """Return the structure below `element`, in the order in which it is read aloud."""
    element = element.get_object()
    if isinstance(element, list):
        return [tag for child in element for tag in tags_of(child)]
    if not isinstance(element, dict):
        return []
    own = [element["/S"]] if "/S" in element else []
    return own + (tags_of(element["/K"]) if "/K" in element else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_and_says_its_language_title_and_standard(approve: Approve, language: str) -> None:
    reader = opened(approve, language)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == printed(approve(language)).title
    assert reader.metadata.author == "Acme"
    assert reader.metadata.creation_date == APPROVED_AT


def test_headings_and_paragraphs_are_told_apart(approve: Approve) -> None:
    root: Any = opened(approve, "en").trailer["/Root"]
    tags = tags_of(root["/StructTreeRoot"]["/K"])
    assert [tag for tag in tags if tag.startswith("/H")] == ["/H1", "/H2", "/H2"]
    assert tags.count("/P") == 11


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_fonts_are_ours_and_embedded(approve: Approve, language: str) -> None:
    (page,) = opened(approve, language).pages
    resources: Any = page["/Resources"]
    names = set()
    for font in resources["/Font"].values():
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in descriptor
        names.add(descriptor["/FontName"].split("+")[1].split("-")[0])
    assert names == ({"NotoSans", "NotoSansHebrew"} if language == "he" else {"NotoSans"})


def test_the_fonts_are_small_and_come_with_their_licence() -> None:
    assert sum(path.stat().st_size for path in pdf.FONTS.glob("*.ttf")) < MOST_FONT_BYTES
    assert "SIL OPEN FONT LICENSE" in (pdf.FONTS / "OFL.txt").read_text()


@pytest.mark.skipif(not texts.PDFINFO, reason="needs poppler-utils")
@pytest.mark.parametrize("language", LANGUAGES)
def test_another_program_finds_it_tagged(approve: Approve, tmp_path: Path, language: str) -> None:
    path = tmp_path / "release.pdf"
    path.write_bytes(pdf.render(printed(approve(language))))
    told = subprocess.run([str(texts.PDFINFO), str(path)], capture_output=True, check=True).stdout.decode()
    assert "Tagged:          yes" in told


@pytest.mark.parametrize(
    "run", ["+972 3 123 4567", "03-123-4567", "lea@acme.example", "https://acme.example/a_b?c=1"]
)
@pytest.mark.parametrize("line", ["{}", "טלפון: {}", "{} טלפון", "לפרטים ({}), בכל יום"])
def test_a_phone_or_an_address_in_hebrew_is_printed_in_its_own_order(run: str, line: str) -> None:
    found = texts.of_pdf(pdf.render(release_of(line.format(run), language="he")))
    assert found.count(run) == 4


def test_a_long_release_has_numbered_pages() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(release_of("Acme flies to Turin. " * 300))))
    assert len(reader.pages) > 2
    assert reader.pages[1].extract_text().strip().endswith(f"2 / {len(reader.pages)}")
