"""`manage.py export_person`: all that is stored of a person, and nothing of others."""

import json
import stat
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import BinaryField, CharField

from sessions_app.erasure import export
from sessions_app.messages import opt_outs
from sessions_app.models import InboundMessage, MediaDeletion, OptOut, OutboundMessage
from sessions_app.privacy import pseudonym
from tests.fakes.sayings import voice_note
from tests.fakes.twilio_server import FakeTwilio
from tests.support.documents import CONTENTS
from tests.support.erasure import OF_A_PERSON, OLGA, make_person
from tests.support.factories import InboundFactory, OutboundFactory, idle_session, phone_number

pytestmark = pytest.mark.django_db(transaction=True)

ADA, BOB = phone_number(1), phone_number(2)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ada.zip"


def export_to(file: Path, who: str = ADA) -> str:
    out = StringIO()
    call_command("export_person", who, str(file), stdout=out)
    return out.getvalue()


def contents(file: Path) -> dict[str, bytes]:
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def exported(file: Path) -> Any:
    return json.loads(contents(file)["data.json"])


def test_each_table_with_rows_of_a_person_is_in_it(file: Path) -> None:
    make_person(ADA)
    opt_outs.add([ADA], how=OptOut.How.WORD)
    said = export_to(file, pseudonym(ADA))
    assert ADA[1:] not in said
    data = exported(file)
    filled = {label for label, rows in data["tables"].items() if rows}
    assert filled >= OF_A_PERSON | {"sessions_app.AuditEntry", "sessions_app.OptOut"}
    assert data["addresses"] == [ADA]
    assert data["tables"]["sessions_app.ConversationSession"][0]["phone"] == ADA
    assert f"{sum(map(len, data['tables'].values()))} rows and 2 files" in said


def test_nothing_of_anybody_else_is_in_it(file: Path) -> None:
    make_person(ADA)
    make_person(BOB, words="Words of Bob")
    export_to(file)
    text = "".join(content.decode("utf-8", "replace") for content in contents(file).values())
    assert not [mark for mark in (BOB, "Words of Bob", OLGA) if mark in text]
    assert exported(file)["tables"]["sessions_app.InboundMessage"][0]["operator"] == "an operator"


def test_every_field_with_the_name_of_an_operator_is_masked() -> None:
    length = User._meta.get_field("username").max_length
    named = {
        one.name
        for label in {*OF_A_PERSON, "sessions_app.AuditEntry"}
        for one in apps.get_model(label)._meta.concrete_fields
        if isinstance(one, CharField) and one.max_length == length
    } | {"paused_by", "assigned_to"}
    assert named == export.OPERATORS


def test_what_may_be_shown_nowhere_is_left_out() -> None:
    row = export.row_of(User(username="ada", password="secret"))
    assert row["username"] == "ada"
    assert "password" not in row


def test_only_documents_are_bytes() -> None:
    fields = [(label, one) for label in OF_A_PERSON for one in apps.get_model(label)._meta.concrete_fields]
    binary = {(label, one.name) for label, one in fields if isinstance(one, BinaryField)}
    assert binary <= export.LEFT_OUT


def test_the_transcript_is_to_be_read(file: Path, settings: Any) -> None:
    at = "2026-11-30T12:00:0{}Z"
    item = {"url": "", "content_type": "audio/ogg"}
    InboundFactory.create(phone=ADA, body="Hello", received_at=at.format(1))
    OutboundFactory.create(phone=ADA, body="Hi, what is new?", created_at=at.format(2))
    heard = [{"kind": "voice", "text": "We open a school"}]
    InboundFactory.create(phone=ADA, body="", media=[item], heard=heard, received_at=at.format(3))
    OutboundFactory.create(
        phone=ADA, body="By hand", author="operator", operator=OLGA, created_at=at.format(4)
    )
    export_to(file)
    assert contents(file)["transcript.txt"].decode() == (
        "2026-11-30 12:00:01 UTC  You\nHello\n\n"
        "2026-11-30 12:00:02 UTC  WhatsPR\nHi, what is new?\n\n"
        "2026-11-30 12:00:03 UTC  You\n[voice message] We open a school\n\n"
        "2026-11-30 12:00:04 UTC  An operator\nBy hand\n"
    )


def test_documents_and_media_are_files(file: Path, fake_twilio: FakeTwilio) -> None:
    make_person(ADA)
    note = voice_note("hello")
    url, _ = fake_twilio.add_media(note, "audio/ogg")
    gone = f"{url}gone"
    media = [{"url": one, "content_type": "audio/ogg"} for one in (url, gone)]
    message = InboundFactory.create(phone=ADA, body="", media=media)
    MediaDeletion.objects.create(url=url)
    said = export_to(file)
    found = contents(file)
    assert found[f"media/message-{message.pk}-1.ogg"] == note
    documents = {
        Path(name).suffix[1:]: content for name, content in found.items() if name.startswith("documents/")
    }
    assert documents == CONTENTS
    why = f"message-{message.pk}-2: no longer there"
    assert f"Not fetched from Twilio: {why}" in said
    assert why in found["README.txt"].decode()
    assert exported(file)["tables"]["sessions_app.MediaDeletion"][0]["url"] == url


def test_the_explanation_says_what_is_in_it_how_long_it_is_kept_and_what_stays(
    file: Path, settings: Any
) -> None:
    settings.TRANSCRIPT_RETENTION_DAYS = 2
    make_person(ADA)
    export_to(file)
    text = contents(file)["README.txt"].decode()
    assert f"under: {ADA}." in text
    assert (
        "sessions_app.InboundMessage: what users wrote.\n    Kept: 2 days after the session ended; 30 days"
        in text
    )
    assert "- audit lines with the pseudonym, at us, until 730 days after each" in text


def test_only_its_owner_can_read_it(file: Path) -> None:
    idle_session(ADA, idle=5)
    export_to(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_file_is_overwritten(file: Path) -> None:
    idle_session(ADA, idle=5)
    file.write_text("mine")
    with pytest.raises(CommandError, match="File exists"):
        export_to(file)
    assert file.read_text() == "mine"


def test_of_nobody_no_file_is_made(file: Path) -> None:
    with pytest.raises(CommandError, match="Nothing is stored"):
        export_to(file)
    assert not file.exists()


def test_nothing_is_changed(file: Path) -> None:
    make_person(ADA)
    before = (InboundMessage.objects.count(), OutboundMessage.objects.count())
    export_to(file)
    assert (InboundMessage.objects.count(), OutboundMessage.objects.count()) == before
