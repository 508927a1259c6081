"""The work: messages that wait, replies that may not have arrived, and the warnings of the health API."""

from collections.abc import Iterator

from sessions_app.doctor.findings import Finding, ok, warn
from sessions_app.health import report, warnings


def check() -> Iterator[Finding]:
    """Tell the figures, and what `/health/sessions` warns of."""
    inbox, outbox = report.inbox(), report.outbox()
    oldest = inbox["oldest_waiting_seconds"]
    held = inbox["held"]
    yield ok(f"waiting: {inbox['waiting']} messages, the oldest for {oldest:.0f} s; for operators: {held}")
    if outbox["uncertain"]:
        what = f"uncertain: {outbox['uncertain']} replies that Twilio may or may not have"
        yield warn(what, "See the outbox in /admin/, state uncertain.")
    for sentence in warnings.of_the_work():
        yield warn(sentence.rstrip("."), "See /admin/, and README, Every day.")
