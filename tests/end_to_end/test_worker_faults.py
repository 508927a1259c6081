"""Workers that compete, freeze, or are replaced under load, and webhooks that come many times at once."""

import os
import random
import signal
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest

from tests.fakes.background_server import wait_until
from tests.fakes.openai_model import ModelRequest, seconds_asked_for
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_inbound import inbound_params
from tests.fakes.twilio_server import FakeTwilio
from tests.support.crowd import SHORT_TIMES, SOAK, Crowd
from tests.support.factories import phone_number
from tests.support.processes import Database, Installation, Started, installation

pytestmark = pytest.mark.processes

TURN_SECONDS = 40.0
BURSTS = 40 if SOAK else 3
PARALLEL = 50
DEPLOYS = 15 if SOAK else 2
MESSAGES_A_DEPLOY = 3
STOP_SECONDS = 0.3
SAVE_HEADLINE = '#tool save_headline {"value": "Ada opens a bakery", "said": "Ada opens a bakery"}'


def think(request: ModelRequest) -> float:
    return seconds_asked_for(request) or random.uniform(0.05, 0.5)


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, openai: FakeOpenAI, twilio: FakeTwilio
) -> Iterator[Installation]:
    """The web process; each test has workers and phones of its own."""
    with installation(tmp_path_factory.mktemp("site")) as made:
        openai.think = think
        made.configure(openai=openai, twilio=twilio, DELIVERY_PART_WAIT_SECONDS="1", **SHORT_TIMES)
        made.serve()
        yield made


@pytest.fixture
def crowd(site: Installation, openai: FakeOpenAI, twilio: FakeTwilio) -> Crowd:
    return Crowd(site, openai, twilio)


@pytest.fixture
def two_workers(site: Installation) -> Iterator[list[Started]]:
    workers = [site.start("answer_messages") for _ in range(2)]
    for worker in workers:
        worker.wait_for("worker_started")
    yield workers
    assert [worker.stop() for worker in workers] == [0, 0]


def test_two_workers_never_run_two_turns_of_a_phone_at_once_and_answer_a_burst_in_one(
    two_workers: list[Started], crowd: Crowd, openai: FakeOpenAI, twilio: FakeTwilio
) -> None:
    phone = phone_number(1)
    for number in range(BURSTS):
        crowd.say(phone, f"think 0.5 before burst {number} of {phone}")
        wait_until(lambda: len(openai.asked(phone)) > 2 * number, TURN_SECONDS)  # noqa: B023
        for word in ("one", "two", "three"):
            crowd.say(phone, f"{word} of burst {number} of {phone}")
        crowd.wait_until_heard(phone)
    print(crowd.tally())
    crowd.assert_each_was_answered_once()
    assert openai.asked(phone) == [200] * 2 * BURSTS  # two at once would have been 400 conversation_locked
    assert len(twilio.bodies_to(phone)) == 2 * BURSTS


def test_the_same_webhook_many_times_at_once_is_one_row_and_one_answer(
    site: Installation, crowd: Crowd
) -> None:
    phone = phone_number(3)
    params, everyone = inbound_params(phone, f"Only once for {phone}"), Barrier(PARALLEL)

    def post(_: int) -> int:
        everyone.wait()
        return crowd.post(params)

    with ThreadPoolExecutor(PARALLEL) as threads:
        assert list(threads.map(post, range(PARALLEL))) == [200] * PARALLEL
    crowd.said[phone].append(params["Body"])
    with site.answering():
        crowd.wait_until_heard(phone)
        crowd.say(phone, "And now the next")  # once this is answered, nothing else is under way
        crowd.wait_until_heard(phone)
    crowd.assert_each_was_answered_once()
    rows = f"SELECT count(*) FROM sessions_app_inboundmessage WHERE phone = '{phone}'"
    assert site.database.query(rows) == [2]


def freeze(worker: Started, database: Database) -> None:
    """Stop `worker` between two writes: one that stopped in the middle would keep SQLite locked for all."""

    def is_frozen() -> bool:
        os.kill(worker.pid, signal.SIGSTOP)
        if database.is_postgresql or _may_be_written(database):
            return True
        os.kill(worker.pid, signal.SIGCONT)
        return False

    wait_until(is_frozen)


def _may_be_written(database: Database) -> bool:
    with closing(sqlite3.connect(database.file, timeout=0.5)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


def test_turns_that_were_taken_over_from_a_frozen_worker_write_and_send_nothing(
    site: Installation, openai: FakeOpenAI, twilio: FakeTwilio
) -> None:
    talks, saves = phone_number(4), phone_number(5)
    words = {talks: f"think 1 for {talks}", saves: f"think 1 for {saves}\n{SAVE_HEADLINE}"}
    frozen = site.answer_messages()
    for phone, text in words.items():
        site.say(phone, text)
    wait_until(lambda: all(openai.asked(phone) for phone in words), TURN_SECONDS)
    freeze(frozen, site.database)
    try:
        with site.answering():
            wait_until(lambda: all(map(twilio.bodies_to, words)), TURN_SECONDS)
        before = openai.response_count
    finally:
        os.kill(frozen.pid, signal.SIGCONT)
    for phone in words:  # it answers these, so it has come to its stale turns, too
        site.say(phone, f"And on, {phone}")
    wait_until(lambda: all(len(twilio.bodies_to(phone)) > 1 for phone in words), TURN_SECONDS)
    assert frozen.stop() == 0, frozen.output
    assert twilio.bodies_to(talks)[0] == f"You said: {words[talks]} (turn 1)"
    done = twilio.bodies_to(saves)[0]
    assert done.startswith('Done: {"ok": true, "saved": "f')
    for phone in words:
        assert twilio.bodies_to(phone)[1:] == [f"You said: And on, {phone} (turn 2)"]
    assert openai.response_count == before + 2


def test_a_send_that_freezes_after_twilio_took_it_is_not_repeated(
    site: Installation, twilio: FakeTwilio, crowd: Crowd
) -> None:
    phone, twilio.think, twilio.statuses = phone_number(6), 2.0, ()
    try:
        frozen = site.answer_messages()
        crowd.say(phone, f"think 0.1 for {phone}")
        wait_until(lambda: twilio.bodies_to(phone), TURN_SECONDS)
        freeze(frozen, site.database)
        twilio.think = 0.0
        state = f"SELECT state FROM sessions_app_outboundmessage WHERE phone = '{phone}'"
        with site.answering():
            wait_until(lambda: site.database.query(state) == ["accepted"], TURN_SECONDS)
        os.kill(frozen.pid, signal.SIGCONT)
        crowd.say(phone, "And on")
        crowd.wait_until_heard(phone)
        assert frozen.stop() == 0, frozen.output
    finally:
        twilio.think, twilio.statuses = 0.0, ("sent", "delivered")
    crowd.assert_each_was_answered_once()


def test_deploys_under_load_lose_and_double_nothing(
    site: Installation, crowd: Crowd, openai: FakeOpenAI
) -> None:
    phones = [phone_number(number) for number in range(10, 16)]

    def chat(phone: str) -> None:
        for number in range(DEPLOYS * MESSAGES_A_DEPLOY):
            wait_until(lambda: deploys * MESSAGES_A_DEPLOY >= number, TURN_SECONDS * 3, every=0.05)  # noqa: B023
            crowd.say(phone, f"message {number} of {phone}")

    # What a handed-back turn asked is dropped: when it would come late, the next worker might look too early.
    deploys, openai.finish_after_disconnect = 0, False
    try:
        with ThreadPoolExecutor(len(phones)) as threads:
            worker = site.answer_messages(TURN_STOP_SECONDS=str(STOP_SECONDS))
            chats = [threads.submit(chat, phone) for phone in phones]
            for _ in range(DEPLOYS):
                wait_until(lambda: openai.in_flight, TURN_SECONDS)
                old, worker = worker, site.answer_messages(TURN_STOP_SECONDS=str(STOP_SECONDS))
                assert old.stop() == 0, old.output
                deploys += 1
            for done in chats:
                done.result()
        crowd.wait_until_heard()
        assert worker.stop() == 0, worker.output
    finally:
        openai.finish_after_disconnect = True
    print(f"{DEPLOYS} deploys: {crowd.tally()}")
    crowd.assert_each_was_answered_once()
