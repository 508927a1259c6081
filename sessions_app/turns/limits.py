"""How many turns a phone may have with the interviewer, in any minute and any 24 hours.

`PHONE_TURNS_PER_MINUTE` and `PHONE_TURNS_PER_DAY`, 0 is off. Over a limit the user is told once, and what is
for the interviewer is held, until the oldest turn that counts is a minute or a day old; then it waits again,
all of it, in its order. A held message is in no worker's way, and commands go on. A turn counts once, when it
begins, whatever becomes of it. The scripted demo costs nothing, and has no limits.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext

from assistant.interview import get_interviewer
from sessions_app.conversations import chat_language, untold
from sessions_app.conversations.leases import Lease
from sessions_app.db.batches import chunks
from sessions_app.db.sql import Value, execute, fetch, read_time, with_list
from sessions_app.db.thread_pool import async_twin
from sessions_app.messages import outbox
from sessions_app.models import Conversation, InboundMessage, PhoneTurn
from sessions_app.privacy import pseudonym
from sessions_app.sessions import backend
from sessions_app.turns.turn import FOR_INTERVIEWER

log = structlog.get_logger(__name__)
State = InboundMessage.State
Unanswered = dict[str, list[InboundMessage]]

SETTINGS = (PER_MINUTE, PER_DAY) = ("PHONE_TURNS_PER_MINUTE", "PHONE_TURNS_PER_DAY")
"""The limits by their names, which are the `error` of what waits for them."""
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BATCH_SIZE = 500

TOO_FAST = gettext_noop(
    "That is a lot at once. I have all your messages, and will answer them together in about a minute. "
    "You need not send anything again."
)

# Plain SQL: each turn pays for these. When the turn began that has to be a minute, or a day, old before the
# next one: the n-th newest, where n turns are allowed.
_NTH_NEWEST = f"""(
    SELECT begun_at FROM {PhoneTurn._meta.db_table} WHERE phone = column1
    ORDER BY begun_at DESC LIMIT %s OFFSET %s
)"""
_DECIDING = f"SELECT column1, {_NTH_NEWEST}, {_NTH_NEWEST} FROM {{column1}}"
_COUNT = f"INSERT INTO {PhoneTurn._meta.db_table} (phone, begun_at) VALUES {{rows}}"


@dataclass(frozen=True, kw_only=True)
class Over:
    """A phone has had its turns `until` then; `setting` names the limit."""

    setting: str
    until: datetime


def admit(claimed: Iterable[Lease], unanswered: Unanswered, *, texts: bool) -> Unanswered:
    """Count the turns that begin now, hold what has to wait, and return the rest of what is `unanswered`.

    What was held, of a phone that is within its limits again, is among the rest. Earlier attempts were
    counted, and go on. Without `texts` no turn with a text begins. The caller's transaction holds the leases.
    """
    begin = {lease.phone: lease for lease in claimed if _begins(unanswered.get(lease.phone, []), texts=texts)}
    over = _over(begin)
    rest = dict(unanswered)
    for phone in over:
        held = [message for message in unanswered[phone] if message.kind in FOR_INTERVIEWER]
        _hold(phone, held, over[phone])
        rest[phone] = [message for message in unanswered[phone] if message not in held]
    within = [phone for phone in begin if phone not in over]
    for phone in within:
        if begin[phone].is_limited:
            _let_go([phone])
            rest[phone] = list(
                InboundMessage.objects.filter(phone=phone, state=State.RECEIVED).order_by("pk")
            )
    _count(within)
    return {phone: messages for phone, messages in rest.items() if messages}


def _begins(unanswered: Sequence[InboundMessage], *, texts: bool) -> bool:
    """Return True if the next turn of these messages is a new one for the interviewer."""
    if not unanswered or any(message.turn for message in unanswered):
        return False
    is_wanted = texts or all(message.kind != InboundMessage.Kind.TEXT for message in unanswered)
    return is_wanted and unanswered[0].kind in FOR_INTERVIEWER


def _count(phones: Sequence[str]) -> None:
    if phones:
        now = timezone.now()
        values: list[Value] = [value for phone in phones for value in (phone, now)]
        execute(_COUNT.format(rows=", ".join(["(%s, %s)"] * len(phones))), values)


def _over(phones: Iterable[str]) -> dict[str, Over]:
    """Return which of `phones` have had their turns, by one query."""
    per_minute, per_day = settings.PHONE_TURNS_PER_MINUTE, settings.PHONE_TURNS_PER_DAY
    listed = list(phones)
    if not listed or not (per_minute or per_day):
        return {}
    values: list[Value] = []
    for most in (per_minute, per_day):
        values += [1 if most else 0, max(0, most - 1)]
    found: dict[str, Over] = {}
    for phone, of_minute, of_day in fetch(*with_list(_DECIDING, values, listed)):
        # A day's limit comes second: it is the one to wait for.
        for setting, begun, period in (
            (PER_MINUTE, of_minute, MINUTE),
            (PER_DAY, of_day, DAY),
        ):
            if begun and (until := read_time(begun) + period) > timezone.now():
                found[str(phone)] = Over(setting=setting, until=until)
    return {} if found and get_interviewer().name == "offline" else found


def _hold(phone: str, texts: Sequence[InboundMessage], over: Over) -> None:
    """Hold `texts`, and tell the user unless messages wait of which the user was told."""
    held = InboundMessage.objects.filter(phone=phone, state=State.HELD, error=over.setting)
    was_told = any(message.error == over.setting for message in texts) or held.exists()
    for some in chunks([message.pk for message in texts]):
        InboundMessage.objects.filter(pk__in=some).update(state=State.HELD, error=over.setting)
    Conversation.objects.filter(phone=phone).update(limited_until=over.until)
    if not was_told:
        with chat_language.speaking_to(phone):
            outbox.queue(phone=phone, text=_notice(over), request_id=texts[-1].request_id, untold=True)
        untold.note(phone)
        log.warning("phone_limited", user=pseudonym(phone), limit=over.setting)


def _notice(over: Over) -> str:
    if over.setting == PER_MINUTE:
        return gettext(TOO_FAST)
    hours = max(1, math.ceil((over.until - timezone.now()) / timedelta(hours=1)))
    text = ngettext(
        "That is all that I can answer in a day. I have kept your message, and will answer in about {hours} "
        "hour. */status* shows what I have so far.",
        "That is all that I can answer in a day. I have kept your message, and will answer in about {hours} "
        "hours. */status* shows what I have so far.",
        hours,
    )
    return text.format(hours=hours)


def free() -> int:
    """Let what was held wait again, of the phones whose time has come; return how many phones."""
    due = Conversation.objects.filter(limited_until__lte=timezone.now()).order_by("phone")  # as claims do
    if not due.exists():
        return 0
    with transaction.atomic():
        if not backend.may_use():
            return 0
        phones = list(due.select_for_update().values_list("phone", flat=True)[:BATCH_SIZE])
        _let_go(phones)
    return len(phones)


def _let_go(phones: Sequence[str]) -> None:
    InboundMessage.objects.filter(phone__in=phones, state=State.HELD).update(state=State.RECEIVED)
    Conversation.objects.filter(phone__in=phones).update(limited_until=None)


afree = async_twin(free)
