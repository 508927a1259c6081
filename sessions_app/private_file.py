"""Files that only their owner can read (by default), on the disk before anybody relies on them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

OWNER_ONLY = 0o600


@contextmanager
def create(file: Path, *, mode: int = OWNER_ONLY) -> Iterator[TextIO]:
    """A new file to write to, on the disk once this block ends. Raises FileExistsError and other OSErrors."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


def replace(file: Path, text: str, *, mode: int = OWNER_ONLY) -> None:
    """Let `file` hold `text`: readers see what was there before or all that is there now. Raises OSError."""
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)  # of a write that was cut off
    with create(new, mode=mode) as out:
        out.write(text)
    new.replace(file)
