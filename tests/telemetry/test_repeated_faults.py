"""A fault that comes back each round: at once, then once a minute with a count, and when it is over."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
import time_machine
from django.db import OperationalError, ProgrammingError
from structlog.testing import CapturingLogger

from sessions_app.telemetry.repeated_faults import LINE_SECONDS, RepeatedFaults
from tests.support import clocks

clock = pytest.fixture(clocks.standing)


class Loops:
    """Loops that fail with what they are told to; `lines` returns what was logged since the last call."""

    def __init__(self) -> None:
        self._log = CapturingLogger()
        self._faults = RepeatedFaults(self._log)

    def fail(self, error: Exception, step: str = "claim") -> None:
        try:
            raise error
        except Exception as raised:
            self._faults.failed("step_failed", raised, step=step)

    def fail_elsewhere(self, error: Exception) -> None:
        try:
            raise error
        except Exception as raised:
            self._faults.failed("step_failed", raised, step="claim")

    def work(self, step: str = "claim") -> None:
        self._faults.works("step_failed", step=step)

    def lines(self) -> list[dict[str, Any]]:
        calls = [*self._log.calls]
        self._log.calls.clear()
        return [{"event": call.args[0], **call.kwargs} for call in calls]

    def counts(self) -> list[tuple[str, int]]:
        return [(line["event"], line.get("repeated", 0)) for line in self.lines()]


@pytest.fixture
def loops(clock: time_machine.Traveller) -> Loops:
    return Loops()


def gone() -> OperationalError:
    error = OperationalError("terminated, Key (phone)=(+4915112345678)")
    error.__cause__ = psycopg.errors.AdminShutdown()
    return error


def full() -> OperationalError:
    error = OperationalError("no space")
    error.__cause__ = psycopg.errors.DiskFull()
    return error


def failed_statement() -> ProgrammingError:
    error = ProgrammingError("no such table")
    error.__cause__ = psycopg.errors.UndefinedTable()
    return error


def test_the_first_fault_is_logged_at_once_by_its_kind_and_without_its_text(loops: Loops) -> None:
    loops.fail(gone())
    [line] = loops.lines()
    del line["exc_info"]
    assert line == {"event": "step_failed", "step": "claim", "reason": "gone", "code": "57P01"}


def test_equal_faults_are_one_line_a_minute_with_a_count(loops: Loops, clock: time_machine.Traveller) -> None:
    for _ in range(150):  # seconds
        loops.fail(gone())
        clock.shift(1)
    assert loops.counts() == [("step_failed", 0), ("step_failed", 59), ("step_failed", 59)]


@pytest.mark.parametrize("other", [full, failed_statement, lambda: KeyError("x")])
def test_a_different_fault_is_logged_at_once(loops: Loops, other: Any) -> None:
    loops.fail(gone())
    loops.fail(other())
    assert loops.counts() == [("step_failed", 0)] * 2


def test_the_same_fault_of_another_loop_is_logged_at_once(loops: Loops) -> None:
    loops.fail(gone(), "claim")
    loops.fail(gone(), "renew")
    assert [line["step"] for line in loops.lines()] == ["claim", "renew"]


@pytest.mark.parametrize("make", [failed_statement, lambda: KeyError("x")])
def test_an_unexpected_fault_has_its_stack_once(
    loops: Loops, clock: time_machine.Traveller, make: Any
) -> None:
    error = make()
    loops.fail(error)
    clock.shift(LINE_SECONDS)
    loops.fail(make())
    assert [line["exc_info"] for line in loops.lines()] == [error, None]


def test_the_same_error_from_another_place_is_a_different_fault(loops: Loops) -> None:
    loops.fail(KeyError("x"))
    loops.fail_elsewhere(KeyError("x"))
    assert len(loops.lines()) == 2


def test_when_it_is_over_that_is_logged_once_with_all_that_was_left_out(loops: Loops) -> None:
    for _ in range(3):
        loops.fail(gone())
        loops.fail(full())
    loops.lines()
    loops.work()
    loops.work()
    assert loops.lines() == [{"event": "recovered", "after": "step_failed", "step": "claim", "repeated": 4}]


def test_a_loop_that_never_failed_logs_nothing(loops: Loops) -> None:
    loops.fail(gone(), "claim")
    loops.lines()
    loops.work("renew")
    assert loops.lines() == []


def test_a_loop_that_fails_every_other_round_logs_two_lines_a_minute(
    loops: Loops, clock: time_machine.Traveller
) -> None:
    for _ in range(60):
        loops.fail(gone())
        loops.work()
        clock.shift(1)
    assert loops.counts() == [("step_failed", 0), ("recovered", 0)]
    loops.work()
    assert loops.counts() == [("recovered", 59)]


def test_after_a_minute_that_worked_a_fault_has_its_stack_again(
    loops: Loops, clock: time_machine.Traveller
) -> None:
    loops.fail(KeyError("x"))
    clock.shift(LINE_SECONDS)
    loops.work()
    error = KeyError("x")
    loops.fail(error)
    assert loops.lines()[-1]["exc_info"] is error


def test_a_clock_that_is_set_back_silences_nothing(loops: Loops, clock: time_machine.Traveller) -> None:
    loops.fail(gone())
    clock.shift(-3600)
    loops.fail(gone())
    assert len(loops.lines()) == 2


def test_threads_that_fail_at_once_write_one_line_and_count_the_rest(
    loops: Loops, clock: time_machine.Traveller
) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: loops.fail(gone()), range(400)))
    clock.shift(LINE_SECONDS)
    loops.fail(gone())
    assert loops.counts() == [("step_failed", 0), ("step_failed", 399)]
