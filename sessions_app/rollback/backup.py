"""Backups of all sessions: JSON lines, a header, a line a session, and last a checksum over them all."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.dateparse import parse_datetime

from sessions_app import private_file
from sessions_app.models import ConversationSession, SessionChange

FORMAT = "whatspr-sessions-1"


class BackupDamaged(Exception):
    """The file is no backup of ours, or not as it was written."""


@dataclass(frozen=True, kw_only=True)
class Backup:
    totals: dict[SessionChange.Reason, int]
    """The counters since the beginning."""
    sessions: list[ConversationSession]
    """Not stored: as they were."""
    last_items: dict[str, str]
    """The newest known item of each thread of a session, "" where there is none."""


def write(
    file: Path,
    *,
    sessions: Iterable[ConversationSession],
    last_items: Mapping[str, str],
    totals: dict[SessionChange.Reason, int],
    written_at: datetime,
) -> int:
    """Write a backup that only its owner can read; return the number of sessions in it.

    Raises OSError, FileExistsError among them: no backup is ever overwritten.
    """
    private_file.make_folder(file.parent)
    digest = hashlib.sha256()
    count = 0

    def line(content: dict[str, Any]) -> str:
        text = json.dumps(content) + "\n"
        digest.update(text.encode())
        return text

    with private_file.create(file) as out:
        out.write(line({"format": FORMAT, "written_at": written_at.isoformat(), "totals": totals}))
        for session in sessions:
            out.write(line(_as_json(session, last_items.get(session.thread_id, ""))))
            count += 1
        out.write(json.dumps({"sessions": count, "sha256": digest.hexdigest()}) + "\n")
    return count


def is_backup(text: str) -> bool:
    """Say whether `text` claims to be a backup of ours."""
    return f'"format": "{FORMAT}"' in text.partition("\n")[0]


def parse(text: str, *, source: Path) -> Backup:
    """Return what `write` wrote. Raises `BackupDamaged`."""
    *content, last = text.removesuffix("\n").split("\n")
    try:
        ending = json.loads(last)
        whole = "".join(f"{line}\n" for line in content)
        if ending["sha256"] != hashlib.sha256(whole.encode()).hexdigest():
            raise BackupDamaged(f"{source} is damaged: its checksum does not fit")
        header, *rows = [json.loads(line) for line in content]
        return Backup(
            totals={reason: int(header["totals"].get(reason, 0)) for reason in SessionChange.Reason},
            sessions=[_session(row) for row in rows],
            last_items={row["thread_id"]: row["last_item_id"] for row in rows},
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise BackupDamaged(f"{source} is damaged or incomplete") from error


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
        created_at=_moment(row["created_at"]),
        last_accessed=_moment(row["last_accessed"]),
    )


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None:
        raise ValueError(text)
    return moment
