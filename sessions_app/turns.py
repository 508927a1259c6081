"""Turns: a phone's unanswered messages and the reply to them, one turn at a time for a phone.

The database half of a turn: each function is one short transaction. While OpenAI thinks, nothing
is locked and no connection is held; what a turn writes is fenced by its lease (`leases`).
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, takewhile

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from assistant import press_release
from assistant.interview import Said
from sessions_app import (
    attention,
    commands,
    leases,
    outbox,
    retelling,
    session_backend,
    sessions,
    status_text,
    takeover,
    threads,
    turn_attempts,
)
from sessions_app.batches import EPOCH
from sessions_app.leases import Lease
from sessions_app.models import (
    Conversation,
    ConversationSession,
    InboundMessage,
    SessionChange,
    TurnAttempt,
)
from sessions_app.privacy import pseudonym
from sessions_app.statements import Value, db_time, execute_for_each_of, fetch
from sessions_app.turn_attempts import Trace

log = structlog.get_logger(__name__)
State = InboundMessage.State
Kind = InboundMessage.Kind
Outcome = TurnAttempt.Outcome

MAX_MESSAGES = 20
"""A burst becomes one turn of at most this many messages; what is over waits for the next."""

APOLOGY = (
    "Sorry, I could not answer your last message: something went wrong on my side. "
    "Your answers so far are safe. Please send it again in a little while."
)

CANNED: dict[str, Callable[["Turn"], str]] = {
    Kind.MEDIA: lambda turn: commands.TEXT_PLEASE,
    Kind.HELP: lambda turn: commands.HELP,
    Kind.STATUS: lambda turn: status_text.status_text(session=turn.session, gathered=turn.gathered),
}
"""What is answered without the interviewer, and how."""

# The literal state lets SQLite use the partial index; in flight and waiting rows come in id order.
_WAITING = f"""
    SELECT m.phone, m.kind, c.paused_at IS NOT NULL FROM {InboundMessage._meta.db_table} m
    LEFT JOIN {Conversation._meta.db_table} c ON c.phone = m.phone
    WHERE m.state = 'received' AND (
        m.kind = 'reset' OR c.id IS NULL OR c.paused_at IS NOT NULL
        OR ((c.lease_expires_at IS NULL OR c.lease_expires_at < %s)
            AND (c.retry_at IS NULL OR c.retry_at <= %s))
    )
    ORDER BY m.id LIMIT %s
"""
# Only where no text comes before the command: a command keeps its place.
_COMMANDS_WAITING = f"""
    SELECT m.phone, m.kind, c.paused_at IS NOT NULL FROM {InboundMessage._meta.db_table} m
    LEFT JOIN {Conversation._meta.db_table} c ON c.phone = m.phone
    WHERE m.state = 'received' AND m.kind <> 'text' AND (
        m.kind = 'reset' OR c.paused_at IS NOT NULL OR ((c.id IS NULL
            OR ((c.lease_expires_at IS NULL OR c.lease_expires_at < %s)
                AND (c.retry_at IS NULL OR c.retry_at <= %s)))
        AND NOT EXISTS (
            SELECT 1 FROM {InboundMessage._meta.db_table} earlier
            WHERE earlier.phone = m.phone AND earlier.state = 'received'
            AND earlier.kind = 'text' AND earlier.id < m.id
        ))
    )
    ORDER BY m.id LIMIT %s
"""
_SETTLE = f"""
    UPDATE {InboundMessage._meta.db_table} SET state = %s WHERE id IN ({{ids}}) AND state = 'received'
"""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A claimed turn: the messages it answers and the session it goes on with, if one is live."""

    lease: Lease
    messages: list[InboundMessage]
    session: ConversationSession | None
    gathered: Mapping[str, str]
    """The fields of the phone's press release so far."""
    resuming: bool
    """An earlier attempt at these very messages came to no end: look before asking again."""
    said_meanwhile: Sequence[Said] = ()
    """What was said while the bot was paused, and the thread may not know yet."""
    trace: Trace = field(default_factory=Trace)

    @property
    def token(self) -> uuid.UUID:
        """The lease token of the first attempt at these messages: it names the turn in all its attempts."""
        return self.messages[0].turn or self.lease.token


def claim_turns(limit: int) -> list[Turn]:
    """Find phones with unanswered messages and claim a turn for at most `limit` of them.

    Resets are carried out here, at once: they wait for no turn and call nobody.
    """
    return _claim(_WAITING, limit)


def claim_commands(limit: int) -> list[Turn]:
    """Like `claim_turns`, but only what needs no interviewer: for a worker that has no place free."""
    return _claim(_COMMANDS_WAITING, limit)


def _claim(find: str, limit: int) -> list[Turn]:
    waiting = _find(find, limit)
    if paused := sorted({phone for phone, _, is_paused in waiting if is_paused}):
        takeover.hold_all(paused)
        waiting = _find(find, limit)
    for phone in dict.fromkeys(phone for phone, kind, _ in waiting if kind == Kind.RESET):
        reset(phone)
    phones = list(dict.fromkeys(phone for phone, *_ in waiting))[:limit]
    if not phones:
        return []
    with transaction.atomic():
        return _load(leases.claim(phones)) if session_backend.may_use() else []


def _find(statement: str, limit: int) -> list[tuple[str, Value, bool]]:
    """Return phone, kind and whether the bot is paused for the messages that wait, oldest first."""
    now = db_time(timezone.now())
    rows = fetch(statement, [now, now, limit * 4])
    return [(str(phone), kind, bool(is_paused)) for phone, kind, is_paused in rows]


def _load(claimed: list[Lease]) -> list[Turn]:
    of_phone = {lease.phone: lease for lease in claimed}
    phones = list(of_phone)
    unanswered = InboundMessage.objects.filter(phone__in=phones, state=State.RECEIVED)
    stored = session_backend.store().of_phones(phones)
    releases = press_release.gathered_of(phones)
    turns = []
    for phone, messages in groupby(unanswered.order_by("phone", "id"), key=lambda m: m.phone):
        mine = messages_of_turn(list(messages))
        if mine[0].kind == Kind.RESET:  # it came since we looked, and is no turn: the next look finds it
            continue
        lease = of_phone.pop(phone)
        session = stored.get(phone)
        if session and not sessions.is_live(
            session, at=mine[0].received_at, ttl=settings.SESSION_TTL_SECONDS
        ):
            session = None
        resuming = mine[0].turn is not None
        since = lease.untold_since
        turns.append(
            Turn(
                lease=lease,
                messages=mine,
                session=session,
                gathered=releases.get(phone, {}),
                resuming=resuming,
                said_meanwhile=retelling.said_meanwhile(phone, since=since) if since and session else (),
            )
        )
    _mark_taken(message.pk for turn in turns for message in turn.messages)
    for no_turn in of_phone.values():
        leases.release(no_turn)
    return turns


def _mark_taken(pks: Iterable[int]) -> None:
    token = Conversation.objects.filter(phone=OuterRef("phone")).values("lease_token")
    InboundMessage.objects.filter(pk__in=list(pks), turn=None).update(turn=Subquery(token))


def messages_of_turn(unanswered: Sequence[InboundMessage]) -> list[InboundMessage]:
    """Choose from a phone's `unanswered` messages, in order, those that the next turn answers.

    An earlier attempt's messages are tried again as they were. Else the first message and those
    right behind it of the same kind: a burst of texts is one turn, a command keeps its place.
    """
    if earlier := [message for message in unanswered if message.turn is not None]:
        # A failed turn that is retried comes second: only the last one asked is at the thread's end.
        return [message for message in earlier if message.turn == earlier[-1].turn]
    first = unanswered[0]
    return list(takewhile(lambda message: message.kind == first.kind, unanswered))[:MAX_MESSAGES]


def is_canned(turn: Turn) -> bool:
    """Say whether `turn` is answered without the interviewer."""
    return turn.messages[0].kind in CANNED


def answer_canned(turn: Turn) -> None:
    """End a canned `turn` with its reply; its session counts as accessed and stays as it is."""
    commit(turn, text=CANNED[turn.messages[0].kind](turn), last_item_id="")


def adopt_thread(turn: Turn, *, thread_id: str) -> None:
    """Make `thread_id` the thread of a new session for the turn's phone. Raises `LeaseLost`."""
    with transaction.atomic():
        leases.hold(turn.lease)
        session_backend.store().put(
            turn.lease.phone,
            thread_id,
            ttl=settings.SESSION_TTL_SECONDS,
            judged_at=turn.messages[0].received_at,
        )


def commit(turn: Turn, *, text: str, last_item_id: str) -> None:
    """End `turn` well: reply queued, messages answered, session accessed, phone free; or nothing of it.

    `last_item_id` is the newest item of the thread that the turn knows of, "" where it asked for none.
    Raises `LeaseLost` where the turn has lost its right to write.
    """
    with transaction.atomic():
        leases.release(turn.lease)
        _record(turn, Outcome.ANSWERED)
        outbox.queue(phone=turn.lease.phone, text=text, turn=turn.token)
        _settle(turn.messages, state=State.ANSWERED)
        thread_id = _count_as_access(turn)
        if thread_id and last_item_id:
            threads.note_item(thread_id, item_id=last_item_id)
        if turn.lease.untold_since and not is_canned(turn):
            takeover.told(turn.lease.phone)


def retry_later(turn: Turn, *, delay: float, error: str) -> None:
    """Leave the turn's messages unanswered, to be claimed again after `delay` seconds."""
    with transaction.atomic():
        leases.release_for_retry(turn.lease, delay=delay)
        _record(turn, Outcome.RETRIED, error=error)
        _note_error(turn.messages, error)


def give_up(turn: Turn, *, error: str) -> None:
    """End `turn` as failed for good, keep the session and its thread, and tell the user once."""
    with transaction.atomic():
        leases.release(turn.lease)
        _settle(turn.messages, state=State.FAILED)
        _note_error(turn.messages, error)
        _record(turn, Outcome.FAILED, error=error)
        outbox.queue(phone=turn.lease.phone, text=APOLOGY, turn=turn.token)
        attention.ask(turn.lease.phone, reason=f"A turn failed for good: {error}")
        _count_as_access(turn)


def retry_failed(phone: str, *, received_since: datetime = EPOCH) -> int:
    """Let the newest failed turn of `phone` be tried again, with all its attempts; return its messages.

    Messages from before `received_since` are left alone. The turn is looked up at OpenAI first, like any
    turn that was tried before; a turn that waits for its next attempt goes before it. The user, who was
    told, is told again only where it fails again.
    """
    failed = InboundMessage.objects.filter(phone=phone, state=State.FAILED, received_at__gte=received_since)
    newest = failed.order_by("-id").values_list("turn", flat=True)[:1]
    with transaction.atomic():
        leases.lock(phone)  # before its messages, as everywhere
        retried = failed.filter(turn__in=list(newest)).update(state=State.RECEIVED)
        if retried:
            leases.forget_attempts(phone)
    return retried


def reset(phone: str) -> bool:
    """Carry out the newest unanswered reset of `phone`; return whether there was one.

    The running turn loses its right to write, the session and the release in the making end,
    earlier unanswered messages are ignored, unsent parts are cancelled, then the welcome goes out.
    """
    with transaction.atomic():
        if not session_backend.may_use():
            return False
        turn_was_running = leases.take_away(phone)
        unanswered = InboundMessage.objects.filter(phone=phone, state=State.RECEIVED)
        newest = unanswered.filter(kind=Kind.RESET).order_by("-id").first()
        # Another worker was faster, and a new turn may run already: leave it its lease. Or an operator was.
        if newest is None or takeover.is_paused(phone):
            transaction.set_rollback(True)
            return False
        _settle([newest], state=State.ANSWERED)
        ignored = unanswered.filter(pk__lt=newest.pk).update(state=State.IGNORED)
        session_backend.store().end(
            phone,
            reason=SessionChange.Reason.RESET,
            ended_at=newest.received_at + timedelta(microseconds=1),
            thread_in_use=turn_was_running,
        )
        takeover.forget(phone)
        press_release.discard_draft(phone=phone)
        outbox.cancel_unsent(phone=phone)
        token = uuid.uuid4()
        turn_attempts.record(
            phone=phone,
            turn=token,
            outcome=Outcome.RESET,
            messages=ignored + 1,
            received_at=newest.received_at,
        )
        outbox.queue(phone=phone, text=commands.WELCOME, turn=token)
    log.info("session_reset", user=pseudonym(phone))
    return True


def texts(turn: Turn) -> list[str]:
    """Return what the user said in `turn`, menu digits read as their sentences."""
    return [commands.expand_menu_choice(message.body) for message in turn.messages]


def _count_as_access(turn: Turn) -> str | None:
    """Refresh the session that `turn` went on with or began and return its thread.

    One that had expired stays so.
    """
    return session_backend.store().touch(
        turn.lease.phone, ttl=settings.SESSION_TTL_SECONDS, judged_at=turn.messages[0].received_at
    )


def _settle(messages: Iterable[InboundMessage], *, state: InboundMessage.State) -> None:
    execute_for_each_of(_SETTLE, [state.value], [message.pk for message in messages])


def _note_error(messages: Iterable[InboundMessage], error: str) -> None:
    pks = [message.pk for message in messages]
    InboundMessage.objects.filter(pk__in=pks).update(error=error[:200])


def _record(turn: Turn, outcome: TurnAttempt.Outcome, *, error: str = "") -> None:
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
