"""Each call of an interview is a row, with what the fake OpenAI says that it used, and what that costs."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from assistant import model_calls
from assistant.models import ModelCall
from assistant.openai.prompt import INSTRUCTIONS
from tests.fakes.faults import Fault
from tests.fakes.openai_responses import REASONING_TOKENS
from tests.fakes.openai_server import FakeOpenAI
from tests.support.interview import PHONE, DatabaseContext, T, turn_of
from tests.support.openai_turns import SAVE_HEADLINE, ask, ask_in, open_thread, trouble

pytestmark = pytest.mark.django_db

USAGE = {
    "input_tokens": 2000,
    "input_tokens_details": {"cached_tokens": 1536},
    "output_tokens": 100,
    "output_tokens_details": {"reasoning_tokens": 64},
}


@pytest.fixture(autouse=True)
def prices(settings: Settings) -> None:
    settings.OPENAI_PRICES = "gpt-6-luna:1/0.1/4,gpt-6.1-terra:2/0.2/8,gpt-transcribe:0.006/min"


def record(usage: Any, **more: Any) -> ModelCall:
    told: dict[str, Any] = {"purpose": "interview", "model": "gpt-6-luna", "asked_at": timezone.now()}
    model_calls.record(turn_of("hello"), usage=usage, **{**told, **more})
    return ModelCall.objects.get()


def test_each_round_of_a_turn_is_a_row_by_the_usage_that_the_answer_tells() -> None:
    token = uuid.uuid4()
    with FakeOpenAI() as fake:
        ask(fake, open_thread(fake), SAVE_HEADLINE, token=token)

    first, second = ModelCall.objects.order_by("pk")
    assert {(call.phone, call.turn, call.model, call.error) for call in (first, second)} == {
        (PHONE, token, "gpt-6-luna", "")
    }
    assert first.asked_at <= (first.answered_at or first.asked_at) <= second.asked_at
    # The fake counts 4 characters a token, and of the instructions steps of 128 are cached.
    read = (len(INSTRUCTIONS) + len(SAVE_HEADLINE)) // 4 + 1
    cached = len(INSTRUCTIONS) // 4 // 128 * 128
    assert (first.input_tokens, first.cached_tokens, first.reasoning_tokens) == (
        read,
        cached,
        REASONING_TOKENS,
    )
    written = first.output_tokens or 0
    assert written > REASONING_TOKENS
    assert first.cost == (read - cached + Decimal("0.1") * cached + 4 * written) / Decimal(10**6)


def test_a_call_is_of_the_release_that_was_there_when_it_was_answered() -> None:
    with FakeOpenAI() as fake:
        ask(fake, open_thread(fake), SAVE_HEADLINE)

    first, second = ModelCall.objects.order_by("pk")
    assert first.release is None
    assert second.release
    assert second.release.phone == PHONE


@pytest.mark.parametrize("status", [429, 400, 401])
def test_a_call_that_was_refused_is_a_row_that_cost_nothing(status: int) -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        fake.fail_next(Fault.http(status))
        error = trouble(fake, thread_id, "hello")

    call = ModelCall.objects.get()
    assert (call.error, call.input_tokens, call.cost) == (error.code, None, Decimal())


@pytest.mark.parametrize("fault", [Fault("reset_after"), Fault.http(500), Fault("failed")])
def test_a_call_that_may_have_been_paid_for_has_an_unknown_cost(fault: Fault) -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        fake.fail_next(fault)
        error = trouble(fake, thread_id, "hello")

    call = ModelCall.objects.get()
    assert (call.error, call.input_tokens, call.cost) == (error.code, None, None)


def test_an_answer_that_was_cut_off_is_paid_for() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        fake.fail_next(Fault("incomplete"))
        trouble(fake, thread_id, "hello")

    call = ModelCall.objects.get()
    assert call.error == "max_output_tokens"
    assert call.cost
    assert call.output_tokens


class LeaseGone(Exception):
    """What the turn raises when it may not write any more."""


class Fenced(DatabaseContext):
    async def run(self, change: Callable[..., T], **values: object) -> T:
        raise LeaseGone


def test_a_call_is_recorded_also_if_its_turn_may_not_write_any_more() -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        with pytest.raises(LeaseGone):
            ask_in(Fenced(messages=[SAVE_HEADLINE]), fake, thread_id)

    assert ModelCall.objects.get().cost


def test_without_a_price_a_cost_is_unknown_and_not_nothing(settings: Settings) -> None:
    settings.OPENAI_PRICES = ""
    call = record(USAGE)
    assert (call.input_tokens, call.cost) == (2000, None)


def test_a_transcription_has_seconds_and_costs_by_the_minute() -> None:
    call = record({}, purpose="transcribe", model="gpt-transcribe", audio_seconds=12.5)
    assert (call.audio_seconds, call.cost) == (12.5, Decimal("0.00125"))


def test_the_length_that_a_transcription_tells_counts_too() -> None:
    call = record({"type": "duration", "seconds": 30}, purpose="transcribe", model="gpt-transcribe")
    assert (call.audio_seconds, call.cost) == (30, Decimal("0.003"))


@pytest.mark.parametrize(
    "usage",
    [
        {},
        {"input_tokens": "2000", "output_tokens": None},
        {"input_tokens": -1, "output_tokens": 2**31, "input_tokens_details": [], "output_tokens_details": 3},
        {"input_tokens": float("nan"), "output_tokens": float("inf")},
    ],
)
def test_a_usage_that_makes_no_sense_is_not_told(usage: dict[str, Any]) -> None:
    call = record(usage)
    assert (call.input_tokens, call.output_tokens, call.reasoning_tokens, call.cost) == (None,) * 4
