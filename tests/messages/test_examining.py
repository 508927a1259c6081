"""What is made of the bytes of a file, whatever it is called."""

import zipfile
from io import BytesIO

import pytest

from sessions_app.messages import contact_cards
from sessions_app.messages.examining import MAX_UNZIPPED, examine
from tests.fakes.sayings import pdf, picture, voice_note, word_file

CARD = b"""BEGIN:VCARD\r
VERSION:3.0\r
N:Aalto;Meret;;;\r
FN:Meret Aalto\r
ORG:Vinolog;Press\r
item1.TEL;type=CELL;waid=493012345:+49 30 12345\r
EMAIL;TYPE=INTERNET:meret@vino\r
 log.example\r
END:VCARD\r
"""


def zipped(**files: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "declared", "kind", "problem"),
    [
        (b"", "audio/ogg", "voice", "empty"),
        (b"", "application/pdf", "file", "empty"),
        (b"#!AMR\n\x3c", "audio/amr", "voice", "format"),
        (voice_note("x", seconds=15 * 60 + 1), "audio/ogg", "voice", "too_long"),
        (voice_note("", seconds=20 * 60), "audio/ogg", "voice", "too_long"),
        (voice_note("x", seconds=15 * 60), "audio/ogg", "voice", ""),
        (picture("x"), "audio/ogg", "picture", ""),
        (b"\0\0\0\x18ftypmp42", "audio/mp4", "voice", ""),
        (b"\0\0\0\x18ftypmp42", "video/mp4", "video", "video"),
        (b"\xff\xfb\x90\x00", "audio/mpeg", "voice", ""),
        (b"\xff\xf1\x50\x80", "audio/aac", "unknown", "unknown"),
        (b"<html>", "image/jpeg", "unknown", "unknown"),
        (b"MZ\x90\0", "application/pdf", "unknown", "unknown"),
        (pdf("x", pages=50), "application/pdf", "file", ""),
        (pdf("x", pages=51), "application/pdf", "file", "too_many_pages"),
        (pdf("x", password="secret"), "application/pdf", "file", "encrypted"),
        (pdf("x")[:100], "application/pdf", "file", "unreadable"),
        (zipped(readme=b"x"), "application/zip", "unknown", "unknown"),
        (zipped(word__document=b"x", xl__workbook=b"x"), "application/zip", "unknown", "unknown"),
        (b"PK\x03\x04broken", "application/zip", "file", "unreadable"),
        (zipped(**{"word/document.xml": b"<broken"}), "application/zip", "file", "unreadable"),
        (word_file(" "), "application/zip", "file", "no_text"),
        (b"BEGIN:VCARD\r\nEND:VCARD", "text/vcard", "contact", "unreadable"),
    ],
)
def test_each_file_is_judged_by_its_bytes(content: bytes, declared: str, kind: str, problem: str) -> None:
    examined = examine(content, declared=declared)
    assert (examined.kind, examined.problem) == (kind, problem)


def test_a_zip_bomb_is_not_unzipped(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped(**{"word/document.xml": bytes(MAX_UNZIPPED), "more.xml": b"x"})
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert len(bomb) < 2**20
    assert examine(bomb, declared="application/zip").problem == "too_big"


def test_a_recording_is_named_by_its_bytes() -> None:
    medium = examine(voice_note("x"), declared="audio/mpeg").medium
    assert medium
    assert (medium.content_type, medium.extension, medium.seconds) == ("audio/ogg", "ogg", 5.0)


def test_a_word_file_is_read_here() -> None:
    assert examine(word_file("We raised", "", "€6.3 million"), declared="").text == "We raised\n€6.3 million"


def test_a_contact_card_is_one_line() -> None:
    told = "Meret Aalto, Vinolog, Press, meret@vinolog.example, +49 30 12345"
    assert examine(CARD, declared="text/vcard").text == told


def test_an_old_card_with_quoted_printable_values() -> None:
    card = b"BEGIN:VCARD\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg=\n M=C3=BCller\nEND:VCARD"
    assert contact_cards.as_text(card) == "Jörg Müller"


def test_a_card_with_a_thousand_contacts_is_cut() -> None:
    assert len(contact_cards.as_text(CARD * 1000).splitlines()) == contact_cards.MAX_CARDS


def test_a_recording_that_we_cannot_measure_is_left_to_the_model() -> None:
    assert examine(b"OggS" + b"\xff" * 500, declared="audio/ogg").medium
