"""Registers the console's lists and pages."""

from sessions_app.console import (  # noqa: F401
    accounts,
    audit_log,
    blocking,
    costs,
    dashboard,
    erasures,
    message_lists,
    needs_a_person,
    third_party,
    thread_ledger,
)
from sessions_app.console.press_releases import list as press_release_list  # noqa: F401
from sessions_app.console.sessions import list as session_list  # noqa: F401
