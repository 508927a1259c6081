"""MessageSids outlive their messages, so that replays are absorbed, and go after 30 days."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections, transaction

from sessions_app.conversations import events
from sessions_app.erasure import forgetting
from sessions_app.housekeeping import transcript_erasure
from sessions_app.messages import emptied, inbox
from sessions_app.models import ErasureReceipt, InboundMessage
from tests.fakes.background_server import wait_until
from tests.support import clocks
from tests.support.arrivals import message_arrives
from tests.support.clocks import NOW
from tests.support.erasure import everything_stored
from tests.support.factories import EndedSessionFactory, InboundFactory, phone_number
from tests.support.statements import is_blocked, recorded_statements

ADA = phone_number(1)

pytestmark = pytest.mark.django_db

clock = pytest.fixture(autouse=True)(clocks.standing)


def answered(*, ago: float = 0) -> InboundMessage:
    """Make an answered message that ADA sent `ago` seconds ago."""
    made: InboundMessage = InboundFactory.create(
        phone=ADA,
        body="secret",
        received_at=NOW - timedelta(seconds=ago),
        state=InboundMessage.State.ANSWERED,
    )
    return made


def test_a_replay_of_an_erased_message_is_still_absorbed(clock: time_machine.Traveller) -> None:
    sid = answered(ago=10).message_sid
    EndedSessionFactory.create(phone=ADA)
    transcript_erasure.erase()
    assert message_arrives(message_sid=sid, phone=ADA, body="secret") is False
    assert InboundMessage.objects.filter(phone=ADA).count() == 0


@pytest.mark.parametrize(("days", "pruned"), [(29.99, 0), (30, 1)])
def test_message_sids_are_forgotten_after_30_days(
    clock: time_machine.Traveller, days: float, pruned: int
) -> None:
    answered()
    EndedSessionFactory.create(phone=ADA, ended_at=NOW + timedelta(microseconds=1))
    clock.shift(timedelta(days=days))
    transcript_erasure.erase()
    assert transcript_erasure.prune_sids() == pruned
    assert InboundMessage.objects.count() == 1 - pruned


def test_messages_that_were_not_erased_are_never_pruned(clock: time_machine.Traveller) -> None:
    answered()
    clock.shift(timedelta(days=100))
    assert (transcript_erasure.prune_sids(), InboundMessage.objects.get().body) == (0, "secret")


def test_one_pruning_takes_all_that_is_due_however_much(clock: time_machine.Traveller) -> None:
    old = NOW - timedelta(days=31)
    count = transcript_erasure.PRUNE_BATCH * 2 + 1
    InboundMessage.objects.bulk_create(InboundFactory.build_batch(count, phone="", received_at=old))
    InboundFactory.create(phone="")
    assert transcript_erasure.prune_sids() == count
    assert InboundMessage.objects.count() == 1


def test_a_replay_of_what_somebody_wrote_who_was_forgotten_is_absorbed(clock: time_machine.Traveller) -> None:
    sid = answered(ago=10).message_sid
    forgetting.forget(ADA, by=ErasureReceipt.By.COMMAND)
    assert sid not in "".join(everything_stored())
    clock.shift(timedelta(days=29.99))
    transcript_erasure.prune_sids()
    assert message_arrives(message_sid=sid, phone=ADA, body="secret") is False
    assert message_arrives(message_sid=sid[::-1], phone=ADA, body="another") is True


@pytest.mark.parametrize("event", ["", "reaction"])
def test_a_replay_brings_nothing_back_of_who_was_forgotten(event: str) -> None:
    message = inbox.Incoming(
        message_sid="SM" + "a" * 32, phone=ADA, ids=["US.13491208655302741918"], body="secret", event=event
    )
    store = events.receive if event else inbox.receive
    store([message])
    forgetting.forget(ADA, by=ErasureReceipt.By.COMMAND)
    before = everything_stored()
    store([message])
    assert everything_stored() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres("SQLite has one writer at a time")
def test_a_replay_while_the_message_is_emptied_is_absorbed() -> None:
    sid, is_emptied, has_arrived = answered(ago=10).message_sid, threading.Event(), threading.Event()

    def empty() -> None:
        try:
            with transaction.atomic():
                emptied.empty(InboundMessage.objects.filter(phone=ADA))
                is_emptied.set()
                wait_until(lambda: has_arrived.is_set() or is_blocked())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        emptying = pool.submit(empty)
        is_emptied.wait()
        is_new = message_arrives(message_sid=sid, phone=ADA, body="secret")
        has_arrived.set()
        emptying.result()
    assert (is_new, InboundMessage.objects.count()) == (False, 1)


@pytest.mark.postgres("SQLite looks up what is unique by its index")
def test_the_search_for_what_is_known_never_reads_the_table() -> None:
    """A plan that was made while the table was small is kept as it grows."""
    with recorded_statements() as sent:
        for count in (1, 1, 10, 100, 1000):
            InboundMessage.objects.bulk_create(InboundFactory.build_batch(count))
            message_arrives(message_sid=f"SM{count}", phone=ADA, body="secret")
    arrivals = [statement for statement in sent if "arrived" in statement]
    with connection.cursor() as cursor:
        for statement in arrivals:
            cursor.execute(f"EXPLAIN {statement}")
            assert f"Seq Scan on {InboundMessage._meta.db_table}" not in str(cursor.fetchall())
