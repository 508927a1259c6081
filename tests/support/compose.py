"""compose.yaml's services as plain processes on loopback: no Docker engine is needed."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from tests.support.processes import BASE_DIR

SERVICES: dict[str, Any] = yaml.safe_load((BASE_DIR / "compose.yaml").read_text())["services"]
_HOST, _PORT = "0.0.0.0", "8000"  # noqa: S104 - all interfaces of a container
_VARIABLE = re.compile(r"\$\{(\w+)[^}]*\}")


def command(service: str, *, port: int = int(_PORT)) -> list[str]:
    """Return the command of `service`, which has port 8000 of its container for itself, on `port`."""
    return at(port, SERVICES[service]["command"])


def at(port: int, words: list[str]) -> list[str]:
    return [word.replace(_PORT, str(port)).replace(_HOST, "127.0.0.1") for word in words]


def environment(service: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return what the file sets for `service`, with `values` for its `${NAME}`s.

    KeyError for one that is missing.
    """
    given: dict[str, str] = SERVICES[service]["environment"]
    return {name: _VARIABLE.sub(lambda found: values[found[1]], text) for name, text in given.items()}


def grace(service: str) -> float:
    """Return for how many seconds Docker waits after its SIGTERM before it kills."""
    return float(SERVICES[service].get("stop_grace_period", "10s").removesuffix("s"))
