"""The outbox: what we owe a user, as rows, before Twilio hears of it."""

from sessions_app.message_parts import split
from sessions_app.models import OutboundMessage


def queue(*, phone: str, text: str) -> None:
    """Queue `text` for `phone` in as many parts as it needs.

    Rows of one phone are sent in the order of their ids, so the caller's transaction must hold
    the lock on the phone's conversation (`leases.hold`, `release` or `take_away`).
    """
    parts = split(text)
    OutboundMessage.objects.bulk_create(
        OutboundMessage(phone=phone, body=body, part=number, parts=len(parts))
        for number, body in enumerate(parts, start=1)
    )


def cancel_unsent(*, phone: str) -> int:
    """Cancel what is queued for `phone` and not yet at Twilio; return how many parts that were."""
    return OutboundMessage.objects.filter(phone=phone, state=OutboundMessage.State.QUEUED).update(
        state=OutboundMessage.State.CANCELLED
    )
