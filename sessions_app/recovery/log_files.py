"""What our own logs know of the time since a backup: threads that were opened, people who were forgotten."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sessions_app.privacy import read_pseudonym

OPENED = frozenset({"thread_opened", "thread_not_recorded"})
FORGOTTEN = "user_forgotten"


class NoLog(Exception):
    """A file has no line of ours. The message says which."""


@dataclass(frozen=True)
class Findings:
    threads: set[str] = field(default_factory=set)
    forgotten: dict[str, datetime] = field(default_factory=dict)
    """By pseudonym: when everything of this user was erased, last."""


def read(files: Iterable[Path], *, since: datetime) -> Findings:
    """Return what the JSON lines in `files` tell of the time `since`. Raises `NoLog`, OSError.

    Other lines, and what stands before the JSON in a line (as the name of a container), are passed over.
    """
    found = Findings()
    for file in files:
        entries = list(_entries(file))
        if not entries:
            raise NoLog(f"{file} has no line that LOG_FORMAT=json writes.")
        for at, entry in entries:
            if at < since:
                continue
            if entry["event"] in OPENED and entry.get("thread"):
                found.threads.add(str(entry["thread"]))
            elif entry["event"] == FORGOTTEN and (shown := read_pseudonym(str(entry.get("user")))):
                found.forgotten[shown] = max(at, found.forgotten.get(shown, at))
    return found


def _entries(file: Path) -> Iterator[tuple[datetime, dict[str, Any]]]:
    with file.open(errors="replace") as lines:
        for line in lines:
            if entry := _entry(line):
                yield entry


def _entry(line: str) -> tuple[datetime, dict[str, Any]] | None:
    """Return the time and the content of a line of ours, None for any other."""
    start = line.find("{")
    try:
        entry = json.loads(line[start:]) if start >= 0 else {}
        at = datetime.fromisoformat(entry["timestamp"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return (at, entry) if at.tzinfo and "event" in entry else None
