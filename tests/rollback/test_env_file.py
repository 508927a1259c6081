"""The `.env` file in which a rollback and a restore switch the backend."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sessions_app.rollback import env_file
from tests.support.processes import BASE_DIR, Installation, installation

ROLLBACK = str(BASE_DIR / "scripts/rollback_session_manager.py")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENV_FILE", str(tmp_path / "env"))
    return tmp_path / "env"


@pytest.mark.parametrize("said", ["", "SESSION_BACKEND=database\n", "export SESSION_BACKEND='x'\n"])
def test_a_variable_is_said_once_and_all_else_is_kept(file: Path, said: str) -> None:
    file.write_text(f"# mine\n{said}PUBLIC_URL=https://pr.example")
    env_file.set_variable("SESSION_BACKEND", "legacy")
    assert file.read_text() == "# mine\nPUBLIC_URL=https://pr.example\nSESSION_BACKEND=legacy\n"


def test_a_file_that_is_not_there_is_made_for_its_owner_alone(file: Path) -> None:
    env_file.set_variable("SESSION_BACKEND", "legacy")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("SESSION_BACKEND=legacy\n", 0o600)


def test_the_mode_of_the_file_stays(file: Path) -> None:
    file.touch()
    file.chmod(0o640)
    env_file.set_variable("SESSION_BACKEND", "legacy")
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_symbolic_link_stays_one_and_what_it_names_is_changed(file: Path, tmp_path: Path) -> None:
    (tmp_path / "shared.env").touch()
    file.symlink_to("shared.env")
    env_file.set_variable("SESSION_BACKEND", "legacy")
    assert file.is_symlink()
    assert (tmp_path / "shared.env").read_text() == "SESSION_BACKEND=legacy\n"


def test_what_is_no_file_is_never_replaced(file: Path) -> None:
    os.mknod(file, stat.S_IFSOCK | 0o600)  # unlike a pipe's, its reader never hangs
    with pytest.raises(OSError, match="no regular file"):
        env_file.set_variable("SESSION_BACKEND", "legacy")
    assert file.is_socket()


@pytest.mark.parametrize("own", [set(), {"SESSION_BACKEND"}])
def test_only_the_environment_of_the_process_overrules_the_file(settings: Any, own: set[str]) -> None:
    settings.OWN_ENVIRONMENT = own
    assert env_file.overruled_by_environment("SESSION_BACKEND") == bool(own)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path) as made:
        made.environment |= {
            "DEBUG": "on",
            "SECRET_KEY": "a-key",
            "ENV_FILE": str(tmp_path / "env"),
            "LEGACY_SESSIONS_FILE": str(tmp_path / "legacy.json"),
        }
        (tmp_path / "env").write_text("SESSION_BACKEND=database\n")
        yield made


@pytest.mark.processes
@pytest.mark.parametrize("command", [("manage.py", "rollback_sessions"), (ROLLBACK,)])
@pytest.mark.parametrize("own", [{}, {"SESSION_BACKEND": "database"}], ids=["file", "environment"])
def test_an_environment_that_says_what_the_file_says_is_told_of(
    site: Installation, command: tuple[str, ...], own: dict[str, str]
) -> None:
    done = site.execute(sys.executable, *command, "--no-backup", **own)
    assert done.returncode == 0, done.stdout
    assert ("the environment sets SESSION_BACKEND too" in done.stdout) == bool(own)
    assert (site.folder / "env").read_text() == "SESSION_BACKEND=legacy\n"


@pytest.mark.processes
def test_what_is_no_file_survives_and_the_operator_is_told_what_to_set(site: Installation) -> None:
    device = site.folder / "device"  # like /dev/null, which a test should not risk
    os.mknod(device, stat.S_IFSOCK | 0o600)
    site.environment["ENV_FILE"] = str(device)
    planned = site.run("rollback_sessions", "--no-backup", "--dry-run")
    done = site.run("rollback_sessions", "--no-backup")
    assert (planned.returncode, done.returncode) == (0, 1)
    for said in (planned.stdout, done.stdout):
        assert "set SESSION_BACKEND=legacy yourself" in said
    assert "The sessions are moved" in done.stdout
    assert device.is_socket()
