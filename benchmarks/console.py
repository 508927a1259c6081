"""How long the operators' console takes with many sessions, each with its messages and turn.

Requests through Django's test client, as a superuser, the whole way from the URL to the rendered page.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from benchmarks import figures
from benchmarks.databases import in_each_database, make_tables, sizes_up_to

if TYPE_CHECKING:
    from django.test import Client

    from sessions_app.models import ConversationSession

ROWS = 100_000
HOURS_COUNTED = 400 * 24
REQUESTS = 5
TROUBLED = 500
"""One session in so many is paused, one needs a person, one waits for a retry, one has a turn, one waits for
an answer and is assigned."""
FACTS = {"company_name": "Acme Robotics", "announcement_type": "product", "headline": "Acme opens in Berlin"}
"""What each session's press release has."""
GOAL_MS = 1000
PLOTTED = ("sessions", "sessions, status live", "inbox, SID", "threads")
"""The lists that are measured with fewer sessions too."""
SESSIONS = "/admin/sessions_app/conversationsession/"
INBOX = "/admin/sessions_app/inboundmessage/"
OUTBOX = "/admin/sessions_app/outboundmessage/"
THREADS = "/admin/sessions_app/remotethread/"
STATUSES = ("live", "near_expiry", "expired", "turn", "paused", "attention", "failing")
ORDERS = ("idle", "waiting", "message", "facts")
ASSIGNED = ("mine", "none", "somebody")
MARKS = {
    "paused_at = active_at, paused_by = 'olga'": 0,
    "attention_at = active_at, attention = 'Asks for a person'": 1,
    "retry_at = active_at, attempts = 2": 2,
    "lease_token = {uuid}, lease_expires_at = active_at": 3,
}
"""What a troubled conversation has set -> the remainder of its id."""


def measure(database: str, rows: int, *, of_curve: bool) -> None:
    """Fill the database of DATABASE_URL and print the milliseconds of each page, or of the plotted ones."""
    make_tables()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"  # whatever was collected, or was not
    settings.STORAGES = {"staticfiles": {"BACKEND": plain}}
    session, sid = _fill(rows, hours=24 if of_curve else HOURS_COUNTED)
    client = Client(headers={"Host": "localhost"})
    client.force_login(User.objects.create_superuser("olga"))
    lists = {name: (path, b"data-row") for name, path in _lists(session, sid).items()}
    pages = {name: lists[name] for name in PLOTTED} if of_curve else _other_pages(session) | lists
    slowest = 0.0
    for name, (path, marker) in pages.items():
        took = _measure_page(database, name, client, path, marker)
        slowest = max(slowest, took)
        if name in PLOTTED:
            figures.point(database, "Console: ms of a list", name, rows, took)
    if of_curve:
        return
    what = f"slowest of {len(pages)} console pages, {rows:,} sessions"
    figures.add(database, what, slowest, unit="ms", most=GOAL_MS)


def _measure_page(database: str, name: str, client: Client, path: str, marker: bytes) -> float:
    """Print and return the median milliseconds of a page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times, work = [], []
    for _ in range(REQUESTS):
        started, worked = time.perf_counter(), time.process_time()
        response = client.get(path)
        times.append((time.perf_counter() - started) * 1000)
        work.append((time.process_time() - worked) * 1000)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        assert marker in response.content, f"{name}: nothing found"
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    print(
        f"{database:10}  {name:44}{median(times):8.1f} ms {max(times):8.1f} ms {min(work):8.1f} ms"
        f" {len(queries):4} {GOAL_MS:6}",
        flush=True,
    )
    return median(times)


def _fill(rows: int, *, hours: int) -> tuple[ConversationSession, str]:
    """Make the rows; return one session in their middle and the SID of a message in it."""
    from django.db import connection
    from django.utils import timezone

    from assistant.models import Fact, PressRelease
    from benchmarks.session_rows import SESSIONS as TABLE
    from benchmarks.session_rows import TTL, fill, random_of_database, settle
    from sessions_app.models import (
        Conversation,
        ConversationSession,
        HourlyCount,
        InboundMessage,
        Person,
        SessionChange,
        TurnAttempt,
    )
    from sessions_app.telemetry.hourly_counts import (
        BY_OPERATOR,
        FAILED,
        MESSAGES,
        REPLIES,
        REPLY,
        hour_of,
    )

    phones = fill(rows, idle=(0, 2 * TTL), messages=2)
    conversations, inbound = Conversation._meta.db_table, InboundMessage._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {conversations} (phone, active_at, attempts)"
            f" SELECT phone, last_accessed, 0 FROM {TABLE}"
        )
        cursor.execute(
            f"INSERT INTO {TurnAttempt._meta.db_table} (phone, turn, attempt, outcome, error, messages,"
            " received_at, claimed_at, ended_at, steps)"
            f" SELECT phone, {random_of_database()['uuid']}, 1, 'answered', '', 1,"
            f" last_accessed, last_accessed, last_accessed, '[]' FROM {TABLE}"
        )
        cursor.execute(
            f"INSERT INTO {Person._meta.db_table} (phone, assigned_to)"
            f" SELECT phone, CASE WHEN id % {TROUBLED} = 5 THEN 'olga' ELSE '' END FROM {TABLE}"
        )
        cursor.execute(
            f"INSERT INTO {PressRelease._meta.db_table} (phone, status, pending_question, created_at,"
            f" updated_at) SELECT phone, 'draft', '', created_at, last_accessed FROM {TABLE}"
        )
        for key, value in FACTS.items():
            cursor.execute(
                f"INSERT INTO {Fact._meta.db_table} (release_id, key, value, said, source, message_sid,"
                " operator, reason, created_at, confirmed_at)"
                f" SELECT id, '{key}', '{value}', '{value}', 'text', '', '', '', created_at, updated_at"
                f" FROM {PressRelease._meta.db_table}"
            )
        for mark, remainder in MARKS.items():
            assignment = mark.format(**random_of_database())
            cursor.execute(f"UPDATE {conversations} SET {assignment} WHERE id % {TROUBLED} = {remainder}")
        cursor.execute(f"UPDATE {inbound} SET state = 'failed', error = 'x' WHERE id % {TROUBLED} = 4")
        cursor.execute(f"UPDATE {inbound} SET state = 'received' WHERE id % {TROUBLED} = 5")
    times = map(REPLY.row, REPLY.bounds)
    names = [*SessionChange.Reason.values, MESSAGES, REPLIES, FAILED, BY_OPERATOR, *times]
    HourlyCount.objects.bulk_create(
        HourlyCount(hour=hour_of(timezone.now()) - timedelta(hours=ago), name=name, amount=1000)
        for ago in range(hours)
        for name in names
    )
    settle()
    middle = ConversationSession.objects.get(phone=phones[rows // 2])
    return middle, InboundMessage.objects.get(phone=middle.phone).message_sid


def _other_pages(session: ConversationSession) -> dict[str, tuple[str, bytes]]:
    """Return the pages that are no lists, each with what proves that it shows something."""
    from sessions_app.conversations import people

    return {
        "dashboard, 24 hours": ("/admin/?range=24h", b"1000"),
        "dashboard, 30 days": ("/admin/?range=30d", b"24000"),
        "user": (people.pages([session.phone])[session.phone], b"We launch a product in Berlin"),
    }


def _lists(session: ConversationSession, sid: str) -> dict[str, str]:
    from sessions_app.privacy import pseudonym

    phone, thread = session.phone, session.thread_id
    terms = {"last 4": phone[-4:], "user as shown": pseudonym(phone), "thread": thread}

    def page(path: str, **query: str) -> str:
        return f"{path}?{urlencode(query)}"

    return (
        {"sessions": SESSIONS, "sessions, page 200": page(SESSIONS, p="200")}
        | {f"sessions, status {status}": page(SESSIONS, status=status) for status in STATUSES}
        | {f"sessions, order {order}": page(SESSIONS, order=order) for order in ORDERS}
        | {f"sessions, assigned {whose}": page(SESSIONS, assigned=whose) for whose in ASSIGNED}
        | {"sessions, accessed within an hour": page(SESSIONS, accessed="hour")}
        | {"sessions, accessed since 2020": page(SESSIONS, **{"from": "2020-01-01"})}
        | {f"sessions, searched by {name}": page(SESSIONS, q=term) for name, term in terms.items()}
        | {"inbox": INBOX, "inbox, failed": page(INBOX, state="failed"), "inbox, SID": page(INBOX, q=sid)}
        | {"inbox, with an error": page(INBOX, error="yes")}
        | {f"inbox, searched by {name}": page(INBOX, q=term) for name, term in terms.items()}
        | {"outbox": OUTBOX, "outbox, delivered": page(OUTBOX, state="delivered")}
        | {"threads": THREADS, "threads, searched by thread": page(THREADS, q=thread)}
    )


def main(*, rows: int = ROWS) -> None:
    """Run each database's measurement in a process of its own and print the table."""
    print(f"\nConsole: {rows} sessions, half of them past their TTL; median and slowest of {REQUESTS},")
    print("the least time of the web process on its processor (SQLite is a part of it), and queries.")
    print(f"{'':56}{'median':>11} {'slowest':>11} {'web':>11} {'':4} {'goal':>6}", flush=True)
    for size in sizes_up_to(rows):
        in_each_database("benchmarks.console", size, *(["curve"] if size < rows else []))


if __name__ == "__main__":
    measure(sys.argv[1], int(sys.argv[2]), of_curve="curve" in sys.argv)
