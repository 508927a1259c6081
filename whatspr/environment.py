"""Environment variables and the `.env` file. Errors name the variable, but never its value."""

import io
import ipaddress
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from dotenv.parser import parse_stream

from whatspr import database_url

DEFAULT_FILE = Path(__file__).resolve().parents[1] / ".env"
CASTS: dict[Any, tuple[Callable[[str], Any], str]] = {
    bool: (database_url.on_or_off, "on or off"),
    int: (int, "a valid int"),
    float: (float, "a valid float"),
}
"""How a text is read, and what it must be."""


class Environment(environ.Env):  # type: ignore[misc]
    """`environ.Env` that strips each value, resolves no references and refuses what it cannot read."""

    own: ClassVar[frozenset[str] | None] = None
    """Names of the variables that were set before a file was read; None until then."""

    @classmethod
    def read_file(cls, file: str | Path = "") -> None:
        """Set the variables of ENV_FILE or, by default, `.env` that are not yet set. It may be missing.

        The parser is python-dotenv's, which also changes the file (`sessions_app.rollback.env_file`).
        """
        if cls.own is None:  # afterwards the two cannot be told apart
            cls.own = frozenset(os.environ)
        file = file or os.environ.get("ENV_FILE") or DEFAULT_FILE
        try:
            text = Path(file).read_bytes().decode()
        except FileNotFoundError:
            return
        except OSError as error:
            raise ImproperlyConfigured(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:  # UTF-16 has many
            raise ImproperlyConfigured(f"{file} cannot be read: save it as UTF-8.")
        found = {}
        for line in parse_stream(io.StringIO(text, newline=None)):
            if line.error or "=" in (line.key or ""):
                written = line.original.string
                number = line.original.line + written[: -len(written.lstrip())].count("\n")
                raise ImproperlyConfigured(f"{file} cannot be read: line {number} is not NAME=value.")
            if line.key and line.value is not None:
                found[line.key] = line.value
        for name, value in found.items():
            os.environ.setdefault(name, value)

    def get_value(self, var: str, cast: Any = None, default: Any = None, **_: Any) -> Any:
        """Return the value as `cast` has it, or `default` if the variable is not set."""
        if var not in self.ENVIRON:
            return default
        text = self.ENVIRON[var].strip()
        items = [item.strip() for item in (text.split(",") if cast is list else [text])]
        if any(item.startswith("$") for item in items):
            raise ImproperlyConfigured(
                f'{var} begins with "$". References to other variables are not resolved: write the value '
                'itself. A value of your own choice must begin with another character than "$".'
            )
        if not all(item.isprintable() for item in items):
            raise ImproperlyConfigured(f"{var} contains a control character: write its value again.")
        if cast is list:
            return [item for item in items if item]
        read, kind = CASTS.get(cast, (str, "text"))
        try:
            return read(text)
        except (KeyError, ValueError):
            raise ImproperlyConfigured(f"{var} cannot be read: it must be {kind}.") from None

    def address(self, var: str) -> str:
        """Return a URL with its scheme in lower case and without a slash at its end; "" by default."""
        scheme, mark, rest = self.str(var, default="").partition("://")
        return f"{scheme.lower() if mark else scheme}{mark}{rest}".rstrip("/")

    def db(self, var: str, default: str) -> dict[str, Any]:
        """Return Django's database settings from a URL: from `default` if `var` is blank or not set."""
        try:
            return database_url.parse(self.str(var, default="") or default)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} cannot be read: {error}.") from None

    def email(self, var: str) -> dict[str, Any]:
        """Return Django's e-mail settings from a URL; without a URL, e-mail is printed to the console."""
        url = self.str(var, default="") or "consolemail://"
        try:
            parsed: dict[str, Any] = environ.Env.email_url_config(url)
        except (ImproperlyConfigured, ValueError):
            hint = "smtp+tls://user:password@host:587"
            raise ImproperlyConfigured(f"{var} cannot be read: it looks like {hint}.") from None
        if parsed.pop("OPTIONS", None):
            raise ImproperlyConfigured(f"{var} cannot be read: remove the options after its question mark.")
        return parsed

    def choice(self, var: str, choices: Sequence[str], default: str) -> str:
        """Return the one of `choices` that the variable names, in any case."""
        said: str = self.str(var, default=default)
        for choice in choices:
            if choice.lower() == said.lower():
                return choice
        raise ImproperlyConfigured(f"{var} cannot be read: it must be one of {', '.join(choices)}.")


def host_of(address: str) -> str:
    """Return the host of a URL as a Host header has it: IPv6 in brackets. "" if there is none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return f"[{host}]" if ":" in host else host


def is_loopback(host: str) -> bool:
    """Return True for localhost and the loopback addresses, IPv6 in brackets."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
