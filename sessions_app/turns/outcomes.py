"""How a turn ends: its reply is written, or it is tried again, or given up; fenced by its lease."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext

from assistant import press_release
from assistant.interview import Reply
from sessions_app.conversations import attention, chat_language, leases, takeover, untold
from sessions_app.db.batches import EPOCH
from sessions_app.db.sql import execute_for_each_of
from sessions_app.db.thread_pool import async_twin
from sessions_app.messages import outbox
from sessions_app.models import InboundMessage, SessionChange, TurnAttempt, VendorAccount
from sessions_app.sessions import backend, live
from sessions_app.telemetry import turn_attempts, vendor_accounts
from sessions_app.telemetry.vendor_accounts import PATIENCE, TRIAL_SECONDS
from sessions_app.threads import ledger
from sessions_app.turns import approval
from sessions_app.turns.approval import Approved
from sessions_app.turns.canned_replies import APOLOGY, TAKES_LONGER
from sessions_app.turns.turn import Turn

State, Kind = InboundMessage.State, InboundMessage.Kind
Outcome = TurnAttempt.Outcome


# Plain SQL: each message pays for it.
_SETTLE = f"""
    UPDATE {InboundMessage._meta.db_table} SET state = %s WHERE id IN ({{ids}}) AND state = 'received'
"""


def adopt_thread(turn: Turn, *, thread_id: str) -> None:
    """Give `thread_id` to the live session of the turn's phone, else to a new one. Raises `LeaseLost`.

    The TTL of a live session is not refreshed: the turn may still fail.
    """
    with transaction.atomic():
        leases.verify(turn.lease)
        live.put(turn.lease.phone, thread_id, waiting_since=turn.messages[0].received_at, refresh=False)


def commit(turn: Turn, reply: Reply, approved: Approved | None = None) -> None:
    """End `turn` well: reply queued, messages answered, session accessed, phone free; or nothing of it.

    What the turn has `approved` goes out behind the reply.
    Raises `LeaseLost` where the turn has lost its right to write.
    """
    with turn.transaction():
        leases.release(turn.lease)
        _record(turn, Outcome.ANSWERED)
        canned = turn.is_canned
        if turn.rests:
            _rest(turn)
        outbox.queue(
            phone=turn.lease.phone,
            text=reply.text,
            turn=turn.token,
            request_id=turn.request_id,
            untold=canned,
            choices=[(choice.label, choice.action) for choice in reply.choices],
        )
        if approved:
            approval.queue(approved, turn, untold=canned)
        _settle(turn.messages, state=State.ANSWERED)
        # A session that had expired stays so.
        thread_id = live.touch(turn.lease.phone, waiting_since=turn.messages[0].received_at)
        if thread_id and reply.last_item_id:
            ledger.note_item(thread_id, item_id=reply.last_item_id)
        if turn.release_changed and not canned:
            press_release.told(phone=turn.lease.phone, until=turn.trace.claimed_at)
        if turn.answers_facts and turn.kind in (Kind.TEXT, Kind.CHOICE):
            press_release.answered(phone=turn.lease.phone, turn=turn.token)
        if canned:
            untold.note(turn.lease.phone)
        elif turn.lease.recap_from:
            untold.delivered(turn.lease.phone)


def _rest(turn: Turn) -> None:
    """Ask for a person, and keep what the user wrote from the end of a session that has expired."""
    phone, since = turn.lease.phone, turn.messages[0].received_at
    backend.store().end(phone, reason=SessionChange.Reason.EXPIRED, ended_at=since)
    attention.request_person(phone, reason=attention.Kind.BUDGET)


def retry_later(turn: Turn, *, delay: float, error: str) -> None:
    """Leave the turn's messages unanswered, to be claimed again after `delay` seconds."""
    with turn.transaction():
        leases.release_for_retry(turn.lease, delay=delay)
        _record(turn, Outcome.RETRIED, error=error)
        _note_error(turn.messages, error)


def wait_for_account(turn: Turn, *, error: str, called: bool) -> bool:
    """Let `turn` wait until OpenAI takes our account again; return False if it has failed instead.

    It fails where its first message has waited for `PATIENCE`. The user is told once a refusal that it
    takes longer. `called` is whether this attempt has called OpenAI: only then there is something to record.
    """
    until = turn.messages[0].received_at + PATIENCE
    openai = VendorAccount.Vendor.OPENAI.value
    if until <= timezone.now():
        give_up(turn, error=error)
        return False
    with turn.transaction():
        leases.release_to_wait(turn.lease, vendor=openai, until=until)
        if called:
            _record(turn, Outcome.RETRIED, error=error)
        _note_error(turn.messages, error)
        if not _was_told(turn.lease.phone):
            with chat_language.speaking_to(turn.lease.phone):
                outbox.queue(
                    phone=turn.lease.phone,
                    text=gettext(TAKES_LONGER),
                    request_id=turn.request_id,
                    untold=True,
                )
            untold.note(turn.lease.phone)
    return True


def wait_for_twilio(turn: Turn, *, error: str) -> None:
    """Let `turn`, whose media Twilio does not give us, be tried again in a minute, for `PATIENCE` at most.

    The user is told nothing: that would be refused too. Raises `LeaseLost`.
    """
    now = timezone.now()
    if turn.messages[0].received_at + PATIENCE <= now:
        give_up(turn, error=error)
        return
    with turn.transaction():
        leases.release_to_wait(turn.lease, vendor="", until=now + timedelta(seconds=TRIAL_SECONDS))
        _record(turn, Outcome.RETRIED, error=error)
        _note_error(turn.messages, error)


def _was_told(phone: str) -> bool:
    """Return True if `phone` has been told that it takes longer since OpenAI refuses our account.

    Also if OpenAI takes the account again meanwhile: the reply is about to come.
    """
    refusal = vendor_accounts.refusal(VendorAccount.Vendor.OPENAI)
    texts = chat_language.in_each(TAKES_LONGER)
    return refusal is None or outbox.has(phone=phone, texts=texts, since=refusal.refused_since)


def give_up(turn: Turn, *, error: str) -> None:
    """End `turn` as failed for good, keep the session, its thread and its TTL, and tell the user once."""
    with turn.transaction():
        leases.release(turn.lease)
        _settle(turn.messages, state=State.FAILED)
        _note_error(turn.messages, error)
        _record(turn, Outcome.FAILED, error=error)
        with chat_language.speaking_to(turn.lease.phone):  # it may have been heard in this turn
            outbox.queue(
                phone=turn.lease.phone,
                text=gettext(APOLOGY),
                turn=turn.token,
                request_id=turn.request_id,
                untold=True,
            )
        untold.note(turn.lease.phone)
        attention.request_person(turn.lease.phone, reason=f"{attention.Kind.FAILED}: {error}")


def retry_failed(phone: str, *, received_since: datetime = EPOCH) -> int:
    """Let the newest failed turn of `phone` be tried again, with all its attempts; return its messages.

    Messages from before `received_since` are left alone. The turn is looked up at OpenAI first, like any
    turn that was tried before; a turn that waits for its next attempt goes before it. The user was told
    of the failure, and is told again only if it fails again.
    """
    failed = InboundMessage.objects.filter(phone=phone, state=State.FAILED, received_at__gte=received_since)
    newest = list(failed.order_by("-id").values_list("turn", flat=True)[:1])
    with transaction.atomic():
        leases.lock(phone)  # before its messages, as everywhere
        retried = failed.filter(turn__in=newest).update(state=State.RECEIVED)
        if retried:
            untold.overtaken(phone, turns=newest)
            attempts = TurnAttempt.objects.filter(phone=phone, turn__in=filter(None, newest))
            takeover.note_hold(phone, since=attempts.aggregate(at=Max("ended_at"))["at"])
            leases.forget_attempts(phone)
    return retried


def _settle(messages: Iterable[InboundMessage], *, state: InboundMessage.State) -> None:
    execute_for_each_of(_SETTLE, [state.value], [message.pk for message in messages])


def _note_error(messages: Iterable[InboundMessage], error: str) -> None:
    pks = [message.pk for message in messages]
    InboundMessage.objects.filter(pk__in=pks).update(error=error[:200])


def _record(turn: Turn, outcome: TurnAttempt.Outcome, *, error: str = "") -> None:
    turn.write_notes(phone=turn.lease.phone)
    turn_attempts.record(
        phone=turn.lease.phone,
        turn=turn.token,
        outcome=outcome,
        messages=len(turn.messages),
        received_at=turn.messages[0].received_at,
        attempt=turn.lease.attempt,
        trace=turn.trace,
        error=error,
    )


acommit = async_twin(commit)
await_for_account = async_twin(wait_for_account)
await_for_twilio = async_twin(wait_for_twilio)
aretry_later = async_twin(retry_later)
agive_up = async_twin(give_up)
