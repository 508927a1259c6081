"""`/health/sessions`, `/health/ready` and `/health/live`: open to all, and true."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from sessions_app.models import Heartbeat, HousekeepingJob
from sessions_app.sessions import backend as session_backend
from tests.support.factories import InboundFactory, SessionFactory, ThreadFactory
from tests.support.health_api import DAY, NOW, ago, alive, body_of, cleaned, installed, noon  # noqa: F401  (noon is a fixture)

Backend = session_backend.Backend
SESSIONS, READY, LIVE = "/health/sessions", "/health/ready", "/health/live"

running = pytest.mark.usefixtures("noon")


def warnings(client: Client) -> list[str]:
    found: list[str] = body_of(client, SESSIONS)["session_manager"]["warnings"]
    return found


# --- Healthy ------------------------------------------------------------------------------------


@running
def test_an_installation_that_runs_is_healthy(client: Client) -> None:
    SessionFactory.create(thread_id="conv_1", phone="+14155550001")
    assert body_of(client, SESSIONS) == {
        "status": "healthy",
        "session_manager": {
            "enabled": True,
            "metrics": {
                "active_sessions": 0,  # by counters, and the factory counts nothing
                "total_sessions_created": 0,
                "total_sessions_expired": 0,
                "estimated_memory_bytes": 0,
                "last_cleanup_time": "2026-11-22T11:59:50Z",
                "cleanup_interval_seconds": 300,
            },
            "warnings": [],
        },
        "timestamp": "2026-11-22T12:00:00Z",
    }


@running
@pytest.mark.parametrize("path", [SESSIONS, READY, LIVE])
def test_head_answers_like_get_without_a_body(client: Client, path: str) -> None:
    response = client.head(path)
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Content-Type"] == "application/json"


@running
@pytest.mark.parametrize("path", [SESSIONS, READY, LIVE, "/health/sessions/details", "/metrics"])
def test_no_answer_is_kept_by_a_cache(client: Client, settings: Settings, path: str) -> None:
    for settings.DEBUG, allowed in ((True, True), (False, False)):
        response = client.get(path)
        assert (response.status_code == 200) is (allowed or path in (SESSIONS, READY, LIVE))
        assert response.headers["Cache-Control"] == "no-store"


@running
@pytest.mark.parametrize("accept", ["text/html", "image/png", "application/xml;q=0.5", "nonsense"])
def test_whatever_is_accepted_the_answer_is_json(client: Client, accept: str) -> None:
    assert client.get(SESSIONS, headers={"Accept": accept}).json()["status"] == "healthy"


@running
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", [SESSIONS, READY, LIVE])
def test_another_method_is_refused_in_json(client: Client, path: str, method: str) -> None:
    response = client.generic(method, path)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.json() == {"detail": f'Method "{method}" not allowed.'}


@pytest.mark.parametrize("path", ["/health", "/health/", "/health/nothing", "/health/sessions/"])
def test_there_is_nothing_else_below_health(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


# --- Warnings -----------------------------------------------------------------------------------


@running
@pytest.mark.parametrize(("seconds", "overdue"), [(420, False), (421, True)])
def test_a_cleanup_is_overdue_after_the_interval_and_the_grace(
    client: Client, seconds: int, overdue: bool
) -> None:
    cleaned(seconds_ago=seconds)
    expected = ["Cleanup is overdue: the last one finished 421 s ago."] if overdue else []
    assert warnings(client) == expected


@running
@pytest.mark.parametrize(("ahead", "unknown"), [(420, False), (421, True)])
def test_a_cleanup_that_finished_in_the_future_is_overdue(client: Client, ahead: int, unknown: bool) -> None:
    cleaned(seconds_ago=-ahead)
    told = "Cleanup is overdue: the recorded end of the last one is 421 s in the future."
    assert warnings(client) == ([told] if unknown else [])


@running
def test_a_warning_is_still_a_200(client: Client) -> None:
    cleaned(seconds_ago=DAY)
    assert body_of(client, SESSIONS)["status"] == "warning"


@running
@pytest.mark.parametrize(("seconds", "too_long"), [(180, False), (181, True)])
def test_a_message_that_waits_too_long_is_a_warning(client: Client, seconds: int, too_long: bool) -> None:
    InboundFactory.create(received_at=ago(seconds))
    InboundFactory.create(received_at=NOW)
    expected = ["The oldest unanswered message has waited for 181 s."] if too_long else []
    assert warnings(client) == expected


@running
def test_the_oldest_message_need_not_be_the_first(client: Client) -> None:
    for seconds in (0, 10, 181, 20):
        InboundFactory.create(received_at=ago(seconds))
    assert warnings(client) == ["The oldest unanswered message has waited for 181 s."]


@running
@pytest.mark.parametrize("backend", [Backend.LEGACY, Backend.MOVING])
def test_sessions_that_are_elsewhere_are_a_warning(client: Client, backend: Backend) -> None:
    session_backend.switch(backend)
    assert warnings(client) == [
        f"Messages wait: SESSION_BACKEND is database here, but the sessions are in {backend.value}."
    ]


@running
def test_an_answered_message_does_not_wait(client: Client) -> None:
    InboundFactory.create(received_at=ago(DAY), state="answered")
    assert warnings(client) == []


@running
@pytest.mark.parametrize(("allowed", "too_many"), [(3, False), (2, True)])
def test_too_many_doomed_threads_are_a_warning(
    client: Client, settings: Settings, allowed: int, too_many: bool
) -> None:
    settings.HEALTH_DOOMED_THREADS = allowed
    ThreadFactory.create_batch(3, state="doomed")
    ThreadFactory.create_batch(3, state="live")
    expected = ["More than 2 threads wait to be deleted at OpenAI."] if too_many else []
    assert warnings(client) == expected


@running
@pytest.mark.parametrize(
    ("kind", "seconds", "expected"),
    [
        (Heartbeat.Kind.WORKER, 60, []),
        (Heartbeat.Kind.WORKER, 61, ["No worker was alive in the last 60 s."]),
        (Heartbeat.Kind.SCHEDULES, 180, []),
        (Heartbeat.Kind.SCHEDULES, 181, ["No scheduler was alive in the last 180 s."]),
        # A clock that was wrong, or has been set back since.
        (Heartbeat.Kind.WORKER, -60, []),
        (Heartbeat.Kind.WORKER, -61, ["No worker was alive in the last 60 s."]),
        (Heartbeat.Kind.SCHEDULES, -181, ["No scheduler was alive in the last 180 s."]),
    ],
)
def test_a_process_that_is_silent_is_a_warning(
    client: Client, kind: Heartbeat.Kind, seconds: int, expected: list[str]
) -> None:
    alive(kind, seconds_ago=seconds)
    assert warnings(client) == expected


@running
def test_the_thresholds_are_settings(client: Client, settings: Settings) -> None:
    settings.SESSION_CLEANUP_INTERVAL = 30
    settings.HEALTH_CLEANUP_GRACE_SECONDS = 5
    settings.HEALTH_MESSAGE_WAIT_SECONDS = 5
    settings.HEALTH_WORKER_SILENT_SECONDS = settings.HEALTH_SCHEDULER_SILENT_SECONDS = 5
    cleaned(seconds_ago=36)
    InboundFactory.create(received_at=ago(6))
    for kind in Heartbeat.Kind:
        alive(kind, seconds_ago=6)
    assert len(warnings(client)) == 4


@running
@pytest.mark.parametrize(("seconds", "expected"), [(50, 0), (61, 1), (181, 2), (421, 3)])
def test_a_fresh_installation_has_the_time_to_start(client: Client, seconds: int, expected: int) -> None:
    Heartbeat.objects.all().delete()
    HousekeepingJob.objects.update(last_started_at=None, last_finished_at=None)
    installed(seconds_ago=seconds)
    assert len(warnings(client)) == expected


@running
def test_legacy_mode_says_so_and_asks_for_no_cleanup(client: Client, settings: Settings) -> None:
    settings.SESSION_BACKEND = "legacy"
    session_backend.switch(session_backend.Backend.LEGACY)
    cleaned(seconds_ago=DAY)
    body = body_of(client, SESSIONS)
    assert (body["status"], body["session_manager"]["enabled"]) == ("legacy", False)
    assert body["session_manager"]["warnings"] == []


# --- Live and ready -----------------------------------------------------------------------------


def test_live_asks_no_database(
    client: Client, transactional_db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert body_of(client, LIVE) == {"status": "alive"}


@running
def test_ready_is_with_database_migrations_and_worker(client: Client) -> None:
    assert body_of(client, READY) == {
        "status": "ready",
        "database": True,
        "migrations": True,
        "worker": True,
    }


@running
def test_without_a_worker_it_is_not_ready(client: Client) -> None:
    alive(Heartbeat.Kind.WORKER, seconds_ago=61)
    body = body_of(client, READY, status=503)
    assert body == {"status": "not ready", "database": True, "migrations": True, "worker": False}


@running
def test_with_a_migration_missing_it_is_not_ready(client: Client) -> None:
    migrations = MigrationRecorder(connection).migration_qs.filter(app="sessions_app")
    newest = migrations.latest("name")
    newest.delete()
    try:
        body = body_of(client, READY, status=503)
    finally:
        newest.save(force_insert=True)
    assert body == {"status": "not ready", "database": True, "migrations": False, "worker": False}
