"""The indexes for words in press releases, on a PostgreSQL that has pg_trgm."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from tests.settings import VARIABLES
from tests.support.debian_postgres import debian_server, needs_pg_trgm
from tests.support.processes import BASE_DIR

pytestmark = [pytest.mark.processes, needs_pg_trgm]

INDEXES = """
    SELECT relname FROM pg_class JOIN pg_index ON indexrelid = oid
    WHERE relname IN ('fact_words', 'release_version_words') AND indisvalid ORDER BY relname
"""
BOTH = [("fact_words",), ("release_version_words",)]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with debian_server() as url:
        yield url


def run(*arguments: str, **environment: str) -> str:
    """Run Python with `arguments` and only `environment` of our variables; return what it says."""
    ours = {*VARIABLES, "DJANGO_SETTINGS_MODULE"}
    others = {name: value for name, value in os.environ.items() if name not in ours}
    command, told = [sys.executable, *arguments], others | environment
    done = subprocess.run(command, cwd=BASE_DIR, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def manage(url: str, *arguments: str) -> str:
    return run(
        "manage.py", *arguments, ENV_FILE=os.devnull, DEBUG="on", SECRET_KEY="x" * 50, DATABASE_URL=url
    )


def test_the_search_finds_the_same_by_the_indexes(server: str) -> None:
    told = run("-m", "pytest", "-q", "-n0", "tests/console/test_text_search.py", TEST_DATABASE_URL=server)
    assert "skipped" not in told


def test_without_the_right_to_make_the_extension_the_indexes_are_made_later(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute("CREATE ROLE plain LOGIN")
        owner.execute("CREATE DATABASE without_rights")
    database = server.replace("/postgres?", "/without_rights?")
    plain = database.replace("postgres@", "plain@")
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("GRANT CREATE ON SCHEMA public TO plain")
        told = manage(plain, "migrate", "--verbosity", "0")
        assert 'permission denied to create extension "pg_trgm"' in told
        assert "CREATE EXTENSION pg_trgm" in told
        assert owner.execute(INDEXES).fetchall() == []
        owner.execute("CREATE EXTENSION pg_trgm")
        again = "manage.py migrate assistant 0005 && manage.py migrate assistant"
        assert again in told
        for command in again.split(" && "):
            assert manage(plain, *command.split()[1:], "--verbosity", "0") == ""
        assert owner.execute(INDEXES).fetchall() == BOTH
