"""What our own logs know of the time since a backup: threads that were opened, people who were forgotten."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sessions_app.privacy import read_pseudonym

OPENED = frozenset({"thread_opened", "thread_not_recorded"})
FORGOTTEN = "user_forgotten"


class NoLog(Exception):
    """The files have no line of ours."""


@dataclass(frozen=True)
class Findings:
    threads: set[str] = field(default_factory=set)
    forgotten: dict[str, datetime] = field(default_factory=dict)
    """By pseudonym: when everything of this user was erased, last."""


def read(files: Sequence[Path], *, since: datetime) -> Findings:
    """Return what the JSON lines in `files` tell of the time `since`. Raises `NoLog`, OSError.

    Other lines, and what stands before the JSON in a line (as the name of a container), are passed over.
    """
    found, is_ours = Findings(), False
    for at, entry in (entry for file in files for entry in _entries(file)):
        is_ours = True
        if at < since:
            continue
        if entry["event"] in OPENED and entry.get("thread"):
            found.threads.add(str(entry["thread"]))
        elif entry["event"] == FORGOTTEN and (shown := read_pseudonym(str(entry.get("user")))):
            found.forgotten[shown] = max(at, found.forgotten.get(shown, at))
    if files and not is_ours:
        raise NoLog("The logs have no line that LOG_FORMAT=json writes.")
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
