"""`python -m benchmarks.worker_profile`: where a worker spends its CPU on a reply, by step.

py-spy (https://github.com/benfred/py-spy, 0.4; it has to be in PATH) samples the threads that hold
Python's lock while the worker of the benchmark answers a backlog. What runs without the lock is in no row:
the kernel's part, waiting for the database, and SQLite itself.
"""

import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.databases import in_each_database, make_tables, progress
from benchmarks.worker import ANSWER, answer, fake_vendors, process, think

SLOTS, WAVES, SAMPLES_PER_SECOND = 128, 6, 400
STEPS = {
    "reading the answer, WhatsApp's formatting": r"(_reply|from_wire|_json) \(assistant/openai",
    "OpenAI: the call, by its SDK and aiohttp": r"assistant/openai/api\.py",
    "Twilio: the call, by its SDK and aiohttp": r"twilio_(api|http)\.py",
    "claims: phones, leases, messages, sessions": r"turns/claims\.py",
    "commit: the call's row": r"assistant/model_calls\.py",
    "commit: reply, messages, session, attempt": r"turns/outcomes\.py",
    "outbox: claim and record": r"(claim_due|record_accepted) \(sessions_app/messages/delivery",
    "database threads: taking and handing back work": r"thread_pool\.py|concurrent/futures/thread\.py",
    "the turn, between these": r"turns/answering\.py|delivery\.py",
    "event loop, worker": "",
}
"""Step -> a pattern of its frames; a sample belongs to the first step that has one of its frames."""


def steps_of(stacks: str) -> Counter[str]:
    """Count the samples of each step in py-spy's `raw` format: frames joined by ";", a space, a number."""
    found: Counter[str] = Counter()
    for line in stacks.splitlines():
        frames, _, samples = line.rpartition(" ")
        step = next(step for step, pattern in STEPS.items() if re.search(pattern, frames))
        found[step] += int(samples)
    return found


def measure(name: str) -> None:
    """Profile a worker on the database of DATABASE_URL and print the shares of its steps."""
    make_tables()
    phones = [f"+1415{number:07d}" for number in range(SLOTS * WAVES)]
    with (
        tempfile.NamedTemporaryFile() as stacks,
        fake_vendors() as (twilio, openai, vendors),
        process(ANSWER, vendors | {"TURN_CONCURRENCY": str(SLOTS)}) as worker,
    ):
        progress(f"profile, {name}: opening threads for {len(phones)} phones")
        answer(twilio, phones)
        think(openai, 1)
        spy = ["py-spy", "record", "--gil", "-f", "raw", "-d", "600", "-r", str(SAMPLES_PER_SECOND)]
        spying = subprocess.Popen(
            [*spy, "-o", stacks.name, "-p", str(worker.pid)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        progress(f"profile, {name}: {len(phones)} messages")
        answer(twilio, phones)
        spying.send_signal(signal.SIGINT)
        spying.wait(30)
        found = steps_of(Path(stacks.name).read_text())
    print(f"\n{name}: {found.total()} samples")
    for step, samples in found.most_common():
        print(f"{samples / found.total():6.1%}  {step}")


if __name__ == "__main__":
    if not shutil.which("py-spy"):
        sys.exit("py-spy is not in PATH: pip install py-spy")
    if len(sys.argv) > 1:
        measure(sys.argv[1])
    else:
        in_each_database("benchmarks.worker_profile")
