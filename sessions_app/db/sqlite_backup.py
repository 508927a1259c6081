"""A copy of an SQLite database, made while other processes read and write it."""

import errno
import os
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
    It has another name until then: a copy that was cut off, as by `kill -9`, is not taken for a backup.
    Raises `Damaged`, sqlite3.Error, FileExistsError and other OSErrors; then there is no `file`.
    """
    if file.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)  # of a copy that was cut off
    with private_file.create(part):
        with closing(_open(database, "rw")) as source, closing(_open(part, "rw")) as target:
            target.execute("PRAGMA journal_mode = OFF")  # where it fails, nothing is left beside the file
            source.backup(target)
        # Immutable: else files beside it would be made for a database in WAL mode.
        with closing(_open(part, "ro&immutable=1")) as written:
            [(verdict, *_), *_] = written.execute("PRAGMA integrity_check(1)").fetchall()
        if verdict != "ok":
            raise Damaged(verdict)
    part.rename(file)
    private_file.sync_folder(file.parent)


def _open(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True)
