"""The rows of processes: what is shown is the sum of all, through ends, kills, restarts and races."""

import asyncio
import json
import os
import random
import uuid
from collections import Counter
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection, transaction
from prometheus_client.parser import text_string_to_metric_families

from sessions_app.metrics import TURN_SECONDS, TURNS
from sessions_app.models import ProcessMetrics
from sessions_app.telemetry import process_metrics
from sessions_app.telemetry.process_metrics import ProcessRow
from tests.support import clocks, triggers
from tests.support.races import at_once
from whatspr.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.standing)
Kind = ProcessMetrics.Kind

SERIES = 'whatspr_turns_total{code="",outcome="answered"}'
DEAD_AFTER = 601.0


class Process:
    """A process that has counted so many turns."""

    def __init__(self) -> None:
        self.turns = 0
        self.breaks_after_commit = False
        self.row = ProcessRow(self._count)

    def _count(self) -> dict[str, float]:
        if self.breaks_after_commit:
            transaction.on_commit(_break)
        return {SERIES: float(self.turns)}

    def answer(self, turns: int = 1) -> None:
        self.turns += turns

    def write(self) -> None:
        self.row.write(Kind.WORKER)


def _break(*_: object) -> None:
    raise OperationalError("gone")


def other_row(samples: dict[str, float]) -> None:
    """A process that has written just now."""
    now = datetime.now(UTC)
    ProcessMetrics.objects.create(
        process=uuid.uuid4(), kind=Kind.WEB, pid=1, started_at=now, at=now, samples=samples
    )


def shown() -> dict[str, float]:
    """Return what is shown, by series, as Prometheus reads it."""
    families = text_string_to_metric_families(process_metrics.exposition().decode())
    samples = [sample for family in families for sample in family.samples]
    return {" ".join([one.name, *filter(None, one.labels.values())]): one.value for one in samples}


def answered() -> float:
    """Return how many answered turns are shown."""
    return shown().get("whatspr_turns_total answered", 0)


def rows() -> list[str]:
    return sorted(ProcessMetrics.objects.values_list("kind", flat=True))


def test_the_sum_of_all_processes_is_shown() -> None:
    other_row({SERIES: 3})
    process = Process()
    process.answer(2)
    process.write()
    assert answered() == 5


def test_a_process_has_one_row_however_often_it_writes() -> None:
    process = Process()
    for _ in range(3):
        process.answer()
        process.write()
    assert (rows(), answered()) == (["worker"], 3)


def test_the_rows_of_silent_processes_are_added_to_the_past_and_the_sum_stays(
    clock: time_machine.Traveller,
) -> None:
    for turns in (3, 4):
        other_row({SERIES: turns})
    clock.shift(DEAD_AFTER)
    other_row({SERIES: 5})
    assert process_metrics.roll_up() == 2
    assert (rows(), answered()) == (["past", "web"], 12)


def test_a_process_that_has_written_within_ten_minutes_is_left_alone(clock: time_machine.Traveller) -> None:
    other_row({SERIES: 3})
    clock.shift(599)
    assert (process_metrics.roll_up(), rows()) == (0, ["web"])


def test_a_process_that_was_taken_for_dead_goes_on_and_nothing_is_counted_twice(
    clock: time_machine.Traveller,
) -> None:
    process = Process()
    process.answer(2)
    process.write()
    clock.shift(DEAD_AFTER)
    assert process_metrics.roll_up() == 1
    process.answer()
    for _ in range(2):
        process.write()
    assert (rows(), answered()) == (["past", "worker"], 3)


def test_a_process_that_ends_in_good_order_is_in_the_past_at_once() -> None:
    process = Process()
    process.answer(2)
    process.row.end(Kind.WORKER)
    assert (rows(), answered()) == (["past"], 2)


def test_a_restarted_process_adds_to_what_it_counted_before() -> None:
    for turns in (2, 3):
        process = Process()
        process.answer(turns)
        process.row.end(Kind.WORKER)
    assert (rows(), answered()) == (["past"], 5)


def test_what_could_not_be_written_is_in_the_next_write(clock: time_machine.Traveller) -> None:
    """Also if the database was away for so long that the process was taken for dead."""
    process = Process()
    process.answer(2)
    process.write()
    process.answer(3)
    with connection.execute_wrapper(_break), pytest.raises(OperationalError):
        process.write()
    clock.shift(DEAD_AFTER)
    assert process_metrics.roll_up() == 1
    process.answer()
    process.write()
    assert answered() == 6


def test_a_write_whose_outcome_was_not_heard_of_is_not_counted_twice(clock: time_machine.Traveller) -> None:
    process = Process()
    process.answer(2)
    process.breaks_after_commit = True
    with pytest.raises(OperationalError):
        process.write()
    process.breaks_after_commit = False
    clock.shift(DEAD_AFTER)
    assert process_metrics.roll_up() == 1
    process.answer()
    process.write()
    assert answered() == 3


def test_two_that_add_up_at_once_add_each_row_once(clock: time_machine.Traveller) -> None:
    for turns in range(1, 11):
        other_row({SERIES: turns})
    clock.shift(DEAD_AFTER)
    assert sum(at_once(*[process_metrics.roll_up] * 4)) == 10
    assert (rows(), answered()) == (["past"], 55)


def test_a_process_that_wakes_up_while_it_is_added_is_counted_once(clock: time_machine.Traveller) -> None:
    process = Process()
    for turns in range(1, 11):
        process.answer()
        process.write()
        clock.shift(DEAD_AFTER)
        process.answer()
        at_once(process_metrics.roll_up, process.write)
        assert answered() == process.turns == 2 * turns


@pytest.mark.parametrize("seed", range(3))
def test_the_sum_never_goes_down_and_is_what_the_processes_have_written(
    clock: time_machine.Traveller, seed: int
) -> None:
    chance, written, last = random.Random(seed), Counter[Process](), 0.0
    processes = [Process() for _ in range(3)]
    for _ in range(40):
        process = chance.choice(processes)
        match chance.choice(["answer", "write", "write", "end", "kill", "silence"]):
            case "answer":
                process.answer(chance.randrange(5))
            case "write":
                process.write()
                written[process] = process.turns
            case "end":
                process.row.end(Kind.WORKER)
                written[process] = process.turns
                processes[processes.index(process)] = Process()
            case "kill":
                processes[processes.index(process)] = Process()
            case "silence":
                clock.shift(DEAD_AFTER)
                process_metrics.roll_up()
        assert last <= answered() == written.total()
        last = answered()


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
def test_a_forked_process_has_a_row_of_its_own_without_the_counts_of_its_parent() -> None:
    TURNS.labels("answered", "").inc()
    mine, (reading, writing) = process_metrics._mine.process, os.pipe()
    if not (pid := os.fork()):
        try:
            process = process_metrics._mine
            told = [str(process.process), process._elsewhere == process_metrics.counted()]
            os.write(writing, json.dumps(told).encode())
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        theirs, is_empty = json.load(pipe)
    assert theirs != str(mine)
    assert is_empty


def test_a_web_process_writes_while_it_serves_and_for_the_last_time_when_it_ends() -> None:
    seen: list[list[str]] = []

    async def serve() -> None:
        arrived = asyncio.Queue[dict[str, str]]()
        arrived.put_nowait({"type": "lifespan.startup"})
        sent = asyncio.Queue[Any]()

        async def send(message: Any) -> None:
            sent.put_nowait(message)

        serving = asyncio.create_task(application({"type": "lifespan"}, arrived.get, send))
        assert await sent.get() == {"type": "lifespan.startup.complete"}
        async with asyncio.timeout(20):
            while not (now := await asyncio.to_thread(_rows_seen_elsewhere)):
                await asyncio.sleep(0)
        seen.append(now)
        TURNS.labels("answered", "").inc(5)
        arrived.put_nowait({"type": "lifespan.shutdown"})
        assert await sent.get() == {"type": "lifespan.shutdown.complete"}
        await serving

    process_metrics.end(Kind.WEB)  # what other tests have counted
    ProcessMetrics.objects.all().delete()
    asyncio.run(serve())
    assert (seen, rows(), answered()) == ([["web"]], ["past"], 5)


def _rows_seen_elsewhere() -> list[str]:
    try:
        return rows()
    finally:
        connection.close()


def test_a_web_process_that_cannot_write_says_so_and_writes_it_later(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ended = asyncio.Event()
    ended.set()
    with triggers.no_row_fits("sessions_app_processmetrics", "kind", words="no room"):
        asyncio.run(process_metrics.keep_writing(Kind.WEB, until=ended))
    assert rows() == []
    assert [record.msg["event"] for record in caplog.records] == ["metrics_not_written"]  # type: ignore[index]
    asyncio.run(process_metrics.keep_writing(Kind.WEB, until=ended))
    assert rows() == ["past"]


def test_what_this_process_counts_is_shown_with_its_buckets_in_order() -> None:
    process_metrics.write(Kind.WORKER)  # what other tests have counted
    before = shown()
    TURNS.labels("failed", "turn_deadline").inc()
    TURN_SECONDS.labels("failed").observe(4.0)
    process_metrics.write(Kind.WORKER)
    after = shown()
    added = {series: amount - before.get(series, 0) for series, amount in after.items()}
    buckets = [
        series.split() for series in after if series.startswith("whatspr_turn_duration_seconds_bucket")
    ]
    bounds = [bound for _, bound, outcome in buckets if outcome == "failed"]
    assert added["whatspr_turns_total turn_deadline failed"] == 1
    assert added["whatspr_turn_duration_seconds_sum failed"] == pytest.approx(4, abs=0.001)
    assert added["whatspr_turn_duration_seconds_bucket 3.0 failed"] == 0
    assert added["whatspr_turn_duration_seconds_bucket 5.0 failed"] == 1
    assert bounds == sorted(bounds, key=float)


def test_durations_add_up_to_the_same_sum_in_any_order() -> None:
    """Prometheus takes a sum that is smaller by the last digit for a restart."""
    name, durations = 'whatspr_turn_duration_seconds_sum{outcome="failed"}', []
    for seconds in (0.1, 0.2, 0.3, 1e5 / 3):
        before = process_metrics.counted().get(name, 0)
        TURN_SECONDS.labels("failed").observe(seconds)
        durations.append(process_metrics.counted()[name] - before)
    assert durations == pytest.approx([0.1, 0.2, 0.3, 1e5 / 3], abs=1e-5)
    assert len({sum(order) for order in permutations(durations)}) == 1


def test_what_only_another_release_knows_is_left_out_and_kept(clock: time_machine.Traveller) -> None:
    unknown = {'whatspr_gone_total{le="1"}': 2.0, "whatspr_turns": 3.0, "": 4.0}
    other_row({SERIES: 1, **unknown})
    names = {series.split()[0] for series in shown()}
    clock.shift(DEAD_AFTER)
    process_metrics.roll_up()
    assert answered() == 1
    assert not names & {"whatspr_gone_total", "whatspr_turns", ""}
    assert ProcessMetrics.objects.get().samples == {SERIES: 1, **unknown}


def test_a_process_is_alive_while_it_writes(clock: time_machine.Traveller) -> None:
    other_row({SERIES: 1})
    clock.shift(149)
    assert len(process_metrics.hosts(Kind.WEB)) == 1
    clock.shift(1)
    assert (process_metrics.hosts(Kind.WEB), process_metrics.hosts(Kind.WORKER)) == ([], [])
    clock.shift(-86_400)
    assert process_metrics.hosts(Kind.WEB) == []
