"""Files that only their owner can read, on the disk before anything relies on them.

What root makes keeps the owner it had before, or else gets that of its folder: the service, which runs
as another user, has to read it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def create(file: Path) -> Iterator[TextIO]:
    """A new file to write to, on the disk once this block ends, and gone where the block fails.

    Raises FileExistsError and other OSErrors.
    """
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as out:
            _give(out, like=file.parent)
            yield out
            out.flush()
            os.fsync(out.fileno())
        sync_folder(file.parent)
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def replace(file: Path, text: str) -> None:
    """Let `file` hold `text`: readers see what was there before or all that is there now. Raises OSError."""
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)  # of a write that was cut off
    with create(new) as out:
        if file.exists():
            _give(out, like=file)
        out.write(text)
    new.replace(file)
    sync_folder(file.parent)


def open_lock(file: Path) -> TextIO:
    """Open a file to be locked, made where there is none. Raises OSError."""
    lock = file.open("a")
    _give(lock, like=file.parent)
    return lock


def make_folder(folder: Path) -> None:
    """Make `folder`, and those above it, where there is none. Raises OSError."""
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir(exist_ok=True)
        if _is_root():
            above = missing.parent.stat()
            os.chown(missing, above.st_uid, above.st_gid)


def sync_folder(folder: Path) -> None:
    """Bring the names of the files in `folder` to the disk. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _give(out: TextIO, *, like: Path) -> None:
    if _is_root():
        owned = like.stat()
        os.fchown(out.fileno(), owned.st_uid, owned.st_gid)


def _is_root() -> bool:
    return os.geteuid() == 0
