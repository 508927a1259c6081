"""Who has opted out: rows that know a phone only by its keyed hashes, those of earlier keys included."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from sessions_app.models import OptOut
from sessions_app.privacy import hashes

BLOCKED = "21610"
"""Twilio's error for a message to who has opted out there (https://www.twilio.com/docs/api/errors/21610)."""


def since(phones: Iterable[str]) -> dict[str, datetime]:
    """Return those of `phones` that have opted out, and since when: one query on an index."""
    phone_of = {one: phone for phone in phones for one in hashes(phone)}
    found = OptOut.objects.filter(hash__in=phone_of).values_list("hash", "opted_out_at")
    return {phone_of[one]: at for one, at in found}


def is_opted_out(phone: str) -> bool:
    return bool(since([phone]))


def add(phone: str, *, how: OptOut.How) -> None:
    """Record that `phone` has opted out; who has already is left as it is."""
    if not is_opted_out(phone):
        row = OptOut(hash=hashes(phone)[0], opted_out_at=timezone.now(), how=how)
        OptOut.objects.bulk_create([row], ignore_conflicts=True)


def remove(phone: str) -> None:
    """Forget that `phone` has opted out, under whatever key."""
    OptOut.objects.filter(hash__in=hashes(phone)).delete()
