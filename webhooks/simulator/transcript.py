"""The messages on the simulator's phones: the newest rows of inbox and outbox, read by (phone, id)."""

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from sessions_app.messages import document_links, user_addresses
from sessions_app.messages.attachments import kind_of_document
from sessions_app.models import InboundMessage, OutboundMessage
from sessions_app.turns import menus
from webhooks.simulator import phones

TRANSCRIPT = 100
"""Messages of each direction at the first look, and new replies at a later one."""
RECENT_INBOUND = 40
"""Messages of the phone itself that later looks return: twice a turn's, to cover a burst."""
RECENT_STATES = 40
"""Replies that were already shown and whose state may still change."""


class Look(TypedDict):
    phone: str
    label: str
    messages: list[dict[str, Any]]
    states: dict[str, str]


def look(*, phone: str, after: int) -> Look:
    """Return what is new on `phone` since the reply with the id `after`; 0 asks for the transcript.

    `messages` are in the order of their arrival. They always include the phone's own newest messages:
    another browser window may have sent them, and they show whether an answer is due.
    `states` are those of the last replies up to `after`, newest first, by uuid.
    """
    user = user_addresses.phone_of(phone)
    replies = OutboundMessage.objects.filter(phone=user).order_by("-id")
    own = InboundMessage.objects.filter(phone=user).order_by("-id")
    known = replies.filter(id__lte=after).values_list("uuid", "state")[:RECENT_STATES]
    messages = [_own(message) for message in own[: RECENT_INBOUND if after else TRANSCRIPT]]
    messages += [_reply(message) for message in replies.filter(id__gt=after)[:TRANSCRIPT]]
    messages.sort(key=_time_of)
    return {
        "phone": phone,
        "label": phones.label(phone),
        "messages": messages,
        "states": {str(uuid): state for uuid, state in known} if after else {},
    }


def _time_of(message: dict[str, Any]) -> tuple[datetime, int]:
    at: datetime = message["created_at"]
    return at, message["id"]


def _own(message: InboundMessage) -> dict[str, Any]:
    return {
        "direction": "in",
        "id": message.pk,
        "sid": message.message_sid,
        "body": message.body,
        "media": len(message.media),
        "state": message.state,
        "created_at": message.received_at,
    }


def _reply(message: OutboundMessage) -> dict[str, Any]:
    return {
        "direction": "out",
        "id": message.pk,
        "uuid": message.uuid,
        "body": message.body,
        "buttons": menus.titles([label for label, _ in message.choices]),
        "document": _document(message.document, message.body) if message.document else None,
        "part": message.part,
        "parts": message.parts,
        "state": message.state,
        "created_at": message.created_at,
    }


def _document(uuid: UUID, name: str) -> dict[str, str]:
    """Return what the page shows of a document; its link is to this host, whatever PUBLIC_URL is."""
    return {"name": name, "kind": kind_of_document(name), "url": document_links.sign(uuid, name)}
