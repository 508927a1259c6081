"""What our logging writes, from a process of its own: no other test's configuration is in the way."""

import os
import subprocess
import sys

from django.conf import settings


def run_with_logging(code: str, *arguments: str, **configuration: str) -> str:
    """Run `code` in a process of its own with our logging; return what it wrote to stderr."""
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
