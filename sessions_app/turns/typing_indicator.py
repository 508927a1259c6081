"""“typing…” on the user's phone while the interviewer works: a courtesy, whose failure is ignored."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from sessions_app.db import faults
from sessions_app.messages import outbox, twilio_api

log = structlog.get_logger(__name__)

AFTER_SECONDS = 2.0
"""An answer that comes sooner needs none."""
EVERY_SECONDS = 20.0
"""WhatsApp shows it for 25 seconds, or until a message comes."""


@asynccontextmanager
async def shown(
    message_sid: str, *, after: float = AFTER_SECONDS, every: float = EVERY_SECONDS
) -> AsyncIterator[None]:
    """Show it to the user who sent this message, `after` seconds and then `every` so many, until this ends.

    Never delays what runs within, and never raises.
    """
    if outbox.simulated():
        yield
        return
    showing = asyncio.create_task(_show_repeatedly(message_sid, after=after, every=every))
    try:
        yield
    finally:
        showing.cancel()


async def _show_repeatedly(message_sid: str, *, after: float, every: float) -> None:
    await asyncio.sleep(after)
    while True:
        try:
            await twilio_api.show_typing(message_sid=message_sid)
        except Exception as error:
            log.info("typing_not_shown", **faults.describe(error))
        await asyncio.sleep(every)
