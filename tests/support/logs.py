"""What our logging writes: in a process of its own, or in this one."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO

from django.conf import settings
from structlog.stdlib import ProcessorFormatter


def run_with_logging(code: str, *arguments: str, **configuration: str) -> str:
    """Run `code` in a process of its own with our logging; return what it wrote to stderr.

    No other test's configuration is in the way.
    """
    setup = f"""
import logging, sys, structlog
from whatspr.logging import configure_logging
configure_logging(**{configuration!r})
"""
    run = subprocess.run(
        [sys.executable, "-c", setup + code, *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stderr


@dataclass(frozen=True)
class Written:
    """What this process writes at DEBUG, and what was there to be written."""

    ours: StringIO
    everything: StringIO
    """All that any logger was given, as Python's own formatter shows it."""

    @property
    def lines(self) -> list[str]:
        return self.ours.getvalue().splitlines()

    @property
    def faults(self) -> int:
        """How many lines, and causes in their tracebacks, tell of an error of the database."""
        return self.ours.getvalue().count("code=")


@contextmanager
def everything_at_debug() -> Iterator[Written]:
    """Have every logger of this process write at DEBUG, as our handler does it."""
    root = logging.getLogger()
    [handler] = [one for one in root.handlers if isinstance(one.formatter, ProcessorFormatter)]
    written = Written(StringIO(), StringIO())
    plain, ours = logging.StreamHandler(written.everything), logging.StreamHandler(written.ours)
    ours.setFormatter(handler.formatter)
    ours.filters = handler.filters
    level = root.level
    root.setLevel(logging.DEBUG)
    for one in (plain, ours):
        root.addHandler(one)
    try:
        yield written
    finally:
        for one in (plain, ours):
            root.removeHandler(one)
        root.setLevel(level)
