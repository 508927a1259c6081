"""A restored database is set right, in one transaction, before any process works with it.

What a backup says of sessions, takeovers and sends is out of date. So all sessions end (their drafts stay),
the bot talks again everywhere, and what Twilio and our logs know of the time since is taken in. Leases of
turns have run out by themselves.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from sessions_app.conversations import takeover
from sessions_app.db.batches import chunks
from sessions_app.erasure import forgetting, person
from sessions_app.messages import user_addresses
from sessions_app.models import (
    ConversationSession,
    EndedSession,
    ErasureReceipt,
    SessionChange,
    TwilioErasure,
)
from sessions_app.privacy import pseudonyms
from sessions_app.recovery import conversations
from sessions_app.recovery.conversations import Counts
from sessions_app.recovery.exchange import Exchange
from sessions_app.recovery.log_files import Findings
from sessions_app.sessions import backend
from sessions_app.telemetry import heartbeats, session_counts
from sessions_app.threads import ledger

ALIVE_SECONDS = 60.0
REASON = "once more, after a restore"


class NotNow(Exception):
    """The database cannot be set right now. The message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Done:
    erased: int
    sessions_ended: int
    threads_doomed: int
    signed_out: int
    counts: Counts


def require_quiet() -> None:
    """Raise `NotNow` unless the sessions are in the table and no worker or scheduler is alive."""
    if not backend.in_database():
        raise NotNow("The sessions are in legacy mode. Run manage.py restore_sessions first.")
    if hosts := heartbeats.hosts_alive(within=ALIVE_SECONDS):
        raise NotNow(
            f"A worker or a scheduler was alive in the last minute (on {', '.join(sorted(hosts))}). "
            "Stop all processes, wait a minute and run this again."
        )


def set_right(*, since: datetime, exchange: Exchange, findings: Findings, dry_run: bool) -> Done:
    """Do what this file says; with `dry_run` nothing stays of it. Run again, it finds nothing to do."""
    with transaction.atomic():
        backend.require_use()
        erased = _erase_again(findings.forgotten, exchange, since=since)
        takeover.end_all()
        done = Done(
            erased=erased,
            sessions_ended=_end_sessions(at=since),
            threads_doomed=ledger.doom_unknown(findings.threads),
            signed_out=Session.objects.all().delete()[0],
            counts=conversations.take_in(
                _without_erased(exchange, findings.forgotten), findings, since=since
            ),
        )
        transaction.set_rollback(dry_run)
    return done


def _end_sessions(*, at: datetime) -> int:
    sessions = list(ConversationSession.objects.values_list("phone", "thread_id"))
    for some in chunks(sessions):
        phones = [phone for phone, _ in some]
        ledger.doom([thread_id for _, thread_id in some])
        EndedSession.objects.bulk_create(
            EndedSession(phone=phone, ended_at=at, replies_until=at) for phone in phones
        )
        ConversationSession.objects.filter(phone__in=phones).delete()
    session_counts.add(SessionChange.Reason.EXPIRED, len(sessions))
    return len(sessions)


def _erase_again(forgotten: Mapping[str, datetime], exchange: Exchange, *, since: datetime) -> int:
    """Erase everything of the people with these pseudonyms, here and at Twilio; return how many people."""
    erased = 0
    for address in sorted(_addresses(forgotten, exchange)):
        under_way = TwilioErasure.objects.filter(
            address__in=user_addresses.all_of(address), receipt__at__gt=since
        )
        if not under_way.exists():
            forgetting.forget(address, by=ErasureReceipt.By.COMMAND, reason=REASON)
            erased += 1
    return erased


def _addresses(forgotten: Collection[str], exchange: Exchange) -> set[str]:
    """Return an address of each of the people with these pseudonyms that the backup or Twilio knows."""
    found = {user_addresses.phone_of(address) for address in _listed(forgotten, exchange)}
    for shown in forgotten:
        with suppress(person.NotFound):
            found.add(person.find(shown))
    return found


def _listed(forgotten: Collection[str], exchange: Exchange) -> dict[str, str]:
    """Return the pseudonym by which each address of `exchange` was forgotten, if it was."""
    shown = {address: pseudonyms(address) for address in {message.address for message in exchange.messages}}
    return {address: one for address, names in shown.items() for one in names if one in forgotten}


def _without_erased(exchange: Exchange, forgotten: Mapping[str, datetime]) -> Exchange:
    """Return `exchange` without what people had exchanged before they were forgotten."""
    of = _listed(forgotten, exchange)
    kept = [one for one in exchange.messages if one.address not in of or one.at > forgotten[of[one.address]]]
    return replace(exchange, messages=kept)
