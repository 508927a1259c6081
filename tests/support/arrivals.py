"""What arrives at the doorstep, one at a time: a message of a user, a status callback."""

from typing import Any

from sessions_app.messages import delivery_status, inbox


def message_arrives(**message: Any) -> bool:
    """Store one inbound message (the fields of `inbox.Incoming`) and return whether it is new."""
    return inbox.receive([inbox.Incoming(**message)])[0]


def status_arrives(**update: Any) -> bool:
    """Record one status callback (the fields of `delivery_status.StatusUpdate`); return whether it moved."""
    return delivery_status.record([delivery_status.StatusUpdate(**update)])[0]
