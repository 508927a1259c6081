"""The `.env` file: where a command of ours switches a setting for the processes that start next."""

import os
import re
from pathlib import Path

from django.conf import settings

from sessions_app import private_file


def path() -> Path:
    return Path(os.environ.get("ENV_FILE") or settings.BASE_DIR / ".env")


def require_file() -> None:
    """Raise OSError where the path is not that of a file: replacing a device or a pipe would be its end."""
    if path().exists() and not path().is_file():
        raise OSError(f"{path()} is no regular file")


def set_variable(name: str, value: str) -> None:
    """Write `name=value` into the file, in place of what it says of `name`; made where there is none.

    The file is replaced whole, or left as it was. Raises OSError.
    """
    require_file()
    file = path().resolve()
    old = file.read_text() if file.exists() else ""
    assignment = re.compile(rf"^\s*(export\s+)?{re.escape(name)}\s*=")
    lines = [line for line in old.splitlines() if not assignment.match(line)]
    mode = file.stat().st_mode & 0o777 if file.exists() else private_file.OWNER_ONLY
    private_file.replace(file, "\n".join([*lines, f"{name}={value}", ""]), mode=mode)


def overruled_by_environment(name: str) -> bool:
    """Say whether the process's own environment sets `name`, which wins over the file."""
    return name in settings.OWN_ENVIRONMENT
