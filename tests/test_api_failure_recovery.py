"""OpenAI and Twilio fail in every way they know; sessions, threads and answers survive it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from statistics import median
from typing import Any

import pytest
import time_machine
from django.db import connection
from pytest_django import Settings

from sessions_app.manager import SessionManager
from sessions_app.models import ConversationSession, InboundMessage, OutboundMessage, RemoteThread
from sessions_app.turns import canned_replies, outcomes
from tests.conftest import answer_messages
from tests.fakes.background_server import wait_until
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import ADA, BOB, fakes, receive, say, try_again  # noqa: F401  (fakes is a fixture)
from tests.support.clocks import TTL
from tests.support.factories import counts
from tests.support.memory import sizes_after_each

OPENAI_FAULTS = [
    Fault.http(429, "rate_limit_exceeded"),
    Fault.http(500, "server_error"),
    Fault.http(503),
    Fault.http(400, "conversation_locked"),
    Fault("reset_before"),
    Fault("reset_after"),
    Fault("failed"),
]
TWILIO_FAULTS = [Fault.http(429), Fault.http(503), Fault("reset_before"), Fault("reset_after")]

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(clocks.going_on)


def thread_of(phone: str = ADA) -> str | None:
    return SessionManager().export_to_dict().get(phone)


def state() -> str:
    """Return the state of the newest message."""
    return InboundMessage.objects.latest("id").state


@pytest.mark.parametrize(
    "fault", OPENAI_FAULTS, ids=lambda fault: f"{fault.kind}-{fault.code or fault.status}"
)
def test_a_failing_openai_costs_neither_session_nor_thread_nor_answer(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller, fault: Fault
) -> None:
    say("red")
    thread = thread_of()
    fake_openai.fail_next(fault)
    say("blue")
    assert (state(), thread_of()) == ("received", thread)
    try_again(clock)
    assert fake_twilio.bodies_to(ADA)[-1].startswith("You said: blue")
    assert (state(), thread_of(), counts()) == ("answered", thread, {"created": 1})


def test_a_thread_that_cannot_be_opened_now_is_opened_later(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    fake_openai.fail_next(Fault.http(503), path="/v1/conversations", method="POST")
    say("red")
    assert (state(), thread_of(), counts()) == ("received", None, {})
    try_again(clock)
    assert fake_twilio.bodies_to(ADA) == ["You said: red (turn 1)"]
    assert counts() == {"created": 1}


def test_a_thread_that_may_have_been_opened_is_in_the_ledger(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    fake_openai.fail_next(Fault("reset_after"), path="/v1/conversations", method="POST")
    say("red")
    try_again(clock)
    assert fake_twilio.bodies_to(ADA) == ["You said: red (turn 1)"]
    states = RemoteThread.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["unknown", "live"]


def test_an_opening_that_fails_by_a_fault_of_ours_leaves_no_planned_row(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    # An answer without an id, which our code does not expect.
    fake_openai.fail_next(Fault.http(200), path="/v1/conversations", method="POST")
    say("red")
    assert list(RemoteThread.objects.values_list("state", "error")) == [("unknown", "KeyError")]
    try_again(clock)
    assert fake_twilio.bodies_to(ADA) == ["You said: red (turn 1)"]


@contextmanager
def ledger_that_takes_no_id() -> Iterator[None]:
    """The database fails as long as this lasts, right after OpenAI has opened a thread."""
    table, raised = RemoteThread._meta.db_table, "the database is away"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql"
                f" AS $$ BEGIN RAISE EXCEPTION '{raised}'; END $$"
            )
            when = "FOR EACH ROW WHEN (NEW.state = 'live') EXECUTE FUNCTION fail()"
        else:
            when = f"WHEN NEW.state = 'live' BEGIN SELECT RAISE(ABORT, '{raised}'); END"
        cursor.execute(f"CREATE TRIGGER fails BEFORE UPDATE ON {table} {when}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER fails{on}")
            if connection.vendor == "postgresql":
                cursor.execute("DROP FUNCTION fail")


def test_a_thread_whose_id_the_database_does_not_take_is_written_down_a_little_later(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, caplog: pytest.LogCaptureFixture
) -> None:
    receive("red")
    with ThreadPoolExecutor(1) as worker:
        with ledger_that_takes_no_id():
            answering = worker.submit(answer_messages)
            wait_until(lambda: "thread_not_recorded" in caplog.text)
        answering.result()
    assert fake_twilio.bodies_to(ADA) == ["You said: red (turn 1)"]
    [known] = RemoteThread.objects.values_list("thread_id", "state")
    assert [known] == [(thread_id, "live") for thread_id in fake_openai.conversations]


def test_a_thread_whose_id_the_database_never_takes_is_in_the_log(
    fake_openai: FakeOpenAI, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TURN_DEADLINE_SECONDS = 1
    with ledger_that_takes_no_id():
        say("red")
    [thread_id] = fake_openai.conversations
    [first, *_] = [record for record in caplog.records if "thread_not_recorded" in record.getMessage()]
    assert (first.levelname, thread_id in first.getMessage()) == ("ERROR", True)
    assert (state(), thread_of()) == ("received", None)  # to be tried again


def test_a_key_that_is_refused_fails_the_turn_and_keeps_the_session(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    say("red")
    thread = thread_of()
    fake_openai.fail_next(Fault.http(422, "unprocessable"))
    say("blue")
    assert (state(), thread_of()) == ("failed", thread)
    assert fake_twilio.bodies_to(ADA)[-1] == canned_replies.APOLOGY
    say("green")
    assert fake_twilio.bodies_to(ADA)[-1] == "You said: green (turn 2)"


def test_after_the_last_attempt_the_user_is_told_once_and_the_session_stays(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.TURN_MAX_ATTEMPTS = 3
    say("red")
    thread = thread_of()
    fake_openai.fail_next(Fault.http(503), None)
    say("blue")
    for _ in range(5):
        try_again(clock)
    assert fake_twilio.bodies_to(ADA)[1:] == [canned_replies.APOLOGY]
    assert (state(), thread_of()) == ("failed", thread)
    fake_openai.clear_faults()
    say("green")
    assert thread_of() == thread


def test_after_an_outage_longer_than_the_ttl_the_conversation_goes_on_if_its_turn_is_retried(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.TURN_MAX_ATTEMPTS = 2
    say("red")
    fake_openai.fail_next(Fault.http(503), None)
    clock.shift(TTL - 60)
    say("blue")
    try_again(clock)
    fake_openai.clear_faults()
    assert (state(), thread_of()) == ("failed", None)
    outcomes.retry_failed(ADA)
    answer_messages()
    assert fake_twilio.bodies_to(ADA)[-1] == "You said: blue (turn 2)"


def test_a_message_that_waits_for_openai_keeps_its_session_from_the_cleanup(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    say("red")
    thread = ConversationSession.objects.get().thread_id
    fake_openai.fail_next(Fault.http(503))
    say("blue")
    clock.shift(TTL * 10)
    assert SessionManager().cleanup_expired_sessions() == 0
    answer_messages()
    assert fake_twilio.bodies_to(ADA)[-1] == "You said: blue (turn 2)"
    assert thread_of() == thread


@pytest.mark.parametrize("fault", TWILIO_FAULTS, ids=lambda fault: f"{fault.kind}-{fault.status}")
def test_a_failing_twilio_costs_neither_session_nor_thread(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, fault: Fault
) -> None:
    fake_twilio.fail_next(fault)
    say("red")
    thread = thread_of()
    assert (state(), counts()) == ("answered", {"created": 1})
    clock.shift(180)
    OutboundMessage.objects.filter(state="sending").update(state="queued")  # as if looked up, and not there
    say("blue")
    assert fake_twilio.bodies_to(ADA)[-1] == "You said: blue (turn 2)"
    assert thread_of() == thread


def test_a_failing_twilio_asks_openai_nothing_twice(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    fake_twilio.fail_next(Fault.http(429), 3)
    say("red")
    for _ in range(4):
        try_again(clock)
    assert (fake_openai.response_count, fake_twilio.bodies_to(ADA)) == (1, ["You said: red (turn 1)"])


def test_a_thread_that_vanished_at_openai_is_replaced_in_the_same_session(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    say("red")
    began, lost = ConversationSession.objects.values_list("created_at", "thread_id").get()
    fake_openai.fail_next(Fault("delete_conversation"))
    say("blue")
    session = ConversationSession.objects.get()
    assert fake_twilio.bodies_to(ADA)[-1] == "You said: blue (turn 1)"
    assert (session.created_at, session.thread_id == lost) == (began, False)
    assert counts() == {"created": 1}


def test_one_phones_failure_does_not_hold_up_another(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    def is_adas(payload: Any) -> bool:
        return "from ada" in str(payload)

    fake_openai.fail_next(Fault.http(503), None, when=is_adas)
    receive("from ada")
    receive("from bob", BOB)
    answer_messages()
    assert (fake_twilio.bodies_to(ADA), fake_twilio.bodies_to(BOB)) == ([], ["You said: from bob (turn 1)"])


def test_both_vendors_down_and_up_again_loses_nothing(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    fake_openai.fail_next(Fault.http(503), 2)
    fake_twilio.fail_next(Fault.http(429), 2)
    say("red")
    for _ in range(5):
        try_again(clock)
    assert fake_twilio.bodies_to(ADA) == ["You said: red (turn 1)"]
    assert (fake_openai.faults_pending, fake_twilio.faults_pending) == (0, 0)


def test_repeated_failures_take_no_memory_and_leave_no_rows(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.TURN_MAX_ATTEMPTS = 10**6
    fake_openai.keep_requests = False
    say("red")
    fake_openai.fail_next(Fault.http(503), None)
    receive("blue")
    try_again(clock)
    sizes = sizes_after_each(lambda: try_again(clock), times=15)
    # The captured log lines of a step take about 8 kB. What is loaded once, at some step, is no leak.
    assert median(after - before for before, after in pairwise(sizes)) < 25_000
    assert (ConversationSession.objects.count(), RemoteThread.objects.count()) == (1, 1)
