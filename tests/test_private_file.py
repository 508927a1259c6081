"""Files that hold phone numbers or secrets: whole or not at all, for their owner alone."""

import os
from pathlib import Path

import pytest

from sessions_app import private_file

SERVICE = 54321
"""The user and group of a service that root looks after."""

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that belongs to the service, where root is the one who tests."""
    if os.geteuid() == 0:
        os.chown(tmp_path, SERVICE, SERVICE)
    return tmp_path


def write_until_the_disk_is_full(file: Path) -> None:
    with private_file.create(file) as out, Path("/dev/full").open("w") as full:
        out.write("half of it")
        full.write("x")


def owner(path: Path) -> tuple[int, int]:
    return path.stat().st_uid, path.stat().st_gid


def test_a_file_that_could_not_be_written_to_its_end_is_gone(folder: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        write_until_the_disk_is_full(folder / "backup")
    assert list(folder.iterdir()) == []


def test_a_file_of_somebody_else_is_not_touched(folder: Path) -> None:
    (folder / "backup").write_text("older")
    with pytest.raises(FileExistsError), private_file.create(folder / "backup"):
        pass
    assert (folder / "backup").read_text() == "older"


@root_only
def test_what_root_replaces_stays_with_its_owner(folder: Path) -> None:
    (folder / "env").write_text("A=1\n")
    os.chown(folder / "env", SERVICE + 1, SERVICE + 2)
    private_file.replace(folder / "env", "A=2\n")
    assert owner(folder / "env") == (SERVICE + 1, SERVICE + 2)


@root_only
def test_what_root_makes_belongs_to_the_owner_of_its_folder(folder: Path) -> None:
    private_file.make_folder(folder / "var" / "backups")
    with private_file.create(folder / "var" / "backups" / "backup"):
        pass
    private_file.replace(folder / "legacy.json", "{}")
    private_file.open_lock(folder / "legacy.json.lock").close()
    made = list(folder.rglob("*"))
    assert len(made) == 5
    assert {owner(path) for path in made} == {(SERVICE, SERVICE)}
