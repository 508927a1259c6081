"""Users as they are: signed webhooks in, real turns, the vendors' SDKs against the fakes, minutes between."""

import json
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest
import time_machine
from django.test import Client

from sessions_app.housekeeping import thread_deletion
from sessions_app.manager import SessionManager
from sessions_app.models import ConversationSession, InboundMessage, RemoteThread
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_inbound import inbound_params
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.clocks import TTL
from tests.support.factories import counts, phone_number, post_signed, thread_state
from tests.support.releases import COMPLETE, values_of

ADA, BOB, CAT = phone_number(1), phone_number(2), phone_number(3)
PAUSES = (30, 75, 120, 45, 90)
"""Seconds that people take to answer."""

pytestmark = pytest.mark.django_db(transaction=True)


class User:
    """Somebody with a phone who texts us and reads what comes back."""

    def __init__(self, phone: str, twilio: FakeTwilio) -> None:
        self.phone, self.twilio, self.client = phone, twilio, Client()

    def sends(self, text: str) -> None:
        response = post_signed(self.client, "/webhooks/twilio/inbound", inbound_params(self.phone, text))
        assert response.status_code == 200

    def says(self, text: str) -> str:
        """Send `text` and return what is answered to it."""
        self.sends(text)
        answer_messages()
        return self.heard[-1]

    @property
    def heard(self) -> list[str]:
        return self.twilio.bodies_to(self.phone)

    @property
    def thread_id(self) -> str:
        return ConversationSession.objects.get(phone=self.phone).thread_id


clock = pytest.fixture(clocks.going_on)


@pytest.fixture
def users(clock: time_machine.Traveller, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> list[User]:
    return [User(phone, fake_twilio) for phone in (ADA, BOB, CAT)]


@pytest.fixture
def ada(users: list[User]) -> User:
    return users[0]


def answers(company: str) -> dict[str, str]:
    """What `company` says to each question: no two companies say the same of themselves."""
    return {key: value.replace("Acme", company) for key, value in COMPLETE.items()}


def save(key: str, value: str) -> str:
    """Return a message that has the model save `value`, in these very words, as the fact `key`."""
    more: dict[str, object] = {}
    if key.startswith("quote"):
        part = "words" if key == "quote" else key.removeprefix("quote_")
        tool, more = "save_quotes", {"part": part, "number": 1}
    elif key in ("company_name", "announcement_type", "headline", "boilerplate", "media_contact"):
        tool = f"save_{key}"
    else:
        tool, more = "save_key_facts", {"fact": key, "number": 1}
    return f"#tool {tool} {json.dumps({**more, 'value': value, 'said': value}, ensure_ascii=False)}"


def test_a_first_message_makes_a_session_and_is_answered(ada: User, fake_openai: FakeOpenAI) -> None:
    assert ada.says("Hello") == "You said: Hello (turn 1)"
    assert fake_openai.texts(ada.thread_id)[-1] == ("assistant", "You said: Hello (turn 1)")
    assert counts() == {"created": 1}


def test_three_users_at_once_each_keep_their_own_thread(
    users: list[User], clock: time_machine.Traveller, fake_openai: FakeOpenAI
) -> None:
    for turn, pause in zip(range(1, 6), PAUSES, strict=True):
        for user in users:
            user.sends(f"message {turn} of {user.phone}")
        answer_messages()
        clock.shift(pause)
    for user in users:
        assert user.heard == [f"You said: message {n} of {user.phone} (turn {n})" for n in range(1, 6)]
    assert {user.thread_id for user in users} == fake_openai.conversations.keys()
    assert counts() == {"created": 3}


def test_three_users_write_three_press_releases_side_by_side(
    users: list[User], clock: time_machine.Traveller
) -> None:
    companies = dict(zip(users, ("Ada Ltd", "Bob GmbH", "Cat Inc"), strict=True))
    for key, pause in zip(COMPLETE, cycle(PAUSES)):
        for user, company in companies.items():
            user.sends(save(key, answers(company)[key]))
        answer_messages()
        clock.shift(pause)
    for user, company in companies.items():
        assert values_of(user.phone) == answers(company)
        release = user.says("#tool finish {}")
        assert [name for name in companies.values() if name in release] == [company]


def test_a_conversation_of_hours_goes_on_in_one_session(
    ada: User, clock: time_machine.Traveller, fake_openai: FakeOpenAI
) -> None:
    for turn in range(1, 13):
        assert ada.says(f"message {turn}") == f"You said: message {turn} (turn {turn})"
        clock.shift(TTL / 2)
        SessionManager().cleanup_expired_sessions()
    assert (len(fake_openai.conversations), counts()) == (1, {"created": 1})


def test_who_comes_back_too_late_begins_anew_and_the_old_thread_goes(
    ada: User, clock: time_machine.Traveller, fake_openai: FakeOpenAI
) -> None:
    ada.says("my secret")
    old = ada.thread_id
    clock.shift(TTL)
    assert SessionManager().cleanup_expired_sessions() == 1
    assert thread_deletion.delete_doomed() == 1
    assert ada.says("me again") == "You said: me again (turn 1)"
    assert (old in fake_openai.conversations, ada.thread_id == old) == (False, False)
    assert counts() == {"created": 2, "expired": 1}


def test_who_comes_back_too_late_begins_anew_though_nobody_cleaned_up(
    ada: User, clock: time_machine.Traveller
) -> None:
    ada.says("hello")
    old = ada.thread_id
    clock.shift(TTL * 3)
    assert ada.says("me again") == "You said: me again (turn 1)"
    assert (thread_state(old), thread_state(ada.thread_id)) == ("doomed", "live")
    assert counts() == {"created": 2, "expired": 1}


def test_a_cleanup_in_between_never_takes_a_session_from_somebody_who_talks(
    users: list[User], clock: time_machine.Traveller
) -> None:
    ada, bob, _ = users
    bob.says("bye")
    for turn in range(1, 70):
        if turn % 10 == 0:
            assert ada.says("still here") == f"You said: still here (turn {turn // 10})"
        SessionManager().cleanup_expired_sessions()
        clock.shift(60)
    assert SessionManager().export_to_dict() == {ADA: ada.thread_id}


def test_a_reset_drops_the_session_parks_the_draft_and_the_next_message_begins_another(
    ada: User, fake_openai: FakeOpenAI
) -> None:
    ada.says(save("company_name", "Typo Ltd"))
    old = ada.thread_id
    welcome = ada.says("Reset")
    assert "1. A funding round" in welcome
    assert "/drafts" in welcome
    assert (SessionManager().get_session(ADA), values_of(ADA)) == (None, {})
    assert ada.says("hello") == "You said: hello (turn 1)"
    assert ada.thread_id != old
    assert counts() == {"created": 2, "reset": 1}


def test_a_killed_session_ends_at_once_and_its_user_can_begin_again(ada: User) -> None:
    ada.says("hello")
    assert SessionManager().remove_session(ADA) is True
    assert ada.says("hello?") == "You said: hello? (turn 1)"
    assert counts() == {"created": 2, "killed": 1}


def test_a_message_sent_while_the_worker_was_away_is_answered_in_its_session(
    ada: User, clock: time_machine.Traveller
) -> None:
    ada.says("red")
    clock.shift(TTL - 60)
    ada.sends("blue")
    clock.shift(TTL * 5)
    SessionManager().cleanup_expired_sessions()
    answer_messages()
    assert ada.heard == ["You said: red (turn 1)", "You said: blue (turn 2)"]


def test_the_same_webhook_twice_is_one_message(ada: User) -> None:
    params = inbound_params(ADA, "hello")
    for _ in range(2):
        assert post_signed(ada.client, "/webhooks/twilio/inbound", params).status_code == 200
        answer_messages()
    assert (ada.heard, InboundMessage.objects.count()) == (["You said: hello (turn 1)"], 1)


def test_an_imported_session_goes_on_though_its_thread_is_of_the_old_kind(
    ada: User, fake_openai: FakeOpenAI
) -> None:
    SessionManager().migrate_from_dict({ADA: "thread_abc"})
    assert ada.says("hello") == "You said: hello (turn 1)"
    assert ada.thread_id in fake_openai.conversations
    assert (thread_state("thread_abc"), counts()) == ("doomed", {"created": 1})


def test_one_users_trouble_is_no_other_users(users: list[User], fake_openai: FakeOpenAI) -> None:
    def is_from_bob(payload: Any) -> bool:
        return "from bob" in str(payload)

    fake_openai.fail_next(Fault.http(422, "unprocessable"), when=is_from_bob)
    ada, bob, cat = users
    for user, name in ((ada, "ada"), (bob, "bob"), (cat, "cat")):
        user.sends(f"from {name}")
    answer_messages()
    assert (ada.heard, cat.heard) == (["You said: from ada (turn 1)"], ["You said: from cat (turn 1)"])
    assert "Sorry" in bob.heard[0]


def test_after_a_busy_day_nothing_is_left_at_openai(
    users: list[User], clock: time_machine.Traveller, fake_openai: FakeOpenAI
) -> None:
    for hour in range(4):
        for user in users:
            user.sends("reset" if hour == 2 and user is users[0] else f"hour {hour}")
        answer_messages()
        clock.shift(timedelta(hours=1, minutes=5))
        SessionManager().cleanup_expired_sessions()
        thread_deletion.delete_doomed()
    assert (fake_openai.conversations, fake_openai.orphaned_items) == ({}, {})
    assert not RemoteThread.objects.exclude(state="deleted").exists()
    assert SessionManager().get_session_count() == 0
