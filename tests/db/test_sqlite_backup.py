"""A copy of an SQLite database in use: whole, as of one moment, and for its owner only."""

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from sessions_app.db import sqlite_backup

PAGES = 2000


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Path]:
    """A database in WAL mode of some megabytes, of which nothing has left the WAL yet."""
    file = tmp_path / "used.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("CREATE TABLE pairs (one INTEGER, other INTEGER, text TEXT)")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO pairs VALUES (0, 0, ?)", [("x" * 4000,)] * PAGES)
        connection.execute("COMMIT")
        yield file


def rows(file: Path, statement: str) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(statement).fetchall()


def test_a_copy_is_of_one_moment_while_others_write(database: Path, tmp_path: Path) -> None:
    stop, written = threading.Event(), []

    def write() -> None:
        with closing(sqlite3.connect(database, isolation_level=None, timeout=20)) as connection:
            while not stop.is_set():
                connection.execute("UPDATE pairs SET one = one + 1, other = other + 1 WHERE rowid % 100 = 0")
                written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            before = len(written)
            sqlite_backup.copy(database, tmp_path / f"{number}.sqlite3")
            after = len(written)
            [(least, most)] = rows(
                tmp_path / f"{number}.sqlite3", "SELECT min(one), max(one) FROM pairs WHERE rowid % 100 = 0"
            )
            assert before <= least == most <= after + 1
    finally:
        stop.set()
        writer.join()


def test_a_copy_is_readable_by_its_owner_alone_and_has_no_files_beside_it(
    database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    sqlite_backup.copy(database, folder / "copy")
    assert [file.name for file in folder.iterdir()] == ["copy"]
    assert (folder / "copy").stat().st_mode & 0o777 == 0o600
    assert rows(folder / "copy", "SELECT count(*) FROM pairs") == [(PAGES,)]


CUT_OFF = """
import resource, signal, sys
from pathlib import Path
from sessions_app.db import sqlite_backup
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))
sqlite_backup.copy(Path(sys.argv[1]), Path(sys.argv[2]))
"""
"""The kernel ends this process once the copy has a MiB."""


def test_a_copy_that_was_cut_off_is_not_taken_for_a_backup(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    ended = subprocess.run(
        [sys.executable, "-c", CUT_OFF, database, copy], cwd=settings.BASE_DIR, check=False
    )
    assert ended.returncode == -signal.SIGXFSZ
    assert not copy.exists()
    sqlite_backup.copy(database, copy)
    assert rows(copy, "SELECT count(*) FROM pairs") == [(PAGES,)]
    assert not [file for file in tmp_path.iterdir() if file.name.startswith("copy.")]


@pytest.mark.parametrize("name", ["copy", "a folder", "no folder/copy"])
def test_nothing_is_overwritten_and_no_folder_made(database: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "copy").write_text("precious")
    (tmp_path / "a folder").mkdir()
    with pytest.raises((FileExistsError, FileNotFoundError)):
        sqlite_backup.copy(database, tmp_path / name)
    assert (tmp_path / "copy").read_text() == "precious"
    assert not (tmp_path / "no folder").exists()


def test_a_damaged_database_gives_no_copy(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    sqlite_backup.copy(database, copy)
    with copy.open("r+b") as damaged:
        damaged.seek(100 * 4096)
        damaged.write(b"\xff" * 20 * 4096)
    with pytest.raises((sqlite_backup.Damaged, sqlite3.DatabaseError)):
        sqlite_backup.copy(copy, tmp_path / "second")
    assert not (tmp_path / "second").exists()


def test_what_is_no_database_gives_no_copy(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("Hello " * 1000)
    with pytest.raises(sqlite3.DatabaseError):
        sqlite_backup.copy(tmp_path / "text", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has pg_dump")
def test_the_command_copies_the_database_in_use(tmp_path: Path) -> None:
    out = StringIO()
    call_command("backup", str(tmp_path / "copy"), stdout=out)
    assert f"{(tmp_path / 'copy').stat().st_size:,} bytes, checked." in out.getvalue()
    assert rows(tmp_path / "copy", "SELECT count(*) FROM sessions_app_sessionbackend") == [(1,)]
    with pytest.raises(CommandError, match=r"File exists.*\nNo backup was made"):
        call_command("backup", str(tmp_path / "copy"))


@pytest.mark.postgres("SQLite has this command")
@pytest.mark.django_db
def test_on_postgresql_the_command_names_pg_dump(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="pg_dump"):
        call_command("backup", str(tmp_path / "copy"))
