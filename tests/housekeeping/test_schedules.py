"""Housekeeping: one django-q schedule, jobs that run when due and never twice."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from pytest_django import Settings

from sessions_app.housekeeping import schedules
from sessions_app.housekeeping.pruning import PRUNED
from sessions_app.models import ConversationSession, HousekeepingJob
from sessions_app.turns import claims
from tests.fakes.background_server import wait_until
from tests.support.arrivals import message_arrives
from tests.support.factories import ConversationFactory, SessionFactory
from tests.support.log_lines import lines
from tests.support.statements import is_blocked

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def scheduled() -> list[dict[str, object]]:
    return list(Schedule.objects.values("name", "func", "schedule_type", "minutes", "repeats"))


THE_TICK = {
    "name": "sessions_app.schedules.tick",
    "func": "sessions_app.schedules.tick",
    "schedule_type": "I",
    "minutes": 1,
    "repeats": -1,
}


def tick_at(moment: datetime) -> dict[str, int]:
    with time_machine.travel(moment, tick=False):
        return schedules.tick()


# --- The schedule -------------------------------------------------------------------------------


def test_migrating_makes_the_one_schedule_and_the_jobs() -> None:
    assert scheduled() == [THE_TICK]
    names = set(HousekeepingJob.objects.values_list("name", flat=True))
    assert names == {*schedules.JOBS, schedules.TICK_ROW}


def test_the_schedule_is_not_made_twice() -> None:
    for _ in range(3):
        schedules.ensure_schedules()
    assert scheduled() == [THE_TICK]
    assert HousekeepingJob.objects.count() == len(schedules.JOBS) + 1


def test_migrating_again_changes_nothing() -> None:
    before = Schedule.objects.get().pk
    call_command("migrate", verbosity=0)
    assert Schedule.objects.get().pk == before


def test_a_schedule_that_was_removed_comes_back() -> None:
    Schedule.objects.all().delete()
    HousekeepingJob.objects.all().delete()
    schedules.ensure_schedules()
    assert scheduled() == [THE_TICK]
    assert HousekeepingJob.objects.count() == len(schedules.JOBS) + 1


def test_duplicates_are_removed() -> None:
    for _ in range(3):
        Schedule.objects.create(name=schedules.TICK, func="os.system")
    schedules.ensure_schedules()
    assert scheduled() == [THE_TICK]


@pytest.mark.parametrize(
    "changed", [{"func": "os.getcwd"}, {"schedule_type": "O"}, {"minutes": 600}, {"repeats": 0}], ids=str
)
def test_a_changed_row_is_healed(changed: dict[str, object]) -> None:
    Schedule.objects.update(**changed)
    schedules.ensure_schedules()
    assert scheduled() == [THE_TICK]


def test_a_tick_that_was_put_off_comes_again_soon() -> None:
    Schedule.objects.update(next_run=timezone.now() + timedelta(days=365))
    schedules.ensure_schedules()
    assert Schedule.objects.get().next_run <= timezone.now() + timedelta(minutes=2)


@pytest.mark.parametrize("changed", [{"args": "1"}, {"kwargs": "a=1"}, {"cluster": "another"}], ids=str)
def test_arguments_and_clusters_that_keep_the_tick_from_running_are_healed(changed: dict[str, str]) -> None:
    Schedule.objects.update(**changed)
    schedules.ensure_schedules()
    row = Schedule.objects.get()
    assert (row.args or "", row.kwargs or "", row.cluster or "") == ("", "", "")


def test_schedules_of_others_are_left_alone() -> None:
    Schedule.objects.create(name="theirs", func="os.getcwd", schedule_type="D")
    schedules.ensure_schedules()
    assert Schedule.objects.get(name="theirs").schedule_type == "D"


def test_healing_keeps_when_a_job_last_started() -> None:
    HousekeepingJob.objects.update(last_started_at=START)
    schedules.ensure_schedules()
    assert set(HousekeepingJob.objects.values_list("last_started_at", flat=True)) == {START}


@pytest.mark.django_db(transaction=True)
def test_processes_that_heal_at_once_leave_one_schedule() -> None:
    schedules.ensure_schedules()
    Schedule.objects.all().delete()

    def heal() -> None:
        schedules.ensure_schedules()
        connection.close()

    with ThreadPoolExecutor(2) as threads:
        with transaction.atomic():
            schedules.ensure_schedules()
            others = [threads.submit(heal) for _ in range(2)]
            if connection.vendor == "postgresql":  # else it has one writer at a time
                wait_until(is_blocked)
        for other in others:
            other.result()
    assert scheduled() == [THE_TICK]


# --- The jobs -----------------------------------------------------------------------------------


MINUTE, HOUR = 60, 3600
PROMISED = {
    "expire_sessions": 30,  # as it is set below
    "sweep_threads": MINUTE,
    "mail_operators": MINUTE,
    "post_to_operators": MINUTE,
    "delete_threads": MINUTE,
    "delete_recordings": MINUTE,
    "erase_at_twilio": MINUTE,
    "confirm_erasures": MINUTE,
    "fold_session_counts": MINUTE,
    "count_turns": MINUTE,
    "count_model_calls": MINUTE,
    "count_stops": MINUTE,
    "count_undelivered": MINUTE,
    "fold_process_metrics": MINUTE,
    "reconcile_sessions": 24 * HOUR,
    "mail_budget": MINUTE,
    # A transcript is erased within ten minutes, also where one run fails.
    "prune_conversations": 5 * MINUTE,
    "erase_transcripts": 5 * MINUTE,
    "erase_releases": HOUR,
    "erase_addresses": 24 * HOUR,
    "erase_backups": HOUR,
    "prune_message_sids": HOUR,
    "truncate_log": HOUR,
    **{f"prune_{label}": HOUR for label in PRUNED},
}
"""Seconds between two starts, at most."""


def test_each_job_has_the_interval_that_is_promised(settings: Settings) -> None:
    settings.SESSION_CLEANUP_INTERVAL = 30
    intervals = {name: job.interval() for name, job in schedules.JOBS.items()}
    assert intervals.keys() == PROMISED.keys()
    assert all(intervals[name] <= PROMISED[name] for name in PROMISED)
    assert intervals["expire_sessions"] == 30


def test_the_scheduled_cleanup_leaves_a_session_to_a_message_that_is_on_its_way() -> None:
    session = SessionFactory.create(created_at=START, last_accessed=START)
    expiry = START + timedelta(seconds=3600)
    with time_machine.travel(expiry + timedelta(seconds=2), tick=False):
        assert schedules.tick()["expire_sessions"] == 0
        just_in_time = expiry - timedelta(seconds=0.1)
        message_arrives(message_sid="SM1", phone=session.phone, body="hello", received_at=just_in_time)
        [turn] = claims.claim_turns(1)
    assert turn.session is not None


# --- The tick -----------------------------------------------------------------------------------


def test_the_first_tick_runs_every_job() -> None:
    with time_machine.travel(START, tick=False):  # a busy machine may leave some to the next one
        assert set(schedules.tick()) == set(schedules.JOBS)


def test_a_due_job_runs_once_however_often_the_tick_comes() -> None:
    ran = [name for _ in range(5) for name in tick_at(START)]
    assert ran.count("expire_sessions") == 1


@pytest.mark.parametrize(("seconds", "runs"), [(0, False), (299, False), (300, True), (3600, True)])
def test_a_job_runs_again_after_its_interval(settings: Settings, seconds: int, runs: bool) -> None:
    settings.SESSION_CLEANUP_INTERVAL = 300
    tick_at(START)
    assert ("expire_sessions" in tick_at(START + timedelta(seconds=seconds))) is runs


def test_the_interval_is_read_at_the_time_of_use(settings: Settings) -> None:
    tick_at(START)
    settings.SESSION_CLEANUP_INTERVAL = 30
    assert "expire_sessions" in tick_at(START + timedelta(seconds=30))


SET_BACK = [timedelta(seconds=5), timedelta(minutes=2), timedelta(minutes=55), timedelta(hours=2)]


@pytest.mark.parametrize("jump", SET_BACK, ids=str)
@pytest.mark.parametrize("when", [0, 150, 300])
def test_a_clock_that_is_set_back_delays_the_cleanup_by_a_minute_at_most(jump: timedelta, when: int) -> None:
    tick_at(START)
    for seconds in range(30, when, 30):
        assert "expire_sessions" not in tick_at(START + timedelta(seconds=seconds))
    passed = when
    while "expire_sessions" not in tick_at(START + timedelta(seconds=passed) - jump):
        passed += 30
    assert passed <= 300 + 60


@pytest.mark.parametrize("jump", SET_BACK, ids=str)
@pytest.mark.parametrize("before", [None, START - timedelta(minutes=5)], ids=["first", "later"])
def test_a_clock_that_is_set_back_starts_no_running_job_a_second_time(
    settings: Settings, jump: timedelta, before: datetime | None
) -> None:
    settings.SESSION_CLEANUP_INTERVAL = 30
    tick_at(START)
    HousekeepingJob.objects.update(last_started_at=START, last_finished_at=before)
    for seconds in range(0, 80, 30):  # as long as it may run
        assert tick_at(START + timedelta(seconds=seconds) - jump) == {}
    # Its runner died.
    ran = [tick_at(START + timedelta(seconds=seconds) - jump) for seconds in range(90, 150, 30)]
    assert set().union(*ran) == set(schedules.JOBS)


def test_a_job_that_ends_after_the_clock_was_set_back_has_ended(settings: Settings) -> None:
    settings.OPERATOR_EMAILS, settings.EMAIL_BACKEND = ["ops@example.org"], f"{__name__}.SlowMail"
    ConversationFactory.create(attention_at=START, attention="Somebody has to look")
    with time_machine.travel(START, tick=False) as SlowMail.clock:
        SlowMail.seconds = -3600
        schedules.tick()
    ended = HousekeepingJob.objects.filter(last_finished_at__gte=F("last_started_at"))
    assert set(schedules.JOBS) <= set(ended.values_list("name", flat=True))


@pytest.mark.parametrize("jump", SET_BACK[1:], ids=str)
def test_a_tick_that_a_clock_put_off_which_was_set_back_is_brought_forward(jump: timedelta) -> None:
    tick_at(START)
    with time_machine.travel(START - jump, tick=False):
        schedules.bring_forward(tick=schedules.last_tick())
    assert Schedule.objects.get().next_run == START - jump


def test_a_tick_that_is_planned_as_usual_is_not_brought_forward() -> None:
    tick_at(START)
    in_a_minute = START + timedelta(minutes=1)
    Schedule.objects.update(next_run=in_a_minute)
    with time_machine.travel(START, tick=False):
        schedules.bring_forward(tick=schedules.last_tick())
    assert Schedule.objects.get().next_run == in_a_minute


def test_a_tick_expires_the_sessions_that_are_due() -> None:
    SessionFactory.create_batch(3, created_at=START - timedelta(days=1))
    assert tick_at(START)["expire_sessions"] == 3
    assert not ConversationSession.objects.exists()


def test_a_tick_without_a_job_row_runs_nothing() -> None:
    HousekeepingJob.objects.all().delete()
    assert schedules.tick() == {}


@pytest.mark.parametrize(("seconds", "runs"), [(79, False), (80, True)])
def test_a_run_that_never_ended_is_due_again_when_its_runner_must_be_dead(seconds: int, runs: bool) -> None:
    HousekeepingJob.objects.update(last_started_at=START, last_finished_at=START - timedelta(days=1))
    assert ("expire_sessions" in tick_at(START + timedelta(seconds=seconds))) is runs


def test_a_run_that_takes_longer_than_its_interval_is_not_started_a_second_time(settings: Settings) -> None:
    settings.SCHEDULES_TIMEOUT_SECONDS = 600
    HousekeepingJob.objects.update(last_started_at=START, last_finished_at=None)
    assert tick_at(START + timedelta(seconds=601)) == {}


def test_missed_runs_are_not_made_up_for() -> None:
    tick_at(START)
    late = START + timedelta(days=1)
    ran = [name for _ in range(100) for name in tick_at(late)]
    assert sorted(ran) == sorted(schedules.JOBS)


def test_starts_far_in_the_future_are_a_clock_s_mistake() -> None:
    tick_at(START + timedelta(days=365))
    assert set(tick_at(START)) == set(schedules.JOBS)


def test_a_tick_writes_when_it_came_and_asks_for_the_next() -> None:
    tick_at(START)
    assert schedules.last_tick() == START
    assert Schedule.objects.get().next_run == START


def make_due(name: str, *, at: datetime) -> None:
    """Let the job have run so that it is due again `at` that moment."""
    started = at - timedelta(seconds=schedules.JOBS[name].interval())
    HousekeepingJob.objects.filter(name=name).update(last_started_at=started, last_finished_at=started)


class SlowMail(BaseEmailBackend):
    """Sends nothing, and takes `seconds` by `clock` for it."""

    clock: time_machine.Traveller
    seconds = 0.0

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        self.clock.shift(self.seconds)
        return len(messages)


@pytest.mark.parametrize(
    ("seconds", "ticks"),
    [
        (9, [["mail_operators", "expire_sessions"], []]),
        # Begun now, it could be ended in its midst, and would then have to wait.
        (50, [["mail_operators"], ["expire_sessions"]]),
    ],
)
def test_what_becomes_due_while_a_job_runs_is_left_to_the_next_tick_only_where_time_is_short(
    settings: Settings, seconds: float, ticks: list[list[str]]
) -> None:
    settings.OPERATOR_EMAILS, settings.EMAIL_BACKEND = ["ops@example.org"], f"{__name__}.SlowMail"
    ConversationFactory.create(attention_at=START, attention="Somebody has to look")
    HousekeepingJob.objects.update(last_started_at=START, last_finished_at=START)
    make_due("mail_operators", at=START)
    make_due("expire_sessions", at=START + timedelta(seconds=1))
    with time_machine.travel(START, tick=False) as SlowMail.clock:
        SlowMail.seconds = seconds
        assert [list(schedules.tick()), list(schedules.tick())] == ticks


def test_the_job_that_has_been_due_longest_comes_first() -> None:
    for minutes, name in enumerate(reversed(schedules.JOBS)):
        make_due(name, at=START + timedelta(minutes=minutes))
    assert list(tick_at(START + timedelta(days=1))) == list(reversed(schedules.JOBS))


def test_each_job_leaves_one_log_line_at_debug_only_if_it_did_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    SessionFactory.create(created_at=START - timedelta(days=1))
    ran = tick_at(START)
    logged = [(line["job"], line["level"]) for line in lines(caplog, "housekeeping")]
    assert ran["expire_sessions"] == 1
    assert logged == [(job, "info" if done else "debug") for job, done in ran.items()]


def test_a_job_that_fails_does_not_keep_the_others_from_running(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SESSION_TTL_SECONDS = 1  # the cleanup refuses to run with it
    ran = tick_at(START)
    assert set(ran) == set(schedules.JOBS) - {"expire_sessions"}
    assert any("housekeeping_failed" in record.getMessage() for record in caplog.records)
    settings.SESSION_TTL_SECONDS = 3600
    assert "expire_sessions" in tick_at(START + timedelta(seconds=80))


def test_ticks_that_fail_are_one_line_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("with a number: +4915112345678")

    caplog.set_level(logging.INFO)
    with connection.execute_wrapper(fail):
        assert [tick_at(START + timedelta(seconds=30 * number)) for number in range(4)] == [{}] * 4
    tick_at(START + timedelta(seconds=120))
    lines = [record.getMessage() for record in caplog.records if "tick_failed" in record.getMessage()]
    assert len(lines) == 3
    assert "repeated" not in lines[0]
    assert "'repeated': 1" in lines[1]
    assert "'after': 'tick_failed'" in lines[2]
    assert "+49" not in caplog.text


def test_a_starting_cluster_s_first_tick_is_queued_once() -> None:
    for _ in range(3):
        schedules.ask_for_tick()
    assert [task.func() for task in OrmQ.objects.all()] == [schedules.TICK]


@pytest.mark.django_db(transaction=True)
def test_of_many_ticks_at_once_one_runs_a_job(caplog: pytest.LogCaptureFixture) -> None:
    schedules.ensure_schedules()
    caplog.set_level(logging.INFO)

    def tick(_: int) -> dict[str, int]:
        try:
            return schedules.tick()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        ran = [name for done in threads.map(tick, range(8)) for name in done]
    assert sorted(ran) == sorted(schedules.JOBS)
