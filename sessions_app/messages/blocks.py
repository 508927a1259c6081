"""Who is blocked by an operator: gets no answer, and costs no turn."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sessions_app.db.batches import EPOCH
from sessions_app.db.sql import execute, fetch, read_time, with_list
from sessions_app.models import BlockedPhone, OptOut
from sessions_app.privacy import hashes

_TABLE = BlockedPhone._meta.db_table
# Plain SQL: a user's first message pays for it. For the subquery see `user_addresses`.
_SINCE = f"SELECT column1, (SELECT created_at FROM {_TABLE} WHERE phone = column1) FROM {{column1}}"
# Each turn and each reply pays for this one.
_UNWANTED_SINCE = f"""
    SELECT column1, COALESCE(
        (SELECT opted_out_at FROM {OptOut._meta.db_table} WHERE hash = column1),
        (SELECT created_at FROM {_TABLE} WHERE phone = column1)
    ) FROM {{column1}}
"""
_COPY = f"""
    INSERT INTO {_TABLE} (phone, reason, operator, created_at)
    SELECT column1, reason, operator, created_at
    FROM (VALUES {{new}}) added CROSS JOIN {_TABLE} WHERE phone = %s
    ON CONFLICT (phone) DO NOTHING
"""
"""In one statement: who is unblocked meanwhile stays so."""


def since(phones: Iterable[str]) -> dict[str, datetime]:
    """Return those of `phones` that are blocked, and since when: one query on an index."""
    listed = list(phones)
    found = fetch(*with_list(_SINCE, [], listed)) if listed else []
    return {str(phone): read_time(at) for phone, at in found if at is not None}


def unwanted_since(phones: Collection[str]) -> dict[str, datetime]:
    """Return those of `phones` that have opted out or are blocked, and since when: one query on two indexes.

    If a phone is both, the later moment counts.
    """
    phone_of = {one: phone for phone in phones for one in (*hashes(phone), phone)}  # no phone is a hash
    found = fetch(*with_list(_UNWANTED_SINCE, [], list(phone_of))) if phone_of else []
    since: dict[str, datetime] = {}
    for one, at in found:
        if at is not None:
            phone = phone_of[str(one)]
            since[phone] = max(read_time(at), since.get(phone, EPOCH))
    return since


def is_blocked(phone: str) -> bool:
    return bool(since([phone]))


def gets_replies(phone: str) -> bool:
    """Return True if the user of `phone` has not opted out and is not blocked."""
    return not unwanted_since([phone])


def add(addresses: Iterable[str], *, reason: str, operator: str) -> None:
    """Block the user with these addresses."""
    rows = [BlockedPhone(phone=address, reason=reason, operator=operator) for address in addresses]
    BlockedPhone.objects.bulk_create(rows, ignore_conflicts=True)


def spread(addresses: Collection[str]) -> None:
    """Block all `addresses` of a user if one of them is blocked."""
    if blocked := since(addresses):
        new = ", ".join(["(%s)"] * len(addresses))
        execute(_COPY.format(new=new), [*addresses, min(blocked, key=lambda address: blocked[address])])


def remove(addresses: Collection[str]) -> bool:
    """Unblock the user with these addresses; return whether it was blocked."""
    deleted, _ = BlockedPhone.objects.filter(phone__in=addresses).delete()
    return bool(deleted)
