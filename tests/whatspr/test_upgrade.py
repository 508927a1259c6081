"""The database of the release before (migration 0007): nothing in it is lost, and all of it goes on."""

import pydoc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from django_q.tasks import async_task

from assistant.models import PressRelease
from sessions_app.conversations import takeover
from sessions_app.housekeeping import schedules
from sessions_app.messages.emptied import sid_hash
from sessions_app.models import (
    Conversation,
    ConversationSession,
    EndedSession,
    HousekeepingJob,
    InboundMessage,
    OutboundMessage,
)
from tests.conftest import answer_messages
from tests.support.arrivals import message_arrives
from tests.support.factories import counts, phone_number, thread_state
from tests.support.releases import values_of

BEFORE = "0007_console"
TICK = "sessions_app.schedules.tick"
"""As that release wrote it into django-q's rows."""
CHATTING, PAUSED, HANDED_BACK, GONE = (phone_number(number) for number in range(4))
THREADS = {CHATTING: "offline_1", PAUSED: "offline_2", HANDED_BACK: "offline_3"}
ERASED = f"SM{'1' * 32}"
"""The SID of a message of which nothing else is left."""
AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def old_database() -> Iterator[None]:
    """What that release left when it stopped; afterwards the tables are as other tests need them."""
    call_command("migrate", "sessions_app", BEFORE, verbosity=0)
    fill(MigrationLoader(connection).project_state(("sessions_app", BEFORE)).apps)
    yield
    call_command("migrate", verbosity=0)


def fill(apps: Any) -> None:
    def add(model: str, **fields: Any) -> None:
        apps.get_model("sessions_app", model).objects.create(**fields)

    now = timezone.now()
    for phone, thread_id in THREADS.items():
        state = "held" if phone == PAUSED else "received"
        add("ConversationSession", phone=phone, thread_id=thread_id, created_at=now, last_accessed=now)
        add("RemoteThread", thread_id=thread_id, state="live", adopted=True, created_at=now)
        add("OutboundMessage", phone=phone, body="Which headline?", created_at=now, state="delivered")
        add("InboundMessage", message_sid=f"SM{phone}", phone=phone, kind="text", state=state,
            body="Acme grows", received_at=now)  # fmt: skip
    add("InboundMessage", message_sid=ERASED, phone="", kind="text", state="answered", received_at=now)
    for state in ("planned", "doomed", "deleted", "unknown", "pinned"):
        thread_id = "" if state == "planned" else f"offline_{state}"
        add("RemoteThread", thread_id=thread_id, state=state, created_at=now, last_item_id="item")
    add("Conversation", phone=CHATTING)
    add("Conversation", phone=PAUSED, paused_at=now, paused_by="olga", untold_since=AT)
    add("Conversation", phone=HANDED_BACK, untold_since=now - timedelta(minutes=1))
    for filed in (True, False):
        add("EndedSession", phone=GONE, ended_at=AT, heard_until=AT + timedelta(minutes=1), filed=filed)
    for reason, amount in {"created": 9, "expired": 2, "killed": 1, "reset": 1, "replaced": 0}.items():
        add("SessionTotal", reason=reason, amount=amount)
    add("SessionChange", reason="expired", amount=2, at=AT)
    add("AuditEntry", operator="olga", action="take over", at=AT)
    PressRelease.objects.create(
        phone=CHATTING,
        fields={"company_name": "Acme", "announcement_type": "IPO"},
        pending_question="headline",
    )
    PressRelease.objects.create(phone=GONE, status="finished", text="A document", finished_at=AT)
    Schedule.objects.all().delete()
    Schedule.objects.create(name=TICK, func=TICK, schedule_type="I", minutes=1, repeats=-1)
    async_task(TICK, group=TICK)


def columns_of(table: str) -> str:
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
    return ", ".join(connection.ops.quote_name(column.name) for column in columns)


def rows_of(table: str, columns: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1")
        return list(cursor.fetchall())


def messages_to(phone: str) -> int:
    return OutboundMessage.objects.filter(phone=phone).count()


def upgrade() -> None:
    call_command("migrate", verbosity=0)


def test_no_row_is_lost_or_changed() -> None:
    tables = set(connection.introspection.table_names()) - {"django_migrations", "django_q_schedule"}
    columns = {table: columns_of(table) for table in tables}  # newer ones come with the upgrade
    before = {table: rows_of(table, columns[table]) for table in tables}
    upgrade()
    assert PressRelease.objects.exclude(pending_thread="").update(pending_thread="") == 1  # the session's
    InboundMessage.objects.filter(message_sid=sid_hash(ERASED)).update(message_sid=ERASED)  # see below
    assert {table: rows_of(table, columns[table]) for table in tables} == before


def test_the_sids_of_erased_messages_are_hashed_and_no_others() -> None:
    upgrade()
    sids = set(InboundMessage.objects.values_list("message_sid", flat=True))
    assert sids == {sid_hash(ERASED), *(f"SM{phone}" for phone in THREADS)}
    assert message_arrives(message_sid=ERASED, phone=GONE, body="a replay") is False


def test_renamed_fields_have_what_was_in_the_old_ones() -> None:
    upgrade()
    assert Conversation.objects.get(phone=PAUSED).recap_from == AT
    ended = EndedSession.objects.order_by("-indexed").values_list("indexed", "replies_until")
    assert list(ended) == [(indexed, AT + timedelta(minutes=1)) for indexed in (True, False)]


def test_what_waits_is_answered_and_the_sessions_go_on_in_their_threads() -> None:
    upgrade()
    answer_messages()
    assert dict(ConversationSession.objects.values_list("phone", "thread_id")) == THREADS
    assert {phone: messages_to(phone) for phone in THREADS} == {CHATTING: 2, PAUSED: 1, HANDED_BACK: 2}
    assert values_of(CHATTING)["headline"] == "Acme grows"


def test_an_operator_who_has_taken_over_hands_back_and_the_bot_answers() -> None:
    upgrade()
    takeover.end_pause(PAUSED)
    answer_messages()
    assert messages_to(PAUSED) == 2
    assert not Conversation.objects.exclude(recap_from=None).exists()


def test_the_tick_is_scheduled_once_and_each_row_of_django_q_is_found() -> None:
    upgrade()
    functions = [Schedule.objects.get().func, *(task.func() for task in OrmQ.objects.all())]
    assert [pydoc.locate(function) for function in functions] == [schedules.tick] * 2


def test_the_jobs_run_on_what_was_left() -> None:
    upgrade()
    schedules.tick()
    assert not HousekeepingJob.objects.filter(last_finished_at=None).exists()
    assert counts() == {"created": 9, "expired": 4, "killed": 1, "reset": 1}
    assert thread_state("offline_doomed") == "deleted"
