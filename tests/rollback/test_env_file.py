"""The `.env` file in which a rollback and a restore switch the backend."""

import os
import stat
import sys
from pathlib import Path

import pytest

from sessions_app.rollback import env_file
from tests.support.moves import site_with_both
from tests.support.processes import BASE_DIR

ROLLBACK = str(BASE_DIR / "scripts/rollback_session_manager.py")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENV_FILE", str(tmp_path / "env"))
    return tmp_path / "env"


@pytest.mark.parametrize("said", ["SESSION_BACKEND=database\n", "export SESSION_BACKEND='x'\n"])
def test_a_variable_is_replaced_and_all_else_is_kept(file: Path, said: str) -> None:
    file.write_text(f"# mine\n{said}PUBLIC_URL=https://pr.example")
    env_file.set_variable("SESSION_BACKEND", "legacy")
    assert file.read_text() == "# mine\nSESSION_BACKEND=legacy\nPUBLIC_URL=https://pr.example"


def test_a_variable_that_the_file_does_not_have_is_added(file: Path) -> None:
    file.write_text("PUBLIC_URL=https://pr.example")
    env_file.set_variable("SESSION_BACKEND", "legacy")
    assert file.read_text() == "PUBLIC_URL=https://pr.example\nSESSION_BACKEND=legacy\n"


def test_a_file_that_is_not_there_is_made_for_its_owner_alone(file: Path) -> None:
    env_file.set_variable("SESSION_BACKEND", "legacy")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("SESSION_BACKEND=legacy\n", 0o600)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_mode_and_the_owner_of_the_file_stay(file: Path) -> None:
    file.touch()
    file.chmod(0o640)
    os.chown(file, 54321, 54322)
    env_file.set_variable("SESSION_BACKEND", "legacy")
    found = file.stat()
    assert (found.st_mode & 0o777, found.st_uid, found.st_gid) == (0o640, 54321, 54322)


def test_a_symbolic_link_stays_one_and_what_it_names_is_changed(file: Path, tmp_path: Path) -> None:
    (tmp_path / "shared.env").touch()
    file.symlink_to("shared.env")
    env_file.set_variable("SESSION_BACKEND", "legacy")
    assert file.is_symlink()
    assert (tmp_path / "shared.env").read_text() == "SESSION_BACKEND=legacy\n"


def test_what_is_no_file_is_never_replaced(file: Path) -> None:
    os.mknod(file, stat.S_IFSOCK | 0o600)  # unlike a pipe's, its reader never hangs
    with pytest.raises(OSError, match="not a regular file"):
        env_file.set_variable("SESSION_BACKEND", "legacy")
    assert file.is_socket()


@pytest.mark.processes
@pytest.mark.parametrize("command", [("manage.py", "rollback_sessions"), (ROLLBACK,)])
@pytest.mark.parametrize("own", [{}, {"SESSION_BACKEND": "database"}], ids=["file", "environment"])
def test_an_environment_that_says_what_the_file_says_is_told_of(
    tmp_path: Path, command: tuple[str, ...], own: dict[str, str]
) -> None:
    (tmp_path / "env").write_text("SESSION_BACKEND=database\n")
    with site_with_both(tmp_path) as site:
        done = site.execute(sys.executable, *command, **own)
    assert done.returncode == 0, done.stdout
    assert ("the environment sets SESSION_BACKEND too" in done.stdout) == bool(own)
    assert (tmp_path / "env").read_text() == "SESSION_BACKEND=legacy\n"
