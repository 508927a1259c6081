"""A copy of an SQLite database, made while other processes read and write it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sessions_app import private_file


class Damaged(Exception):
    """The copy does not pass SQLite's own check. The message is SQLite's."""


def copy(database: Path, file: Path) -> None:
    """Write the state of `database` at one moment to the new `file`, which only its owner can read.

    All pages are copied in one step: in WAL mode a reader holds up no writer, while a copy in several steps
    would begin anew at each commit (https://www.sqlite.org/backup.html). The copy is checked as a whole.
    Raises `Damaged`, sqlite3.Error, FileExistsError and other OSErrors; then there is no `file`.
    """
    with private_file.create(file):
        with closing(_open(database, "rw")) as source, closing(_open(file, "rw")) as target:
            target.execute("PRAGMA journal_mode = OFF")  # where it fails, nothing is left beside the file
            source.backup(target)
        # Immutable: else files beside it would be made for a database in WAL mode.
        with closing(_open(file, "ro&immutable=1")) as written:
            [(verdict, *_), *_] = written.execute("PRAGMA integrity_check(1)").fetchall()
        if verdict != "ok":
            raise Damaged(verdict)


def _open(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True)
