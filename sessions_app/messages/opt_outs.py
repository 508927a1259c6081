"""Who has opted out: rows that know a phone only by its keyed hashes, those of earlier keys included."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils import timezone

from sessions_app.db.sql import execute, fetch, read_time, with_list
from sessions_app.models import OptOut
from sessions_app.privacy import hashes

BLOCKED = "21610"
"""Twilio's error for a message to who has opted out there (https://www.twilio.com/docs/api/errors/21610)."""

# Plain SQL: a user's first message pays for it. For the subquery see `user_addresses`.
_SINCE = f"""
    SELECT column1, (SELECT opted_out_at FROM {OptOut._meta.db_table} WHERE hash = column1) FROM {{column1}}
"""

_COPY = f"""
    INSERT INTO {OptOut._meta.db_table} (hash, opted_out_at, how)
    SELECT column1, opted_out_at, how
    FROM (VALUES {{new}}) added CROSS JOIN {OptOut._meta.db_table} WHERE hash IN ({{old}})
    ON CONFLICT (hash) DO NOTHING
"""
"""In one statement: who opts in meanwhile stays so."""


def since(phones: Iterable[str]) -> dict[str, datetime]:
    """Return those of `phones` that have opted out, and since when: one query on an index."""
    phone_of = {one: phone for phone in phones for one in hashes(phone)}
    found = fetch(*with_list(_SINCE, [], list(phone_of))) if phone_of else []
    return {phone_of[str(one)]: read_time(at) for one, at in found if at is not None}


def is_opted_out(phone: str) -> bool:
    return bool(since([phone]))


def add(addresses: Collection[str], *, how: OptOut.How) -> None:
    """Record that the user with these addresses has opted out; one that has already is left as it is."""
    already, now = since(addresses), timezone.now()
    new = [hashes(address)[0] for address in addresses if address not in already]
    rows = [OptOut(hash=hash_, opted_out_at=now, how=how) for hash_ in new]
    OptOut.objects.bulk_create(rows, ignore_conflicts=True)


def spread(addresses: Collection[str]) -> None:
    """Opt out all `addresses` of a user if one of them has opted out."""
    opted_out = since(addresses)
    if opted_out:
        first = min(opted_out, key=lambda address: opted_out[address])
        new = ", ".join(["(%s)"] * len(addresses))
        old = ", ".join(["%s"] * len(hashes(first)))
        values = [*(hashes(address)[0] for address in addresses), *hashes(first)]
        execute(_COPY.format(new=new, old=old), values)


def remove(addresses: Collection[str]) -> None:
    """Forget that the user with these addresses has opted out, under whatever key."""
    OptOut.objects.filter(hash__in=_hashes(addresses)).delete()


def _hashes(addresses: Collection[str]) -> list[str]:
    return [one for address in addresses for one in hashes(address)]
