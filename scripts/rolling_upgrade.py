"""Upgrade an installation of an earlier commit under load, one process after the other; needs git's history.

    .venv/bin/python -m scripts.rolling_upgrade COMMIT [--postgres] [--messages 40]

The earlier code runs, a web process, a worker and schedules, while phones talk. Then the database is
migrated, new processes start beside the old ones, and the old ones end. Each message is answered exactly
once, in order, or this ends with an AssertionError. The vendors are the fakes of the tests.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.crowd import PATIENCE_SECONDS, SHORT_TIMES, Crowd
from tests.support.postgres import database_url
from tests.support.processes import BASE_DIR, Database, Installation, Started

PHONES = 12
THINK_SECONDS = (0.05, 0.5)
STEP_MESSAGES = 40
"""Messages that are said between two steps of the upgrade."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Upgrade an installation of an earlier commit under load.")
    parser.add_argument("commit")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("--messages", type=int, default=STEP_MESSAGES, help="between two steps")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="upgrade-")))
        if options.postgres:
            os.environ["TEST_DATABASE_URL"] = stack.enter_context(database_url())
        database = Database(folder)
        stack.callback(database.drop)
        site = Installation(folder, database)
        site.code = export(options.commit, folder / "earlier")
        stack.callback(site.stop)
        upgrade(site, messages=options.messages)


def export(commit: str, folder: Path) -> Path:
    """Write the files of `commit` into `folder`."""
    folder.mkdir()
    files = subprocess.run(
        ["git", "archive", commit],  # noqa: S607
        cwd=BASE_DIR,
        capture_output=True,
        check=False,
    )
    if files.returncode:
        sys.exit(f"No such commit here: {commit}. A shallow clone has no history.")
    subprocess.run(
        ["tar", "-x"],  # noqa: S607
        cwd=folder,
        input=files.stdout,
        check=True,
    )
    return folder


class Talk:
    """Phones that say one thing after the other until this is left."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._is_over = False
        self._threads = ThreadPoolExecutor(PHONES)
        self._phones = [self._threads.submit(self._talk, f"+4915112{number:06}") for number in range(PHONES)]

    def _talk(self, phone: str) -> None:
        luck = random.Random(phone)
        while not self._is_over:
            self._crowd.say(phone, f"message {len(self._crowd.said[phone])} of {phone}")
            if luck.random() < 0.7:  # else a burst
                self._crowd.wait_until_heard(phone)

    def said(self) -> int:
        return sum(map(len, self._crowd.said.values()))

    def go_on_for(self, messages: int) -> None:
        """Wait until so many more were said. Raises what a phone has raised."""
        enough = self.said() + messages
        wait_until(lambda: self.said() >= enough or self._failed(), PATIENCE_SECONDS)
        if self._failed():
            self.end()

    def _failed(self) -> bool:
        return any(phone.done() for phone in self._phones)

    def end(self) -> None:
        self._is_over = True
        for phone in self._phones:
            phone.result()
        self._threads.shutdown()


def upgrade(site: Installation, *, messages: int) -> None:
    thinking = random.Random(1)
    with FakeOpenAI(think=lambda _: thinking.uniform(*THINK_SECONDS)) as openai, FakeTwilio() as twilio:
        site.configure(openai=openai, twilio=twilio, **SHORT_TIMES)
        site.migrate()
        old_web, old_worker, old_schedules = start_web(site), start_worker(site), start_schedules(site)
        talk = Talk(crowd := Crowd(site, openai, twilio))
        step = partial(_step, talk, messages)
        step("the earlier commit")
        site.code = BASE_DIR
        refuse_the_old_tables(site)
        step("the earlier commit, and the new one's tables", site.migrate)
        step("a new worker beside the old one", partial(start_worker, site))
        step("new schedules beside the old ones", partial(start_schedules, site))
        step("the old worker ends", old_worker.stop)
        step("the web process is replaced", lambda: (old_web.stop(), start_web(site)))
        step("the old schedules end", old_schedules.stop)
        talk.end()
        crowd.wait_until_heard()
        print(crowd.tally())
        crowd.assert_each_was_answered_once()
        faults = [line for one in site.started for line in one.output.splitlines() if is_fault(line)]
        print("\n".join(faults) or "no line of an error")


def _step(talk: Talk, messages: int, name: str, do: object = None) -> None:
    began = time.monotonic()
    if callable(do):
        do()
    done = time.monotonic()
    talk.go_on_for(messages)
    print(f"{name}: took {done - began:.1f} s; {talk.said()} messages so far", flush=True)


def start_web(site: Installation) -> Started:
    return site.serve()


def start_worker(site: Installation) -> Started:
    return site.answer_messages()


def start_schedules(site: Installation) -> Started:
    schedules = site.start("run_schedules")
    schedules.wait_for("schedules_started")
    return schedules


def refuse_the_old_tables(site: Installation) -> None:
    """Assert that the new code does not start before the database is migrated."""
    if "[ ]" not in site.run("showmigrations", "--plan", "--skip-checks").stdout:
        return
    refused = site.run("answer_messages")
    assert refused.returncode == 1, refused.stdout
    print(f"refused: {refused.stdout.strip().splitlines()[-1]}")


def is_fault(line: str) -> bool:
    return "[error" in line or "[critical" in line or '"level": "error"' in line


if __name__ == "__main__":
    main()
