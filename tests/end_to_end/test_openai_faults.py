"""OpenAI fails in every way it knows, through the worker: each message is answered once, or fails aloud."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from assistant.models import Fact
from sessions_app.models import ConversationSession, InboundMessage
from sessions_app.sessions import backend as session_backend
from sessions_app.turns import canned_replies
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_model import long_text
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import (  # noqa: F401  (fakes is a fixture)
    ADA,
    BOB,
    SAVE_HEADLINE,
    calls_a_tool,
    fakes,
    has_tool_output,
    receive,
    say,
    states,
    thread_of,
    try_again,
    user_texts,
)
from tests.support.factories import counts
from tests.support.releases import values_of

Hits = Callable[[Any], bool]


def says_blue(payload: Any) -> bool:
    return "blue" in str(payload["input"])


FAULTS = {
    "429": Fault.http(429, "rate_limit_exceeded"),
    "500": Fault.http(500, "server_error"),
    "reset-before": Fault("reset_before"),
    "reset-after": Fault("reset_after"),
    "hang-before": Fault("hang_before"),
    "hang-after": Fault("hang_after"),
    "locked": Fault.http(400, "conversation_locked"),
    "deleted": Fault("delete_conversation"),
    "failed": Fault("failed"),
    "incomplete": Fault("incomplete"),
    "empty": Fault("empty_text"),
}
ROUNDS = {"first-round": ("blue", says_blue), "after-a-tool": (SAVE_HEADLINE, has_tool_output)}
"""What the user says, and which call then meets the fault."""
LASTING = {name: FAULTS[name] for name in ("429", "500", "locked", "failed", "incomplete", "empty")}
HOPELESS = {"422": Fault.http(422, "unprocessable"), "413": Fault.http(413, "too_large")}
LIMIT_SECONDS = 0.8

pytestmark = pytest.mark.django_db(transaction=True)


clock = pytest.fixture(clocks.going_on)


def of_all(table: dict[str, Any]) -> Any:
    return {"argvalues": list(table.values()), "ids": list(table)}


def saved(fake: FakeOpenAI) -> list[str]:
    """Return the values that the model was told are saved, by Ada's thread."""
    outputs = [item for item in fake.conversations[thread_of()] if item["type"] == "function_call_output"]
    told = [json.loads(item["output"]) for item in outputs]
    facts = Fact.objects.in_bulk([int(output["saved"][1:]) for output in told if output["ok"]])
    return [fact.value for fact in facts.values()]


@pytest.mark.parametrize(("body", "hits"), **of_all(ROUNDS))
@pytest.mark.parametrize("fault", **of_all(FAULTS))
def test_a_turn_that_meets_a_fault_is_answered_once_in_order_and_delays_nobody(
    fake_openai: FakeOpenAI,
    fake_twilio: FakeTwilio,
    clock: time_machine.Traveller,
    settings: Settings,
    fault: Fault,
    body: str,
    hits: Hits,
) -> None:
    say("red")
    settings.OPENAI_TIMEOUT_SECONDS = LIMIT_SECONDS if fault.kind.startswith("hang") else 45
    fake_openai.fail_next(fault, when=hits)
    receive(body)
    receive("from bob", BOB)
    answer_messages()
    assert fake_twilio.bodies_to(BOB) == ["You said: from bob (turn 1)"]
    receive("green")
    try_again(clock)

    assert fake_openai.faults_pending == 0
    assert states() == ["answered"] * 3
    assert user_texts(fake_openai) == ["red", body, "green"]
    first, _, last = fake_twilio.bodies_to(ADA)
    assert (first, last[:15]) == ("You said: red (turn 1)", "You said: green")
    assert list(values_of(ADA).values()) == saved(fake_openai) == (["Acme flies"] if "#tool" in body else [])
    assert counts() == {"created": 2}


@pytest.mark.parametrize("backend", ["database", "legacy"])
def test_the_same_words_after_a_fault_are_not_taken_for_those_answered_before(
    fake_openai: FakeOpenAI,
    fake_twilio: FakeTwilio,
    clock: time_machine.Traveller,
    settings: Settings,
    tmp_path: Path,
    backend: str,
) -> None:
    settings.SESSION_BACKEND = backend
    settings.LEGACY_SESSIONS_FILE = tmp_path / "legacy.json"
    session_backend.switch(session_backend.Backend(backend))
    say("yes")
    fake_openai.fail_next(Fault("reset_before"))
    say("yes")
    try_again(clock)
    assert fake_twilio.bodies_to(ADA) == ["You said: yes (turn 1)", "You said: yes (turn 2)"]


@pytest.mark.parametrize("kind", ["hang_before", "hang_after"])
def test_a_turn_past_its_own_deadline_is_picked_up_where_it_stands(
    fake_openai: FakeOpenAI,
    fake_twilio: FakeTwilio,
    clock: time_machine.Traveller,
    settings: Settings,
    kind: str,
) -> None:
    say("red")
    settings.TURN_DEADLINE_SECONDS = LIMIT_SECONDS
    fake_openai.fail_next(Fault(kind))
    say("blue")
    assert InboundMessage.objects.latest("id").error == "turn_deadline"
    try_again(clock)
    assert user_texts(fake_openai) == ["red", "blue"]
    assert fake_twilio.bodies_to(ADA)[1:] == ["You said: blue (turn 2)"]


def test_a_hanging_call_of_one_phone_does_not_delay_the_reply_to_another(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, settings: Settings
) -> None:
    settings.OPENAI_TIMEOUT_SECONDS = 4.0
    fake_openai.fail_next(Fault("hang_before"), when=calls_a_tool)
    receive(SAVE_HEADLINE)
    receive("from bob", BOB)
    answer_messages()
    [hanging] = [record for record in fake_openai.requests if "#tool" in str(record.json)]
    [sent] = [request for request in fake_twilio.requests if "Messages.json" in request.path]
    assert sent.started - hanging.started < 3.5


def test_openai_is_not_asked_again_before_it_said(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    fake_openai.fail_next(Fault.http(429, "rate_limit_exceeded", retry_after=300))
    say("red")
    try_again(clock, seconds=290)
    assert (len(fake_openai.asked()), states()) == (1, ["received"])
    try_again(clock, seconds=15)
    assert (len(fake_openai.asked()), states()) == (2, ["answered"])


@pytest.mark.parametrize("fault", **of_all(LASTING))
def test_a_fault_that_lasts_ends_the_turn_with_its_reason_and_tells_the_user_once(
    fake_openai: FakeOpenAI,
    fake_twilio: FakeTwilio,
    clock: time_machine.Traveller,
    settings: Settings,
    fault: Fault,
) -> None:
    settings.TURN_MAX_ATTEMPTS = 2
    say("red")
    session = ConversationSession.objects.values("thread_id", "created_at").get()
    fake_openai.fail_next(fault, None)
    say("blue")
    for _ in range(2):
        try_again(clock)
    assert states() == ["answered", "failed"]
    assert InboundMessage.objects.latest("id").error
    assert fake_twilio.bodies_to(ADA)[1:] == [canned_replies.APOLOGY]
    assert ConversationSession.objects.values("thread_id", "created_at").get() == session


@pytest.mark.parametrize(("body", "hits"), **of_all(ROUNDS))
@pytest.mark.parametrize("fault", **of_all(HOPELESS))
def test_an_error_that_no_waiting_heals_fails_at_once_and_is_not_tried_again(
    fake_openai: FakeOpenAI,
    fake_twilio: FakeTwilio,
    clock: time_machine.Traveller,
    fault: Fault,
    body: str,
    hits: Hits,
) -> None:
    fake_openai.fail_next(fault, when=hits)
    say(body)
    calls = len(fake_openai.asked())
    try_again(clock)
    assert (len(fake_openai.asked()), states()) == (calls, ["failed"])
    assert fake_twilio.bodies_to(ADA) == [canned_replies.APOLOGY]
    assert InboundMessage.objects.get().error == fault.code


def test_a_call_that_a_failed_turn_left_open_does_not_stop_the_next_one(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    fake_openai.fail_next(HOPELESS["422"], when=has_tool_output)
    say(SAVE_HEADLINE)
    thread = thread_of()
    say("still there?")
    assert fake_twilio.bodies_to(ADA)[1:] == ["You said: still there? (turn 2)"]
    assert (thread_of(), user_texts(fake_openai)) == (thread, [SAVE_HEADLINE, "still there?"])


@pytest.mark.parametrize("kind", ["reset_before", "reset_after", "hang_after", "delete_conversation"])
def test_a_user_who_says_yes_twice_is_answered_twice(
    fake_openai: FakeOpenAI,
    fake_twilio: FakeTwilio,
    clock: time_machine.Traveller,
    settings: Settings,
    kind: str,
) -> None:
    settings.OPENAI_TIMEOUT_SECONDS = LIMIT_SECONDS if kind == "hang_after" else 45
    say("yes")
    fake_openai.fail_next(Fault(kind))
    say("yes")
    try_again(clock)
    assert user_texts(fake_openai) == ["yes", "yes"]
    assert len(fake_twilio.bodies_to(ADA)) == 2
    assert states() == ["answered"] * 2


def test_twenty_thousand_characters_arrive_in_order_in_parts_that_whatsapp_carries(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    fake_openai.fail_next(Fault("long_text", length=20_000))
    say("tell me more")
    parts = fake_twilio.bodies_to(ADA)
    assert max(map(len, parts)) <= 1600
    assert " ".join(" ".join(parts).split()) == " ".join(long_text(20_000).split())
