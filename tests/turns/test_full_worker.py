"""A worker whose places are all taken by a slow OpenAI still carries out what needs no interviewer."""

import asyncio
from typing import Any

import pytest

from sessions_app.db.thread_pool import async_twin
from sessions_app.models import Conversation, ConversationSession
from sessions_app.turns import claims
from sessions_app.turns.worker import Worker
from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.chat import ADA, BOB, receive, states
from tests.support.factories import phone_number

CAROL = phone_number(3)
THINKS_SECONDS = 2.5
areceive = async_twin(receive)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def one_place(fake_openai: FakeOpenAI, settings: Any) -> None:
    """Only one turn at a time has a place, and OpenAI keeps it long."""
    settings.TURN_CONCURRENCY = 1
    fake_openai.think = THINKS_SECONDS


def test_commands_are_answered_while_openai_holds_every_place(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    async def run() -> None:
        answering = asyncio.create_task(Worker().run_once())
        await asyncio.to_thread(wait_until, lambda: fake_openai.in_flight == 1)
        for body in ("/help", "/status", "", "reset"):
            await areceive(body, BOB if body != "reset" else CAROL)
        await answering

    receive("hello")
    asyncio.run(run())
    assert [len(fake_twilio.bodies_to(phone)) for phone in (ADA, BOB, CAROL)] == [1, 3, 1]
    assert fake_twilio.messages[-1].to == f"whatsapp:{ADA}"
    assert states(BOB) == ["answered"] * 3


def test_a_reset_of_the_phone_that_openai_thinks_about_is_carried_out_at_once(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    async def run() -> None:
        answering = asyncio.create_task(Worker().run_once())
        await asyncio.to_thread(wait_until, lambda: fake_openai.in_flight == 1)
        await areceive("reset")
        await asyncio.to_thread(wait_until, lambda: fake_twilio.messages)
        assert fake_openai.in_flight == 1
        await answering

    receive("hello")
    asyncio.run(run())
    assert (states(), len(fake_twilio.bodies_to(ADA))) == (["ignored", "answered"], 1)
    assert not ConversationSession.objects.exists()


def test_a_command_keeps_its_place_behind_a_text() -> None:
    receive("hello")
    receive("/help")
    assert claims.claim_commands(10) == []
    assert [turn.messages[0].body for turn in claims.claim_turns(10)] == ["hello"]


def test_a_text_behind_a_command_waits_for_a_place() -> None:
    receive("/help")
    receive("hello")
    [turn] = claims.claim_commands(10)
    assert [message.body for message in turn.messages] == ["/help"]


def test_texts_are_not_claimed_for_commands() -> None:
    receive("hello")
    receive("/help", CAROL)
    assert [turn.lease.phone for turn in claims.claim_commands(10)] == [CAROL]
    assert not Conversation.objects.filter(phone=ADA).exists()
