"""DATABASE_URL: what Django gets, and what is refused without showing a password."""

import re
from typing import Any

import pytest

from tests.support.settings_process import settings_of
from whatspr.database_url import parse

SQLITE = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {}}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite://", ":memory:"),
        ("sqlite://:memory:", ":memory:"),
        ("sqlite:///var/db.sqlite3", "var/db.sqlite3"),
        ("SQLITE:////srv/a%20b%23.sqlite3", "/srv/a b#.sqlite3"),
    ],
)
def test_sqlite_has_a_path(url: str, name: str) -> None:
    assert parse(url) == SQLITE | {"NAME": name}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://u:p@db.example.org:5433/name", ("u", "p", "db.example.org", "5433", "name")),
        ("postgresql://u:p%40%2F%3Aw@h/n%20m", ("u", "p@/:w", "h", "", "n m")),
        ("postgres://u:a:b@h/name", ("u", "a:b", "h", "", "name")),
        ("psql://h/name", ("", "", "h", "", "name")),
        ("postgres://user@%2Fvar%2Frun%2FPostgreSQL/name", ("user", "", "/var/run/PostgreSQL", "", "name")),
        ("postgres://user@%2Fvar%2Frun:5433/name", ("user", "", "/var/run", "5433", "name")),
        ("postgres:////var/run/postgresql/name", ("", "", "/var/run/postgresql", "", "name")),
        ("postgres:///name?host=/var/run/postgresql", ("", "", "/var/run/postgresql", "", "name")),
        ("postgres://u:p@//cloudsql/a:b:c/name", ("u", "p", "/cloudsql/a:b:c", "", "name")),
        ("postgres://u@[2001:db8::1]:5433/name", ("u", "", "2001:db8::1", "5433", "name")),
        ("postgres://u@one:1,two:2/name", ("u", "", "one,two", "1,2", "name")),
        ("postgres://h/?dbname=name&user=u&password=p&port=7", ("u", "p", "h", "7", "name")),
        ("postgres:///?service=ours", ("", "", "", "", "")),
    ],
)
def test_postgresql_has_a_login_hosts_and_a_name(url: str, expected: tuple[str, ...]) -> None:
    found = parse(url)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert tuple(found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sslmode=verify-full&sslrootcert=/a%20b", {"sslmode": "verify-full", "sslrootcert": "/a b"}),
        ("options=-c%20statement_timeout%3D5", {"options": "-c statement_timeout=5"}),
        ("connect_timeout=3&application_name=7", {"connect_timeout": 3, "application_name": "7"}),
        ("prepare_threshold=0", {"prepare_threshold": 0}),
        ("prepare_threshold=None", {"prepare_threshold": None}),
        ("prepare_threshold=", {"prepare_threshold": None}),
        ("server_side_binding=false", {"server_side_binding": False}),
        ("SERVER_SIDE_BINDING=On", {"server_side_binding": True}),
    ],
)
def test_the_options_of_postgresql_have_their_types(query: str, expected: dict[str, Any]) -> None:
    assert parse(f"postgres://h/name?{query}")["OPTIONS"] == expected


def test_djangos_own_options_are_settings_of_the_database() -> None:
    found = parse("postgres://h/n?DISABLE_SERVER_SIDE_CURSORS=true&CONN_MAX_AGE=60&conn_health_checks=1")
    assert found["OPTIONS"] == {}
    assert (found["DISABLE_SERVER_SIDE_CURSORS"], found["CONN_MAX_AGE"]) == (True, 60)
    assert found["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "it looks like"),
        ("hunter2", "it looks like"),
        ("user:hunter2@host/name", "it looks like"),
        ("sqlite:/srv/db", "it looks like"),
        ("postgres://user:hunter2@[::1/name", "it looks like"),
        ("postgres://user:hunter2@[x/name", "it looks like"),
        ("postgres://user:hunter2@h%2/name", "it looks like"),
        ("postgres://user:hunter2@%ff/name", "it looks like"),
        ("postgres://user:hunter2@host:５432/name", "a port is a number"),
        ("mysql://user:hunter2@host/name", "the engine 'mysql' is unknown"),
        ("postgis://user:hunter2@host/name", "the engine 'postgis' is unknown"),
        ("postgres://user:hunter2@host", "does not name the database"),
        ("postgres://user:hunter2@host/", "does not name the database"),
        ("postgres://user:hunter2@host:0/name", "a port is a number"),
        ("postgres://user:hunter2@host:99999/name", "a port is a number"),
        ("postgres://user:hunter2@host:port/name", "a port is a number"),
        ("postgres://user:hunt/er2@host/name", "percent-encoded"),
        ("postgres://user:hunt?er2@host/name", "percent-encoded"),
        ("postgres://user:hunt#er2@host/name", "percent-encoded"),
        ("postgres://user:7/er2@host/name", "percent-encoded"),
        ("postgres://user:p@hunt/er2@host/name", "percent-encoded"),
        ("postgres://user:hunter2@host/name#part", "percent-encoded"),
        ("postgres://user:p@h?hunt-er2@host/name", "unknown: …"),
        ("postgres://u:hunter2@h/n?ssl=1&pool=2&sslmode=x", "unknown: pool, ssl"),
        ("postgres://u:hunter2@h/n?atomic_requests=1&AUTOCOMMIT=0", "unknown: atomic_requests, autocommit"),
        ("postgres://u:hunter2@h/n?client_encoding=latin1", "unknown: client_encoding"),
        ("postgres://u:hunter2@h/n?connect_timeout=soon", "option connect_timeout is not valid"),
        ("postgres://u:hunter2@h/n?prepare_threshold=-1", "option prepare_threshold is not valid"),
        ("postgres://u:hunter2@h/n?server_side_binding=perhaps", "option server_side_binding is not valid"),
        (
            "postgres://u:hunter2@h/n?DISABLE_SERVER_SIDE_CURSORS=2",
            "disable_server_side_cursors is not valid",
        ),
        ("sqlite://var/db.sqlite3", "three slashes"),
        ("sqlite:///var/db.sqlite3?timeout=5&mode=ro", "remove mode, timeout"),
        ("sqlite:///var/db#1.sqlite3", "%23"),
    ],
)
def test_other_urls_are_refused_without_their_password(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)) as caught:
        parse(url)
    said = str(caught.value)
    assert not any(part in said for part in ("hunt", "er2", "user:7"))


def test_the_options_of_the_url_win_over_ours() -> None:
    query = "prepare_threshold=None&server_side_binding=off&keepalives_count=9&conn_max_age=5"
    database = settings_of(["DATABASES"], DATABASE_URL=f"postgres://h/n?{query}")["DATABASES"]["default"]
    assert database["CONN_MAX_AGE"] == 5
    assert database["OPTIONS"] == {
        "connect_timeout": 10,
        "tcp_user_timeout": 20_000,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 9,
        "server_side_binding": False,
        "prepare_threshold": None,
    }


def test_without_options_ours_are_used() -> None:
    database = settings_of(["DATABASES"], DATABASE_URL="postgres://h/n")["DATABASES"]["default"]
    assert database["CONN_MAX_AGE"] is None
    assert database["OPTIONS"]["server_side_binding"] is True
    assert "prepare_threshold" not in database["OPTIONS"]  # `db.pooler` decides
