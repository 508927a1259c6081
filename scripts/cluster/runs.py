"""A crowd that converses with the cluster for some minutes, in quiet or in a storm, and what was measured."""

import asyncio
import math
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scripts.cluster import faults, tally
from scripts.cluster.alert import Moment, fire
from scripts.cluster.crowd import PATIENCE_SECONDS, Crowd
from scripts.cluster.faults import Fault
from scripts.cluster.site import Site, cluster, collect_static
from scripts.cluster.tally import Tally
from tests.fakes.background_server import wait_until

TICK_SECONDS = 1.0
STORM_BURSTS = 0.2


@dataclass(frozen=True)
class Sample:
    """What the services had used at a moment: CPU seconds since their start, bytes of memory."""

    at: float
    answered: int
    cpu: dict[str, float]
    memory: dict[str, int]


@dataclass
class Run:
    """A crowd at work. `samples` begin when each phone has had its first reply."""

    site: Site
    crowd: Crowd
    seconds: float
    samples: list[Sample] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    ended_by_themselves: list[str] = field(default_factory=list)
    tally: Tally | None = None
    """Once all have hung up."""

    @property
    def result(self) -> Tally:
        """The tally. Raises RuntimeError while the crowd converses."""
        if self.tally is None:
            raise RuntimeError("the crowd still converses")
        return self.tally

    def warm_up(self) -> None:
        wait_until(lambda: all(phone.heard for phone in self.crowd.phones.values()), PATIENCE_SECONDS)
        self.sample()

    def sample(self) -> None:
        services = self.site.services.items()
        cpu = {name: service.cpu_seconds() for name, service in services}
        memory = {name: service.memory_bytes() for name, service in services}
        self.samples.append(Sample(time.monotonic(), self.crowd.answered, cpu, memory))

    def pass_time(self, seconds: float) -> None:
        """Let the crowd go on, show how far it is, and start what has ended by itself."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, TICK_SECONDS))
            self.ended_by_themselves += [service.name for service in self.site.start_what_has_ended()]
            passed = time.monotonic() - self.samples[0].at
            whole = "" if self.seconds == math.inf else f" of {self.seconds:.0f}"
            _progress(f"{passed:4.0f}{whole} s, {self.crowd.answered} turns")

    def storm(self) -> None:
        for fault in faults.storm(self.site, seconds=self.seconds, pass_time=self.pass_time):
            self.faults.append(fault)
            _progress(f"{fault.what}: works again after {fault.seconds:.1f} s", end="\n")


@dataclass(frozen=True)
class Setup:
    """How many phones there are, for how many seconds the model thinks, and `cluster`'s other options."""

    phones: int
    think: float
    folder: Path | None = None
    direct: bool = False


def show(setup: Setup) -> None:
    """Run a cluster with a few phones until Ctrl-C, and say where everything is."""
    collect_static()
    with at_work(setup) as run:
        print(run.site.addresses(), flush=True)
        run.pass_time(math.inf)


def load(setup: Setup, minutes: float) -> Run:
    """Measure a cluster in which nothing goes wrong."""
    with at_work(setup, minutes=minutes) as run:
        for _ in range(2):
            run.pass_time(run.seconds / 2)
            run.sample()
    return run


def storm(setup: Setup, minutes: float) -> Run:
    """Kill and restart its services while the crowd converses."""
    with at_work(setup, minutes=minutes, bursts=STORM_BURSTS) as run:
        run.storm()
        run.sample()
    return run


def alert(setup: Setup, _minutes: float) -> Run:
    """Let an alert fire for want of workers while the crowd converses. It takes as long as the rules say."""
    with at_work(setup) as run:
        for moment in fire(run.site):
            run.moments.append(moment)
            _progress(f"{moment.at:4.0f} s  {moment.what}", end="\n")
        run.sample()
    return run


@contextmanager
def at_work(setup: Setup, *, minutes: float = math.inf, bursts: float = 0.0) -> Iterator[Run]:
    """A run that the caller measures; at the end all hang up, and what became of each message is counted."""
    _progress("starting the cluster")
    with cluster(think=setup.think, folder=setup.folder, direct=setup.direct) as (site, openai, twilio):
        how = {"url": site.url, "certificates": str(site.certificates), "auth_token": twilio.auth_token}
        crowd = Crowd(setup.phones, **how, bursts=bursts)
        twilio.statuses = crowd.hear
        run = Run(site, crowd, minutes * 60)
        with _conversing(crowd) as conversation:
            run.warm_up()
            yield run
            crowd.hang_up()
            conversation.result()
        # Until then, a reply may come a second time.
        wait_until(lambda: not openai.in_flight and site.is_quiet(), PATIENCE_SECONDS, every=0.5)
        stored = site.stored(crowd.sids)
        told = tally.told_to(openai)
        run.tally = tally.count(crowd.phones.values(), told=told, stored=stored, posts=crowd.statuses)
        _progress("")


@contextmanager
def _conversing(crowd: Crowd) -> Iterator[Future[None]]:
    with ThreadPoolExecutor(1) as thread:
        try:
            yield thread.submit(asyncio.run, crowd.converse())
        finally:
            crowd.leave()


def _progress(text: str, *, end: str = "") -> None:
    print(f"\r\x1b[K{text}", end=end, file=sys.stderr, flush=True)
