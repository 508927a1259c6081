"""The worker process: what it does with SIGTERM, with a database that goes away, with a bad configuration."""

import signal
from collections.abc import Iterator

import pytest

from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import Installation, installation
from tests.support.waiting import wait_for_replies, wait_until_thinking

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, openai: FakeOpenAI, twilio: FakeTwilio
) -> Iterator[Installation]:
    """A web process that takes messages; each test has workers and phones of its own."""
    with installation(tmp_path_factory.mktemp("site")) as made:
        made.configure(openai=openai, twilio=twilio)
        made.serve()
        yield made


def states(site: Installation, phone: str) -> list[str]:
    return site.database.query(
        f"SELECT state FROM sessions_app_inboundmessage WHERE phone = '{phone}' ORDER BY id"
    )


def is_leased(site: Installation, phone: str) -> bool:
    (tokens,) = site.database.query(
        f"SELECT count(lease_token) FROM sessions_app_conversation WHERE phone = '{phone}'"
    )
    return bool(tokens)


def test_once_answers_what_is_pending_and_ends(site: Installation, twilio: FakeTwilio) -> None:
    one, other = "+4915130000001", "+4915130000002"
    site.say(one, "Hello")
    site.say(one, "/help")
    site.say(other, "Hi")
    done = site.run("answer_messages", "--once")
    assert done.returncode == 0, done.stdout
    assert (len(twilio.bodies_to(one)), len(twilio.bodies_to(other))) == (2, 1)
    assert states(site, one) + states(site, other) == ["answered"] * 3


def test_a_turn_that_ends_in_time_is_finished_and_its_reply_sent_before_the_worker_stops(
    site: Installation, openai: FakeOpenAI, twilio: FakeTwilio
) -> None:
    phone, text = "+4915130000003", "think 1.5 and finish"
    with site.answering():
        site.say(phone, text)
        wait_until_thinking(openai, text)
    assert states(site, phone) == ["answered"]
    assert not is_leased(site, phone)
    assert twilio.bodies_to(phone) == [f"You said: {text} (turn 1)"]


def test_a_turn_that_does_not_end_in_time_is_handed_back_and_answered_once_by_the_next_worker(
    site: Installation, openai: FakeOpenAI, twilio: FakeTwilio
) -> None:
    phone, text = "+4915130000004", "think 2.5 and come back"
    with site.answering(TURN_STOP_SECONDS="0.3"):
        site.say(phone, text)
        wait_until_thinking(openai, text)
    assert states(site, phone) == ["received"]
    assert not is_leased(site, phone)
    assert twilio.bodies_to(phone) == []
    reply = f"You said: {text} (turn 1)"
    threads = openai.conversations
    wait_until(lambda: any(said == reply for one in threads for _, said in openai.texts(one)))
    with site.answering():
        assert wait_for_replies(twilio, phone, 1) == [reply]
        site.say(phone, "And on")
        assert wait_for_replies(twilio, phone, 2)[1:] == ["You said: And on (turn 2)"]


def test_a_worker_that_is_killed_in_the_quiet_time_loses_nothing(
    site: Installation, twilio: FakeTwilio
) -> None:
    phone = "+4915130000006"
    worker = site.answer_messages(TURN_QUIET_SECONDS="50", TURN_QUIET_MOST_SECONDS="50")
    site.say(phone, "Hello")
    site.say(phone, "We fly")
    worker.stop(signal.SIGKILL)
    assert (states(site, phone), twilio.bodies_to(phone)) == (["received"] * 2, [])
    with site.answering(TURN_QUIET_SECONDS="1.5"):
        assert wait_for_replies(twilio, phone, 1) == ["You said: Hello | We fly (turn 1)"]


def test_it_refuses_to_start_with_a_failing_check(site: Installation) -> None:
    refused = site.run("answer_messages", OPENAI_API_KEY="", TURN_LEASE_SECONDS="1")
    assert refused.returncode == 1
    assert "whatspr.E002" in refused.stdout
    assert "whatspr.E020" in refused.stdout
    assert "Traceback" not in refused.stdout


@pytest.mark.postgres("SQLite has no server that could go away")
def test_it_answers_again_after_the_database_was_away(site: Installation, twilio: FakeTwilio) -> None:
    phone = "+4915130000005"
    with site.answering():
        site.say(phone, "Before")
        wait_for_replies(twilio, phone, 1)
        assert site.database.break_connections() >= 2  # the worker's and the web process's
        site.say(phone, "After")
        assert wait_for_replies(twilio, phone, 2)[1:] == ["You said: After (turn 2)"]
