"""`python -m benchmarks.worker_against CHECKOUT`: a reply's CPU, there and here.

The workers take turns in one run, so that what else the machine does meets both alike: the ratio can be
compared where the milliseconds cannot. The other checkout needs the same packages, and a like schema.
"""

import statistics
import sys
from pathlib import Path

from benchmarks.databases import in_each_database, make_tables, progress
from benchmarks.worker import ANSWER, answer, cpu_seconds, fake_vendors, process, think

SLOTS, MESSAGES, ROUNDS = 256, 512, 5


def measure(name: str, other: str) -> None:
    """Print the medians on the database of DATABASE_URL, of `other` first."""
    make_tables()
    folders = {"before": Path(other), "after": Path()}
    found: dict[str, list[float]] = {label: [] for label in folders}
    phones = [f"+1415{number:07d}" for number in range(MESSAGES)]
    with fake_vendors() as (twilio, openai, vendors):
        for number in range(ROUNDS + 1):
            for label, folder in folders.items():
                with process(ANSWER, vendors | {"TURN_CONCURRENCY": str(SLOTS)}, folder) as worker:
                    think(openai, 0)
                    answer(twilio, phones[:SLOTS])  # opens the connections
                    think(openai, 1)
                    before = cpu_seconds(worker.pid)
                    answer(twilio, phones)
                    spent = (cpu_seconds(worker.pid) - before) / MESSAGES * 1000
                progress(f"{name}, round {number} of {ROUNDS}, {label}: {spent:.2f} ms a reply")
                if number:  # the first one opens the threads
                    found[label].append(spent)
    before, after = (statistics.median(found[label]) for label in folders)
    print(
        f"{name:10}  before {before:5.2f} ms  after {after:5.2f} ms  ratio {after / before:.2f}", flush=True
    )


if __name__ == "__main__":
    if len(sys.argv) > 2:
        measure(*sys.argv[1:])
    else:
        in_each_database("benchmarks.worker_against", Path(sys.argv[1]).resolve())
