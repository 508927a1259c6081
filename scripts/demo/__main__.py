"""`make demo`: fill var/demo.sqlite3 with a day's life if it is not there, and start WhatsPR on it."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

from scripts.demo import database
from scripts.demo.database import ADMIN, BASE_DIR, FILE, OPERATORS, PASSWORD, DemoRefused


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.demo", description=__doc__)
    parser.add_argument("--file", type=Path, default=FILE, help="the SQLite file")
    parser.add_argument("--port", type=int, default=8000, help="where it is served, on this machine")
    parser.add_argument("--sessions", type=_amount, default=0, help="so many more sessions, to try the lists")
    parser.add_argument("--only-fill", action="store_true", help="start nothing; refuse a file that is there")
    options = parser.parse_args()
    file = options.file.absolute()
    is_there = file.exists() and not (options.only_fill or options.sessions)
    if is_there:
        made = datetime.fromtimestamp(file.stat().st_mtime)
        print(f"{file.name} is there already, since {made:%Y-%m-%d %H:%M}. Delete it to make a new one.")
    else:
        print(f"Filling {file.name} ...", flush=True)
        try:
            database.make(file, port=options.port, sessions=options.sessions)
        except DemoRefused as refused:
            sys.exit(str(refused))
    if not options.only_fill:
        _serve(file, port=options.port)


def _amount(text: str) -> int:
    from scripts.demo.people import MOST

    amount = int(text)
    if not 0 <= amount <= MOST:
        raise argparse.ArgumentTypeError(f"from 0 to {MOST:,}")
    return amount


def _serve(file: Path, *, port: int) -> None:
    """Become `make run` on the demo."""
    names = ", ".join([*OPERATORS, ADMIN])
    print(f"\nLog in as {names} / {PASSWORD}  (vera may only look)", flush=True)
    del os.environ["TURN_LEASE_SECONDS"]
    os.environ.update(database.environment(file, port=port), LOG_LEVEL="INFO")
    os.chdir(BASE_DIR)
    program = [sys.executable, "scripts/run.py", "--port", str(port), "--var", str(file.parent)]
    os.execv(sys.executable, program)


if __name__ == "__main__":
    main()
