"""What it takes to make the documents of an approved release, and what the event loop and memory feel of it.

The releases are those of the interviews in docs/interviews, and one in each language. Each format is made as
for the first time: nothing of a release is kept from the time before. What a document takes of the processor
is the most that it can hold Python's lock; a busy machine stops the event loop for longer.
"""

import asyncio
import gc
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import cycle, islice
from typing import TYPE_CHECKING

from benchmarks.databases import percentile, progress
from tests.support.interviews import database
from tests.support.memory import resident_bytes

if TYPE_CHECKING:
    from assistant.documents.printed import PrintedRelease

GOAL_MS, GOAL_GAP_MS = 300, 50
ROUNDS = 15
TICK_SECONDS = 0.001
IDLE_SECONDS = 5
RELEASES_IN_MEMORY_TEST = 500

Render = Callable[[], bytes]


def main() -> None:
    logging.disable(logging.INFO)  # a line for each message would hide the figures
    with database():
        _measure()


def _measure() -> None:
    from assistant.documents.stored import RENDERERS

    releases = list(_releases())
    jobs = {form.label: [partial(render, one) for one in releases] for form, render in RENDERERS.items()}
    for name, renders in jobs.items():
        first = _milliseconds(renders[0])  # imports python-docx or typst, and reads the fonts
        times = [_milliseconds(one) for _ in range(ROUNDS) for one in renders]
        worked = [_milliseconds(one, time.thread_time) for one in renders]
        gaps = asyncio.run(_gaps([one for _ in range(ROUNDS) for one in renders]))
        print(
            f"{name:10}  median {percentile(times, 0.5):6.1f} ms, p95 {percentile(times, 0.95):6.1f} ms"
            f" (goal {GOAL_MS}), most {max(times):6.1f} ms, first {first:6.1f} ms;"
            f" of the processor {max(worked):5.1f} ms at most;"
            f" event loop stood still {max(gaps):5.1f} ms at most (goal {GOAL_GAP_MS})",
            flush=True,
        )
    idle = asyncio.run(_gaps([_idle]))
    print(f"nothing     event loop stood still {max(idle):5.1f} ms at most")
    _measure_memory([one for renders in zip(*jobs.values(), strict=True) for one in renders], len(jobs))


def _idle() -> bytes:
    time.sleep(IDLE_SECONDS)
    return b""


def _releases() -> Iterator["PrintedRelease"]:
    from assistant import versions
    from assistant.documents.printed import printed
    from tests.assistant.translated_releases import RELEASES
    from tests.support.interview_runs import hold
    from tests.support.interview_scripts import INTERVIEWS
    from tests.support.releases import make_release

    for name, interview in INTERVIEWS.items():
        progress(f"holds the interview {name}")
        yield printed(hold(interview).approved)
    for language, kinds in RELEASES.items():
        version = versions.write_version(
            make_release({**kinds["funding"], "language": language}, status="parked")
        )
        version.approved_at = version.created_at
        yield printed(version)


def _milliseconds(render: Render, clock: Callable[[], float] = time.perf_counter) -> float:
    started = clock()
    render()
    return 1000 * (clock() - started)


async def _gaps(renders: Sequence[Render]) -> list[float]:
    """Run `renders` in a thread; return by how many milliseconds each tick of the event loop came late."""
    gaps = []
    working = asyncio.create_task(asyncio.to_thread(lambda: [one() for one in renders]))
    while not working.done():
        started = time.perf_counter()
        await asyncio.sleep(TICK_SECONDS)
        gaps.append(1000 * (time.perf_counter() - started - TICK_SECONDS))
    await working
    return gaps


def _measure_memory(renders: Sequence[Render], formats: int) -> None:
    """Print how much memory the process has before and after so many releases, each in all formats."""
    sizes = []
    every = RELEASES_IN_MEMORY_TEST * formats // 5
    for number, render in enumerate(islice(cycle(renders), RELEASES_IN_MEMORY_TEST * formats)):
        if number % every == 0:
            gc.collect()
            sizes.append(resident_bytes())
        render()
    gc.collect()
    sizes.append(resident_bytes())
    steps = ", ".join(f"{size / 2**20:.0f}" for size in sizes)
    print(f"memory      {steps} MiB: before, and after each fifth of {RELEASES_IN_MEMORY_TEST} releases")
