"""Operators block and unblock users, each with a reason that the audit log keeps."""

from django.db import transaction

from sessions_app.conversations import attention, leases, takeover
from sessions_app.messages import blocks, outbox, user_addresses
from sessions_app.models import ConversationSession
from sessions_app.operators import audit
from sessions_app.operators.actions import Refused, require_sessions
from sessions_app.sessions import store


def block(phone: str, *, operator: str, reason: str) -> None:
    """Give the user of `phone` no more answers. Raises `Refused`.

    A running turn loses its lease, what waits is ignored, what is unsent is cancelled and a takeover ends.
    Session and draft stay.
    """
    phone = user_addresses.phone_of(phone)
    with transaction.atomic():
        require_sessions()
        if leases.revoke(phone):
            store.keep_thread_for_turn(phone)
        if blocks.is_blocked(phone):
            raise Refused("This user is already blocked.")
        blocks.add(user_addresses.all_of(phone), reason=reason, operator=operator)
        takeover.end_pause(phone)
        attention.dismiss(phone)
        ignored = takeover.ignore_unanswered(phone)
        cancelled = outbox.cancel_unsent(phone=phone)
        _record("block", phone, operator, reason, ignored_messages=ignored, cancelled_parts=cancelled)


def unblock(phone: str, *, operator: str, reason: str) -> None:
    """Answer what the user of `phone` writes from now on. Raises `Refused`."""
    phone = user_addresses.phone_of(phone)
    with transaction.atomic():
        require_sessions()
        leases.lock(phone)
        if not blocks.remove(user_addresses.all_of(phone)):
            raise Refused("This user is not blocked.")
        ignored = takeover.ignore_unanswered(phone)  # it came while the user was blocked
        _record("unblock", phone, operator, reason, ignored_messages=ignored)


def _record(action: str, phone: str, operator: str, reason: str, **details: int) -> None:
    session = ConversationSession.objects.filter(phone=phone).first()
    audit.record(operator=operator, action=action, phone=phone, session=session, reason=reason, **details)
