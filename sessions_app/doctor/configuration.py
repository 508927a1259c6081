"""The settings: Django's system checks and ours."""

from collections.abc import Iterator

from django.core.checks import ERROR, WARNING, CheckMessage, run_checks

from sessions_app.doctor.findings import Finding, Level, ok


def check() -> Iterator[Finding]:
    """Tell of each system check that found something, the worst first."""
    messages = sorted(run_checks(), key=lambda message: (-message.level, str(message.id)))
    yield from map(_finding, messages)
    if not any(message.level >= ERROR for message in messages):
        yield ok("the settings can be used")


def _finding(message: CheckMessage) -> Finding:
    level = Level.FAIL if message.level >= ERROR else Level.WARN if message.level >= WARNING else Level.NOTE
    return Finding(level, f"({message.id}) {message.msg}", message.hint or "")
