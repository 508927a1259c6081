"""The transcript of a user for operators: bubbles with times and delivery marks, across sessions.

It goes back as far as messages are kept, and says where a session ended. An export contains one session only.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate
from types import MappingProxyType
from typing import Self

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from sessions_app.console.formatted import formatted
from sessions_app.console.sessions import sent_media
from sessions_app.console.sessions.sent_media import Attachment
from sessions_app.console.twilio_errors import in_words
from sessions_app.messages import media_deletions
from sessions_app.messages.attachments import kind_of_document
from sessions_app.messages.quotes import Quote, quoted_by
from sessions_app.models import InboundMessage, OutboundMessage
from sessions_app.sessions.ended import LastEnd, last_ends
from sessions_app.turns import limits

MAX_SHOWN = 200
"""Messages on one page."""

_NO_BOUND = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Mark:
    """The state of a message: a Material symbol, a tone ("calm", "read", "bad"), and words."""

    icon: str
    tone: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """One row of the inbox or the outbox. `who` is "user", "bot" or "operator" (then with a `name`)."""

    pk: int
    who: str
    name: str = ""
    at: datetime
    text: str
    media: tuple[Attachment, ...] = ()
    quote: str = ""
    button: bool = False
    """True if the text is a button or a list item that was tapped."""
    command: str = ""
    state: str
    error: str
    mark: Mark | None
    part: int = 1
    parts: int = 1

    @property
    def formatted(self) -> SafeString:
        return formatted(self.text)

    @property
    def formatted_quote(self) -> SafeString:
        return formatted(self.quote)


@dataclass(frozen=True, kw_only=True)
class Bubble:
    """A user's message, or the parts of one reply."""

    messages: tuple[Message, ...]
    ended_before: datetime | None = None
    """When a session ended between the bubble before this one and this one."""

    @property
    def first(self) -> Message:
        return self.messages[0]


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a page of the transcript ends: before these rows of the inbox and the outbox."""

    inbound: int = _NO_BOUND
    outbound: int = _NO_BOUND

    def __str__(self) -> str:
        return f"{self.inbound}-{self.outbound}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the position that `str` wrote, None for any other text."""
        inbound, _, outbound = text.partition("-")
        if not (inbound.isdecimal() and outbound.isdecimal() and len(text) < 40):
            return None
        return cls(inbound=min(int(inbound), _NO_BOUND), outbound=min(int(outbound), _NO_BOUND))


@dataclass(frozen=True, kw_only=True)
class Transcript:
    bubbles: tuple[Bubble, ...]
    ended_at: datetime | None
    """When the last session ended, if nothing was said since."""
    earlier: Position | None
    """Where the messages before these end, None if these are the first."""


def newest(phone: str, ends: Sequence[LastEnd], *, before: Position | None = None) -> Transcript:
    """Return the last `MAX_SHOWN` messages (before `before`, if it is given), oldest first.

    `ends` are where the user's sessions ended, oldest first.
    """
    bound = before or Position()
    said, heard = _of(phone)
    inbound = list(said.filter(pk__lt=bound.inbound).order_by("-pk")[: MAX_SHOWN + 1])
    outbound = list(heard.filter(pk__lt=bound.outbound).order_by("-pk")[: MAX_SHOWN + 1])
    deleted = media_deletions.planned([item.get("url", "") for row in inbound for item in row.media])
    messages = _merged(inbound[::-1], outbound[::-1], quoted_by(inbound).get(phone, {}), deleted)
    shown = messages[-MAX_SHOWN:]
    earlier = None
    if len(messages) > len(shown):
        earlier = Position(
            inbound=min((m.pk for m in shown if m.who == "user"), default=bound.inbound),
            outbound=min((m.pk for m in shown if m.who != "user"), default=bound.outbound),
        )
    bubbles = _parted(_bubbles(shown), ends)
    is_over = ends and before is None and (not shown or _ended(shown[-1], ends) < len(ends))
    return Transcript(bubbles=bubbles, ended_at=ends[-1].ended_at if is_over else None, earlier=earlier)


def states(phone: str) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Return everything that can change in what `newest` shows, without the texts."""
    said, heard = _of(phone)
    inbound = said.order_by("-pk").values_list("pk", "state", "turn", "error")
    outbound = heard.order_by("-pk").values_list("pk", "state", "error_code")
    return list(inbound[:MAX_SHOWN]), list(outbound[:MAX_SHOWN])


def _of(phone: str) -> tuple[QuerySet[InboundMessage], QuerySet[OutboundMessage]]:
    return InboundMessage.objects.filter(phone=phone), OutboundMessage.objects.filter(phone=phone)


def _ended(message: Message, ends: Sequence[LastEnd]) -> int:
    """Return how many of the sessions that have ended were over when `message` came."""
    return sum((end.ended_at if message.who == "user" else end.replies_until) <= message.at for end in ends)


def _parted(bubbles: Sequence[Bubble], ends: Sequence[LastEnd]) -> tuple[Bubble, ...]:
    """Return the bubbles, those after the end of a session with its time."""
    over = [_ended(bubble.first, ends) for bubble in bubbles]
    return tuple(
        replace(bubble, ended_before=ends[count - 1].ended_at) if count > past else bubble
        for bubble, past, count in zip(bubbles, [*over[:1], *over], over, strict=False)
    )


def complete(phones: Collection[str]) -> dict[str, list[Message]]:
    """Return all messages of the sessions of `phones`, oldest first, with four queries, six for quotes."""
    ends = last_ends(phones)
    said, heard = _within({phone: ends.get(phone, LastEnd()) for phone in phones})
    inbound: dict[str, list[InboundMessage]] = {phone: [] for phone in phones}
    outbound: dict[str, list[OutboundMessage]] = {phone: [] for phone in phones}
    for received in said.order_by("pk"):
        inbound[received.phone].append(received)
    for sent in heard.order_by("pk"):
        outbound[sent.phone].append(sent)
    quotes = quoted_by(message for messages in inbound.values() for message in messages)
    return {phone: _merged(inbound[phone], outbound[phone], quotes.get(phone, {})) for phone in phones}


def _within(ends: Mapping[str, LastEnd]) -> tuple[QuerySet[InboundMessage], QuerySet[OutboundMessage]]:
    said, heard = Q(pk__in=[]), Q(pk__in=[])
    for phone, last_end in ends.items():
        said |= Q(phone=phone, received_at__gte=last_end.ended_at)
        heard |= Q(phone=phone, created_at__gte=last_end.replies_until)
    return InboundMessage.objects.filter(said), OutboundMessage.objects.filter(heard)


def _merged(
    inbound: Sequence[InboundMessage],
    outbound: Sequence[OutboundMessage],
    quotes: Mapping[str, Quote],
    deleted: Mapping[str, datetime | None] = MappingProxyType({}),
) -> list[Message]:
    """Merge both by time, each in the order of its ids; `deleted` are media that Twilio deletes, or has."""
    said = [_said(row, quotes, deleted) for row in inbound]
    heard = [_heard(row) for row in outbound]
    told = [*_timed(said, 0), *_timed(heard, 1)]
    return [message for *_, message in sorted(told, key=lambda entry: entry[:3])]


def _timed(messages: Sequence[Message], rank: int) -> Iterable[tuple[datetime, int, int, Message]]:
    # The newest time so far, because the clocks of several hosts must not change the order of the ids.
    times = accumulate((message.at for message in messages), max)
    return ((at, rank, message.pk, message) for at, message in zip(times, messages, strict=True))


def _bubbles(messages: Iterable[Message]) -> tuple[Bubble, ...]:
    groups: list[list[Message]] = []
    for message in messages:
        if message.part > 1 and groups and groups[-1][-1].part == message.part - 1:
            groups[-1].append(message)
        else:
            groups.append([message])
    return tuple(Bubble(messages=tuple(group)) for group in groups)


def _said(
    row: InboundMessage, quotes: Mapping[str, Quote], deleted: Mapping[str, datetime | None]
) -> Message:
    sid = row.details.get("quoted_sid", "")
    return Message(
        pk=row.pk,
        who="user",
        at=row.received_at,
        text=row.body,
        media=sent_media.of(row, deleted),
        quote=quotes[sid].text if sid in quotes else "an earlier message" if sid else "",
        button="button" in row.details,
        command="" if row.kind in _NO_COMMANDS else row.get_kind_display(),
        state=row.state,
        error=row.error,
        mark=_mark_of_inbound(row),
    )


def _heard(row: OutboundMessage) -> Message:
    words = in_words(row.error_code)
    return Message(
        pk=row.pk,
        who=row.author,
        name=row.operator,
        at=row.created_at,
        text="" if row.document else row.body,
        media=(_document(row.body),) if row.document else (),
        state=row.state,
        error=words,
        mark=_mark_of_outbound(row.state, words),
        part=row.part,
        parts=row.parts,
    )


def _document(name: str) -> Attachment:
    return Attachment(kind=f"{name} ({kind_of_document(name)})", icon="description")


_INBOUND = InboundMessage.State
_NO_COMMANDS = (InboundMessage.Kind.TEXT, InboundMessage.Kind.NO_TEXT, *InboundMessage.EVENTS)


def _mark_of_inbound(row: InboundMessage) -> Mark | None:
    because = f": {row.error}" if row.error else ""
    match row.state:
        case _INBOUND.RECEIVED:
            waits = "being answered" if row.turn else "waiting for its turn"
            has_failed = because and row.error not in limits.SETTINGS
            words = f"waiting, the last attempt failed{because}" if has_failed else waits
            return Mark(icon="schedule", tone="calm", words=words)
        case _INBOUND.HELD:
            why = (
                "until the phone may have another turn" if row.error in limits.SETTINGS else "for an operator"
            )
            return Mark(icon="pause_circle", tone="calm", words=f"held {why}")
        case _INBOUND.FAILED:
            return Mark(icon="error", tone="bad", words=f"not answered{because}")
        case _INBOUND.IGNORED if row.kind in InboundMessage.EVENTS:
            return Mark(icon="block", tone="calm", words=f"{row.get_kind_display()}, not answered")
        case _INBOUND.IGNORED:
            return Mark(
                icon="block",
                tone="calm",
                words="ignored: the session was reset or killed, or the user opted out or was blocked",
            )
        case _INBOUND.ANSWERED if row.operator and row.kind == InboundMessage.Kind.RESET:
            words = f"answered by {row.operator}, command not carried out"
            return Mark(icon="support_agent", tone="calm", words=words)
    return None


_OUTBOUND = OutboundMessage.State
_MARKS: dict[str, Mark] = {
    _OUTBOUND.QUEUED: Mark(icon="schedule", tone="calm", words="queued"),
    _OUTBOUND.SENDING: Mark(icon="schedule", tone="calm", words="on its way to Twilio"),
    _OUTBOUND.ACCEPTED: Mark(icon="check", tone="calm", words="accepted by Twilio"),
    _OUTBOUND.SENT: Mark(icon="check", tone="calm", words="sent"),
    _OUTBOUND.DELIVERED: Mark(icon="done_all", tone="calm", words="delivered"),
    _OUTBOUND.READ: Mark(icon="done_all", tone="read", words="read"),
    _OUTBOUND.FAILED: Mark(icon="error", tone="bad", words="failed"),
    _OUTBOUND.UNDELIVERED: Mark(icon="error", tone="bad", words="not delivered"),
    _OUTBOUND.UNCERTAIN: Mark(icon="help", tone="bad", words="delivery uncertain"),
    _OUTBOUND.CANCELLED: Mark(icon="block", tone="calm", words="cancelled, never sent"),
}


def _mark_of_outbound(state: str, error: str) -> Mark:
    mark = _MARKS[state]
    words = f"{mark.words}: {error}" if error else mark.words
    return Mark(icon=mark.icon, tone=mark.tone, words=words)
