"""Registers the console's lists and pages."""

from sessions_app.console import (  # noqa: F401
    audit_log,
    dashboard,
    message_lists,
    other_pages,
    press_releases,
    session_list,
    thread_ledger,
)
