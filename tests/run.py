"""`python -m tests.run [pytest arguments]`: the whole suite on SQLite, then on PostgreSQL.

Stops at the first run that fails, with its exit status. The second run's closing report says
both counts (tests/conftest.py), and its last line is pytest's own.
"""

import os
import re
import subprocess
import sys

from tests.support.postgres import database_url

FIRST_RUN_VARIABLE = "TEST_FIRST_RUN"
_COUNTS = re.compile(r"\d+ (?:passed|failed|skipped|error|errors|xfailed|deselected)")


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


def main() -> None:
    # More than processors: tests that start processes mostly wait for them.
    workers = str((os.cpu_count() or 1) * 3 // 2)
    arguments = sys.argv[1:] or ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"]
    print("=== the suite on SQLite", flush=True)
    counts = ", ".join(_COUNTS.findall(_pytest(arguments, {"TEST_DATABASE_URL": ""})))
    print("\n=== the suite on PostgreSQL", flush=True)
    with database_url() as url:
        _pytest(arguments, {"TEST_DATABASE_URL": url, FIRST_RUN_VARIABLE: counts})


if __name__ == "__main__":
    main()
