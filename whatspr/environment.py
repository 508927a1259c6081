"""Variables of the environment, read by django-environ; what cannot be read is named."""

import logging
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured


class Environment(environ.Env):
    """`environ.Env` that names the variable (and never its value) where a value makes no sense."""

    def get_value(self, var: str, cast: Any = None, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().get_value(var, cast, *args, **kwargs)
        except ValueError as error:
            kind = getattr(cast, "__name__", "value")
            raise ImproperlyConfigured(f"{var} cannot be read: it has to be a valid {kind}.") from error

    def db(self, var: str, default: str) -> dict[str, Any]:  # type: ignore[override]
        """Return Django's database settings of a URL."""
        try:
            parsed: dict[str, Any] = super().db(var, default=default)
            parsed["ENGINE"]
        except (ImproperlyConfigured, KeyError, ValueError) as error:
            hint = "sqlite:////path or postgres://user:password@host:5432/name"
            raise ImproperlyConfigured(f"{var} cannot be read: it looks like {hint}.") from error
        return parsed

    def log_level(self, var: str, default: str) -> str:
        """Return the name of a level of the logging module."""
        level: str = self.str(var, default=default).upper()
        if level not in logging.getLevelNamesMapping():
            raise ImproperlyConfigured(f"{var} cannot be read: it has to be DEBUG, INFO, WARNING or ERROR.")
        return level
