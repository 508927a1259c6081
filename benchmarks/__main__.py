"""`python -m benchmarks [NAME ...]`: measure all but the units, or those that are named.

Webhook, worker, sessions, expiry, health and start are ratios of one run, bytes are bytes a session, console,
search, saves, verification and documents are milliseconds, tokens are counted by length, units are the costs
of one message. The figures go to the output, what runs now and how far it is to the error output. With
--report they also make a table and plots.

A small version in a minute:
`python -m benchmarks sessions bytes expiry health console --rows 10000 --rounds 5`
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PLOTS = Path("docs/img")
LEAST_ROWS = 1000
"""A growth curve begins at 1 % of the rows."""


def _webhook(options: argparse.Namespace) -> None:
    from benchmarks import webhook

    webhook.main(pairs=options.pairs, seconds=options.seconds)


def _worker(options: argparse.Namespace) -> None:
    from benchmarks import worker

    worker.main()


def _sessions(options: argparse.Namespace) -> None:
    from benchmarks import sessions

    sessions.main(rows=options.rows or sessions.ROWS, rounds=options.rounds)


def _bytes(options: argparse.Namespace) -> None:
    from benchmarks import session_bytes

    session_bytes.main(rows=options.rows or session_bytes.ROWS)


def _expiry(options: argparse.Namespace) -> None:
    from benchmarks import expiry

    expiry.main(most=options.rows or expiry.MOST)


def _health(options: argparse.Namespace) -> None:
    from benchmarks import health

    health.main(rows=options.rows or health.ROWS)


def _console(options: argparse.Namespace) -> None:
    from benchmarks import console

    console.main(rows=options.rows or console.ROWS)


def _search(options: argparse.Namespace) -> None:
    from benchmarks import search

    search.main(rows=options.rows or search.ROWS)


def _saves(options: argparse.Namespace) -> None:
    from benchmarks import saves

    saves.main()


def _verification(options: argparse.Namespace) -> None:
    from benchmarks import verification

    verification.main()


def _documents(options: argparse.Namespace) -> None:
    from benchmarks import documents

    documents.main()


def _tokens(options: argparse.Namespace) -> None:
    from benchmarks import tokens

    tokens.main()


def _start(options: argparse.Namespace) -> None:
    from benchmarks import start

    start.main()


def _units(options: argparse.Namespace) -> None:
    from benchmarks import units

    units.main()


BENCHMARKS: dict[str, Callable[[argparse.Namespace], None]] = {
    "webhook": _webhook,
    "worker": _worker,
    "sessions": _sessions,
    "bytes": _bytes,
    "expiry": _expiry,
    "health": _health,
    "console": _console,
    "search": _search,
    "saves": _saves,
    "verification": _verification,
    "documents": _documents,
    "tokens": _tokens,
    "start": _start,
    "units": _units,
}


def main() -> None:
    from benchmarks import figures, plots, report
    from benchmarks.databases import progress

    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="|".join(BENCHMARKS))
    parser.add_argument("--pairs", type=int, default=8, help="webhook: pairs of rounds")
    parser.add_argument("--seconds", type=float, default=1.0, help="webhook: length of a round")
    parser.add_argument("--rounds", type=int, default=20, help="sessions: rounds on each side")
    parser.add_argument(
        "--rows", type=int, help="sessions, bytes, expiry, health, console, search: sessions, at most"
    )
    parser.add_argument("--report", type=Path, help="a file.md for the table of all figures")
    parser.add_argument("--plots", type=Path, default=PLOTS, help=f"folder of its growth curves ({PLOTS})")
    options = parser.parse_args()
    names = options.names or [name for name in BENCHMARKS if name != "units"]
    if options.rows is not None and options.rows < LEAST_ROWS:
        parser.error(f"--rows must be at least {LEAST_ROWS}")
    if options.report and not (options.report.parent.is_dir() and options.plots.is_dir()):
        parser.error("--report and --plots need folders that exist")
    if unknown := set(names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    with tempfile.NamedTemporaryFile(prefix="whatspr-figures-", suffix=".jsonl") as file:
        os.environ[figures.VARIABLE] = file.name
        _run(parser, names, options)
        if options.report:
            rows = list(figures.read(Path(file.name)))
            report.write(rows, plots.draw(rows, options.plots), options.report)
            progress(f"{options.report} has the table, {options.plots} the plots")


def _run(parser: argparse.ArgumentParser, names: list[str], options: argparse.Namespace) -> None:
    from benchmarks.databases import progress
    from benchmarks.load import FailedRequest

    started = time.monotonic()
    for number, name in enumerate(names, start=1):
        progress(f"{name}: {number} of {len(names)}, after {(time.monotonic() - started) / 60:.1f} minutes")
        try:
            BENCHMARKS[name](options)
        except FailedRequest as error:
            parser.exit(1, f"The {name} benchmark failed: {error}\n")
    progress(f"done in {(time.monotonic() - started) / 60:.1f} minutes")


if __name__ == "__main__":
    main()
