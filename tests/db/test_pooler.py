"""Statements are prepared on direct connections only: a pooler's sessions belong to all of its clients."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection, connections

from sessions_app.db.pooler import PREPARE_THRESHOLD
from tests.support.pgbouncer import needs_pgbouncer, pooler

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.postgres("PgBouncer and prepared statements are PostgreSQL's"),
]


@pytest.fixture
def pooled(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Django's settings for this test's database behind PgBouncer."""
    with pooler(tmp_path, os.environ["TEST_DATABASE_URL"]) as url:
        parts = urlsplit(url)
        yield {"HOST": parts.hostname, "PORT": parts.port, "USER": parts.username}


@pytest.fixture
def clients() -> Iterator[ExitStack]:
    """Closes the connections of a test at its end."""
    with ExitStack() as stack:
        yield stack


def connect(clients: ExitStack, settings: dict[str, Any], **options: Any) -> Any:
    """Return a new connection of Django's to this test's database, with `settings` and `options`."""
    client = connection.copy()
    client.settings_dict |= settings
    client.settings_dict["OPTIONS"] |= options
    clients.enter_context(closing(client))
    client.ensure_connection()
    return client


def heard_by_the_second(first: psycopg.Connection, second: psycopg.Connection) -> str:
    """Have both repeat a statement, each in a session of its own; return what the second one then gets.

    PgBouncer gives it the session that was used last, which is the first one's.
    """
    with first.transaction():
        for _ in range(PREPARE_THRESHOLD + 1):
            first.execute("SELECT 'for the first'")
        with second.transaction():
            for _ in range(PREPARE_THRESHOLD + 1):
                second.execute("SELECT 'for the second'")
    (text,) = second.execute("SELECT 'for the second'").fetchone() or ("",)
    return str(text)


def test_a_direct_connection_prepares_repeated_statements(clients: ExitStack) -> None:
    driver = connect(clients, {}).connection
    for _ in range(PREPARE_THRESHOLD + 1):
        driver.execute("SELECT 'again and again'")
    prepared = "SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%again and again%'"
    assert len(driver.execute(prepared).fetchall()) == 1


@needs_pgbouncer
def test_behind_a_pooler_each_client_gets_its_own_rows(clients: ExitStack, pooled: dict[str, Any]) -> None:
    first, second = (connect(clients, pooled).connection for _ in range(2))
    assert heard_by_the_second(first, second) == "for the second"


@needs_pgbouncer
def test_the_url_may_ask_for_prepared_statements_which_this_pooler_mixes_up(
    clients: ExitStack, pooled: dict[str, Any]
) -> None:
    first, second = (connect(clients, pooled, prepare_threshold=5).connection for _ in range(2))
    assert heard_by_the_second(first, second) == "for the first"


@needs_pgbouncer
def test_behind_a_pooler_a_query_is_read_to_its_end_while_others_take_the_session(
    clients: ExitStack, pooled: dict[str, Any]
) -> None:
    mine, other = connect(clients, pooled), connect(clients, pooled)
    own, connections[DEFAULT_DB_ALIAS] = connections[DEFAULT_DB_ALIAS], mine
    try:
        rows = ContentType.objects.iterator(chunk_size=1)
        next(rows)
        with other.connection.transaction():
            other.connection.execute("SELECT 1")
            assert list(rows)
    finally:
        connections[DEFAULT_DB_ALIAS] = own
