"""The inbox: what one INSERT stores, absorbs and survives, and how the workers' polls find it."""

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, connections
from django.db.models import NOT_PROVIDED
from django.utils import timezone

from sessions_app.messages import delivery, outbox
from sessions_app.models import InboundMessage, OutboundMessage
from sessions_app.turns import claims
from tests.support.arrivals import message_arrives
from tests.support.statements import plan, recorded_statements

PHONE = "+14155550001"
SID = "SM" + "1" * 32


def receive(body: str = "Hello", *, sid: str = SID, **more: Any) -> bool:
    return message_arrives(message_sid=sid, phone=PHONE, body=body, **more)


def queries(work: Callable[[], object]) -> list[str]:
    """Return the SQL that `work` sends."""
    with recorded_statements() as sent:
        work()
    return sent


@pytest.mark.django_db
def test_the_insert_names_every_column_that_the_database_does_not_fill() -> None:
    with recorded_statements() as sent:
        receive()
    named = set(re.split(r",\s*", re.search(r"\(([\w, ]+)\)", sent[-1])[1]))  # type: ignore[index]
    fields = [field for field in InboundMessage._meta.concrete_fields if not field.primary_key]
    needed = {f.column for f in fields if not f.null and f.db_default is NOT_PROVIDED}
    assert needed <= named <= {field.column for field in fields}


@pytest.mark.django_db
@time_machine.travel("2026-11-22T09:30:00Z", tick=False)
def test_a_received_message_equals_one_that_the_model_would_have_stored() -> None:
    values = {"phone": PHONE, "body": "Hi", "media": [{"url": "u", "content_type": "c"}]}
    message_arrives(message_sid=SID, **values)
    InboundMessage.objects.create(message_sid="2", kind="text", received_at=timezone.now(), **values)
    ours, theirs = (dict(row) for row in InboundMessage.objects.order_by("id").values())
    different = {name for name in ours if ours[name] != theirs[name]}
    assert different == {"id", "message_sid"}


@pytest.mark.django_db
def test_a_new_message_is_told_from_a_repeat() -> None:
    assert receive("first") is True
    assert receive("second") is False
    assert [message.body for message in InboundMessage.objects.all()] == ["first"]


@pytest.mark.django_db
@pytest.mark.parametrize("microsecond", [0, 1, 500_000, 999_999])
def test_the_moment_of_arrival_is_kept_to_the_microsecond(microsecond: int) -> None:
    moment = datetime(2026, 11, 22, 9, 30, 0, microsecond, tzinfo=UTC)
    receive(received_at=moment)
    assert InboundMessage.objects.get().received_at == moment


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "kind"),
    [("Hello", "text"), (" \n", "media"), ("\u200b", "media"), ("Start Over.", "reset"), ("Help!", "help")],
)
def test_the_kind_of_a_message_is_stored_with_it(body: str, kind: str) -> None:
    receive(body)
    assert InboundMessage.objects.get().kind == kind


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        "x" * 60_000,
        "👩‍👩‍👧 \u202e reversed",
        "'; DROP TABLE x; --",
        "100 %s %(a)s %%",
        "{values} {0}",
        "\\u0000 \\x00",
        "\r\n\t\x1b",
    ],
    ids=["long", "emoji", "sql", "percent", "braces", "backslashes", "controls"],
)
def test_any_text_comes_back_as_it_was_sent(body: str) -> None:
    receive(body, media=[{"url": body}])
    stored = InboundMessage.objects.get()
    assert stored.body == body


@pytest.mark.django_db
def test_nul_becomes_a_replacement_character() -> None:
    receive("\0a\0", media=[{"url": "\0u", "\0key": "\0"}])
    stored = InboundMessage.objects.get()
    assert stored.body == "\ufffda\ufffd"
    assert stored.media == [{"url": "\ufffdu", "\ufffdkey": "\ufffd"}]


@pytest.mark.django_db
def test_ids_follow_the_order_of_arrival() -> None:
    for number in range(5):
        receive(str(number), sid=f"SM{number}")
    bodies = InboundMessage.objects.order_by("id").values_list("body", flat=True)
    assert list(bodies) == ["0", "1", "2", "3", "4"]


@pytest.mark.django_db
def test_a_message_that_cannot_be_stored_raises_a_database_error() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {InboundMessage._meta.db_table} RENAME TO elsewhere")
    with pytest.raises(DatabaseError):
        receive()


@pytest.mark.django_db(transaction=True)
def test_of_eight_simultaneous_deliveries_of_one_message_one_is_new() -> None:
    start, results = threading.Barrier(8), []

    def deliver() -> None:
        try:
            start.wait()
            results.append(receive())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=deliver) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False] * 7 + [True]
    assert InboundMessage.objects.count() == 1


@pytest.mark.postgres("a SQLite connection cannot be dropped from outside")
@pytest.mark.django_db(transaction=True)
def test_a_message_is_stored_although_the_database_dropped_the_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()
    assert receive() is True
    assert InboundMessage.objects.get().message_sid == SID


# --- The polls: cheap however many answered and sent messages there are ---------------------------


@pytest.mark.django_db
def test_the_poll_for_unanswered_messages_uses_its_partial_index() -> None:
    poll = queries(lambda: claims.claim_turns(10))[0]
    steps = plan(poll)
    assert "inbound_unanswered" in steps
    assert "conversation_phone_unique" in steps or "sqlite_autoindex_sessions_app_conversation_1" in steps


@pytest.mark.django_db
def test_the_poll_for_due_parts_uses_its_partial_indexes() -> None:
    sent = OutboundMessage.State.DELIVERED
    OutboundMessage.objects.bulk_create(
        OutboundMessage(phone=PHONE, body="x", state=sent) for _ in range(500)
    )
    with connection.cursor() as cursor:  # PostgreSQL goes by how many there are
        cursor.execute("ANALYZE")
    [poll] = queries(lambda: delivery.claim_due(10))
    steps = plan(poll)
    assert "outbound_queued" in steps
    assert "outbound_unsettled" in steps


@pytest.mark.django_db
def test_no_poll_scans_a_whole_table_or_sorts() -> None:
    polls = queries(lambda: claims.claim_turns(10))[:1] + queries(lambda: delivery.claim_due(10))
    if connection.vendor == "postgresql":
        assert not any("Seq Scan" in plan(poll) for poll in polls)
    else:
        scans = [line for poll in polls for line in plan(poll).splitlines() if line.startswith("SCAN")]
        assert all("USING" in line for line in scans)


@pytest.mark.django_db
def test_cancelling_what_is_unsent_reads_only_the_phones_own_rows() -> None:
    [sql] = queries(lambda: outbox.cancel_unsent(phone=PHONE))
    assert re.search(r"outbound_(phone|queued|unsettled)", plan(sql))


@pytest.mark.django_db
def test_looking_for_a_stale_part_needs_no_scan_of_all_that_was_ever_sent() -> None:
    [sql] = queries(delivery.claim_stale)
    assert "outbound_" in plan(sql)
