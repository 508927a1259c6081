"""Environment variables, read by django-environ. Errors name the variable."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import environ
from django.core.exceptions import ImproperlyConfigured


class Environment(environ.Env):  # type: ignore[misc]
    """`environ.Env` whose errors name the variable, but never its value."""

    own: ClassVar[frozenset[str] | None] = None
    """Names of the variables that were set before a file was read; None until then."""

    @classmethod
    def read_file(cls, file: str | Path) -> None:
        """Set the variables of a `.env` file that are not yet set. The file may be missing."""
        if cls.own is None:  # afterwards the two cannot be told apart
            cls.own = frozenset(os.environ)
        cls.read_env(file)

    def get_value(self, var: str, cast: Any = None, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().get_value(var, cast, *args, **kwargs)
        except ValueError as error:
            kind = getattr(cast, "__name__", "value")
            raise ImproperlyConfigured(f"{var} cannot be read: it must be a valid {kind}.") from error

    def db(self, var: str, default: str) -> dict[str, Any]:
        """Return Django's database settings from a URL: from `default` if `var` is blank or not set."""
        try:
            parsed: dict[str, Any] = self.db_url_config(self.str(var, default="") or default)
            parsed["ENGINE"]
        except (ImproperlyConfigured, KeyError, ValueError) as error:
            hint = "sqlite:////path or postgres://user:password@host:5432/name"
            raise ImproperlyConfigured(f"{var} cannot be read: it looks like {hint}.") from error
        return parsed

    def email(self, var: str) -> dict[str, Any]:
        """Return Django's e-mail settings from a URL; without a URL, e-mail is printed to the console."""
        try:
            parsed: dict[str, Any] = environ.Env.email_url_config(
                self.str(var, default="") or "consolemail://"
            )
        except (ImproperlyConfigured, ValueError) as error:
            hint = "smtp+tls://user:password@host:587"
            raise ImproperlyConfigured(f"{var} cannot be read: it looks like {hint}.") from error
        return parsed

    def choice(self, var: str, choices: Sequence[str], default: str) -> str:
        """Return the one of `choices` that the variable names, in any case."""
        said: str = self.str(var, default=default)
        for choice in choices:
            if choice.lower() == said.lower():
                return choice
        raise ImproperlyConfigured(f"{var} cannot be read: it must be one of {', '.join(choices)}.")
