"""Which SQL statements the code under test sends, whether by Django's cursor or past it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def recorded_statements() -> Iterator[list[str]]:
    """Collect what this thread's connection sends to its database, as the driver sees it."""
    connection.ensure_connection()
    driver: Any = connection.connection
    sent: list[str] = []
    if connection.vendor == "sqlite":
        driver.set_trace_callback(sent.append)
        try:
            yield sent
        finally:
            driver.set_trace_callback(None)
        return
    factory = driver.cursor_factory

    class Recording(factory):  # type: ignore[misc, valid-type]
        def execute(self, query: Any, *args: Any, **kwargs: Any) -> Any:
            sent.append(str(query))
            return super().execute(query, *args, **kwargs)

    driver.cursor_factory = Recording
    try:
        yield sent
    finally:
        driver.cursor_factory = factory
