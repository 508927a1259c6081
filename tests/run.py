"""`python -m tests.run`: the tests on SQLite, without those that take long.

`--rest` runs those that take long, and on PostgreSQL what our own SQL, locks and races touch; `--postgresql`
runs on PostgreSQL whatever uses a database. pytest's own arguments run what they name on both databases.
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
_LONG = "processes or long"
_COUNTS = re.compile(r"\d+ (?:passed|failed|skipped|error|errors|xfailed|deselected)")
# More than processors: tests wait for their databases, and those that start processes mostly for these.
_PROCESSORS = os.cpu_count() or 1
_SPREAD = ["--dist", "loadfile", "--no-loadscope-reorder"]
_PARALLEL = ["-n", str(_PROCESSORS * 3 // 2), *_SPREAD]
_WAITING = ["-n", str(_PROCESSORS * 2), *_SPREAD]


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
            _on_sqlite([*_PARALLEL, "-m", f"not ({_LONG})"])
        case ["--rest"]:
            counts = _on_sqlite([*_WAITING, "-m", _LONG])
            _on_postgresql([*_WAITING, "-m", _ON_POSTGRESQL], counts)
        case ["--postgresql"]:
            _on_postgresql([*_WAITING, "-m", "not (processes or no_database)"])
        case arguments:
            _on_postgresql(arguments, _on_sqlite(arguments))


if __name__ == "__main__":
    main()
