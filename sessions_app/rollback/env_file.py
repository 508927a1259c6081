"""The `.env` file: where a command of ours switches a setting for the processes that start next."""

import os
from pathlib import Path

from django.conf import settings
from dotenv import set_key


def path() -> Path:
    return Path(os.environ.get("ENV_FILE") or settings.BASE_DIR / ".env")


def set_variable(name: str, value: str) -> None:
    """Write `name=value` into the file in place of what it says of `name`; made where there is none.

    Raises OSError, UnicodeDecodeError.
    """
    file = path().resolve()  # a symbolic link stays one
    if file.exists() and not file.is_file():
        raise OSError(f"{file} is not a regular file")  # replacing a device or a pipe would be its end
    owned = (file if file.exists() else file.parent).stat()
    set_key(file, name, value, quote_mode="never")
    if os.geteuid() == 0:  # set_key keeps the mode, not the owner: the service has to read it
        os.chown(file, owned.st_uid, owned.st_gid)


def overruled_by_environment(name: str) -> bool:
    """Return True if the process's own environment sets `name`, which wins over the file."""
    return name in settings.OWN_ENVIRONMENT
