"""Where a state machine and the model of it live side by side, and how the two are compared."""

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import time_machine
from django.db import connection
from hypothesis import strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant

from assistant.models import Fact, PressRelease, ReleaseVersion
from sessions_app.manager import SessionManager
from sessions_app.messages.emptied import sid_hash
from sessions_app.models import (
    Conversation,
    ConversationSession,
    EndedSession,
    HourlyCount,
    HousekeepingJob,
    InboundMessage,
    OutboundMessage,
    RemoteThread,
    SessionChange,
    SessionTotal,
    TurnAttempt,
)
from sessions_app.telemetry import session_counts
from sessions_app.turns.turn import Turn
from tests.state_machine.conversation_model import Model
from tests.state_machine.conversation_rows import Message, Part
from tests.support.factories import counts, phone_number
from tests.support.told_facts import company_of

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PHONES = [phone_number(number) for number in (1, 2, 3)]
WORKERS = ("one", "two")
STEP = timedelta(milliseconds=1)
TABLES = [
    model._meta.db_table
    for model in (
        Conversation,
        ConversationSession,
        EndedSession,
        Fact,
        HourlyCount,
        HousekeepingJob,
        InboundMessage,
        OutboundMessage,
        ReleaseVersion,
        PressRelease,
        RemoteThread,
        SessionChange,
        SessionTotal,
        TurnAttempt,
    )
]

a_phone = strategies.sampled_from(PHONES)
a_worker = strategies.sampled_from(WORKERS)
any_of_them = strategies.integers(0, 7)
at_most = strategies.sampled_from([1, 10, 10])
a_reply = strategies.sampled_from([1, 1, 400])
"""How often the assistant says yes: at once, or in two parts."""


@dataclass(eq=False)
class Running:
    """A turn in a worker's hands."""

    turn: Turn
    messages: list[Message]
    worker: str
    thread_id: str | None
    offers: list[list[str]] = field(default_factory=list)
    """What its reply will offer."""


@dataclass(eq=False)
class Sms:
    """A message that Twilio has accepted."""

    sid: str
    part: Part
    at: datetime


@dataclass(eq=False)
class Sending:
    """A call to Twilio in a worker's hands; `message` is the row as it was claimed."""

    message: OutboundMessage
    part: Part
    worker: str
    sms: Sms | None = None


@dataclass(eq=False)
class LookUp:
    message: OutboundMessage
    part: Part
    worker: str
    found: list[str] = field(default_factory=list)


def state_of(fact: Fact) -> str:
    if fact.superseded_at:
        return "gone"
    return "active" if fact.confirmed_at else "proposed"


class World(RuleBasedStateMachine):
    """Three phones, two workers, the tables and the model; the vendors are the machine itself."""

    def __init__(self) -> None:
        super().__init__()
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"DELETE FROM {table}")
        self.travel = time_machine.travel(START, tick=False)
        self.clock = self.travel.start()
        self.model = Model()
        self.manager = SessionManager()
        self.running: list[Running] = []
        self.sending: list[Sending] = []
        self.look_ups: list[LookUp] = []
        self.deletions: list[RemoteThread] = []
        self.twilio: list[Sms] = []
        self.names = iter(range(10**6))

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        self.compare_messages()
        self.compare_parts()
        self.compare_conversations()
        self.compare_pauses()
        self.compare_sessions()
        self.compare_releases()
        self.clock.shift(STEP)

    def compare_messages(self) -> None:
        columns = ("message_sid", "phone", "state", "operator")
        assert list(InboundMessage.objects.order_by("id").values_list(*columns)) == [
            (sid_hash(m.sid), "", m.state, "") if m.erased else (m.sid, m.phone, m.state, m.operator)
            for m in self.model.messages
        ]

    def compare_parts(self) -> None:
        kept = [part for part in self.model.parts if not part.erased]
        columns = ("uuid", "phone", "body", "state", "sid", "attempts", "operator", "choices")
        stored = list(OutboundMessage.objects.order_by("id").values_list(*columns))
        for part, row in zip(kept, stored, strict=True):
            part.uuid = part.uuid or row[0]
        assert stored == [
            (p.uuid, p.phone, p.body, p.state, p.sid, p.attempts, p.operator, p.choices) for p in kept
        ]

    def compare_conversations(self) -> None:
        columns = ("phone", "lease_token", "lease_expires_at", "attempts", "retry_at", "active_at")
        stored = Conversation.objects.values_list(*columns)
        assert {row[0]: row[1:] for row in stored} == {
            phone: (row.token, row.expires_at, row.attempts, row.retry_at, row.active_at)
            for phone, row in self.model.conversations.items()
        }

    def compare_pauses(self) -> None:
        paused = Conversation.objects.filter(paused_at__isnull=False)
        assert dict(paused.values_list("phone", "paused_by")) == {
            phone: row.paused_by for phone, row in self.model.conversations.items() if row.paused_by
        }
        assert not paused.filter(lease_token__isnull=False).exists()
        held = InboundMessage.objects.filter(state=InboundMessage.State.HELD)
        assert not held.exclude(phone__in=paused.values("phone")).exists()
        untold = Conversation.objects.filter(recap_from__isnull=False)
        assert set(untold.values_list("phone", flat=True)) == {
            phone for phone, row in self.model.conversations.items() if row.untold
        }

    def compare_sessions(self) -> None:
        columns = ("phone", "thread_id", "created_at", "last_accessed")
        stored = ConversationSession.objects.values_list(*columns)
        assert {row[0]: row[1:] for row in stored} == {
            phone: (s.thread_id, s.created_at, s.last_accessed) for phone, s in self.model.sessions.items()
        }
        ledger = RemoteThread.objects.values_list("thread_id", "state", "last_item_id", "next_try_at")
        assert {row[0]: row[1:3] for row in ledger} == {
            thread_id: (thread.state, thread.last_item_id) for thread_id, thread in self.model.threads.items()
        }
        for thread_id, *_, next_try_at in ledger:
            self.model.threads[thread_id].next_try_at = next_try_at
        live = {thread_id for thread_id, thread in self.model.threads.items() if thread.state == "live"}
        assert live == {session.thread_id for session in self.model.sessions.values()}
        assert counts() == {reason: amount for reason, amount in self.model.counts.items() if amount}
        assert session_counts.active() == len(stored)

    def compare_releases(self) -> None:
        stored = list(PressRelease.objects.order_by("id").values_list("id", "phone", "status"))
        for release, (pk, *_) in zip(self.model.releases, stored, strict=True):
            release.pk = release.pk or pk
        assert stored == [(one.pk, one.phone, one.status) for one in self.model.releases]
        if not stored:
            return
        facts = {fact.pk: fact for fact in Fact.objects.all()}
        assert sorted(
            (one.release_id, one.key, one.value, state_of(one)) for one in facts.values()
        ) == sorted(
            (one.pk, fact.key, fact.value, fact.state) for one in self.model.releases for fact in one.told
        )
        versions = ReleaseVersion.objects.order_by("release_id", "number")
        known = [(one, version) for one in self.model.releases for version in one.versions]
        for (release, version), row in zip(known, versions, strict=True):
            version.pk = version.pk or row.pk
            assert (row.pk, row.release_id, row.number) == (version.pk, release.pk, version.number)
            assert (row.approved_at is not None) == version.approved
            assert {facts[pk].key: facts[pk].value for pk in row.facts} == version.values
            assert not version.approved or all(facts[pk].confirmed_at for pk in row.facts)
            assert not any(company_of(phone) in row.text for phone in PHONES if phone != release.phone)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.drain()
        finally:
            self.travel.stop()

    def drain(self) -> None:
        """Bring everything to its end and see that nothing is left over: see `DeliveryRules`."""
