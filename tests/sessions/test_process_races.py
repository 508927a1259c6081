"""Races of processes on sessions, at the very moment a session expires.

`TEST_SOAK=1` makes 1000 rounds of each.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from sessions_app.manager import SessionManager
from sessions_app.models import ConversationSession
from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.factories import phone_number
from tests.support.processes import Installation, Started, installation
from tests.support.races import Aim

ROUNDS = 1000 if os.environ.get("TEST_SOAK") else 50
TTL = 60
APART_SECONDS = 0.03
"""From the expiry of one session to that of the next: a get beside two cleanups takes less."""

pytestmark = pytest.mark.processes


def race(*arguments: str) -> None:
    """What a child process does: wait for the file that starts the race, then run to its end."""
    action, go, *rest = arguments
    print("ready", flush=True)
    wait_until(lambda: Path(go).exists(), 60)
    print(f"result {json.dumps(ACTIONS[action](*rest))}", flush=True)


def get_all() -> dict[str, str | None]:
    """Get each session around the moment it expires, the oldest first."""
    manager, aim = SessionManager(), Aim()
    got: dict[str, str | None] = {}
    for phone, last_accessed in ConversationSession.objects.order_by("id").values_list(
        "phone", "last_accessed"
    ):
        moment = last_accessed + timedelta(seconds=TTL - aim.offset)
        got[phone] = None
        if timezone.now() > moment + timedelta(seconds=APART_SECONDS):
            continue  # left to expire: who is behind would be late for all the others, too
        while timezone.now() < moment:
            pass
        got[phone] = manager.get_session(phone)
        aim.saw(got[phone] is not None)
    return got


def set_all() -> dict[str, str]:
    manager = SessionManager()
    new = {phone: f"new_{phone}" for phone in ConversationSession.objects.values_list("phone", flat=True)}
    for phone, thread_id in new.items():
        manager.set_session(phone, thread_id)
    return new


def clean_up(seconds: str) -> int:
    """Clean up without a pause for so long; return how many sessions that removed."""
    manager, removed, end = SessionManager(), 0, time.monotonic() + float(seconds)
    while time.monotonic() < end:
        removed += manager.cleanup_expired_sessions(batch_size=2)
    return removed


ACTIONS: dict[str, Callable[..., Any]] = {"get": get_all, "set": set_all, "cleanup": clean_up}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path) as made:
        made.environment |= {
            "DJANGO_SETTINGS_MODULE": "whatspr.settings",
            "SECRET_KEY": "a-secret-key-for-tests-only-0123456789-abcdefghij",
            "SESSION_TTL_SECONDS": str(TTL),
            "SESSION_CLEANUP_INTERVAL": "30",
        }
        yield made


def contest(site: Installation, idle: Callable[[int], float], *racers: Sequence[str]) -> list[Any]:
    """Let processes race over ROUNDS sessions, the n-th of them idle for `idle(n)` seconds."""
    go = site.folder / "go"
    call = "from tests.sessions.test_process_races import race; race({})"
    started = [
        site.start("shell", "-c", call.format(repr([action, str(go), *rest])[1:-1]))
        for action, *rest in racers
    ]
    for racer in started:
        racer.wait_for("ready")
    fill = "from tests.support.factories import idle_session, phone_number\n" + "\n".join(
        f"idle_session(phone_number({n}), idle={idle(n)}, thread_id='conv_{n}')" for n in range(ROUNDS)
    )
    made = site.run("shell", "-c", fill)
    assert made.returncode == 0, made.stdout
    go.touch()
    return [result_of(racer) for racer in started]


def result_of(racer: Started) -> Any:
    assert racer.wait(60) == 0, racer.output
    [line] = [line for line in racer.output.splitlines() if line.startswith("result ")]
    return json.loads(line.removeprefix("result "))


def ledger(site: Installation) -> dict[str, str]:
    return dict(site.database.query("SELECT thread_id, state FROM sessions_app_remotethread"))


def counted(site: Installation) -> dict[str, int]:
    rows = site.database.query("SELECT reason, SUM(amount) FROM sessions_app_sessionchange GROUP BY reason")
    return {reason: int(amount) for reason, amount in rows}


def stored(site: Installation) -> dict[str, str]:
    return dict(site.database.query("SELECT phone, thread_id FROM sessions_app_conversationsession"))


def test_processes_that_get_against_processes_that_clean_up(site: Installation) -> None:
    seconds = 5 + ROUNDS * APART_SECONDS
    # The first one expires 4 s from now.
    got, *removed = contest(
        site,
        lambda n: TTL - 4 - n * APART_SECONDS,
        ["get"],
        ["cleanup", str(seconds)],
        ["cleanup", str(seconds)],
    )
    alive = {phone: thread for phone, thread in got.items() if thread is not None}
    assert 0 < len(alive) < ROUNDS
    assert stored(site) == alive
    assert sum(removed) == counted(site).get("expired", 0) == ROUNDS - len(alive)
    live = {thread for thread, state in ledger(site).items() if state == "live"}
    assert live == set(alive.values())


def test_processes_that_set_against_processes_that_clean_up(site: Installation) -> None:
    new, *_ = contest(site, lambda n: TTL + 100, ["set"], ["cleanup", "2"], ["cleanup", "2"])
    kept = stored(site)
    assert kept == new
    assert counted(site) == {"created": ROUNDS + len(new), "expired": ROUNDS}
    states = ledger(site)
    assert {states[thread] for thread in new.values()} <= {"live"}
    assert sorted(states.values()).count("doomed") == ROUNDS


def test_processes_that_clean_up_at_once_share_the_work(site: Installation) -> None:
    removed = contest(site, lambda n: TTL + n % 3, *[["cleanup", "2"]] * 3)
    assert sum(removed) == ROUNDS
    assert (stored(site), counted(site)) == ({}, {"created": ROUNDS, "expired": ROUNDS})
    assert set(ledger(site).values()) == {"doomed"}
    assert site.database.query("SELECT count(*) FROM sessions_app_endedsession") == [ROUNDS]


@contextmanager
def two_workers(site: Installation, *, think: float) -> Iterator[tuple[FakeOpenAI, FakeTwilio]]:
    """A web process and two workers, with an OpenAI that thinks for so many seconds."""
    with FakeOpenAI(think=think) as openai, FakeTwilio(statuses=()) as twilio:
        site.configure(openai=openai, twilio=twilio, DELIVERY_PART_WAIT_SECONDS="0")
        for _ in range(2):
            site.answer_messages()
        site.serve("--threads", "4")
        yield openai, twilio


def test_parallel_first_messages_make_one_thread_a_phone_with_two_workers(site: Installation) -> None:
    with two_workers(site, think=0.05) as (openai, _):
        phones = [phone_number(number) for number in range(ROUNDS)]
        with ThreadPoolExecutor(6) as senders:
            list(senders.map(lambda n: site.say(phones[n // 3], f"message {n}"), range(ROUNDS * 3)))
        waiting = "SELECT count(*) FROM sessions_app_inboundmessage WHERE state <> 'answered'"
        wait_until(lambda: site.database.query(waiting) == [0], 60)
        assert len(openai.conversations) == ROUNDS
        assert set(stored(site).values()) == openai.conversations.keys()
        assert counted(site) == {"created": ROUNDS}


def test_resets_during_turns_are_never_undone_by_them(site: Installation) -> None:
    with two_workers(site, think=0.1) as (openai, twilio):
        phones = [phone_number(number) for number in range(ROUNDS)]

        def chat(phone: str) -> None:
            site.say(phone, "hello")
            if phone in phones[::2]:
                wait_until(lambda: openai.in_flight or twilio.bodies_to(phone))
            site.say(phone, "reset")

        with ThreadPoolExecutor(6) as senders:
            list(senders.map(chat, phones))
        waiting = "SELECT count(*) FROM sessions_app_inboundmessage WHERE state = 'received'"
        wait_until(lambda: site.database.query(waiting) == [0], 60)
        assert stored(site) == {}
        assert counted(site).get("created", 0) == counted(site).get("reset", 0)
        wait_until(lambda: all("Welcome" in "".join(twilio.bodies_to(phone)[-1:]) for phone in phones), 60)
        wait_until(lambda: "live" not in ledger(site).values(), 30)
