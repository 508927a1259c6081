"""What becomes of the messages of a session that has ended: nothing of them stays, and nothing else goes."""

import tracemalloc
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest
import time_machine
from django.db.models import JSONField
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from assistant.interview import Reply
from sessions_app.data_registry import TABLES, UNSENT
from sessions_app.housekeeping import transcript_erasure
from sessions_app.manager import SessionManager
from sessions_app.messages import delivery, emptied, outbox
from sessions_app.models import EndedSession, InboundMessage, OutboundMessage, SessionChange
from sessions_app.sessions import store
from sessions_app.turns import claims, outcomes
from tests.support import clocks
from tests.support.arrivals import message_arrives, status_arrives
from tests.support.clocks import NOW, TTL
from tests.support.factories import (
    EndedSessionFactory,
    InboundFactory,
    OutboundFactory,
    idle_session,
    phone_number,
)

ADA, BOB = phone_number(1), phone_number(2)
MICROSECOND = timedelta(microseconds=1)
Inbound: TypeAlias = InboundMessage.State
Outbound: TypeAlias = OutboundMessage.State
UNSETTLED = [Outbound.QUEUED, Outbound.SENDING, Outbound.ACCEPTED]

pytestmark = pytest.mark.django_db


clock = pytest.fixture(clocks.standing)


def said(body: str, *, ago: float = 10, phone: str = ADA) -> InboundMessage:
    """Make an answered message that `phone` sent `ago` seconds ago."""
    received_at = timezone.now() - timedelta(seconds=ago)
    made: InboundMessage = InboundFactory.create(
        phone=phone, body=body, received_at=received_at, state=Inbound.ANSWERED
    )
    return made


def heard(
    body: str, *, ago: float = 10, phone: str = ADA, state: Outbound = Outbound.READ
) -> OutboundMessage:
    """Make a part that was queued for `phone` `ago` seconds ago."""
    created_at = timezone.now() - timedelta(seconds=ago)
    made: OutboundMessage = OutboundFactory.create(
        phone=phone,
        body=body,
        created_at=created_at,
        attempted_at=created_at if state in UNSETTLED else None,
        state=state,
    )
    return made


def transcript(phone: str = ADA) -> list[str]:
    """Return what is still to be read of `phone`."""
    inbound = InboundMessage.objects.filter(phone=phone).order_by("id").values_list("body", flat=True)
    outbound = OutboundMessage.objects.filter(phone=phone).order_by("id").values_list("body", flat=True)
    return [*inbound, *outbound]


# --- Erasing ------------------------------------------------------------------------------------


def test_the_sid_of_a_reply_stays_while_an_equal_one_on_its_way_may_be_looked_up(
    clock: time_machine.Traveller,
) -> None:
    OutboundFactory.create(phone=ADA, body="Hi", state=Outbound.READ, sid="SM1", attempted_at=timezone.now())
    clock.shift(1)
    EndedSessionFactory.create(phone=ADA)
    on_its_way = OutboundFactory.create(phone=ADA, body="Hi", state=Outbound.SENDING, attempts=1)
    assert transcript_erasure.erase() == 0
    delivery.record_looked_up(on_its_way, ["SM1"])
    on_its_way.refresh_from_db()
    assert on_its_way.state == Outbound.QUEUED
    OutboundMessage.objects.filter(pk=on_its_way.pk).update(state=Outbound.SENT)
    clock.shift(120)
    assert transcript_erasure.erase() == 1


def test_the_transcript_of_an_ended_session_is_erased(clock: time_machine.Traveller) -> None:
    said("our secret"), heard("noted")
    EndedSessionFactory.create(phone=ADA)
    assert transcript_erasure.erase() == 1
    message = InboundMessage.objects.get()
    assert (message.phone, message.body, message.media) == ("", "", [])
    assert not OutboundMessage.objects.exists()
    assert not EndedSession.objects.exists()


def test_each_text_of_the_registry_is_emptied(clock: time_machine.Traveller) -> None:
    texts = TABLES[InboundMessage._meta.label].texts.keys()
    message = InboundFactory.build(phone=ADA, received_at=NOW - timedelta(seconds=1), state=Inbound.ANSWERED)
    for name in texts:
        holds_json = isinstance(InboundMessage._meta.get_field(name), JSONField)
        setattr(message, name, [{"text": "Marked words"}] if holds_json else ADA)
    message.save()
    EndedSessionFactory.create(phone=ADA)
    transcript_erasure.erase()
    [left] = InboundMessage.objects.values(*texts)
    assert left.pop("message_sid") == emptied.sid_hash(ADA)
    assert not any(left.values()), left


def test_erasing_again_finds_nothing(
    clock: time_machine.Traveller, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    said("our secret")
    EndedSessionFactory.create(phone=ADA)
    assert [transcript_erasure.erase() for _ in range(3)] == [1, 0, 0]
    with django_assert_max_num_queries(4):
        transcript_erasure.erase()


@pytest.mark.parametrize("phone", [ADA, BOB])
def test_nothing_of_other_phones_is_touched(clock: time_machine.Traveller, phone: str) -> None:
    for one in (ADA, BOB):
        said("secret", phone=one), heard("noted", phone=one)
    EndedSessionFactory.create(phone=phone)
    transcript_erasure.erase()
    assert transcript(phone) == []
    assert transcript(ADA if phone == BOB else BOB) == ["secret", "noted"]


def test_a_session_that_goes_on_keeps_its_transcript(clock: time_machine.Traveller) -> None:
    idle_session(ADA, idle=TTL - 1)
    said("secret"), heard("noted")
    SessionManager().cleanup_expired_sessions()
    assert (transcript_erasure.erase(), transcript()) == (0, ["secret", "noted"])


@pytest.mark.parametrize("ending", ["expiry", "kill", "reset", "a new session"])
def test_however_a_session_ends_its_transcript_goes_with_it(
    clock: time_machine.Traveller, ending: str
) -> None:
    idle_session(ADA, idle=0 if ending in ("kill", "reset") else TTL)
    said("secret", ago=TTL + 10), heard("noted", ago=TTL + 5)
    match ending:
        case "expiry":
            SessionManager().cleanup_expired_sessions()
        case "kill":
            SessionManager().remove_session(ADA)
        case "reset":
            store.end(ADA, reason=SessionChange.Reason.RESET)
        case _:
            SessionManager().set_session(ADA, "conv_new")
    assert (transcript_erasure.erase(), transcript()) == (1, [])


@pytest.mark.parametrize(("days", "erased"), [(29.99, 0), (30, 1), (31, 1)])
def test_a_transcript_is_kept_for_its_retention(
    clock: time_machine.Traveller, settings: Settings, days: float, erased: int
) -> None:
    settings.TRANSCRIPT_RETENTION_DAYS = 30
    said("secret")
    EndedSessionFactory.create(phone=ADA)
    clock.shift(timedelta(days=days))
    assert transcript_erasure.erase() == erased
    assert len(transcript()) == 1 - erased


@pytest.mark.parametrize("state", Outbound)
def test_what_is_on_its_way_to_the_user_is_not_erased(clock: time_machine.Traveller, state: Outbound) -> None:
    heard("noted", state=state)
    EndedSessionFactory.create(phone=ADA)
    transcript_erasure.erase()
    assert transcript() == (["noted"] if state in UNSETTLED else [])


@pytest.mark.parametrize("state", UNSETTLED)
def test_what_was_on_its_way_is_erased_once_it_has_arrived(
    clock: time_machine.Traveller, state: Outbound
) -> None:
    said("secret"), heard("noted", state=state)
    EndedSessionFactory.create(phone=ADA)
    assert (transcript_erasure.erase(), transcript()) == (0, ["noted"])
    OutboundMessage.objects.update(state=Outbound.DELIVERED)
    clock.shift(120)  # until no look-up can need its SID
    assert (transcript_erasure.erase(), transcript()) == (1, [])


@pytest.mark.parametrize("state", [Outbound.QUEUED, Outbound.SENDING])
def test_a_part_that_never_gets_to_twilio_is_erased_after_seven_days(
    clock: time_machine.Traveller, state: Outbound
) -> None:
    heard("noted", state=state)
    EndedSessionFactory.create(phone=ADA)
    clock.shift(UNSENT.period - MICROSECOND)
    assert (transcript_erasure.erase(), transcript()) == (0, ["noted"])
    clock.shift(MICROSECOND)
    assert (transcript_erasure.erase(), transcript(), EndedSession.objects.count()) == (1, [], 0)


def test_a_part_whose_fate_twilio_does_not_tell_is_erased_after_an_hour(
    clock: time_machine.Traveller,
) -> None:
    OutboundFactory.create(phone=ADA)
    [part] = delivery.claim_due(1)
    delivery.record_accepted(part, sid="SM1")
    clock.shift(1)
    EndedSessionFactory.create(phone=ADA)
    clock.shift(3598)
    assert (transcript_erasure.erase(), transcript()) == (0, ["Hello"])
    clock.shift(1)
    assert (transcript_erasure.erase(), transcript(), EndedSession.objects.count()) == (1, [], 0)


def test_a_callback_that_comes_after_its_part_was_erased_is_absorbed(clock: time_machine.Traveller) -> None:
    part = heard("noted", state=Outbound.ACCEPTED)
    EndedSessionFactory.create(phone=ADA)
    clock.shift(3600)
    transcript_erasure.erase()
    assert not status_arrives(uuid=part.uuid, word="undelivered", sid="SM1", error_code="63016")
    assert not OutboundMessage.objects.exists()


def test_a_lost_callback_keeps_nothing_else_of_its_phone(clock: time_machine.Traveller) -> None:
    heard("its callback was lost", state=Outbound.ACCEPTED)
    clock.shift(60)
    OutboundFactory.create(phone=ADA, body="our secret", state=Outbound.READ, attempted_at=timezone.now())
    clock.shift(10)
    EndedSessionFactory.create(phone=ADA)
    clock.shift(300)
    transcript_erasure.erase()
    assert transcript() == ["its callback was lost"]


def test_the_sid_of_an_accepted_part_stays_while_an_equal_one_may_be_looked_up(
    clock: time_machine.Traveller,
) -> None:
    OutboundFactory.create(phone=ADA, body="Hi", state=Outbound.ACCEPTED, sid="SM1", attempted_at=NOW)
    EndedSessionFactory.create(phone=ADA, ended_at=NOW + MICROSECOND)
    on_its_way = OutboundFactory.create(phone=ADA, body="Hi", state=Outbound.SENDING, attempts=1)
    clock.shift(7200)
    assert transcript_erasure.erase() == 0
    delivery.record_looked_up(on_its_way, ["SM1"])
    on_its_way.refresh_from_db()
    assert on_its_way.state == Outbound.QUEUED


def test_many_transcripts_that_wait_neither_stop_the_others_nor_go_on_for_ever(
    clock: time_machine.Traveller,
) -> None:
    phones = [phone_number(number) for number in range(transcript_erasure.BATCH_SIZE * 2 + 50)]
    EndedSession.objects.bulk_create(
        EndedSession(phone=phone, ended_at=NOW, replies_until=NOW) for phone in phones
    )
    for phone in phones[: transcript_erasure.BATCH_SIZE + 10]:
        heard("noted", phone=phone, state=Outbound.QUEUED)
    assert transcript_erasure.erase() == len(phones) - transcript_erasure.BATCH_SIZE - 10
    assert EndedSession.objects.count() == transcript_erasure.BATCH_SIZE + 10


@pytest.mark.parametrize("state", [Inbound.RECEIVED, Inbound.HELD])
def test_a_message_that_waits_for_an_answer_is_not_erased(
    clock: time_machine.Traveller, state: Inbound
) -> None:
    InboundFactory.create(phone=ADA, body="wait", state=state, received_at=NOW - timedelta(hours=1))
    EndedSessionFactory.create(phone=ADA)
    transcript_erasure.erase()
    assert transcript() == ["wait"]


# --- Where one session ends and the next begins -------------------------------------------------


@pytest.mark.parametrize(
    ("after", "left"), [(-MICROSECOND, []), (0 * MICROSECOND, ["text"]), (MICROSECOND, ["text"])]
)
def test_a_message_at_the_very_end_belongs_to_the_next_session(
    clock: time_machine.Traveller, after: timedelta, left: list[str]
) -> None:
    InboundFactory.create(phone=ADA, body="text", received_at=NOW + after, state=Inbound.ANSWERED)
    EndedSessionFactory.create(phone=ADA, ended_at=NOW)
    transcript_erasure.erase()
    assert transcript() == left


def test_the_message_that_begins_a_new_session_outlives_the_expired_one(
    clock: time_machine.Traveller,
) -> None:
    idle_session(ADA, idle=TTL)
    said("the old secret", ago=TTL + 1), heard("noted", ago=TTL)
    message_arrives(message_sid="SM1", phone=ADA, body="the new one")
    clock.shift(20)
    [turn] = claims.claim_turns(1)
    outcomes.adopt_thread(turn, thread_id="conv_new")
    outcomes.commit(turn, Reply(text="Hello again", last_item_id=""))
    assert (transcript_erasure.erase(), transcript()) == (1, ["the new one", "Hello again"])


def reset_by_a_message(*later: str) -> None:
    """ADA says hello, is answered, sends "reset" and `later`; then a worker comes by."""
    idle_session(ADA, idle=0)
    said("hello", ago=0.1), heard("hi", ago=0.1)
    for number, body in enumerate(["reset", *later]):
        message_arrives(message_sid=f"SM-reset-{number}", phone=ADA, body=body)
    claimed = claims.claim_turns(1)
    for turn in claimed:
        outcomes.commit(turn, Reply(text="Sure", last_item_id=""))
    OutboundMessage.objects.update(state=Outbound.DELIVERED)


@pytest.mark.django_db(transaction=True)
def test_a_reset_erases_what_came_before_it_and_itself() -> None:
    reset_by_a_message()
    transcript_erasure.erase()
    assert [body for body in transcript() if body in ("hello", "hi", "reset")] == []


def test_the_welcome_after_a_reset_is_not_erased(clock: time_machine.Traveller) -> None:
    reset_by_a_message()
    clock.shift(1)
    transcript_erasure.erase()
    assert [body[:7] for body in transcript()] == ["Welcome"]


@pytest.mark.parametrize("skew", [timedelta(days=-1), timedelta(0), timedelta(days=1)], ids=str)
def test_the_clock_of_the_database_does_not_say_which_replies_a_session_heard(
    clock: time_machine.Traveller, skew: timedelta
) -> None:
    clock.move_to(datetime.now(UTC) + skew, tick=False)
    idle_session(ADA, idle=1)
    outbox.queue(phone=ADA, text="the old reply")
    clock.shift(1)
    SessionManager().remove_session(ADA)
    outbox.queue(phone=ADA, text="the next one")
    OutboundMessage.objects.update(state=Outbound.DELIVERED)
    clock.shift(1)
    transcript_erasure.erase()
    assert transcript() == ["the next one"]


@pytest.mark.django_db(transaction=True)
def test_what_was_said_right_after_a_reset_is_not_erased_with_it() -> None:
    reset_by_a_message("keep this")
    transcript_erasure.erase()
    assert "keep this" in transcript()


@pytest.mark.django_db(transaction=True)
def test_a_reply_that_came_between_a_reset_and_its_carrying_out_is_erased() -> None:
    idle_session(ADA, idle=0)
    message_arrives(message_sid="SM1", phone=ADA, body="our secret")
    [turn] = claims.claim_turns(1)
    a_second_ago = timezone.now() - timedelta(seconds=1)
    message_arrives(message_sid="SM2", phone=ADA, body="reset", received_at=a_second_ago)
    outcomes.commit(turn, Reply(text="You told me a secret", last_item_id=""))
    OutboundMessage.objects.update(state=Outbound.SENT)
    claims.claim_turns(1)
    transcript_erasure.erase()
    assert "You told me a secret" not in transcript()


# --- Much of it ---------------------------------------------------------------------------------


def test_many_transcripts_are_erased_in_little_memory(clock: time_machine.Traveller) -> None:
    phones = [phone_number(number) for number in range(300)]
    then = NOW - timedelta(hours=2)
    rows = [
        InboundFactory.build(phone=phone, received_at=then, state=Inbound.ANSWERED, body="x" * 4000)
        for phone in phones * 5
    ]
    InboundMessage.objects.bulk_create(rows, batch_size=500)
    EndedSession.objects.bulk_create(
        EndedSession(phone=phone, ended_at=NOW, replies_until=NOW) for phone in phones
    )
    del rows
    tracemalloc.start()
    assert transcript_erasure.erase() == 300
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000, peak  # of 6 MB that are erased
    assert not InboundMessage.objects.exclude(phone="", body="").exists()
