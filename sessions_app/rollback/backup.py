"""Backups of all sessions: JSON lines, a header, a line a session, and last a checksum over them all."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from sessions_app import private_file
from sessions_app.models import ConversationSession, SessionChange
from sessions_app.rollback.move import MoveRefused
from sessions_app.telemetry.session_counts import Totals

FORMAT = "whatspr-sessions-1"


@dataclass(frozen=True, kw_only=True)
class Backup:
    totals: Totals
    """The counters since the beginning."""
    sessions: list[ConversationSession]
    """Not stored: as they were."""
    last_items: dict[str, str]
    """The newest known item of each thread of a session, "" where there is none."""


def write(
    file: Path, *, sessions: Iterable[ConversationSession], last_items: Mapping[str, str], totals: Totals
) -> None:
    """Write a backup that only its owner can read.

    Raises OSError, FileExistsError among them: no backup is ever overwritten.
    """
    private_file.make_folder(file.parent)
    header = {"format": FORMAT, "written_at": timezone.now().isoformat(), "totals": totals}
    rows = [_as_json(session, last_items.get(session.thread_id, "")) for session in sessions]
    content = "".join(f"{json.dumps(line)}\n" for line in [header, *rows])
    with private_file.create(file) as out:
        out.write(content)
        out.write(json.dumps({"sessions": len(rows), "sha256": _checksum(content)}) + "\n")


def is_backup(text: str) -> bool:
    """Return True if `text` claims to be a backup of ours."""
    return f'"format": "{FORMAT}"' in text.partition("\n")[0]


def parse(text: str, *, source: Path) -> Backup:
    """Return what `write` wrote, without counters that only earlier releases had.

    Raises `MoveRefused` where the file is not as it was written.
    """
    content, newline, ending = text.removesuffix("\n").rpartition("\n")
    try:
        if json.loads(ending)["sha256"] != _checksum(content + newline):
            raise MoveRefused(f"{source} is damaged: its checksum does not fit")
        header, *rows = [json.loads(line) for line in content.split("\n")]
        return Backup(
            totals={reason: int(header["totals"].get(reason, 0)) for reason in SessionChange.Reason},
            sessions=[_session(row) for row in rows],
            last_items={row["thread_id"]: row["last_item_id"] for row in rows},
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise MoveRefused(f"{source} is damaged or incomplete") from error


def _checksum(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _as_json(session: ConversationSession, last_item_id: str) -> dict[str, str]:
    return {
        "phone": session.phone,
        "thread_id": session.thread_id,
        "last_item_id": last_item_id,
        "created_at": session.created_at.isoformat(),
        "last_accessed": session.last_accessed.isoformat(),
    }


def _session(row: dict[str, str]) -> ConversationSession:
    return ConversationSession(
        phone=row["phone"],
        thread_id=row["thread_id"],
        created_at=datetime.fromisoformat(row["created_at"]),
        last_accessed=datetime.fromisoformat(row["last_accessed"]),
    )
