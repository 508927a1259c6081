"""SIGKILL at random moments of every process, while many phones talk: each word is answered exactly once.

Each phone tells a press release meanwhile and approves it: nothing is there twice, or with another phone.

`TEST_SOAK=1` makes it 200 messages of 20 phones under 24 kills, five times.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from assistant.version_texts import AFTER_APPROVAL
from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.scripted_writer import Line, ScriptedWriter
from tests.fakes.twilio_server import FakeTwilio
from tests.support import interview_model
from tests.support.crowd import PATIENCE_SECONDS, POLL_SECONDS, SHORT_TIMES, SOAK, Crowd
from tests.support.factories import phone_number
from tests.support.processes import START_SECONDS, Installation, Started, get, installation
from tests.support.told_facts import company_of, facts_of

pytestmark = pytest.mark.processes

SEEDS = range(1, 6) if SOAK else [1]
PHONES, MESSAGES_EACH = (20, 10) if SOAK else (10, 6)
WORKERS = ["worker 1", "worker 2"]
KILLS = [*WORKERS, *WORKERS, "worker 1", "web", "web's child", "schedules"] * (3 if SOAK else 1)
APPROVED = f"Approved: version 1 is final. {AFTER_APPROVAL}"
LINES = (
    Line(1, "{news}", "company_name news"),
    Line(1, "The school of {company_name} opens {when} {where}.", "company_name when where"),
)
PAUSE_SECONDS = 1.0
THINK_SECONDS = (0.05, 0.5)
SEND_SECONDS = (0.0, 0.2)
WORKS = {"worker 1": "worker_started", "worker 2": "worker_started", "schedules": "schedules_started"}


class Keeper:
    """Runs all processes, and starts whichever has ended anew at once, as systemd and compose do."""

    def __init__(self, site: Installation) -> None:
        self._site = site
        self._start: dict[str, Callable[[], Started]] = {
            "worker 1": partial(site.start, "answer_messages"),
            "worker 2": partial(site.start, "answer_messages"),
            "web": partial(site.start, "serve", "--port", str(site.port)),
            "schedules": partial(site.start, "run_schedules"),
        }
        self._running = {kind: start() for kind, start in self._start.items()}

    def wait_until_it_works(self, kind: str) -> None:
        if kind.startswith("web"):
            wait_until(self._web_answers, START_SECONDS, every=POLL_SECONDS)
        else:
            self._running[kind].wait_for(WORKS[kind])

    def _web_answers(self) -> bool:
        self.start_what_has_ended()
        return get(f"{self._site.url}/health/live") == 200

    def start_what_has_ended(self) -> None:
        for kind, process in self._running.items():
            if process.ended():
                # Granian gives up where its child dies twice within seconds; nothing else ends by itself.
                assert kind == "web", process.output
                self._running[kind] = self._start[kind]()

    def kill(self, kind: str) -> None:
        if kind == "web's child":
            self._kill_children(self._running["web"])
        else:
            self._kill_group(kind)

    def _kill_children(self, parent: Started) -> None:
        """Kill what granian runs us in; it makes another one."""
        for pid in self._site.pids() - {parent.pid}:
            with suppress(ProcessLookupError):
                if os.getpgid(pid) == parent.pid:
                    os.kill(pid, signal.SIGKILL)

    def _kill_group(self, kind: str) -> None:
        """Kill a process and its group (systemd and compose end all of it, too), and start it anew."""
        process = self._running[kind]
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self._running[kind] = self._start[kind]()


def chat(crowd: Crowd, phone: str, *, aimed_at: list[str], luck: random.Random) -> None:
    """Say one thing after the other, all through the storm; wait for replies only some of the time.

    The facts are told in two messages, each a turn of its own, and the last word approves the version.
    """
    first, second, approval = 0, MESSAGES_EACH - 2, MESSAGES_EACH - 1
    for number in range(MESSAGES_EACH):
        kills = len(KILLS) * number // MESSAGES_EACH
        wait_until(lambda: len(aimed_at) > kills, PATIENCE_SECONDS, every=POLL_SECONDS)  # noqa: B023
        if number in (first, second, approval):
            crowd.wait_until_heard(phone)
        if number == approval:
            crowd.choose(phone, "1", reply=APPROVED)
        elif number in (first, second):
            crowd.say(phone, interview_model.telling(phone, part=1 if number == first else 2))
            crowd.wait_until_heard(phone)
        else:
            # The same words again and again: place counts, not text.
            crowd.say(phone, "yes" if number % 3 == 2 else f"message {number} of {phone}")
        if luck.random() < 0.5:
            crowd.wait_until_heard(phone)


def assert_each_has_its_own_release(site: Installation, phones: list[str]) -> None:
    of_release = "JOIN assistant_pressrelease r ON r.id = release_id"
    facts = site.database.query(f"SELECT phone, key, value FROM assistant_fact {of_release}")
    assert sorted(facts) == sorted((phone, *fact) for phone in phones for fact in facts_of(phone).items())
    written = "phone, status, number, approved_at IS NULL, approval"
    versions = site.database.query(f"SELECT {written} FROM assistant_releaseversion {of_release}")
    assert sorted(versions) == [(phone, "approved", 1, False, "1") for phone in phones]
    texts = site.database.query(f"SELECT phone, v.text FROM assistant_releaseversion v {of_release}")
    for phone, text in texts:
        assert [other for other in phones if company_of(other) in text] == [phone]


def assert_each_text_was_paid_for_once(writer: ScriptedWriter, phones: list[str]) -> None:
    told = [{fact["what"]: fact["value"] for fact in request["facts"]} for request in writer.requests]
    assert sorted(one["Company name"] for one in told) == sorted(map(company_of, phones))


@pytest.mark.parametrize("seed", SEEDS)
def test_each_message_is_answered_exactly_once_whatever_is_killed_and_when(tmp_path: Path, seed: int) -> None:
    luck, thinking, began = random.Random(seed), random.Random(seed), time.monotonic()
    phones = [phone_number(number) for number in range(PHONES)]
    writer = ScriptedWriter(LINES)
    with (
        FakeOpenAI(
            think=lambda _: thinking.uniform(*THINK_SECONDS), model=interview_model.answer, writer=writer
        ) as openai,
        FakeTwilio(think=lambda: thinking.uniform(*SEND_SECONDS)) as twilio,
        installation(tmp_path) as site,
        ThreadPoolExecutor(PHONES) as threads,
    ):
        site.configure(openai=openai, twilio=twilio, **SHORT_TIMES)
        crowd, keeper = Crowd(site, openai, twilio), Keeper(site)
        aimed_at: list[str] = []
        talk = partial(chat, crowd, aimed_at=aimed_at)
        chats = [threads.submit(talk, phone, luck=random.Random(f"{seed} {phone}")) for phone in phones]
        for kind in luck.sample(KILLS, len(KILLS)):
            keeper.start_what_has_ended()
            if luck.random() < 0.8:  # else perhaps while it starts
                keeper.wait_until_it_works(kind)
            aimed_at.append(kind)
            if luck.random() < 0.7:  # else perhaps while nothing runs
                with suppress(AssertionError):
                    wait_until(lambda: openai.in_flight > 1, PAUSE_SECONDS)
            time.sleep(luck.uniform(0, PAUSE_SECONDS / 2))  # waits for nothing: the moment is the fault
            keeper.kill(kind)
        for done in chats:
            while not done.done():
                keeper.start_what_has_ended()
                wait([done], timeout=1.0)
            done.result()
        crowd.wait_until_heard()
        seconds = time.monotonic() - began
        print(f"seed {seed}: kills {dict(Counter(aimed_at))}, {crowd.tally()}, {seconds:.0f} s")
        crowd.assert_each_was_answered_once()
        assert_each_has_its_own_release(site, phones)
        assert_each_text_was_paid_for_once(writer, phones)
