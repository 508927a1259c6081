"""Clocks for tests, to be made a file's own fixture: `clock = pytest.fixture(clocks.standing)`.

A session lives for `TTL` seconds by them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import time_machine
from django.core.cache import cache
from pytest_django import Settings

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TTL = 3600


def standing(settings: Settings) -> Iterator[time_machine.Traveller]:
    """A clock that stands at `NOW` and moves by `shift`."""
    cache.clear()  # it was filled by another clock
    settings.SESSION_TTL_SECONDS = TTL
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def going_on(settings: Settings) -> Iterator[time_machine.Traveller]:
    """A clock that goes on from `NOW` and moves by `shift`."""
    cache.clear()
    settings.SESSION_TTL_SECONDS = TTL
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller
