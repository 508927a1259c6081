"""What our own logs know of the time since a backup.

Which threads were opened, which people were forgotten, and which reply answered which messages.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sessions_app.privacy import read_pseudonym

ANSWERED, SENT = "turn_answered", "reply_sent"
OPENED = frozenset({"thread_opened", "thread_not_recorded"})
FORGOTTEN = "user_forgotten"
_THREAD = re.compile(r"[A-Za-z0-9_-]{1,128}")


class NoLog(Exception):
    """A file has no line of ours."""


@dataclass(frozen=True)
class Findings:
    threads: set[str] = field(default_factory=set)
    forgotten: dict[str, datetime] = field(default_factory=dict)
    """By pseudonym: when everything of this user was erased, last."""
    answers: dict[str, list[str]] = field(default_factory=dict)
    """By the request that brought the newest of them: the SIDs of the messages that a turn answered."""
    sent_for: dict[str, str] = field(default_factory=dict)
    """By its SID: the request for which a reply was sent."""

    def answered_by(self, replies: Iterable[str]) -> set[str]:
        """Return the SIDs of the messages that the `replies` with these SIDs came to, as far as is known."""
        return {sid for reply in replies for sid in self.answers.get(self.sent_for.get(reply, ""), ())}

    def knows(self, reply: str) -> bool:
        """Return True if it is known which messages the reply with this SID came to."""
        return self.sent_for.get(reply) in self.answers


def read(files: Sequence[Path], *, since: datetime) -> Findings:
    """Return what the JSON lines in `files` tell of the time `since`. Raises `NoLog`, OSError.

    Other lines, and what stands before the JSON in a line (as the name of a container), are passed over.
    """
    found = Findings()
    for file in files:
        is_ours = False
        for at, entry in _entries(file):
            is_ours = True
            if at >= since:
                _add(found, at, entry)
        if not is_ours:
            raise NoLog(f"{file} has no line that LOG_FORMAT=json writes. Unpack it, or leave it out.")
    return found


def _add(found: Findings, at: datetime, entry: dict[str, Any]) -> None:
    if entry["event"] in OPENED and _THREAD.fullmatch(str(entry.get("thread"))):
        found.threads.add(entry["thread"])
    elif entry["event"] == FORGOTTEN and (shown := read_pseudonym(str(entry.get("user")))):
        found.forgotten[shown] = max(at, found.forgotten.get(shown, at))
    elif request_id := str(entry.get("request_id") or ""):
        if entry["event"] == ANSWERED and isinstance(entry.get("sids"), list):
            found.answers[request_id] = [str(sid) for sid in entry["sids"]]
        elif entry["event"] == SENT and entry.get("sid"):
            found.sent_for[str(entry["sid"])] = request_id


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
    return (at, entry) if at.tzinfo and isinstance(entry.get("event"), str) else None
