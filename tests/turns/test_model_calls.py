"""A call of a turn is recorded once, whatever becomes of the turn."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from pytest_django import Settings

from assistant.models import ModelCall
from sessions_app.conversations import leases
from sessions_app.db import thread_pool
from sessions_app.turns import claims
from sessions_app.turns.interview_context import FencedInterviewContext
from tests.fakes.faults import Fault
from tests.fakes.openai_model import ModelRequest, echo_model
from tests.fakes.openai_server import FakeOpenAI
from tests.support import clocks
from tests.support.chat import ADA, SAVE_HEADLINE, fakes, receive, say, states, try_again  # noqa: F401
from tests.support.model_calls import make_call

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(clocks.going_on)


def errors() -> list[str]:
    return list(ModelCall.objects.order_by("pk").values_list("error", flat=True))


@pytest.mark.both_databases
def test_each_call_of_an_answered_turn_is_recorded_once() -> None:
    say(SAVE_HEADLINE)
    assert (errors(), states()) == (["", ""], ["answered"])
    assert ModelCall.objects.filter(phone=ADA, output_tokens__gt=0).count() == 2


@pytest.mark.both_databases
@pytest.mark.parametrize("said", ["hello", SAVE_HEADLINE])
def test_a_call_is_recorded_though_its_turn_loses_its_lease_meanwhile(
    said: str, fake_openai: FakeOpenAI
) -> None:
    def revoke() -> None:
        leases.revoke_all()
        connection.close()

    def lease_goes(request: ModelRequest) -> Any:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(revoke).result()
        return echo_model(request)

    fake_openai.model = lease_goes
    say(said)
    assert errors() == [""] * len(fake_openai.asked())


def test_a_call_that_failed_is_recorded_beside_the_one_that_answered(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    fake_openai.fail_next(Fault.http(429), path="/v1/responses")
    say("hello")
    try_again(clock)
    assert (errors(), states()) == (["http_429", ""], ["answered"])


def test_a_call_that_the_deadline_cuts_off_is_recorded(fake_openai: FakeOpenAI, settings: Settings) -> None:
    settings.TURN_DEADLINE_SECONDS = 1
    fake_openai.fail_next(Fault("hang_after"), path="/v1/responses")
    say("hello")
    call = ModelCall.objects.get()
    assert (call.error, call.cost, call.input_tokens) == ("cancelled", None, None)


@pytest.mark.both_databases
def test_a_call_is_recorded_once_by_transactions_at_once_as_of_eight_pictures() -> None:
    receive("hello")
    [turn] = claims.claim_turns(1)
    second = Event()

    def record(_: object) -> None:
        make_call(phone=ADA, cost="1")
        transaction.on_commit(lambda: second.wait(0.2))  # the lock on the lease's row is free by then

    def write(_: object) -> None:
        written.append(None)
        if len(written) > 1:
            second.set()

    async def write_twice() -> None:
        context = FencedInterviewContext(turn)
        await context.note(record)
        await asyncio.gather(context.run(write), context.run(write))

    written: list[None] = []
    asyncio.run(write_twice())
    thread_pool.close_connections()
    assert (ModelCall.objects.count(), turn.notes) == (1, [])
