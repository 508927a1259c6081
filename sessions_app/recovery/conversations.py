"""What was exchanged since a backup comes into a restored inbox and outbox.

So nothing is answered or sent twice, Twilio's repeats are absorbed, what is unanswered gets its answer, and
the bot can be told what was said.

The logs tell which messages a reply came to. For other replies that is judged by time: a message counts as
answered if its user was sent something later that the backup does not know and that is not a notice to wait.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from assistant import press_release
from assistant.bidi import isolated
from sessions_app.conversations import chat_language, leases, untold
from sessions_app.conversations.consent import GOODBYE
from sessions_app.db.batches import EPOCH, chunks
from sessions_app.messages import emptied, inbox, opt_outs, user_addresses
from sessions_app.messages.delivery_status import STATE_OF_WORD
from sessions_app.messages.inbox import Incoming
from sessions_app.messages.keywords import is_start
from sessions_app.messages.outbox import LOOK_BACK
from sessions_app.messages.twilio_api import Exchanged
from sessions_app.models import EndedSession, InboundMessage, OptOut, OutboundMessage
from sessions_app.recovery.exchange import A_SECOND, Exchange
from sessions_app.recovery.log_files import Findings
from sessions_app.turns.canned_replies import TAKES_LONGER
from sessions_app.turns.limits import TOO_FAST

Kind, State = InboundMessage.Kind, OutboundMessage.State
INSERTED_AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class Counts:
    found_sent: int
    cancelled: int
    received: int
    answered: int
    unanswered: int
    sent: int


def take_in(exchange: Exchange, findings: Findings, *, since: datetime) -> Counts:
    """Do all this in the caller's transaction, while no worker runs. Repeated, it changes nothing."""
    sent = _unknown([message for message in exchange.messages if not message.by_user])
    matched, cancelled = _settle_unsent(sent)
    new = [message for message in sent if message.sid not in matched and message.at + A_SECOND > since]
    received = _receive(exchange)
    replies = _by_phone(new)
    turn = uuid.uuid4()  # one for all: it tells which messages the replies came to (`turns.recap`)
    _tell(replies, turn=turn)
    notices = _in_each(TAKES_LONGER, TOO_FAST)
    told = [one for one in new if one.body not in notices]
    others = [one for one in told if not findings.knows(one.sid)]
    known = findings.answered_by(one.sid for one in told)
    answered = _answer(_by_phone(others), known, turn=turn)
    for phone, messages in groupby(answered, key=lambda message: message.phone):
        _carry_out_again(phone, list(messages), replies.get(phone, ()))
    return Counts(
        found_sent=len(matched),
        cancelled=cancelled,
        received=received,
        answered=len(answered),
        unanswered=InboundMessage.objects.filter(state=InboundMessage.State.RECEIVED).count(),
        sent=len(new),
    )


def _in_each(*texts: str) -> set[str]:
    """Return fixed texts as users get them, in each of the languages."""
    return {isolated(text) for one in texts for text in chat_language.in_each(one)}


def _unknown(sent: Sequence[Exchanged]) -> list[Exchanged]:
    """Return those of `sent` whose SID no row of the outbox has."""
    known: set[str] = set()
    for some in chunks([message.sid for message in sent]):
        rows = OutboundMessage.objects.exclude(sid="").filter(sid__in=some)
        known.update(rows.values_list("sid", flat=True))
    return [message for message in sent if message.sid not in known]


def _settle_unsent(sent: Sequence[Exchanged]) -> tuple[set[str], int]:
    """Find the rows that were sent since, and cancel those that something else was sent instead of.

    Return the SIDs of the first, and how many the others are. The rest is unsent still; the worker looks
    up what it was sending.
    """
    to_address: defaultdict[str, list[Exchanged]] = defaultdict(list)
    for message in sent:
        to_address[message.address].append(message)
    found: set[str] = set()
    cancelled = 0
    unsent = OutboundMessage.objects.filter(state__in=[State.QUEUED, State.SENDING, State.UNCERTAIN])
    for row in unsent.order_by("pk"):
        since = row.created_at - LOOK_BACK
        later = [one for one in to_address[row.recipient] if one.at >= since and one.sid not in found]
        same = next((one for one in later if _is_sent(row, one)), None)
        mine = OutboundMessage.objects.filter(pk=row.pk)
        if same:
            found.add(same.sid)
            state = STATE_OF_WORD.get(same.status, State.ACCEPTED)
            mine.update(state=state, sid=same.sid, accepted_at=same.at, attempted_at=same.at, retry_at=None)
        elif row.state != State.UNCERTAIN and any(one.at > row.created_at for one in later):
            cancelled += mine.update(state=State.CANCELLED)
    return found, cancelled


def _is_sent(row: OutboundMessage, message: Exchanged) -> bool:
    """Return True if `message` can be `row`; for the blank body see `twilio_api.find_sent`."""
    return message.body == row.body or bool(row.content_sid and not message.body and not message.has_media)


def _receive(exchange: Exchange) -> int:
    """Store what users wrote and the inbox does not know; return how many messages."""
    received = [message for message in exchange.messages if message.by_user]
    known: set[str] = set()
    for sids in chunks([message.sid for message in received]):
        known |= emptied.known(sids)
    new = [message for message in received if message.sid not in known]
    for some in chunks(new, INSERTED_AT_ONCE):
        inbox.receive(
            [
                Incoming(
                    message_sid=message.sid,
                    phone=message.address,
                    body=message.body,
                    media=exchange.media.get(message.sid, ()),
                    received_at=message.at,
                )
                for message in some
            ]
        )
    return len(new)


def _by_phone(messages: Sequence[Exchanged]) -> dict[str, list[Exchanged]]:
    phones: dict[str, str] = {}
    for some in chunks(sorted({message.address for message in messages})):
        phones |= zip(some, user_addresses.phones_of([(address,) for address in some]), strict=True)
    found: defaultdict[str, list[Exchanged]] = defaultdict(list)
    for message in messages:
        found[phones[message.address]].append(message)
    return dict(found)


def _tell(replies: Mapping[str, Sequence[Exchanged]], *, turn: uuid.UUID) -> None:
    """Store what each phone was sent, and that a new thread is to be told of it."""
    for phone, messages in replies.items():
        leases.lock(phone)
        untold.note(phone, since=messages[0].at)
    OutboundMessage.objects.bulk_create(
        (
            OutboundMessage(
                phone=phone,
                address=message.address if message.address != phone else "",
                body=message.body,
                turn=turn,
                untold=True,
                state=STATE_OF_WORD.get(message.status, State.ACCEPTED),
                sid=message.sid,
                error_code=message.error_code,
                created_at=message.at,
                attempted_at=message.at,
                accepted_at=message.at,
            )
            for phone, messages in replies.items()
            for message in messages
        ),
        batch_size=INSERTED_AT_ONCE,
    )


def _answer(
    replies: Mapping[str, Sequence[Exchanged]], known: Collection[str], *, turn: uuid.UUID
) -> list[InboundMessage]:
    """Record what is `known` to be answered, by its SID, and what counts as that by its user's last reply.

    Return it, each phone's messages one after the other, in order.
    """
    last = {phone: messages[-1].at for phone, messages in replies.items()}
    waiting = InboundMessage.objects.filter(state=InboundMessage.State.RECEIVED).order_by("phone", "pk")
    answered = [
        message
        for message in waiting
        if message.message_sid in known or message.received_at < last.get(message.phone, EPOCH) + A_SECOND
    ]
    for pks in chunks([message.pk for message in answered]):
        InboundMessage.objects.filter(pk__in=pks).update(state=InboundMessage.State.ANSWERED, turn=turn)
    return answered


def _carry_out_again(phone: str, messages: Sequence[InboundMessage], replies: Collection[Exchanged]) -> None:
    """Carry out what answered `messages` did beside their replies: opt-outs, opt-ins and resets.

    Words like CANCEL opted out if they were answered so.
    """
    goodbyes = _in_each(GOODBYE)
    left_at = [reply.at for reply in replies if reply.body in goodbyes]
    for message in messages:
        if message.kind != Kind.RESET and message.kind not in InboundMessage.CONSENT:
            continue
        addresses = user_addresses.all_of(phone)
        cancels = message.kind == Kind.CANCEL and any(at + A_SECOND > message.received_at for at in left_at)
        if cancels or message.kind in (Kind.STOP, Kind.OPT_OUT):
            opt_outs.add(addresses, how=OptOut.How.WORD)
        elif opt_outs.is_opted_out(phone):
            if message.kind in (Kind.UNSTOP, Kind.OPT_IN) or is_start(message.body):
                opt_outs.remove(addresses)
        elif message.kind == Kind.RESET:
            press_release.park(phone=phone)
            at = message.received_at
            EndedSession.objects.create(phone=phone, ended_at=at, replies_until=at)
