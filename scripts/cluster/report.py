"""The tables of a run, and the same figures as JSON."""

import json
import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.databases import percentile
from scripts.cluster.runs import Run, Sample
from scripts.cluster.site import DATABASES, OURS, WORKERS

GOAL_MILLISECONDS = 7.0
FAIR = (0.45, 0.55)
_MIB = 2**20


@dataclass(frozen=True)
class Figures:
    """Of the time between the first and the last sample."""

    seconds: float
    messages: int
    cpu_milliseconds: dict[str, float]
    """Of each service, for one message."""
    memory_mib: dict[str, list[int]]
    """Of each service: at the begin, in the middle, at the end."""
    wait_seconds: dict[str, float]

    @property
    def own_milliseconds(self) -> float:
        """CPU for one message of all that is ours, and of the databases."""
        return sum(self.cpu_milliseconds[name] for name in (*OURS, *DATABASES))

    @property
    def share_of_second_worker(self) -> float:
        """Of the CPU that both workers used."""
        first, second = (self.cpu_milliseconds[name] for name in WORKERS)
        return second / (first + second)


def figures(run: Run) -> Figures:
    first, last = run.samples[0], run.samples[-1]
    messages = last.answered - first.answered
    used = {name: last.cpu[name] - first.cpu[name] for name in last.cpu}
    waits = run.crowd.waits
    return Figures(
        seconds=last.at - first.at,
        messages=messages,
        cpu_milliseconds={name: seconds / messages * 1000 for name, seconds in used.items()},
        memory_mib={name: [_mib(sample, name) for sample in run.samples] for name in last.memory},
        wait_seconds={
            "median": statistics.median(waits),
            "p95": percentile(waits, 0.95),
            "longest": max(waits),
        },
    )


def _mib(sample: Sample, name: str) -> int:
    return round(sample.memory[name] / _MIB)


def as_json(run: Run) -> str:
    found = figures(run)
    values: dict[str, Any] = asdict(found)
    values |= {
        "own_milliseconds": found.own_milliseconds,
        "share_of_second_worker": found.share_of_second_worker,
        "tally": asdict(run.result),
        "faults": [asdict(fault) for fault in run.faults],
        "moments": [asdict(moment) for moment in run.moments],
        "ended_by_themselves": run.ended_by_themselves,
    }
    return json.dumps(values, indent=2)


def as_text(run: Run) -> str:
    return "\n".join([*_services(run), "", *_messages(run), "", *_faults(run)])


def _services(run: Run) -> Iterable[str]:
    found = figures(run)
    yield f"{found.messages} replies in {found.seconds:.0f} s: {found.messages / found.seconds:.1f} a second"
    yield ""
    yield f"{'service':12} {'CPU/reply':>10}   memory (PSS, MiB): begin, middle, end"
    for name, milliseconds in found.cpu_milliseconds.items():
        memory = "  ".join(f"{mib:5}" for mib in found.memory_mib[name])
        yield f"{name:12} {milliseconds:7.2f} ms   {memory}"
    goal = f"goal <= {GOAL_MILLISECONDS:g} ms in a quiet run"
    yield f"{'ours and databases':20}{found.own_milliseconds:.2f} ms   ({goal})"
    share = f"{found.share_of_second_worker:.0%}"
    yield f"share of the second worker: {share} of both workers' CPU (goal {FAIR[0]:.0%} to {FAIR[1]:.0%})"


def _messages(run: Run) -> Iterable[str]:
    waits = figures(run).wait_seconds
    yield "until the reply: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in waits.items())
    for name, value in asdict(run.result).items():
        yield f"{name.replace('_', ' '):14} {value}"
    yield "Each message was answered once, in its place." if run.result.is_flawless else "NOT FLAWLESS."


def _faults(run: Run) -> Iterable[str]:
    for moment in run.moments:
        yield f"{moment.at:6.0f} s  {moment.what}"
    for fault in run.faults:
        yield f"{fault.at:6.0f} s  {fault.what:16} works again after {fault.seconds:5.1f} s"
    if run.ended_by_themselves:
        yield f"ended by themselves: {', '.join(run.ended_by_themselves)}"
