"""Registers the console's lists and pages."""

from sessions_app.console import (  # noqa: F401
    audit_log,
    dashboard,
    message_lists,
    press_releases,
    third_party,
    thread_ledger,
)
from sessions_app.console.sessions import list  # noqa: F401
