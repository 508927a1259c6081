"""How long it takes to start: a command against `django.setup()`, and `make run` until the first reply.

A command's time is its processor's, as the kernel counts it: it starts in turns with the others. `make run`
is started as for the second time, on SQLite, and asked for the menu as soon as its web process answers.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks import figures
from benchmarks.databases import environment, progress
from benchmarks.report import EITHER
from tests.fakes.background_server import wait_until
from tests.support.processes import Database, Installation

SETUP = ("-c", "import django; django.setup()")
COMMANDS = {
    "expire_sessions": ("manage.py", "expire_sessions", "--dry-run"),
    "is_alive": ("manage.py", "is_alive", "worker"),
    "migrate_sessions": ("manage.py", "migrate_sessions", os.devnull, "--dry-run"),
}
ROUNDS = 7
GOAL = 1.3
RUNS = 3
GOAL_SECONDS = 3.0
PHONE = "+14155550101"
OUTBOX = "sessions_app_outboundmessage"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="whatspr-bench-") as folder:
        _measure_commands(f"sqlite:///{folder}/db.sqlite3")
        site = Installation(Path(folder), Database(Path(folder)))
        site.migrate()
        try:
            seconds = [_seconds_to_first_reply(site, number) for number in range(RUNS)]
        finally:
            site.stop()
    figures.add("SQLite", "make run again, to the first reply", median(seconds), unit="s", most=GOAL_SECONDS)
    low, high = min(seconds), max(seconds)
    print(f"make run, first reply   {median(seconds):7.1f} s ({low:.1f}-{high:.1f}), goal {GOAL_SECONDS}")


def _measure_commands(database: str) -> None:
    progress(f"start: {ROUNDS} times {', '.join(COMMANDS)}")
    variables = os.environ | environment(database) | {"DEBUG": "on"}
    _milliseconds(("manage.py", "migrate", "--verbosity", "0"), variables)
    took: dict[str, list[float]] = {name: [] for name in ("django.setup()", *COMMANDS)}
    for _ in range(ROUNDS):
        for name in took:
            took[name].append(_milliseconds(COMMANDS.get(name, SETUP), variables))
    setup = took.pop("django.setup()")
    print(f"\nStart: the processor's time, median of {ROUNDS}; the ratio to django.setup().")
    print(f"{'django.setup()':24}{median(setup):7.0f} ms")
    for name, times in took.items():
        ratio = median(mine / bare for mine, bare in zip(times, setup, strict=True))
        print(f"{name:24}{median(times):7.0f} ms {ratio:6.2f}, goal {GOAL}", flush=True)
        figures.add(EITHER, f"start of {name}, of django.setup()", ratio, most=GOAL)


def _milliseconds(command: tuple[str, ...], variables: dict[str, str]) -> float:
    """Return the processor's time of a command; `is_alive` ends with 1, because no worker is alive."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen([sys.executable, *command], env=variables, stdout=quiet, stderr=quiet) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), f"{command} ended with {process.returncode}"
    return (used.ru_utime + used.ru_stime) * 1000


def _seconds_to_first_reply(site: Installation, number: int) -> float:
    progress(f"start: make run, {number + 1} of {RUNS}")
    site.environment |= {"TWILIO_AUTH_TOKEN": "a-token-for-benchmarks-only"}
    replies = f"SELECT count(*) FROM {OUTBOX} WHERE phone = '{PHONE}' AND state = 'sent'"
    options = ("--port", str(site.port), "--var", str(site.folder / "var"))
    begun = time.monotonic()
    started = site.start_program(sys.executable, "scripts/run.py", *options)
    site.wait_until_alive(started)
    site.say(PHONE, "menu")
    wait_until(lambda: site.database.query(replies) == [number + 1], 120)
    seconds = time.monotonic() - begun
    started.stop(timeout=60)
    return seconds
