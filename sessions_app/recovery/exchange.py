"""What users wrote and what they were sent since a backup, fetched from Twilio."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from sessions_app.messages import twilio_api
from sessions_app.messages.outbox import LOOK_BACK
from sessions_app.messages.twilio_api import Exchanged

A_SECOND = timedelta(seconds=1)
"""Twilio's times have whole seconds."""


@dataclass(frozen=True, kw_only=True)
class Exchange:
    messages: Sequence[Exchanged] = ()
    """The oldest first."""
    media: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)
    """What is attached to those messages, by their SIDs, to which nothing was sent since."""


def fetch(*, since: datetime) -> Exchange:
    """Return what was exchanged since then, and a little before. Raises `DeliveryError`.

    Nothing if there is no Twilio account: then the simulator plays it.
    """
    if not settings.TWILIO_ACCOUNT_SID:
        return Exchange()
    return asyncio.run(_fetch(since - LOOK_BACK - A_SECOND))


async def _fetch(since: datetime) -> Exchange:
    try:
        messages = await twilio_api.exchanged(since=since)
        told = {message.address: message.at for message in messages if not message.by_user}
        media = {
            message.sid: await twilio_api.media_of(message.sid)
            for message in messages
            if message.by_user and message.has_media and message.at > told.get(message.address, since)
        }
    finally:
        await twilio_api.close()
    return Exchange(messages=messages, media=media)
