"""`python -m tests.run`: all tests on SQLite, then on PostgreSQL what needs or touches it.

`--rest` runs all others that use a database on PostgreSQL; pytest's own arguments run what they name on
both databases.
Stops at the first run that fails, with its exit status. The last line is pytest's own, and the report
above it has the counts of both runs (tests/conftest.py).
"""

import os
import re
import subprocess
import sys

from tests.support.postgres import database_url

FIRST_RUN_VARIABLE = "TEST_FIRST_RUN"
_ON_POSTGRESQL = "both_databases or postgres"
"""The markers that `make test` runs on PostgreSQL."""
_COUNTS = re.compile(r"\d+ (?:passed|failed|skipped|error|errors|xfailed|deselected)")
# More than processors: tests that start processes mostly wait for them.
_WORKERS = str((os.cpu_count() or 1) * 3 // 2)
_PARALLEL = ["-n", _WORKERS, "--dist", "loadfile", "--no-loadscope-reorder"]


def _pytest(arguments: list[str], environment: dict[str, str]) -> str:
    """Run pytest, show its output as it comes, and return its last line. Exits where it fails."""
    command = [sys.executable, "-m", "pytest", *arguments]
    last = ""
    with subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        for line in run.stdout:
            print(line, end="", flush=True)
            last = line.strip() or last
    if run.returncode:
        sys.exit(run.returncode)
    return last


def _on_sqlite(arguments: list[str]) -> str:
    """Run pytest and return its counts."""
    print("=== SQLite", flush=True)
    return ", ".join(_COUNTS.findall(_pytest(arguments, {"TEST_DATABASE_URL": ""})))


def _on_postgresql(arguments: list[str], first: str = "") -> None:
    print("\n=== PostgreSQL", flush=True)
    with database_url() as url:
        _pytest(arguments, {"TEST_DATABASE_URL": url, FIRST_RUN_VARIABLE: first})


def main() -> None:
    match sys.argv[1:]:
        case []:
            _on_postgresql([*_PARALLEL, "-m", _ON_POSTGRESQL], _on_sqlite(_PARALLEL))
        case ["--rest"]:
            _on_postgresql([*_PARALLEL, "-m", f"not ({_ON_POSTGRESQL} or no_database)"])
        case arguments:
            _on_postgresql(arguments, _on_sqlite(arguments))


if __name__ == "__main__":
    main()
