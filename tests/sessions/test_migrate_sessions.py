"""`manage.py migrate_sessions FILE`: what it says and does, and all that it refuses."""

import json
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sessions_app.manager import SessionManager
from sessions_app.models import RemoteThread
from sessions_app.privacy import pseudonym
from sessions_app.sessions import backend
from tests.support.factories import counts, idle_session, phone_number
from tests.support.processes import installation

ADA, BOB, CAT = phone_number(1), phone_number(2), phone_number(3)

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sessions.json"


def migrate(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("migrate_sessions", str(file), *options, stdout=out)
    return out.getvalue().strip()


def refusal(file: Path, *options: str) -> str:
    """Return what it says where it refuses. Asserts that nothing has come into the database."""
    with pytest.raises(CommandError) as refused:
        migrate(file, *options)
    assert (SessionManager().export_to_dict(), counts(), RemoteThread.objects.count()) == ({}, {}, 0)
    said = str(refused.value)
    assert said.startswith(f"{file}: ")
    assert said.endswith("; nothing was changed")
    return said.removeprefix(f"{file}: ").removesuffix("; nothing was changed")


def test_it_takes_the_sessions_over_and_says_how_many(file: Path) -> None:
    file.write_text(json.dumps({ADA: "thread_a", f"whatsapp:{BOB}": "thread_b", CAT: None}))
    assert migrate(file) == "2 sessions imported, 1 without a thread and 0 with a blank phone skipped"
    assert SessionManager().export_to_dict() == {ADA: "thread_a", BOB: "thread_b"}


def test_a_dry_run_says_how_many_and_changes_nothing(file: Path) -> None:
    idle_session(ADA, idle=10, thread_id="conv_a")
    file.write_text(json.dumps({ADA: "thread_a", BOB: "thread_b", CAT: " "}))
    assert (
        migrate(file, "--dry-run")
        == "2 sessions would be imported, 1 without a thread and 0 with a blank phone skipped"
    )
    assert SessionManager().export_to_dict() == {ADA: "conv_a"}
    assert (counts(), RemoteThread.objects.count()) == ({"created": 1}, 1)


def test_an_empty_object_is_nothing_to_do(file: Path) -> None:
    file.write_text("{}")
    assert migrate(file) == "0 sessions imported, 0 without a thread and 0 with a blank phone skipped"


@pytest.mark.parametrize(("options", "done"), [((), "imported"), (("--dry-run",), "would be imported")])
def test_blank_phones_are_skipped_and_counted(file: Path, options: tuple[str, ...], done: str) -> None:
    blank = {
        "": "thread_c",
        " \t": None,
        "whatsapp: ": "thread_d",
        "\u200b": "thread_e",
        "\u2800": "thread_f",
    }
    file.write_text(json.dumps({ADA: "thread_a", BOB: "", **blank}))
    assert (
        migrate(file, *options) == f"1 sessions {done}, 1 without a thread and 5 with a blank phone skipped"
    )
    assert SessionManager().export_to_dict() == ({} if options else {ADA: "thread_a"})


def test_a_byte_order_mark_does_no_harm(file: Path) -> None:
    file.write_text(json.dumps({ADA: "thread_a"}), "utf-8-sig")
    assert migrate(file) == "1 sessions imported, 0 without a thread and 0 with a blank phone skipped"


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Expecting value"),
        (b'{"+14155550001": "thread_a"', "Expecting ',' delimiter"),
        (b'["+14155550001"]', "it holds no JSON object"),
        (b"null", "it holds no JSON object"),
        (b'{"+14155550001": "thread_\xff"}', "can't decode byte 0xff"),
        (b"[" * 100_000, "recursion"),
        (b'{"+14155550001": 1' + b"0" * 5000 + b"}", "integer string conversion"),
        (b'{"+14155550001": "thread_a", "+14155550001": "thread_b"}', "a key occurs twice"),
        (b'{"+14155550001": {"thread": "thread_a"}}', "the thread is not a text"),
        (b'{"+14155550001": NaN}', "the thread is not a text"),
        (b'{"+1415555\\u00000001": "thread_a"}', "entry 1: the phone has unprintable characters"),
        (b'{"+14155550001": "\\ud800"}', "the thread has unprintable characters"),
    ],
)
def test_what_is_no_list_of_sessions_is_refused(
    file: Path, options: tuple[str, ...], content: bytes, reason: str
) -> None:
    file.write_bytes(content)
    said = refusal(file, *options)
    assert reason in said
    assert ADA not in said


def test_one_bad_entry_keeps_all_others_out_and_is_named_without_its_phone(file: Path) -> None:
    file.write_text(json.dumps({ADA: "thread_a", BOB: "t" * 129, CAT: "thread_c"}))
    assert refusal(file) == f"entry 2 ({pseudonym(BOB)}): the thread is longer than 128 characters"


def test_a_file_that_is_not_there_is_refused(file: Path) -> None:
    assert "No such file" in refusal(file)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "Is a directory" in refusal(tmp_path)


def test_it_is_refused_while_the_sessions_move(file: Path) -> None:
    file.write_text(json.dumps({ADA: "thread_a"}))
    backend.switch(backend.Backend.MOVING)
    assert refusal(file) == "SESSION_BACKEND is database here, but the sessions are in moving"


@pytest.mark.processes
def test_the_exit_status_says_whether_it_was_done(tmp_path: Path, file: Path) -> None:
    with installation(tmp_path) as site:
        site.environment |= {"DEBUG": "on", "SECRET_KEY": "a-key"}
        file.write_text(json.dumps({ADA: "thread_a"}))
        assert site.run("migrate_sessions", str(file)).returncode == 0
        file.write_text("{")
        refused = site.run("migrate_sessions", str(file))
        assert refused.returncode == 1
        assert "Traceback" not in refused.stdout
        assert site.database.query("SELECT thread_id FROM sessions_app_conversationsession") == ["thread_a"]


@pytest.mark.processes
def test_the_file_can_come_from_standard_input(tmp_path: Path) -> None:
    """As README has it for a container, which does not see the host's files."""
    with installation(tmp_path) as site:
        site.environment |= {"DEBUG": "on", "SECRET_KEY": "a-key"}
        command = f"{sys.executable} manage.py migrate_sessions /dev/stdin"
        done = site.execute("/bin/sh", "-c", f'echo \'{{"{ADA}": "thread_a"}}\' | {command}')
        assert done.returncode == 0, done.stdout
        assert site.database.query("SELECT thread_id FROM sessions_app_conversationsession") == ["thread_a"]
