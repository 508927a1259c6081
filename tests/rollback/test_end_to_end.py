"""Rollback, a conversation in legacy mode, restore: with real processes, and nothing lost."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import BASE_DIR, Installation, Started, installation

pytestmark = pytest.mark.processes

ADA, BOB, CLEO, DAN = (f"+4915120000{number:03d}" for number in range(4))
ROLLBACK = str(BASE_DIR / "scripts/rollback_session_manager.py")


@pytest.fixture
def site(tmp_path: Path, openai: FakeOpenAI, twilio: FakeTwilio) -> Iterator[Installation]:
    with installation(tmp_path) as made:
        made.configure(
            openai=openai,
            twilio=twilio,
            ENV_FILE=str(tmp_path / "env"),
            LEGACY_SESSIONS_FILE=str(tmp_path / "legacy.json"),
            SESSION_BACKUP_FOLDER=str(tmp_path / "backups"),
        )
        yield made


def run(site: Installation, *command: str) -> str:
    done = site.execute(sys.executable, *command)
    assert done.returncode == 0, done.stdout
    return str(done.stdout)


def stored(site: Installation) -> dict[str, str]:
    table = "sessions_app_conversationsession"
    return dict(site.database.query(f"SELECT phone, thread_id FROM {table} ORDER BY phone"))


def restart(site: Installation, *processes: Started) -> tuple[Started, Started]:
    for process in processes:
        assert process.stop() == 0
    return site.answer_messages(), site.serve()


def wait_for(twilio: FakeTwilio, phone: str, last: str) -> None:
    wait_until(lambda: twilio.bodies_to(phone)[-1:] == [last], 20)


def test_nothing_is_lost_from_rollback_through_legacy_mode_to_restore(
    site: Installation, openai: FakeOpenAI, twilio: FakeTwilio, tmp_path: Path
) -> None:
    processes = restart(site)
    for phone in (ADA, BOB, CLEO):
        site.say(phone, "hello")
        wait_for(twilio, phone, "You said: hello (turn 1)")
    before = stored(site)

    # The plan is told, and nothing happens.
    plan = run(site, ROLLBACK, "--dry-run")
    assert "3 sessions would be moved" in plan
    assert stored(site) == before
    assert [path for path in tmp_path.iterdir() if path.name in ("env", "legacy.json", "backups")] == []

    # Sessions move; what comes before the restart waits, and is answered after it, in its thread.
    done = run(site, ROLLBACK)
    assert "3 sessions moved" in done
    assert "Restart all processes" in done
    assert json.loads((tmp_path / "legacy.json").read_text()) == before
    assert stored(site) == {}
    site.say(ADA, "still there?")
    processes = restart(site, *processes)
    wait_for(twilio, ADA, "You said: still there? (turn 2)")
    assert health(site)["status"] == "legacy"

    # Legacy mode: a new phone, a reset.
    site.say(DAN, "I am new")
    wait_for(twilio, DAN, "You said: I am new (turn 1)")
    site.say(BOB, "reset")
    wait_until(lambda: len(twilio.bodies_to(BOB)) == 2, 20)
    site.say(BOB, "again")
    wait_for(twilio, BOB, "You said: again (turn 1)")
    in_legacy = json.loads((tmp_path / "legacy.json").read_text())
    assert in_legacy.keys() == {ADA, BOB, CLEO, DAN}
    assert in_legacy[BOB] != before[BOB]

    # Back: threads as they are now.
    (backup,) = (tmp_path / "backups").iterdir()
    assert "4 sessions restored" in run(site, "manage.py", "restore_sessions", str(backup))
    assert stored(site) == in_legacy
    restart(site, *processes)
    for phone, turn in ((ADA, 3), (BOB, 2), (CLEO, 2), (DAN, 2)):
        site.say(phone, "back")
        wait_for(twilio, phone, f"You said: back (turn {turn})")
    assert health(site)["session_manager"]["metrics"]["active_sessions"] == 4
    assert set(in_legacy.values()) <= openai.conversations.keys()
    left = site.database.query("SELECT thread_id FROM sessions_app_remotethread WHERE state = 'doomed'")
    assert left == [before[BOB]]


def health(site: Installation) -> Any:
    with urlopen(f"{site.url}/health/sessions", timeout=5) as answer:
        return json.load(answer)
