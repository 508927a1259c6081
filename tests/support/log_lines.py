"""What our own code logged in this process during a test."""

from typing import Any

import pytest


def lines(caplog: pytest.LogCaptureFixture, *events: str) -> list[dict[str, Any]]:
    """Return the lines of our own with one of `events`, each as what its JSON would hold."""
    own = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    return [line for line in own if line["event"] in events]
