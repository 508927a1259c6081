"""What our logging writes: in a process of its own, or in this one."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
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


class FirstMarked(logging.Handler):
    """Keeps the first record in which Python's own formatter shows one of `marks`."""

    def __init__(self, marks: Sequence[str]) -> None:
        super().__init__()
        self.marks, self.found = marks, ""

    def emit(self, record: logging.LogRecord) -> None:
        if not self.found and any(mark in (text := self.format(record)) for mark in self.marks):
            self.found = text


@dataclass(frozen=True)
class Written:
    """What this process writes at DEBUG."""

    stream: StringIO
    hidden: FirstMarked

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def faults(self) -> int:
        """How many lines, and causes in their tracebacks, tell of an error of the database."""
        return self.text.count("code=")


@contextmanager
def everything_at_debug(marks: Sequence[str]) -> Iterator[Written]:
    """Have every logger of this process write at DEBUG, as our handler does it, and nowhere else."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    [handler] = [one for one in handlers if isinstance(one.formatter, ProcessorFormatter)]
    written = Written(StringIO(), FirstMarked(marks))
    ours = logging.StreamHandler(written.stream)
    ours.setFormatter(handler.formatter)
    ours.filters = handler.filters
    root.handlers = [written.hidden, ours]
    root.setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        root.handlers = handlers
        root.setLevel(level)
