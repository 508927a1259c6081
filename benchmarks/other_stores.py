"""Other ways to load what is stored for a user and to save it refreshed, for comparison with a touch."""

import asyncio
import os
import random
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from statistics import median

CALLS = 100
"""How many of each a round takes."""


def _get_and_save(phone: str) -> None:
    from django.utils import timezone

    from sessions_app.models import ConversationSession

    session = ConversationSession.objects.get(phone=phone)
    session.last_accessed = timezone.now()
    session.save()


def _load_and_save(key: str) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore(key)
    assert store["thread_id"]
    store.modified = True
    store.save()


def _django_session(thread_id: str) -> str:
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store["thread_id"] = thread_id
    store.create()
    return str(store.session_key)


async def _agents(*, rounds: int) -> float:
    """Return the microseconds in which SQLAlchemySession reads the newest item and adds one."""
    agents, alchemy = import_module("agents.extensions.memory"), import_module("sqlalchemy.ext.asyncio")
    url = (
        os.environ["DATABASE_URL"]
        .replace("sqlite://", "sqlite+aiosqlite://")
        .replace("postgres://", "postgresql+psycopg://")
    )
    engine = alchemy.create_async_engine(url)
    names = [f"user-{number}" for number in range(CALLS)]
    times = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        for name in names:
            session = agents.SQLAlchemySession(name, engine=engine, create_tables=True)
            await session.get_items(limit=1)
            await session.add_items([{"role": "user", "content": "hello"}])
        times.append((time.perf_counter() - started) / len(names) * 1e6)
    await engine.dispose()
    return median(times[1:])


def _median(side: Callable[[str], None], names: list[str], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        chosen = random.choices(names, k=CALLS)
        started = time.perf_counter()
        for name in chosen:
            side(name)
        times.append((time.perf_counter() - started) / CALLS * 1e6)
    return median(times)


def microseconds(stored: list[str], *, rounds: int) -> Iterator[tuple[str, float | None]]:
    """Yield each way with its median microseconds a call, None where its package is not installed.

    `stored`: phones that have a session. openai-agents is no requirement of ours; with
    `openai-agents[sqlalchemy]`, aiosqlite and psycopg on the PYTHONPATH it is measured too.
    """
    yield "get and save", _median(_get_and_save, stored, rounds)
    keys = [_django_session("conv_" + "0" * 48) for _ in range(1000)]
    yield "django.contrib.sessions", _median(_load_and_save, keys, rounds)
    installed = find_spec("agents") and find_spec("sqlalchemy")
    yield "openai-agents SQLAlchemy", asyncio.run(_agents(rounds=rounds)) if installed else None
