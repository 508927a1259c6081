"""The right to write for a phone: leases with fencing tokens on `Conversation` rows.

A turn holds the lease of its phone while it runs and renews it. Every write of a turn checks the
token in the transaction of the write (`verify`, `release`), so a turn that lost its lease (it ran
out, or a reset, kill or takeover took it) writes nothing. Taking a token away never waits for the
turn. Leases are judged by the clocks of the hosts: they have to agree within a few seconds.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from sessions_app.db.batches import chunks
from sessions_app.db.sql import Value, execute, fetch, read_time
from sessions_app.db.thread_pool import async_twin
from sessions_app.models import Conversation

_FREE: dict[str, Any] = {
    "lease_token": None,
    "lease_expires_at": None,
    "attempts": 0,
    "retry_at": None,
    "waits_for": "",
}


class LeaseLost(Exception):
    """The turn no longer holds the lease of its phone: it must write and send nothing."""


@dataclass(frozen=True, kw_only=True)
class Lease:
    phone: str
    token: uuid.UUID
    attempt: int
    """1 for the first claim since the last turn that came to an end."""
    recap_from: datetime | None = None
    """Since when something was said that the thread does not know yet; see `untold`."""
    held_from: datetime | None = None
    held_until: datetime | None = None
    """When messages were last held for an operator; see `takeover`."""
    is_limited: bool = False
    """Messages are held until the phone may have another turn; see `turns.limits`."""


# Plain SQL: each message pays for these. The ORM's upsert takes no condition and returns no column.
_CLAIM = f"""
    INSERT INTO {Conversation._meta.db_table} AS c (phone, lease_token, lease_expires_at, active_at, attempts)
    VALUES {{values}}
    ON CONFLICT (phone) DO UPDATE SET
        lease_token = excluded.lease_token,
        lease_expires_at = excluded.lease_expires_at,
        active_at = excluded.active_at,
        attempts = c.attempts + 1
    WHERE (c.lease_expires_at IS NULL OR c.lease_expires_at < %s)
        AND (c.retry_at IS NULL OR c.retry_at <= %s)
        AND c.paused_at IS NULL
    RETURNING phone, lease_token, attempts, untold_since, held_from, held_until, limited_until
"""
_RELEASE = f"""
    UPDATE {Conversation._meta.db_table}
    SET lease_token = NULL, lease_expires_at = NULL, active_at = %s, attempts = 0, retry_at = NULL,
        waits_for = ''
    WHERE phone = %s AND lease_token = %s
"""
# One statement, because the row must not be pruned between its insert and its lock.
_LOCK = f"""
    INSERT INTO {Conversation._meta.db_table} AS c (phone, active_at, attempts) VALUES (%s, %s, 0)
    ON CONFLICT (phone) DO UPDATE SET active_at = excluded.active_at
    RETURNING lease_token
"""


def claim(phones: Iterable[str]) -> list[Lease]:
    """Take the leases of those `phones` that are free, by one statement; workers may do so at once."""
    wanted = sorted(set(phones))  # in one order everywhere, so that claims cannot deadlock
    if not wanted:
        return []
    now, expires = timezone.now(), _expiry()
    parameters: list[Value] = []
    for phone in wanted:
        parameters += [phone, uuid.uuid4(), expires, now]
    values = ", ".join(["(%s, %s, %s, %s, 1)"] * len(wanted))
    rows = fetch(_CLAIM.format(values=values), [*parameters, now, now])
    return [
        Lease(
            phone=str(phone),
            token=uuid.UUID(str(token)),
            attempt=int(str(attempt)),
            recap_from=read_time(since) if since else None,
            held_from=read_time(held_from) if held_from else None,
            held_until=read_time(held_until) if held_until else None,
            is_limited=limited_until is not None,
        )
        for phone, token, attempt, since, held_from, held_until, limited_until in rows
    ]


def renew(tokens: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Extend the leases of `tokens` by one statement; return the tokens that still hold one."""
    held = Conversation.objects.filter(lease_token__in=list(tokens))
    held.update(lease_expires_at=_expiry())
    return {token for token in held.values_list("lease_token", flat=True) if token}


def verify(lease: Lease) -> None:
    """Check `lease` and lock its row until the transaction around this ends. Raises `LeaseLost`."""
    if not _of(lease).update(lease_expires_at=_expiry()):
        raise LeaseLost


def release(lease: Lease) -> None:
    """End the turn of `lease` for good: like `verify`, and the phone is free once it commits."""
    if not execute(_RELEASE, [timezone.now(), lease.phone, lease.token]):
        raise LeaseLost


def release_for_retry(lease: Lease, *, delay: float) -> None:
    """Free the phone of `lease`, to be claimed again after `delay` seconds. Raises `LeaseLost`."""
    retry_at = timezone.now() + timedelta(seconds=delay)
    if not _of(lease).update(lease_token=None, lease_expires_at=None, retry_at=retry_at):
        raise LeaseLost


def release_to_wait(lease: Lease, *, vendor: str, until: datetime) -> None:
    """Free the phone of `lease`, to be claimed again when `vendor` takes our account, or at `until`.

    The attempts begin anew. Raises `LeaseLost`.
    """
    waits = {**_FREE, "retry_at": until, "waits_for": vendor}
    if not _of(lease).update(**waits):
        raise LeaseLost


def release_early(tokens: Iterable[uuid.UUID]) -> int:
    """Free the phones of `tokens` at once, for another worker; return how many still held a lease."""
    return Conversation.objects.filter(lease_token__in=list(tokens)).update(
        lease_token=None, lease_expires_at=None
    )


def lock(phone: str) -> bool:
    """Lock the conversation of `phone` until the transaction around this ends; return whether a turn runs.

    That turn can go on, but write nothing meanwhile.
    """
    [(token,)] = fetch(_LOCK, [phone, timezone.now()])
    return token is not None


def lock_known(phone: str) -> bool:
    """Lock like `lock`, if the conversation has a row; return whether it has."""
    return bool(Conversation.objects.filter(phone=phone).update(active_at=timezone.now()))


def revoke(phone: str) -> bool:
    """End whatever turn runs for `phone`, without waiting for it; return whether one did.

    Locks like `lock`.
    """
    turn_was_running = lock(phone)
    Conversation.objects.filter(phone=phone).update(**_FREE)
    return turn_was_running


def revoke_each(phones: Iterable[str]) -> None:
    """Do for many phones what `revoke` does for one."""
    free = {**_FREE, "active_at": timezone.now()}
    for some in chunks(sorted(set(phones))):  # in the order of `claim`
        Conversation.objects.bulk_create(
            [Conversation(phone=phone, **free) for phone in some],
            update_conflicts=True,
            unique_fields=["phone"],
            update_fields=list(free),
        )


def revoke_all() -> None:
    """End every turn, also those past their lease: its expiry is not judged when they write."""
    Conversation.objects.filter(lease_token__isnull=False).update(lease_token=None, lease_expires_at=None)


def forget_attempts(phone: str) -> None:
    """Let the next turn of `phone` begin at once and with all its attempts; a running one goes on."""
    Conversation.objects.filter(phone=phone).update(attempts=0, retry_at=None)


def _of(lease: Lease) -> QuerySet[Conversation]:
    return Conversation.objects.filter(phone=lease.phone, lease_token=lease.token)


def _expiry() -> datetime:
    return timezone.now() + timedelta(seconds=settings.TURN_LEASE_SECONDS)


arenew = async_twin(renew)
arelease_early = async_twin(release_early)
