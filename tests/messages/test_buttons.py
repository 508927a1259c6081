"""Replies with buttons: what `make_content` has made is sent, and what Twilio refuses goes as plain text."""

from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from sessions_app.messages import buttons, outbox
from sessions_app.messages.delivery_status import StatusUpdate
from sessions_app.models import ContentTemplate, OutboundMessage
from sessions_app.turns.canned_replies import WELCOME
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import ADA, fakes, say, try_again

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.going_on)

CHOICES = [("Approve", "approve 1"), ("Change something", "change 1"), ("Talk to a person", "person")]
LIST = "1. Approve\n2. Change something\n3. Talk to a person"
QUESTION = "This is version 1. What next?"


@pytest.fixture(autouse=True)
def made(fakes: None) -> None:
    call_command("make_content", verbosity=0)


def sends(text: str, choices: list[tuple[str, str]] = CHOICES) -> None:
    outbox.queue(phone=ADA, text=text, choices=choices)
    answer_messages()


def sent(fake: FakeTwilio) -> list[tuple[str, list[str]]]:
    """Return body and buttons of each message that Twilio took."""
    return [
        (one.body, fake.contents[one.content_sid].titles if one.content_sid else []) for one in fake.messages
    ]


def states() -> list[str]:
    return list(OutboundMessage.objects.order_by("pk").values_list("state", flat=True))


# --- What is sent with buttons ---------------------------------------------------------------------


def test_the_choices_of_a_version_get_buttons_and_keep_their_numbers(fake_twilio: FakeTwilio) -> None:
    sends(f"{QUESTION}\n{LIST}")
    titles = ["Approve", "Change something", "Talk to a person"]
    assert sent(fake_twilio) == [(f"{QUESTION}\n{LIST}", titles)]


def test_the_text_before_the_list_is_a_message_of_its_own(fake_twilio: FakeTwilio) -> None:
    sends(f"Turin flies.\n\n{'Kites. ' * 400}\n\n{QUESTION}\n{LIST}")
    *before, last = fake_twilio.bodies_to(ADA)
    assert len(before) == 2
    assert last == f"{QUESTION}\n{LIST}"
    assert [len(row.choices) for row in OutboundMessage.objects.order_by("pk")] == [0, 0, 3]


def test_the_welcome_has_buttons(fake_twilio: FakeTwilio) -> None:
    say("menu")
    assert sent(fake_twilio) == [(WELCOME, ["A funding round", "A product launch", "A partnership"])]


@pytest.mark.parametrize(
    "text",
    [
        f"{'A long line. ' * 90}\n{LIST}",
        f"A\ttab\n{LIST}",
        f"Five     spaces\n{LIST}",
        f"{QUESTION}\n1. Approve\n2. Change something",
        f"{QUESTION}\n{LIST}\n\nMore.",
        LIST,
    ],
)
def test_what_fits_no_template_goes_as_plain_text(fake_twilio: FakeTwilio, text: str) -> None:
    sends(text)
    assert sent(fake_twilio) == [(text, [])]


def test_a_body_is_counted_in_utf_16_units(fake_twilio: FakeTwilio) -> None:
    room = buttons.MOST_UNITS - len(f"\n{LIST}")
    sends(f"{'🎈' * (room // 2)}\n{LIST}")
    sends(f"{'🎈' * (room // 2 + 1)}\n{LIST}")
    assert [bool(titles) for _, titles in sent(fake_twilio)] == [True, False]


def test_without_templates_nothing_changes(fake_twilio: FakeTwilio) -> None:
    ContentTemplate.objects.all().delete()
    sends(f"Turin flies.\n\n{QUESTION}\n{LIST}")
    assert sent(fake_twilio) == [(f"Turin flies.\n\n{QUESTION}\n{LIST}", [])]


def test_what_an_operator_writes_has_no_buttons(fake_twilio: FakeTwilio) -> None:
    outbox.queue(phone=ADA, text=f"{QUESTION}\n{LIST}", operator="olga")
    answer_messages()
    assert sent(fake_twilio) == [(f"{QUESTION}\n{LIST}", [])]


# --- What Twilio refuses ------------------------------------------------------------------------------


def test_a_template_that_is_gone_sends_plain_text_once(fake_twilio: FakeTwilio) -> None:
    fake_twilio.contents.clear()
    sends(f"{QUESTION}\n{LIST}")
    assert (sent(fake_twilio), states()) == ([(f"{QUESTION}\n{LIST}", [])], ["accepted"])
    refused = ContentTemplate.objects.exclude(refused_at=None)
    assert [(row.name, row.refused_code) for row in refused] == [("version", "21655")]


def test_a_refused_template_is_not_tried_again_until_it_is_made_again(fake_twilio: FakeTwilio) -> None:
    fake_twilio.contents.clear()
    sends(f"{QUESTION}\n{LIST}")
    sends(f"{QUESTION}\n{LIST}")
    assert fake_twilio.counts()["messages"] == 2
    call_command("make_content", verbosity=0)
    sends(f"{QUESTION}\n{LIST}")
    assert [bool(titles) for _, titles in sent(fake_twilio)] == [False, False, True]


def test_a_refusal_of_the_recipient_leaves_the_template_alone(fake_twilio: FakeTwilio) -> None:
    fake_twilio.blocked = {ADA}
    sends(f"{QUESTION}\n{LIST}")
    assert (sent(fake_twilio), states()) == ([], ["cancelled"])
    assert not ContentTemplate.objects.exclude(refused_at=None).exists()


def refused_later(**more: Any) -> StatusUpdate:
    row = OutboundMessage.objects.get()
    details = {"word": "undelivered", "error_code": "63005", "sid": row.sid} | more
    return StatusUpdate(uuid=row.uuid, **details)


def test_a_refusal_by_callback_sends_plain_text_once(fake_twilio: FakeTwilio) -> None:
    sends(f"{QUESTION}\n{LIST}")
    update = refused_later()
    buttons.record_refused([update, update])
    answer_messages()
    buttons.record_refused([update])
    answer_messages()
    assert [bool(titles) for _, titles in sent(fake_twilio)] == [True, False]
    assert states() == ["accepted"]


def test_plain_text_that_is_refused_by_callback_has_failed(fake_twilio: FakeTwilio) -> None:
    sends("Hello.", [])
    buttons.record_refused([refused_later()])
    assert (states(), len(sent(fake_twilio))) == (["undelivered"], 1)


# --- Uncertain sends ------------------------------------------------------------------------------------


@pytest.mark.parametrize("hides_content", [False, True])
def test_an_uncertain_send_with_buttons_is_found_whatever_twilio_says_of_its_body(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, hides_content: bool
) -> None:
    fake_twilio.hides_content = hides_content
    fake_twilio.fail_next(Fault("reset_after"))
    sends(f"{QUESTION}\n{LIST}")
    try_again(clock)
    assert (len(sent(fake_twilio)), states()) == (1, ["accepted"])


def test_one_that_never_arrived_is_sent_once_more(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    fake_twilio.fail_next(Fault.http(503))
    sends(f"{QUESTION}\n{LIST}")
    try_again(clock)
    assert [bool(titles) for _, titles in sent(fake_twilio)] == [True]
