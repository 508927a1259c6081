"""The user sees “typing…” while the interviewer works for longer than a moment, and that never does harm."""

import asyncio
import time

import pytest
from pytest_django import Settings

from sessions_app.messages import twilio_api
from sessions_app.models import InboundMessage, VendorAccount
from sessions_app.turns import typing_indicator
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.arrivals import message_arrives
from tests.support.chat import ADA

pytestmark = pytest.mark.django_db(transaction=True)

TYPING = "/v2/Indicators/Typing.json"
FAULTS = [Fault.http(500), Fault.http(429), Fault.http(401, 20003), Fault.http(400), Fault("reset_before")]
FIRST, SECOND = f"SM{1:032x}", f"SM{2:032x}"


def work(fake: FakeTwilio, *, calls: int, seconds: float = 20) -> None:
    """Let `shown` run, at a hundred times its pace, until the fake has been asked so often."""

    async def run() -> None:
        async with typing_indicator.shown(FIRST, after=0.02, every=0.2):
            deadline = time.monotonic() + seconds
            while asked(fake) < calls and time.monotonic() < deadline:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == 1  # nothing goes on afterwards
        await twilio_api.close()

    asyncio.run(run())


def asked(fake: FakeTwilio) -> int:
    return len([request for request in fake.requests if request.path == TYPING])


def test_it_is_shown_for_the_newest_message_of_a_turn_that_takes_more_than_two_seconds(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    fake_openai.think = 2.5
    for sid in (FIRST, SECOND):
        message_arrives(message_sid=sid, phone=ADA, body="hello")
    answer_messages()
    assert fake_twilio.typing == [SECOND]
    assert fake_twilio.bodies_to(ADA) == ["You said: hello | hello (turn 1)"]


@pytest.mark.parametrize("body", ["hello", "/help"])
def test_instant_answers_need_none(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, body: str) -> None:
    message_arrives(message_sid=FIRST, phone=ADA, body=body)
    answer_messages()
    assert (asked(fake_twilio), len(fake_twilio.messages)) == (0, 1)


def test_it_is_shown_again_and_again_until_the_work_is_done(fake_twilio: FakeTwilio) -> None:
    work(fake_twilio, calls=3)
    assert fake_twilio.typing[:3] == [FIRST] * 3


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.kind}-{fault.status}")
def test_a_failure_is_ignored_and_it_is_tried_again(fake_twilio: FakeTwilio, fault: Fault) -> None:
    fake_twilio.fail_next(fault, path=TYPING)
    work(fake_twilio, calls=2)
    assert fake_twilio.typing == [FIRST]
    assert not VendorAccount.objects.exists()


def test_a_call_that_hangs_does_not_delay_the_work(fake_twilio: FakeTwilio, settings: Settings) -> None:
    fake_twilio.fail_next(Fault("hang_before"), times=None, path=TYPING)
    began = time.monotonic()
    work(fake_twilio, calls=1)
    assert time.monotonic() - began < settings.TWILIO_TIMEOUT_SECONDS / 2


def test_a_failing_indicator_does_not_fail_the_turn(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    fake_openai.think = 2.5
    fake_twilio.fail_next(Fault.http(401, 20003), times=None, path=TYPING)
    message_arrives(message_sid=FIRST, phone=ADA, body="hello")
    answer_messages()
    assert (asked(fake_twilio), InboundMessage.objects.get().state) == (1, "answered")
    assert (len(fake_twilio.messages), VendorAccount.objects.count()) == (1, 0)


def test_without_credentials_nothing_is_called(fake_twilio: FakeTwilio, settings: Settings) -> None:
    settings.DEBUG = True
    settings.TWILIO_ACCOUNT_SID = settings.TWILIO_WHATSAPP_FROM = ""
    work(fake_twilio, calls=1, seconds=0.2)
    assert asked(fake_twilio) == 0
