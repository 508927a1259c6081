"""Searches by a full number: each is a line in the audit log, and there are not many of them."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from sessions_app.messages import user_addresses
from sessions_app.models import AuditEntry
from sessions_app.operators import audit
from sessions_app.operators.actions import Refused

ACTION = "search by number"
MOST = 30
"""For each operator within `PERIOD`: enough for work, too few to try candidates for a masked number."""
PERIOD = timedelta(hours=1)


def record(number: str, *, operator: str) -> str:
    """Record that `operator` searches by `number`; return the user's phone. Raises `Refused` after `MOST`."""
    phone = user_addresses.phone_of(number)
    with transaction.atomic():
        User.objects.select_for_update().filter(username=operator).first()  # one search after the other
        searched = AuditEntry.objects.filter(operator=operator, action=ACTION, at__gt=timezone.now() - PERIOD)
        if searched.count() >= MOST:
            raise Refused(
                f"You have searched by {MOST} numbers within the last hour, which is the most. "
                "Search by the last 4 digits or the user as shown, or wait."
            )
        audit.record(operator=operator, action=ACTION, phone=phone)
    return phone
