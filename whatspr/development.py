"""`var/development.env`: what `make run` has made, for all commands of this checkout.

The file is not read if ENV_FILE is set, or if `.env` or the environment sets one of `SERVER`. Otherwise every
command takes from it what is not set; only the processes of a server refuse to start with it.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SERVER = (
    "DEBUG",
    "SECRET_KEY",
    "PUBLIC_URL",
    "DATABASE_URL",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_WHATSAPP_FROM",
)
"""OPENAI_API_KEY is not among them: it is the first variable that a developer sets."""


def use(file: Path) -> bool:
    """Fill in what `file` says, if it may be read; return True if it says something.

    Raises ImproperlyConfigured.
    """
    if "ENV_FILE" in os.environ or any(os.environ.get(name) for name in SERVER):
        return False
    values = read(file)
    fill_in(values)
    return bool(values)


def fill_in(values: Mapping[str, str]) -> None:
    """Set the variables that are not set, or blank."""
    for name, value in values.items():
        os.environ[name] = os.environ.get(name) or value


def read(file: Path) -> dict[str, str]:
    """Return the variables in `file`, none if it does not exist. Raises ImproperlyConfigured."""
    if not file.exists():
        return {}
    try:
        lines = file.read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{file} cannot be read: {error}") from error
    values = {}
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        variable = re.fullmatch(r"([A-Z_]+)=([!-~]+)", line)
        if not variable:
            raise ImproperlyConfigured(
                f"{file} is damaged in line {number}. Delete the file: `make run` makes a new one."
            )
        values[variable[1]] = variable[2]
    return values
