"""PgBouncer in front of PostgreSQL: which, in which mode, and whether prepared statements fit to it."""

from collections.abc import Iterator

import psycopg
from django.db import connection
from psycopg.rows import dict_row

from sessions_app.db.pooler import is_direct
from sessions_app.doctor.findings import Finding, fail, note, ok

PREPARES_SINCE = (1, 22)
"""PgBouncer before that mixes up prepared statements in transaction mode, or has them off and bugs with them:
1.21 brought `max_prepared_statements`, see pgbouncer.org/changelog.html and README, Going live."""
CONNECT_SECONDS = 3


def check() -> Iterator[Finding]:
    """Tell if there is a pooler; ask it for its version and its mode."""
    connection.ensure_connection()
    driver = connection.connection
    if is_direct(driver):
        yield ok("connected directly, without a pooler")
        return
    try:
        version, mode = _ask(driver.info)
    except psycopg.Error:
        yield note(
            "there is a pooler, which does not tell us its version and mode",
            "It does if our user is in its stats_users (PgBouncer).",
        )
        return
    yield ok(f"PgBouncer {version} in {mode} mode")
    known = tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
    if mode != "session" and driver.prepare_threshold is not None and known < PREPARES_SINCE:
        yield fail(
            f"DATABASE_URL sets prepare_threshold, but PgBouncer {version} mixes prepared statements up",
            "Remove prepare_threshold from DATABASE_URL, or upgrade PgBouncer.",
        )


def _ask(info: psycopg.ConnectionInfo) -> tuple[str, str]:
    """Return the version and the mode, as the console of PgBouncer tells. Raises psycopg.Error."""
    with psycopg.connect(
        host=info.host,
        port=info.port,
        user=info.user,
        password=info.password,
        dbname="pgbouncer",
        connect_timeout=CONNECT_SECONDS,
        autocommit=True,
        row_factory=dict_row,
    ) as console:
        version = next(iter(console.execute("SHOW VERSION")))["version"]
        pools = {row["database"]: row["pool_mode"] for row in console.execute("SHOW POOLS")}
    return version.removeprefix("PgBouncer "), pools[info.dbname]
