"""What operators do is done to the very session that they saw, written down, or refused with a reason."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import connections
from pytest_django import Settings

from sessions_app.models import (
    AuditEntry,
    Conversation,
    ConversationSession,
    InboundMessage,
    OutboundMessage,
    SessionBackend,
)
from sessions_app.operators import actions
from sessions_app.operators.actions import AlreadySent, EarlierSent, Refused, SeenSession
from sessions_app.privacy import pseudonym
from tests.support import clocks
from tests.support.clocks import NOW, TTL
from tests.support.factories import ConversationFactory, InboundFactory, SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)


clock = pytest.fixture(autouse=True)(clocks.standing)


def by_hand(text: str = "Olga here", reply_id: uuid.UUID | None = None) -> Callable[[SeenSession], None]:
    return partial(actions.reply, operator="olga", text=text, reply_id=reply_id or uuid.uuid4())


DEEDS: dict[str, Callable[[SeenSession], None]] = {
    "kill": partial(actions.kill, operator="olga"),
    "extend": partial(actions.extend, operator="olga"),
    "take over": partial(actions.take_over, operator="olga"),
    "reply": by_hand(),
    "hand back": partial(actions.hand_back, operator="olga"),
    "retry": partial(actions.retry, operator="olga"),
    "dismiss": partial(actions.dismiss, operator="olga"),
}


def steerable() -> ConversationSession:
    """Return a session to which every deed can be done, but taking it over."""
    session = SessionFactory.create()
    InboundFactory.create(phone=session.phone, state=InboundMessage.State.FAILED, turn=uuid.uuid4())
    ConversationFactory.create(phone=session.phone, attention_at=NOW, attention="help")
    return session


@pytest.mark.parametrize("deed", [name for name in DEEDS if name != "hand back"])
def test_each_deed_is_in_the_audit_log(deed: str) -> None:
    session = steerable()
    DEEDS[deed](SeenSession.now(session))
    entry = AuditEntry.objects.get()
    assert (entry.operator, entry.action, entry.at) == ("olga", deed, NOW)
    assert (entry.user, entry.session_id) == (pseudonym(session.phone), session.pk)


def test_the_audit_log_says_which_reply_took_over() -> None:
    session = steerable()
    for text in ("one", "two!"):
        by_hand(text)(SeenSession.now(session))
    assert list(AuditEntry.objects.order_by("id").values_list("details", flat=True)) == [
        {"characters": 3, "took_over": True},
        {"characters": 4, "took_over": False},
    ]


def test_handing_back_is_in_the_audit_log() -> None:
    session = steerable()
    actions.take_over(SeenSession.now(session), operator="pavel")
    actions.hand_back(SeenSession.now(session), operator="olga")
    assert AuditEntry.objects.get(action="hand back").details == {"taken_from": "pavel"}


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_is_done_to_a_session_that_has_ended(deed: str) -> None:
    session = steerable()
    shown = SeenSession.now(session)
    session.delete()
    with pytest.raises(Refused, match="has already ended"):
        DEEDS[deed](shown)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_is_done_to_the_session_that_came_after_the_one_shown(deed: str) -> None:
    session = steerable()
    shown = SeenSession(pk=session.pk, created_at=session.created_at - timedelta(hours=2))
    with pytest.raises(Refused, match="a new one has begun"):
        DEEDS[deed](shown)
    assert ConversationSession.objects.filter(pk=session.pk).exists()


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_is_done_to_a_session_that_has_just_expired(deed: str, clock: time_machine.Traveller) -> None:
    shown = SeenSession.now(steerable())
    clock.shift(TTL)
    with pytest.raises(Refused, match="just expired"):
        DEEDS[deed](shown)
    assert not AuditEntry.objects.exists()


def test_nothing_is_done_while_the_sessions_are_moved() -> None:
    shown = SeenSession.now(steerable())
    SessionBackend.objects.update(backend=SessionBackend.Backend.MOVING)
    with pytest.raises(Refused, match="Actions are not possible now"):
        DEEDS["kill"](shown)


@pytest.mark.parametrize("deed", ["extend", "take over", "reply", "retry", "dismiss"])
def test_what_an_operator_does_refreshes_the_ttl(deed: str, clock: time_machine.Traveller) -> None:
    session = steerable()
    clock.shift(60)
    DEEDS[deed](SeenSession.now(session))
    session.refresh_from_db()
    assert session.last_accessed == NOW + timedelta(seconds=60)


@pytest.mark.parametrize("text", ["", " \n\t", "x" * (actions.MAX_REPLY + 1)])
def test_a_reply_that_cannot_be_sent_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        by_hand(text)(SeenSession.now(steerable()))
    assert not OutboundMessage.objects.exists()


def test_a_nul_and_half_a_character_in_a_reply_break_no_database() -> None:
    by_hand("a\0b\ud83d")(SeenSession.now(steerable()))
    assert OutboundMessage.objects.get().body == "a\N{REPLACEMENT CHARACTER}b?"


def test_the_same_reply_is_sent_once() -> None:
    shown, again = SeenSession.now(steerable()), by_hand(reply_id=uuid.uuid4())
    again(shown)
    with pytest.raises(Refused, match="already been sent"):
        again(shown)
    assert OutboundMessage.objects.count() == 1


@pytest.mark.parametrize("text", ["Olga here", "One paragraph.\n\n" * 300])
def test_a_reply_that_was_changed_since_it_was_sent_is_not_taken_for_the_same(text: str) -> None:
    shown, reply_id = SeenSession.now(steerable()), uuid.uuid4()
    by_hand(text[:4000], reply_id)(shown)
    with pytest.raises(AlreadySent):
        by_hand(text[:4000], reply_id)(shown)
    with pytest.raises(EarlierSent, match="An earlier version of this reply"):
        by_hand(f"{text[:3000]} PS", reply_id)(shown)


def test_the_same_reply_is_sent_once_by_two_requests_at_once() -> None:
    shown, again = SeenSession.now(steerable()), by_hand(reply_id=uuid.uuid4())

    def send() -> None:
        try:
            again(shown)
        except Refused:
            refused.append(True)
        finally:
            connections.close_all()

    refused: list[bool] = []
    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), OutboundMessage.objects.count()) == (3, 1)


@pytest.mark.parametrize("hours", [24, 25])
def test_a_reply_is_refused_outside_whatsapps_window(
    hours: int, settings: Settings, clock: time_machine.Traveller
) -> None:
    settings.SESSION_TTL_SECONDS = 7 * 24 * 3600
    session = steerable()
    clock.shift(hours * 3600)
    with pytest.raises(Refused, match="24 hours"):
        by_hand()(SeenSession.now(session))


def test_a_reply_is_sent_in_the_last_minute_of_the_window(
    settings: Settings, clock: time_machine.Traveller
) -> None:
    settings.SESSION_TTL_SECONDS = 7 * 24 * 3600
    session = steerable()
    clock.shift(24 * 3600 - 60)
    by_hand()(SeenSession.now(session))
    assert OutboundMessage.objects.count() == 1


def test_a_reply_takes_over_where_the_bot_talks() -> None:
    session = steerable()
    by_hand()(SeenSession.now(session))
    assert Conversation.objects.get(phone=session.phone).paused_by == "olga"


def test_a_retry_is_refused_while_the_bot_is_paused() -> None:
    session = steerable()
    actions.take_over(SeenSession.now(session), operator="olga")
    with pytest.raises(Refused, match="Hand the conversation back"):
        DEEDS["retry"](SeenSession.now(session))


@pytest.mark.parametrize("deed", ["hand back", "retry", "dismiss"])
def test_what_there_is_nothing_to_do_for_is_refused(deed: str) -> None:
    session = SessionFactory.create()
    with pytest.raises(Refused):
        DEEDS[deed](SeenSession.now(session))
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("deed", ["take over", "kill"])
def test_two_operators_at_once_both_learn_what_became_of_it(deed: str) -> None:
    shown = SeenSession.now(steerable())
    deeds = {"take over": actions.take_over, "kill": actions.kill}
    deeds[deed](shown, operator="pavel")
    if deed == "kill":
        with pytest.raises(Refused):
            deeds[deed](shown, operator="olga")
    else:
        with pytest.raises(Refused, match="pavel has taken over"):
            by_hand()(shown)
