"""Idle conversations leave no rows and no messages, whatever else happens at that very moment."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Thread
from typing import Any, TypeAlias

import pytest
import time_machine
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from assistant.interview import Reply
from sessions_app.conversations import attention, events, leases
from sessions_app.conversations import idle as idle_conversations
from sessions_app.data_registry import IDLE_CONVERSATIONS
from sessions_app.housekeeping import transcript_erasure
from sessions_app.manager import SessionManager
from sessions_app.messages import inbox
from sessions_app.models import Conversation, EndedSession, InboundMessage, OutboundMessage, TurnAttempt
from sessions_app.telemetry import turn_counts
from sessions_app.turns import canned_replies, outcomes
from sessions_app.turns import claims as claims_module
from tests.fakes.background_server import wait_until
from tests.support import clocks
from tests.support.arrivals import message_arrives
from tests.support.clocks import NOW, TTL
from tests.support.factories import (
    ConversationFactory,
    InboundFactory,
    OutboundFactory,
    SessionFactory,
    idle_session,
    phone_number,
)
from tests.support.statements import is_blocked, plan

IDLE = timedelta(seconds=TTL) + IDLE_CONVERSATIONS.period
ADA, BOB = phone_number(1), phone_number(2)
SECOND = timedelta(seconds=1)
Outbound: TypeAlias = OutboundMessage.State

pytestmark = pytest.mark.django_db


clock = pytest.fixture(autouse=True)(clocks.standing)


def idle(phone: str = ADA, *, since: timedelta = IDLE + SECOND, **more: Any) -> Conversation:
    """Make a conversation in which nothing has happened for so long."""
    made: Conversation = ConversationFactory.create(phone=phone, active_at=timezone.now() - since, **more)
    return made


def left() -> list[str]:
    """Return the phones of the conversations that are stored."""
    return list(Conversation.objects.order_by("id").values_list("phone", flat=True))


def messages_left() -> int:
    """Return how many messages are still to be read."""
    return InboundMessage.objects.exclude(phone="").count() + OutboundMessage.objects.count()


# --- Which conversations go ---------------------------------------------------------------------


@pytest.mark.parametrize(("since", "gone"), [(IDLE, 0), (IDLE + SECOND, 1), (IDLE * 100, 1)])
def test_a_conversation_goes_after_the_ttl_and_an_hour(since: timedelta, gone: int) -> None:
    idle(since=since)
    assert idle_conversations.prune() == gone
    assert len(left()) == 1 - gone


@pytest.mark.parametrize(
    "waiting",
    [
        lambda: SessionFactory.create(phone=ADA),
        lambda: InboundFactory.create(phone=ADA, state="received"),
        lambda: InboundFactory.create(phone=ADA, state="held"),
        lambda: OutboundFactory.create(phone=ADA, state="queued"),
        lambda: OutboundFactory.create(phone=ADA, state="sending"),
        lambda: Conversation.objects.update(
            lease_token=uuid.uuid4(), lease_expires_at=timezone.now() + SECOND
        ),
    ],
    ids=["session", "unanswered", "held", "queued", "sending", "turn"],
)
def test_a_conversation_in_which_something_waits_stays(waiting: Callable[[], object]) -> None:
    idle(), idle(BOB)
    waiting()
    if Conversation.objects.filter(phone=BOB, lease_token=None).exists():
        assert (idle_conversations.prune(), left()) == (1, [ADA])
    else:
        assert idle_conversations.prune() == 0


def test_a_turn_and_a_reset_count_as_activity(clock: time_machine.Traveller) -> None:
    idle(), idle(BOB)
    [lease] = leases.claim([ADA])
    leases.release(lease)
    leases.revoke(BOB)
    assert idle_conversations.prune() == 0
    clock.shift(IDLE + SECOND)
    assert idle_conversations.prune() == 2


def test_more_than_a_batch_goes_at_once_past_those_that_stay() -> None:
    count = idle_conversations.BATCH_SIZE + 10
    phones = [phone_number(number) for number in range(2 * count)]
    Conversation.objects.bulk_create(
        ConversationFactory.build(phone=phone, active_at=NOW - 2 * IDLE + number * SECOND)
        for number, phone in enumerate(phones)
    )
    for phone in phones[::2]:
        SessionFactory.create(phone=phone)
    assert (idle_conversations.prune(), left()) == (count, phones[::2])


def test_the_search_uses_the_indexes_alone() -> None:
    with CaptureQueriesContext(connection) as captured:
        idle_conversations.prune()
    [search] = [query["sql"] for query in captured if "ORDER BY" in query["sql"]]
    steps = plan(search)
    assert "conversation_active_at" in steps
    assert re.search(r"session_phone_unique|autoindex_sessions_app_conversationsession", steps)
    assert "inbound_phone" in steps
    assert re.search("outbound_(phone|unsettled)", steps)
    assert not re.search("Seq Scan|^SCAN|TEMP B-TREE|Sort", steps)


# --- What they leave is erased ------------------------------------------------------------------


def fails(phone: str) -> None:
    """The first turn of `phone` fails for good."""
    message_arrives(message_sid="SM1", phone=phone, body="secret")
    [turn] = claims_module.claim_turns(1)
    outcomes.give_up(turn, error="server_error")


def resets(phone: str) -> None:
    """`phone` asks for a reset, and says nothing after it."""
    idle_session(phone, idle=0)
    message_arrives(message_sid="SM1", phone=phone, body="reset")
    claims_module.claim_turns(1)


def asks_for_help(phone: str) -> None:
    message_arrives(message_sid="SM1", phone=phone, body="/help")
    [turn] = claims_module.claim_turns(1)
    outcomes.commit(turn, Reply(text=canned_replies.HELP))


def reacts(phone: str) -> None:
    reaction = InboundMessage.Kind.REACTION
    events.receive([inbox.Incoming(message_sid="SM1", phone=phone, body="👍", event=reaction)])


@pytest.mark.parametrize("chat", [fails, resets, asks_for_help, reacts])
def test_messages_without_a_session_are_erased(
    clock: time_machine.Traveller, chat: Callable[[str], None]
) -> None:
    chat(ADA)
    attention.dismiss(ADA)
    OutboundMessage.objects.update(state=Outbound.DELIVERED)
    clock.shift(IDLE)
    turn_counts.count(), idle_conversations.prune(), transcript_erasure.erase()
    assert messages_left() > 0
    clock.shift(SECOND)
    idle_conversations.prune(), transcript_erasure.erase()
    assert messages_left() == 0
    assert not EndedSession.objects.exists()
    assert not TurnAttempt.objects.exists()


@pytest.mark.parametrize("make", [InboundFactory, OutboundFactory], ids=["said", "heard"])
def test_whatever_is_left_is_noted(make: Any) -> None:
    idle()
    more = {"received_at": NOW - IDLE} if make is InboundFactory else {"created_at": NOW - IDLE}
    make.create(phone=ADA, state="failed", **more)
    idle_conversations.prune(), transcript_erasure.erase()
    assert messages_left() == 0


def test_where_nothing_is_left_nothing_is_noted(clock: time_machine.Traveller) -> None:
    idle_session(ADA, idle=TTL)
    idle(), idle(BOB)
    InboundFactory.create(phone=ADA, state="answered", received_at=NOW - IDLE)
    SessionManager().cleanup_expired_sessions()
    clock.shift(1)
    transcript_erasure.erase()
    assert (idle_conversations.prune(), EndedSession.objects.count()) == (2, 0)


@pytest.mark.parametrize("later", [None, InboundFactory, OutboundFactory], ids=["none", "said", "heard"])
def test_a_session_has_one_end_and_what_came_after_it_another(
    settings: Settings, clock: time_machine.Traveller, later: Any
) -> None:
    settings.TRANSCRIPT_RETENTION_DAYS = 7
    idle_session(ADA, idle=TTL)
    idle()
    InboundFactory.create(phone=ADA, state="answered", received_at=NOW - IDLE)
    OutboundFactory.create(phone=ADA, state="read", created_at=NOW - IDLE)
    SessionManager().cleanup_expired_sessions()
    [end] = EndedSession.objects.all()
    clock.shift(1)
    if later:
        at = "received_at" if later is InboundFactory else "created_at"
        later.create(phone=ADA, state="failed", **{at: end.replies_until})
    assert idle_conversations.prune() == 1
    assert EndedSession.objects.count() == (2 if later else 1)


def test_a_message_that_arrives_while_its_conversation_goes_is_answered_and_kept(
    clock: time_machine.Traveller,
) -> None:
    idle()
    InboundFactory.create(phone=ADA, state="answered", body="old", received_at=NOW - IDLE)
    idle_conversations.prune()
    message_arrives(message_sid="SM1", phone=ADA, body="new", received_at=NOW - 60 * SECOND)
    [turn] = claims_module.claim_turns(1)
    outcomes.adopt_thread(turn, thread_id="conv_1")
    outcomes.commit(turn, Reply(text="Hello", last_item_id=""))
    OutboundMessage.objects.update(state=Outbound.DELIVERED)
    clock.shift(60)
    transcript_erasure.erase()
    assert list(InboundMessage.objects.exclude(phone="").values_list("body", flat=True)) == ["new"]
    assert OutboundMessage.objects.count() == 1


# --- At the same moment as a claim --------------------------------------------------------------


def background(work: Callable[[], object]) -> Thread:
    """Run `work` on a thread of its own, with a database connection of its own."""

    def run() -> None:
        work()
        connections.close_all()

    thread = Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("take", [lambda: leases.claim([ADA]), lambda: leases.revoke(ADA)])
def test_who_comes_while_the_row_is_deleted_gets_a_new_one(
    clock: time_machine.Traveller, take: Callable[[], object]
) -> None:
    idle(attempts=7)
    taken: list[object] = []

    def come() -> None:
        with transaction.atomic():
            taken.append(take())

    with transaction.atomic():
        assert idle_conversations.prune() == 1
        other = background(come)
        if connection.vendor == "postgresql":
            clock.move_to(NOW, tick=True)
            wait_until(is_blocked)
        assert taken == []
    other.join()
    assert (len(taken), left()) == (1, [ADA])
    assert Conversation.objects.get().attempts in (0, 1)


@pytest.mark.postgres("SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_being_claimed_is_neither_deleted_nor_waited_for() -> None:
    idle(), idle(BOB)
    pruned: list[int] = []
    with transaction.atomic():
        [lease] = leases.claim([ADA])
        background(lambda: pruned.append(idle_conversations.prune())).join()
        assert pruned == [1]
    assert Conversation.objects.get().lease_token == lease.token


@pytest.mark.django_db(transaction=True)
def test_of_many_claims_and_prunings_at_once_no_claim_is_lost() -> None:
    for number in range(30):
        idle(phone_number(number))
        message_arrives(message_sid=f"SM{number}", phone=phone_number(number), body="hello")
    InboundMessage.objects.update(state="answered")  # the pruning takes all; the messages come back
    prunings = [background(idle_conversations.prune) for _ in range(2)]
    claimed: list[leases.Lease] = []

    def claim(phone: str) -> None:
        claimed.extend(leases.claim([phone]))

    claims = [background(partial(claim, phone_number(number))) for number in range(30)]
    for thread in (*prunings, *claims):
        thread.join()
    assert len(claimed) == 30
    tokens = set(Conversation.objects.values_list("lease_token", flat=True))
    assert tokens == {lease.token for lease in claimed}
