"""`scripts/rollback_session_manager.py`: what one line has to do in an emergency, wherever it is typed."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.moves import BOTH, site_with_both
from tests.support.processes import Installation, copy_of_the_code

pytestmark = pytest.mark.processes


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    """A copy of the code in `code`, called from `elsewhere`, with the sessions `BOTH` and no environment."""
    with site_with_both(tmp_path) as made:
        copy_of_the_code(tmp_path)
        (tmp_path / "elsewhere").mkdir()
        made.code = tmp_path / "elsewhere"
        for own in ("DEBUG", "SECRET_KEY", "ENV_FILE", "LEGACY_SESSIONS_FILE", "SESSION_BACKUP_FOLDER"):
            del made.environment[own]
        yield made


def call(site: Installation, *options: str, **more: str) -> tuple[int, str]:
    """Call the script; return its exit status and all that it said."""
    script = str(site.folder / "code/scripts/rollback_session_manager.py")
    ended = site.execute(sys.executable, script, *options, **more)
    assert "Traceback" not in ended.stdout
    return ended.returncode, ended.stdout


def after_make_run(site: Installation) -> Path:
    """Leave behind what `make run` makes; return its folder."""
    var = site.folder / "code" / "var"
    var.mkdir()
    (var / "development.env").write_text("DEBUG=on\nSECRET_KEY=a-key\n")
    if site.database.is_postgresql:
        site.environment |= {"DEBUG": "on", "SECRET_KEY": "a-key"}
    else:
        del site.environment["DATABASE_URL"]
        shutil.copyfile(site.database.file, var / "whatspr.sqlite3")
    return var


def test_without_an_environment_the_checks_speak_and_nothing_is_made(site: Installation) -> None:
    for given in ({}, {"DEBUG": "on", "SECRET_KEY": "a-key"}):
        site.environment.pop("DATABASE_URL", None)
        site.environment |= given
        status, said = call(site, "--dry-run")
        assert status == 1
        assert ("There is no database" if given else "whatspr.E001") in said
        assert not (site.folder / "code" / "var").exists()


def test_after_make_run_it_rolls_back_and_restores_from_any_folder(site: Installation) -> None:
    var = after_make_run(site)
    files = set((site.folder / "code").iterdir())
    status, said = call(site, "--dry-run")
    assert (status, "2 sessions would be moved" in said) == (0, True), said
    assert set((site.folder / "code").iterdir()) == files
    assert not list(var.glob("*legacy*"))

    status, said = call(site)
    assert (status, "2 sessions moved" in said) == (0, True), said
    assert json.loads((var / "legacy_sessions.json").read_text()) == BOTH
    assert (site.folder / "code/.env").read_text() == "SESSION_BACKEND=legacy\n"

    (backup,) = (var / "backups").iterdir()
    shutil.move(backup, site.code / "backup.jsonl")  # its path is the one of the folder we are in
    shutil.move(var / "legacy_sessions.json", site.code / "legacy.json")
    assert call(site, "--restore", "backup.jsonl")[0] == 1
    status, said = call(site, "--restore", "backup.jsonl", "--legacy", "legacy.json")
    assert (status, "2 sessions restored" in said) == (0, True), said
    assert (site.folder / "code/.env").read_text() == "SESSION_BACKEND=database\n"


def test_a_setting_that_cannot_be_read_gets_one_clear_line(site: Installation) -> None:
    status, said = call(site, "--dry-run", SESSION_TTL_SECONDS="an hour")
    assert status == 1
    assert said.startswith("Please fix the configuration first: SESSION_TTL_SECONDS cannot be read")
