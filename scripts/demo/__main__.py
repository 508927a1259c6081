"""`make demo`: fill var/demo.sqlite3 with a day's life if it is not there, and start WhatsPR on it."""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError

from scripts.demo import database
from scripts.demo.database import ADMIN, BASE_DIR, FILE, OPERATORS, PASSWORD, DemoRefused
from scripts.demo.people import MOST


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.demo", description=__doc__)
    parser.add_argument("--file", type=Path, help="only fill this file, which must not be there")
    parser.add_argument("--port", type=_number(1, 65_535), default=8000, help="where it is served")
    parser.add_argument("--sessions", type=_number(0, MOST), default=0, help="so many more, to try the lists")
    options = parser.parse_args()
    try:
        if options.file or options.sessions or not FILE.exists():
            _fill(options.file or FILE, port=options.port, sessions=options.sessions)
        else:
            made = datetime.fromtimestamp(FILE.stat().st_mtime)
            print(f"{FILE.name} is from {made:%Y-%m-%d %H:%M}. Delete it for a new one.")
    except (DemoRefused, OSError) as error:
        sys.exit(f"The demo was not filled: {error}")
    except DatabaseError:
        sys.exit("The demo was not filled: its file cannot be written.")
    except KeyboardInterrupt:
        sys.exit("The demo was not filled: it was interrupted.")
    if not options.file:
        _serve(port=options.port)


def _number(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if least <= (value := int(text)) <= most:
            return value
        raise argparse.ArgumentTypeError(f"from {least} to {most:,}")

    return number


def _fill(file: Path, *, port: int, sessions: int) -> None:
    print(f"Filling {file.name} ...", flush=True)
    database.make(file.absolute(), port=port, sessions=sessions)


def _serve(*, port: int) -> None:
    """Become `make run` on the demo."""
    names = ", ".join([*OPERATORS, ADMIN])
    print(f"\nLog in as {names} / {PASSWORD}  (vera may only look)", flush=True)
    database.use(FILE, port=port)
    os.chdir(BASE_DIR)
    own = str(FILE.with_suffix(""))  # not the secrets of `make run`, which may be running beside it
    os.execv(sys.executable, [sys.executable, "scripts/run.py", "--port", str(port), "--var", own])


if __name__ == "__main__":
    main()
