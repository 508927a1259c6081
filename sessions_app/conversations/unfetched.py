"""Documents that WhatsApp could not fetch from us: each is sent once more, then the user gets a link."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from assistant.models import ReleaseDocument
from sessions_app.conversations import chat_language, leases, untold
from sessions_app.db.reconnect import retry_on_new_connection
from sessions_app.messages import blocks, buttons, delivery_status, document_links, outbox
from sessions_app.messages.delivery_status import StatusUpdate
from sessions_app.models import OutboundMessage

log = structlog.get_logger(__name__)

CODES = frozenset({"63019", "63021"})
"""Twilio's, of a media message: "Media failed to download" and "Channel invalid content error"."""
AS_A_LINK = gettext_noop(
    "WhatsApp could not deliver the file {name}. You can get it here within {hours} hours: {link}"
)


def record(updates: Sequence[StatusUpdate]) -> None:
    """Record callbacks of failures with one of `CODES`. They can be repeated.

    Only the first one of a message moves it, and what follows is queued in the same transaction.
    """
    for update in updates:
        retry_on_new_connection(partial(_record, update))


def _record(update: StatusUpdate) -> None:
    message = OutboundMessage.objects.filter(uuid=update.uuid).first()
    if message is None or message.document is None:
        buttons.record_refused([update])  # theirs is 63021 too
        return
    with transaction.atomic():
        leases.lock(message.phone)  # before its messages, as everywhere
        if not delivery_status.move(update):
            transaction.set_rollback(True)  # erased or repeated: no row of the conversation is made
        elif _is_wanted(message.phone, message.document):
            log.warning("document_not_fetched", uuid=str(update.uuid), code=update.error_code)
            _follow_up(message, message.document)


def _is_wanted(phone: str, document: UUID) -> bool:
    """Return True if `phone` gets messages, and `document` was not erased meanwhile."""
    return blocks.gets_replies(phone) and ReleaseDocument.objects.filter(uuid=document).exists()


def _follow_up(message: OutboundMessage, document: UUID) -> None:
    """Attach the document of `message` once more; after the second time, send a link to it."""
    phone, name = message.phone, message.body
    if not message.is_second_try:
        outbox.attach(
            phone=phone,
            document=document,
            name=name,
            turn=message.turn,
            request_id=message.request_id,
            is_second_try=True,
        )
        return
    link = document_links.address(document, name)
    with chat_language.speaking_to(phone):
        text = gettext(AS_A_LINK).format(name=name, hours=document_links.HOURS, link=link)
    outbox.queue(phone=phone, text=text, turn=message.turn, request_id=message.request_id, untold=True)
    untold.note(phone)
