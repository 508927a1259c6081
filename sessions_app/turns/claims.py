"""Find the phones that wait for an answer, take their leases and load their turns."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from assistant import press_release
from assistant.interview import MAX_RECAP, PastMessage
from sessions_app.conversations import chat_language, consent, idle, leases, takeover
from sessions_app.conversations.leases import Lease
from sessions_app.db.sql import Value, execute_for_each_of, fetch, load_each_of
from sessions_app.db.thread_pool import async_twin
from sessions_app.messages import blocks, outbox
from sessions_app.messages.quotes import quoted_by
from sessions_app.models import Conversation, ConversationSession, InboundMessage, VendorAccount
from sessions_app.sessions import backend, live
from sessions_app.telemetry import budget, vendor_accounts
from sessions_app.telemetry.turn_attempts import Trace
from sessions_app.turns import choices, limits, quiet, recap
from sessions_app.turns.canned_replies import RESTS, RESTS_UNHEARD
from sessions_app.turns.reset import reset
from sessions_app.turns.turn import Turn, kind_of, messages_of_turn

State = InboundMessage.State
Kind = InboundMessage.Kind

AT_ONCE = frozenset({Kind.RESET, *InboundMessage.CONSENT})
"""Kinds that are carried out between the turns, also while one is running."""
_AT_ONCE = ", ".join(f"'{kind.value}'" for kind in sorted(AT_ONCE))

# Plain SQL: each poll of each worker pays for it, 25 times a second. The first and the fourth `%s` are
# true if texts are wanted too; otherwise a command counts only if no text waits before it, so as to keep its
# place, and a picture only if no text waits at all: they are one turn.
_WAITING = f"""
    SELECT m.phone, m.kind, c.paused_at IS NOT NULL FROM {InboundMessage._meta.db_table} m
    LEFT JOIN {Conversation._meta.db_table} c ON c.phone = m.phone
    WHERE m.state = 'received' AND (%s OR m.kind <> 'text') AND (
        m.kind IN ({_AT_ONCE}) OR c.id IS NULL OR c.paused_at IS NOT NULL
        OR ((c.lease_expires_at IS NULL OR c.lease_expires_at < %s)
            AND (c.retry_at IS NULL OR c.retry_at <= %s))
    ) AND (
        %s OR m.kind IN ({_AT_ONCE}) OR c.paused_at IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM {InboundMessage._meta.db_table} earlier
            WHERE earlier.phone = m.phone AND earlier.state = 'received'
            AND earlier.kind = 'text' AND (earlier.id < m.id OR m.kind = 'media')
        )
    ) AND (c.paused_at IS NOT NULL OR {quiet.IS_DUE})
    ORDER BY m.id LIMIT %s
"""

_UNANSWERED = f"""
    SELECT {{columns}} FROM {InboundMessage._meta.db_table}
    WHERE phone IN ({{ids}}) AND state = 'received' ORDER BY phone, id
"""
_MARK_TAKEN = f"""
    UPDATE {InboundMessage._meta.db_table} SET turn = (
        SELECT lease_token FROM {Conversation._meta.db_table} c
        WHERE c.phone = {InboundMessage._meta.db_table}.phone
    ) WHERE id IN ({{ids}}) AND turn IS NULL
"""


def claim_turns(limit: int) -> list[Turn]:
    """Find phones with unanswered messages and claim a turn for at most `limit` of them.

    Resets and opt-outs are carried out here, at once: they wait for no turn and call no vendor.
    """
    return _claim(limit, texts=True)


def claim_commands(limit: int) -> list[Turn]:
    """Like `claim_turns`, but only what needs no interviewer: for a worker that has no slot free."""
    return _claim(limit, texts=False)


def any_waits_for_quiet() -> bool:
    """Return True if a message waits for nothing but quiet."""
    return bool(_find(1, texts=True, wait=False)) and backend.may_use()


def _claim(limit: int, *, texts: bool) -> list[Turn]:
    waiting = _find(limit, texts=texts)
    opting = sorted({phone for phone, kind, _ in waiting if kind in InboundMessage.CONSENT})
    for phone in opting:
        consent.settle(phone)
    paused = sorted({phone for phone, _, is_paused in waiting if is_paused})
    takeover.hold_all(paused)
    if opting or paused:
        waiting = _find(limit, texts=texts)
    for phone in dict.fromkeys(phone for phone, kind, _ in waiting if kind == Kind.RESET):
        reset(phone)
    phones = list(dict.fromkeys(phone for phone, *_ in waiting))[:limit]
    if not phones:
        return []
    with transaction.atomic():
        return _load(_with_answers(leases.claim(phones)), texts=texts) if backend.may_use() else []


def _find(limit: int, *, texts: bool, wait: bool = True) -> list[tuple[str, Value, bool]]:
    """Return phone, kind and whether the bot is paused for the messages that are due, oldest first.

    Without `wait`, also of phones that are not quiet yet.
    """
    now = timezone.now()
    rows = fetch(_WAITING, [texts, now, now, texts, *quiet.parameters(now, wait=wait), limit * 4])
    return [(str(phone), kind, bool(is_paused)) for phone, kind, is_paused in rows]


def _with_answers(claimed: list[Lease]) -> list[Lease]:
    """Return the leases of those who get answers: not who has opted out or is blocked.

    What the others sent is ignored, unless it opts in or out.
    """
    silent = blocks.unwanted_since([lease.phone for lease in claimed])
    for lease in claimed:
        if lease.phone in silent:
            leases.release(lease)
            consent.settle(lease.phone)
            idle.drop_unused(lease.phone)
    return [lease for lease in claimed if lease.phone not in silent]


def _load(claimed: list[Lease], *, texts: bool) -> list[Turn]:
    if not claimed:
        return []
    phones = [lease.phone for lease in claimed]
    unanswered = _unanswered(phones)
    choices.resolve(message for mine in unanswered.values() for message in mine)
    unanswered = limits.admit(claimed, unanswered, texts=texts)
    messages = _messages_of_turns(unanswered, texts=texts)
    sessions = live.of_phones({phone: mine[0].received_at for phone, mine in messages.items()})
    news = press_release.news(phones)
    quotes = quoted_by(message for mine in messages.values() for message in mine)
    account_code, trial = _refusal(messages)
    resting = _resting(messages, sessions)
    languages = chat_language.note({phone: _own_words(mine) for phone, mine in messages.items()})
    turns = []
    for lease in claimed:
        if lease.phone not in messages:
            leases.release(lease)
            idle.drop_unused(lease.phone)
            continue
        mine, session = messages[lease.phone], sessions.get(lease.phone)
        waited = [message for message in unanswered[lease.phone] if message.pk >= mine[0].pk]
        turns.append(
            Turn(
                lease=lease,
                messages=mine,
                token=mine[0].turn or lease.token,
                language=languages[lease.phone],
                kind=kind_of(mine),
                session=session,
                release_changed=lease.phone in news.changed,
                answers_facts=lease.phone in news.unanswered,
                resuming=mine[0].turn is not None,
                messages_during_takeover=_untold(lease, mine, has_thread=session is not None),
                quotes=quotes.get(lease.phone, {}),
                trace=_trace(lease, waited),
                account_code=account_code,
                is_trial=lease.phone == trial,
                rests=lease.phone in resting,
            )
        )
    _mark_taken(message.pk for turn in turns for message in turn.messages)
    return turns


def _trace(lease: Lease, waited: Sequence[InboundMessage]) -> Trace:
    """Begin the trace of a turn whose first message, and what came after it, has `waited` until now."""
    trace, due = Trace(), waited[0].received_at
    quiet_until = due + timedelta(seconds=quiet.quiet_seconds(waited))
    if lease.held_from and lease.held_until and due < lease.held_until:
        trace.was_held(since=max(due, lease.held_from), until=lease.held_until)
        due = lease.held_until
    trace.was_quiet(since=due, seconds=(quiet_until - due).total_seconds())
    return trace


def _own_words(messages: Iterable[InboundMessage]) -> list[str]:
    """Return what the user wrote, without what is a choice of ours."""
    return [message.body for message in messages if not message.is_choice]


def _untold(lease: Lease, mine: list[InboundMessage], *, has_thread: bool) -> list[PastMessage]:
    """Return what the thread has to be told; a new one nothing of a session that has expired."""
    if lease.recap_from is None or kind_of(mine) != Kind.TEXT:
        return []
    if has_thread:
        return recap.messages_during_takeover(lease.phone, since=lease.recap_from)
    expired = live.live_since(waiting_since=mine[0].received_at)
    texts = [text for rests in (RESTS, RESTS_UNHEARD) for text in chat_language.in_each(rests)]
    if rested := outbox.first_untold(phone=lease.phone, texts=texts):
        expired = min(expired, rested)
    return recap.messages_during_takeover(
        lease.phone, since=max(expired, lease.recap_from), replies_since=expired, limit=MAX_RECAP
    )


def _unanswered(phones: list[str]) -> dict[str, list[InboundMessage]]:
    waiting = load_each_of(InboundMessage, _UNANSWERED, [], phones)
    return {phone: list(messages) for phone, messages in groupby(waiting, key=lambda m: m.phone)}


def _messages_of_turns(
    unanswered: Mapping[str, list[InboundMessage]], *, texts: bool
) -> dict[str, list[InboundMessage]]:
    of_phone = {phone: messages_of_turn(messages) for phone, messages in unanswered.items()}
    # A reset that came since the poll is not a turn, nor is a text if none is wanted: the next poll finds it.
    left_out = AT_ONCE if texts else AT_ONCE | {Kind.TEXT}
    return {phone: mine for phone, mine in of_phone.items() if kind_of(mine) not in left_out}


def _refusal(messages: dict[str, list[InboundMessage]]) -> tuple[str, str]:
    """Return why OpenAI refuses our account, and the phone whose turn tries it all the same; "" for none."""
    texts = {phone: mine[0].pk for phone, mine in messages.items() if kind_of(mine) == Kind.TEXT}
    openai = VendorAccount.Vendor.OPENAI
    refusal = vendor_accounts.refusal(openai) if texts else None
    if refusal is None:
        return "", ""
    oldest = min(texts, key=lambda phone: texts[phone])
    return refusal.code, oldest if vendor_accounts.take_trial(openai) else ""


def _resting(
    messages: Mapping[str, list[InboundMessage]], sessions: Mapping[str, ConversationSession]
) -> set[str]:
    """Return the phones whose turn would begin a conversation, if the budget of the day is used up."""
    new = {
        phone
        for phone, mine in messages.items()
        if phone not in sessions and mine[0].turn is None and kind_of(mine) == Kind.TEXT
    }
    return new if new and budget.is_used_up() else set()


def _mark_taken(pks: Iterable[int]) -> None:
    execute_for_each_of(_MARK_TAKEN, [], list(pks))


aclaim_turns = async_twin(claim_turns)
aclaim_commands = async_twin(claim_commands)
aany_waits_for_quiet = async_twin(any_waits_for_quiet)
