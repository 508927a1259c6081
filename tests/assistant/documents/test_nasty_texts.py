"""Texts that want to be more than text, and texts that are hard to print."""

import io
import json
import re
import zipfile

import pytest
from django.utils import timezone
from docx import Document
from hypothesis import given, settings, strategies

from assistant.documents import docx, html, ninjs, pdf, stored
from assistant.documents.printed import printed
from assistant.models import ReleaseVersion
from tests.assistant.documents import texts
from tests.assistant.documents.conftest import Approve
from tests.assistant.documents.releases import release_of

LONG_WORD = "a" * 10_000
NASTY = {
    "typst import": '#import "/etc/passwd": x',
    "typst read": '#read("/etc/passwd") #sys.inputs $x^2$ @ref <label> = Heading',
    "typst string": '" + read("secret") + "',
    "backslashes": r"C:\new\table \u{41} \\ \* end\\",
    "end of a script": "</script><script>alert(1)</script><!-- <script>",
    "entities": "AT&T &amp; &lt;b&gt; <b>bold</b> ]]> <?xml?>",
    "json": '{"a": [1, "b"]} \\n \\u0000',
    "format string": "{title} {0} {} %s %(x)s",
    "markup of Word": "<w:p/> &#0; {MERGEFIELD x}",
    "formula": "=1+1 @SUM(A1)",
}
HARD = {
    "emoji": "We fly 🚀 with 👨‍👩‍👧 and 🇩🇪",
    "chinese": "Acme 漢字 株式会社",
    "arabic": "Acme شركة flies",
    "greek and cyrillic": "Όμιλος Κύκλος and Яндекс Україна",
    "vietnamese and polish": "Nguyễn Thị Ánh, Łódź, Žižek, İstanbul",
    "combining": "e\u0301 n\u0303 q\u0308\u0323 z\u0301\u0302\u0303\u0304\u0305\u0306",
    "ideographic space": "a\u3000b",
    "soft hyphen and joiners": "soft\u00adhyphen zero\u200bwidth j\u200doin \ufeffbom",
    "signs": "−5 °C ≈ 23 °F → ½ × 2 ≥ 1 ₪ € £ ¥ ₿ № ™ © ®",
    "many lines": "one\ntwo\n\n\nthree",
    "blank": " ",
    "one long word": LONG_WORD,
    "long hebrew word": "ש" * 3_000,
    "a long address": f"https://acme.example/{'x' * 900}",
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize("language", ["en", "he"])
def test_markup_in_a_text_is_printed_as_it_is(text: str, language: str) -> None:
    release = release_of(text, language=language)
    for found in (texts.of_pdf(pdf.render(release)), " ".join(texts.of_docx(docx.render(release)))):
        assert texts.words(found) == texts.words(text + text + text + text)
    assert texts.squeezed(texts.of_html(html.render(release))).count(text) == 4
    assert json.loads(ninjs.render(release))["headlines"][0]["value"] == text


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
@pytest.mark.parametrize("language", ["en", "he"])
def test_any_text_can_be_printed(text: str, language: str) -> None:
    release = release_of(text, language=language)
    assert pdf.render(release).startswith(b"%PDF")
    Document(io.BytesIO(docx.render(release)))
    assert json.loads(ninjs.render(release))["bodies"]
    assert texts.of_html(html.render(release))


@settings(max_examples=60, deadline=None)
@given(strategies.text(strategies.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=80))
def test_no_text_of_unicode_stops_the_printing(text: str) -> None:
    for language in ("en", "he"):
        release = release_of(text, language=language)
        assert pdf.render(release)
        assert docx.render(release)


@pytest.mark.parametrize("text", ["漢字", "🚀", "👨‍👩‍👧"])
@pytest.mark.parametrize("language", ["en", "de", "es", "he"])
def test_the_pdf_shows_where_it_lacks_a_character_and_says_so(text: str, language: str) -> None:
    found = texts.of_pdf(pdf.render(release_of(f"x{text}x", language=language)))
    assert f"x{pdf.MISSING * (2 if text == '漢字' else 1)}x" in found
    assert texts.words(pdf.NOTES[language]) <= texts.words(found)


def test_names_in_greek_cyrillic_and_accents_are_printed() -> None:
    names = HARD["greek and cyrillic"] + HARD["vietnamese and polish"] + HARD["signs"]
    found = texts.of_pdf(pdf.render(release_of(names)))
    assert pdf.MISSING not in found
    assert texts.squeezed(names) in found


def test_word_has_the_characters_that_the_pdf_lacks() -> None:
    assert "漢字 🚀" in texts.of_docx(docx.render(release_of("漢字 🚀")))


def test_a_word_longer_than_a_line_stays_on_the_page() -> None:
    found = texts.of_pdf(pdf.render(release_of(LONG_WORD)))
    assert found.count("a") == 4 * len(LONG_WORD)
    assert max(map(len, found.split())) < 120


def test_every_character_of_the_fonts_is_printed() -> None:
    shown = "".join(sorted(character for character in pdf.characters() if character.isprintable()))
    assert pdf.MISSING not in texts.of_pdf(pdf.render(release_of(shown.replace(pdf.MISSING, ""))))


def test_no_text_ends_the_script_of_the_page() -> None:
    page = html.render(release_of(NASTY["end of a script"])).decode()
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 1
    assert json.loads(scripts[0])["headline"] == NASTY["end of a script"]
    assert page.count("<script") == 1


def test_control_characters_and_overrides_are_left_out(approve: Approve) -> None:
    version = approve(boilerplate="Ac\x0bme\u202e seirots\u202c\u2066 x\u2069 \uffff\x1b[1m. Bye")
    release = printed(version)
    assert "\u202e" not in release.text
    assert all(character.isprintable() or character == "\n" for character in release.text)
    for document in stored.made(version):
        assert document.content


def test_the_oldest_text_with_nul_is_printed(approve: Approve) -> None:
    version = ReleaseVersion(
        release=approve().release,
        number=9,
        text="Acme\x00 flies\r\n\r\nbody\x07\tx\ud800",
        facts=[],
        approved_at=timezone.now(),
    )
    release = printed(version)
    assert release.text == "Acme\N{REPLACEMENT CHARACTER} flies\n\nbody x\N{REPLACEMENT CHARACTER}"
    assert zipfile.is_zipfile(io.BytesIO(docx.render(release)))
