"""Files with secrets or users' data: only their owner may read them."""

import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from sessions_app.doctor.findings import Finding, Level, ok
from sessions_app.rollback import env_file

MOST_NAMED = 5


def check() -> Iterator[Finding]:
    """Look for those that others may read or change."""
    found = [file for file in _private() if file.is_file() or file.is_dir()]
    open_ones = [file for file in found if stat.S_IMODE(file.stat().st_mode) & 0o077]
    if open_ones:
        names = [str(file) for file in open_ones[:MOST_NAMED]]
        more = [f"and {len(open_ones) - len(names)} more"] if len(open_ones) > len(names) else []
        what = f"others may read or change {', '.join([*names, *more])}"
        level = Level.WARN if settings.DEVELOPMENT else Level.FAIL
        yield Finding(level, what, f"Run `chmod go= {shlex.join(names)}`.")
    else:
        yield ok(f"only their owner can read secrets and users' data ({len(found)} files and folders)")


def _private() -> Iterator[Path]:
    """Yield what must be private, whether it is there or not."""
    yield env_file.path()
    yield settings.BASE_DIR / "var"
    yield settings.BASE_DIR / "var/development.env"
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        yield from (file.with_name(f"{file.name}{end}") for end in ("", "-wal", "-shm"))
    yield settings.LEGACY_SESSIONS_FILE
    yield settings.SESSION_BACKUP_FOLDER
    yield from sorted(settings.SESSION_BACKUP_FOLDER.glob("*"))
