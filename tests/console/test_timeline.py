"""Why a turn was slow or silent."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sessions_app.console.sessions import timeline
from sessions_app.console.sessions.timeline import MAX_TURNS, TurnTimes
from sessions_app.console.times import duration
from sessions_app.models import TurnAttempt
from tests.support.factories import OutboundFactory, phone_number

pytestmark = pytest.mark.django_db

PHONE = phone_number(1)
RECEIVED = timezone.now() - timedelta(minutes=10)


def at(seconds: float) -> datetime:
    return RECEIVED + timedelta(seconds=seconds)


def attempt(turn: uuid.UUID, claimed: float, ended: float, **more: Any) -> TurnAttempt:
    row = {"outcome": "answered", "messages": 1, "received_at": RECEIVED, "steps": [], **more}
    return TurnAttempt.objects.create(
        phone=PHONE, turn=turn, claimed_at=at(claimed), ended_at=at(ended), **row
    )


def step(name: str, begins: float, seconds: float) -> dict[str, Any]:
    return {"name": name, "at": begins, "seconds": seconds}


def part(turn: uuid.UUID, created: float, **more: Any) -> None:
    moments = {
        name: at(more.pop(name)) for name in ("attempted_at", "accepted_at", "status_at") if name in more
    }
    OutboundFactory.create(phone=PHONE, turn=turn, created_at=at(created), **moments, **more)


def only() -> TurnTimes:
    [turn] = timeline.of_phone(PHONE)
    return turn


def spans(turn: TurnTimes) -> list[tuple[str, float, float]]:
    return [(span.kind, round(span.start, 3), round(span.seconds, 3)) for span in turn.spans]


def test_a_turn_is_told_from_the_webhook_to_the_delivery() -> None:
    turn = uuid.uuid4()
    steps = [step("wait", 0, 0.1), step("open thread", 0.1, 0.4), step("model", 0.5, 3)]
    attempt(turn, 0.5, 4.2, steps=[*steps, step("save headline", 1, 0.2)])
    part(turn, 4.2, attempted_at=4.3, accepted_at=4.7, status_at=6, state="delivered")
    assert spans(only()) == [
        ("queue", 0, 0.5),
        ("wait", 0.5, 0.1),
        ("thread", 0.6, 0.4),
        ("model", 1, 3),
        ("tool", 1.5, 0.2),
        ("commit", 4, 0.2),
        ("outbox", 4.2, 0.1),
        ("twilio", 4.3, 0.4),
        ("delivery", 4.7, 1.3),
    ]
    assert only().total == "6.0 s"
    assert only().verdict == "2.8 s of 6.0 s: the model"
    assert not only().went_wrong


def test_waiting_for_its_turn_is_named_where_it_is_the_greatest_share() -> None:
    attempt(uuid.uuid4(), 30, 33, steps=[step("model", 0, 3)])
    assert only().verdict == "30.0 s of 33.0 s: waiting for its turn"


def test_the_time_for_the_user_to_write_on_is_no_waiting_for_a_turn() -> None:
    attempt(uuid.uuid4(), 3, 4, steps=[step("quiet", -3, 2.5), step("model", 0, 1)])
    assert spans(only()) == [("quiet", 0, 2.5), ("queue", 2.5, 0.5), ("model", 3, 1)]
    assert only().verdict == "2.5 s of 4.0 s: waiting for more messages"


def test_attempts_that_failed_are_told_with_their_errors_and_the_wait_between_them() -> None:
    turn = uuid.uuid4()
    attempt(turn, 0, 5, outcome="retried", error="rate_limit_exceeded", attempt=1)
    attempt(turn, 65, 70, attempt=2)
    times = only()
    assert [(one.number, one.outcome, one.error) for one in times.attempts] == [
        (1, "to be tried again", "rate_limit_exceeded"),
        (2, "answered", ""),
    ]
    assert ("retry", 5, 60) in spans(times)
    assert times.verdict == "1 min 0 s of 1 min 10 s: waiting for the next attempt"


def test_what_waited_for_an_operator_did_not_wait_for_a_worker() -> None:
    turn = uuid.uuid4()
    attempt(turn, 0, 5, outcome="retried", error="timeout", attempt=1)
    attempt(turn, 605, 605, outcome="operator", attempt=2)
    assert only().verdict == "10 min 0 s of 10 min 5 s: waiting for an operator"


def test_a_hold_is_shown_between_the_receipt_and_the_hand_back() -> None:
    steps = [step("held", -25, 20), step("quiet", -5, 2), step("model", 0, 3)]
    attempt(uuid.uuid4(), 30, 33, steps=steps)
    assert spans(only()) == [
        ("queue", 0, 5),
        ("operator", 5, 20),
        ("quiet", 25, 2),
        ("queue", 27, 3),
        ("model", 30, 3),
    ]
    assert only().verdict == "20.0 s of 33.0 s: waiting for an operator"


def test_a_hold_between_two_attempts_is_no_wait_for_the_next_attempt() -> None:
    turn = uuid.uuid4()
    attempt(turn, 0, 5, outcome="retried", error="timeout", attempt=1)
    attempt(turn, 100, 101, attempt=2, steps=[step("held", -80, 70), step("model", 0, 1)])
    assert ("retry", 5, 15) in spans(only())
    assert ("operator", 20, 70) in spans(only())
    assert ("retry", 90, 10) in spans(only())


def test_a_hold_before_the_first_attempt_is_shown_once() -> None:
    turn = uuid.uuid4()
    attempt(turn, 60, 61, outcome="retried", error="x", attempt=1, steps=[step("held", -60, 50)])
    attempt(turn, 70, 71, attempt=2, steps=[step("held", -70, 50)])
    waits = [span for span in spans(only()) if span[0] in ("queue", "operator", "retry")]
    assert waits == [("operator", 0, 50), ("queue", 50, 10), ("retry", 61, 9)]


def test_a_turn_that_failed_for_good_went_wrong() -> None:
    attempt(uuid.uuid4(), 0, 5, outcome="failed", error="server_error", attempt=8)
    assert only().went_wrong
    assert only().outcome == "failed"


def test_a_reply_that_did_not_arrive_is_told() -> None:
    turn = uuid.uuid4()
    attempt(turn, 0, 5)
    part(turn, 5, attempted_at=6, accepted_at=7, state="delivered", part=1, parts=2)
    part(turn, 5, attempted_at=9, state="failed", error_code="63016", attempts=3, part=2, parts=2)
    assert only().went_wrong
    assert only().delivery == "failed after 3 attempts: outside WhatsApp's 24-hour window (63016)"


def test_when_a_reply_was_read_does_not_count_as_delivery() -> None:
    turn = uuid.uuid4()
    attempt(turn, 0, 5)
    part(turn, 5, attempted_at=5, accepted_at=6, status_at=5000, state="read")
    assert only().total == "6.0 s"
    assert only().delivery == "read"


def test_what_was_done_at_once_is_told_too() -> None:
    attempt(uuid.uuid4(), 0, 0, outcome="reset")
    assert only().verdict == ""
    assert only().total == "0 ms"
    assert all(0 <= span.left <= 100 and span.left + span.width <= 100.01 for span in only().spans)


def test_clocks_that_disagree_make_no_negative_bars() -> None:
    turn = uuid.uuid4()
    attempt(turn, -2, 1, steps=[step("model", 0, 2.5)])
    part(turn, 1, attempted_at=0.5, accepted_at=0.2, state="sent")
    for span in only().spans:
        assert span.seconds >= 0
        assert span.start >= 0
        assert span.width > 0
        assert span.left + span.width <= 100.01


def test_the_last_turns_come_newest_first_by_three_queries(django_assert_num_queries: Any) -> None:
    for number in range(MAX_TURNS + 5):
        turn = uuid.uuid4()
        attempt(turn, number, number + 1, messages=number + 1)
        part(turn, number + 1)
    with django_assert_num_queries(3):
        turns = timeline.of_phone(PHONE)
    assert [turn.messages for turn in turns] == list(range(MAX_TURNS + 5, 5, -1))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 ms"),
        (0.04, "40 ms"),
        (0.9996, "1.0 s"),
        (6.07, "6.1 s"),
        (59.96, "1 min 0 s"),
        (200, "3 min 20 s"),
        (3599.6, "1 h 0 min"),
        (7500, "2 h 5 min"),
    ],
)
def test_durations_read_well(seconds: float, words: str) -> None:
    assert duration(seconds) == words
