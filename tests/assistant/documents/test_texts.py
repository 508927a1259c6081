"""The text of each format is the text of the release, in four languages."""

import json
from pathlib import Path

import pytest

from assistant.documents import docx, html, ninjs, pdf, plain_text
from assistant.documents.printed import PrintedRelease, printed
from tests.assistant.documents import texts
from tests.assistant.documents.conftest import Approve
from tests.assistant.translated_releases import RELEASES

ALL = [(language, kind) for language, kinds in RELEASES.items() for kind in kinds]
everywhere = pytest.mark.parametrize(("language", "kind"), ALL)


@everywhere
def test_plain_text_is_what_the_user_approved_without_marks(
    approve: Approve, language: str, kind: str
) -> None:
    version = approve(language, kind)
    text = plain_text.render(printed(version)).decode()
    assert text == version.text.replace("*", "").replace("\n_", "\n").replace("_\n", "\n") + "\n"


@everywhere
def test_word_has_the_text_of_the_release(approve: Approve, language: str, kind: str) -> None:
    release = printed(approve(language, kind))
    lines = [line for line in release.text.split("\n") if line]
    assert texts.of_docx(docx.render(release)) == lines


@everywhere
def test_the_pdf_has_the_text_of_the_release(approve: Approve, language: str, kind: str) -> None:
    release = printed(approve(language, kind))
    text = texts.of_pdf(pdf.render(release))
    assert texts.words(text) == texts.words(release.text)
    if language != "he":
        assert text == texts.squeezed(release.text)


@pytest.mark.skipif(not texts.PDFTOTEXT, reason="needs poppler-utils")
@pytest.mark.parametrize("language", RELEASES)
def test_another_reader_finds_the_same_text(approve: Approve, tmp_path: Path, language: str) -> None:
    release = printed(approve(language))
    text = texts.by_poppler(pdf.render(release), tmp_path)
    assert texts.words(text) == texts.words(release.text)


@everywhere
def test_html_has_the_text_of_the_release(approve: Approve, language: str, kind: str) -> None:
    release = printed(approve(language, kind))
    page = texts.of_html(html.render(release))
    assert texts.squeezed(page) == texts.squeezed(release.text)


@everywhere
def test_ninjs_has_the_headline_and_all_below_it(approve: Approve, language: str, kind: str) -> None:
    release = printed(approve(language, kind))
    item = json.loads(ninjs.render(release))
    told = [one["value"] for one in item["headlines"] + item["bodies"]]
    around = [release.text_of(release.blocks[0].name), release.blocks[-1].text]
    assert texts.words(" ".join([*told, *around])) == texts.words(release.text)


OLD_TEXT = """FOR IMMEDIATE RELEASE

*Acme raises €6 million*

_Nordlicht leads the ∗great∗ round_

TURIN, Italy – Acme raised *€6 million*. See https://acme.example/a_b_c/_d_

*About Acme*
Acme makes snake_case and 2 * 3 * 4.

###"""
NEW_TEXT = """FOR IMMEDIATE RELEASE

Acme raises €6 million

Nordlicht leads the *great* round

TURIN, Italy – Acme raised €6 million. See https://acme.example/a_b_c/_d_

About Acme
Acme makes snake_case and 2 * 3 * 4.

###
"""


@pytest.fixture
def old(approve: Approve) -> PrintedRelease:
    """A version by older code: it has a text for WhatsApp and no parts."""
    version = approve()
    version.parts, version.text = [], OLD_TEXT
    return printed(version)


def test_a_version_without_parts_is_printed_from_its_text(old: PrintedRelease) -> None:
    assert plain_text.render(old).decode() == NEW_TEXT
    assert old.title == "Acme raises €6 million"
    assert [block.name for block in old.blocks] == [
        "body",
        "headline",
        "subhead",
        "body",
        "boilerplate",
        "end_mark",
    ]


def test_a_version_without_parts_becomes_every_format(old: PrintedRelease) -> None:
    expected = texts.squeezed(NEW_TEXT)
    assert texts.squeezed(" ".join(texts.of_docx(docx.render(old)))) == expected
    assert texts.of_pdf(pdf.render(old)) == expected
    assert texts.squeezed(texts.of_html(html.render(old))) == expected


def test_a_text_without_any_mark_begins_with_its_headline(approve: Approve) -> None:
    version = approve()
    version.parts, version.text = [], "Acme flies\n\nAcme flies from Turin."
    assert [block.name for block in printed(version).blocks] == ["headline", "body"]
