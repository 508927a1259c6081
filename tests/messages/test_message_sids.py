"""MessageSids outlive their messages, so that replays are absorbed, and go after seven days."""

from datetime import timedelta

import pytest
import time_machine

from sessions_app.housekeeping import transcript_erasure
from sessions_app.models import InboundMessage
from tests.support import clocks
from tests.support.arrivals import message_arrives
from tests.support.clocks import NOW
from tests.support.factories import EndedSessionFactory, InboundFactory, phone_number

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


@pytest.mark.parametrize(("days", "pruned"), [(6.99, 0), (7, 1)])
def test_message_sids_are_forgotten_after_seven_days(
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
    old = NOW - timedelta(days=8)
    count = transcript_erasure.PRUNE_BATCH * 2 + 1
    InboundMessage.objects.bulk_create(InboundFactory.build_batch(count, phone="", received_at=old))
    InboundFactory.create(phone="")
    assert transcript_erasure.prune_sids() == count
    assert InboundMessage.objects.count() == 1
