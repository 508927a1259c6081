"""Run the cluster until Ctrl-C (run), or measure it for some minutes.

load   nothing goes wrong
storm  a service after the other is killed, and all are restarted one by one
alert  the workers are killed for good, until the alert fires
"""

import argparse
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from scripts.cluster import report, runs
from scripts.cluster.site import missing

FEW, MANY, MOST = 10, 250, 10_000
MEASUREMENTS = {"load": runs.load, "storm": runs.storm, "alert": runs.alert}


def main() -> None:
    options = _options()
    if lacking := missing():
        sys.exit(f"Not installed here: {', '.join(lacking)} (Debian: apt install {' '.join(lacking)}).")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background, shells have us ignore it
    for signum in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, lambda *_: sys.exit(1))
    try:
        sys.exit(_start(options))
    except KeyboardInterrupt:
        sys.exit("\nThe cluster has ended.")
    except (AssertionError, OSError, subprocess.SubprocessError) as error:
        sys.exit(f"\nThe cluster was ended: {error}")


def _start(options: argparse.Namespace) -> bool:
    """Run or measure, and return True for an exit status that says that a message was not answered once."""
    phones = options.phones or (FEW if options.command == "run" else MANY)
    setup = runs.Setup(phones, options.think, options.folder, options.direct)
    if options.command == "run":
        runs.show(setup)
        return False
    run = MEASUREMENTS[options.command](setup, options.minutes)
    print(report.as_json(run) if options.json else report.as_text(run))
    return not run.result.is_flawless


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.cluster",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("command", nargs="?", choices=["run", *MEASUREMENTS], default="run")
    add("--minutes", type=_number(0.1, 24 * 60), default=10.0, help="of load and storm (default: 10)")
    add("--phones", type=_number(1, MOST, int), help=f"that converse (default: {FEW}, when measured {MANY})")
    add("--think", type=_number(0, 60), default=2.0, help="seconds of the model (default: 2)")
    add("--direct", action="store_true", help="without PgBouncer, as in compose.yaml")
    add("--json", action="store_true", help="print the figures as JSON")
    add("--folder", type=_empty_folder, help="an empty folder for data and logs, which are kept there")
    return parser.parse_args()


def _number(least: float, most: float, kind: Callable[[str], float] = float) -> Callable[[str], float]:
    def number(text: str) -> float:
        if least <= (value := kind(text)) <= most:
            return value
        raise argparse.ArgumentTypeError(f"from {least:g} to {most:g}")

    return number


def _empty_folder(text: str) -> Path:
    folder = Path(text).absolute()
    if not folder.is_dir() or any(folder.iterdir()):
        raise argparse.ArgumentTypeError(f"{folder} is not an empty folder")
    return folder


if __name__ == "__main__":
    main()
