"""What a thread has to be told of its session, from our own records.

A new thread, where the one before it is lost at OpenAI: all that was said. Any other: what was said
without the bot since its last turn. An operator wrote it, or it is a fixed text like the menu. What is
there of the release is told apart from that: see `assistant.snapshot`.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from assistant.bidi import without_isolates
from assistant.interview import MAX_RECAP, PastMessage
from sessions_app.db.batches import EPOCH
from sessions_app.db.thread_pool import async_twin
from sessions_app.messages import document_links
from sessions_app.messages.quotes import Quote, quoted_by
from sessions_app.messages.user_text import as_text
from sessions_app.models import InboundMessage, OutboundMessage
from sessions_app.sessions.ended import last_end

MAX_TAKEOVER = 100
"""Messages that the thread is told at most of what was said without the bot."""
MAX_CHARACTERS = 20_000
"""Of all that is told at once: a few thousand tokens."""
_State = OutboundMessage.State
NEVER_SEEN = (_State.CANCELLED, _State.FAILED, _State.UNDELIVERED)


def messages_of_session(phone: str) -> list[PastMessage]:
    """Return the newest answered messages of the phone's session and our replies to them, oldest first.

    At most `MAX_RECAP` of them and `MAX_CHARACTERS`; the parts of a long reply are one again.
    """
    return _newest(_inbound(phone), _replies(phone), limit=MAX_RECAP)


def messages_during_takeover(
    phone: str, *, since: datetime, replies_since: datetime = EPOCH, limit: int = MAX_TAKEOVER
) -> list[PastMessage]:
    """Return the replies that the thread does not know, of operators and fixed ones, and what they answered.

    At most `limit` of them and `MAX_CHARACTERS`. What operators said is told from `since`, as
    `Conversation.recap_from` says; fixed texts from `replies_since`.
    """
    by_hand = Q(author=OutboundMessage.Author.OPERATOR)
    fixed = ~by_hand & Q(untold=True, created_at__gte=replies_since)
    untold = _replies(phone).filter(fixed | by_hand & Q(created_at__gte=since))
    turns = _replies(phone).filter(fixed, turn__isnull=False).values("turn")
    answered = _inbound(phone).filter(~Q(operator="") & Q(received_at__gte=since) | Q(turn__in=turns))
    return _newest(answered, untold, limit=limit)


def _newest(
    inbound: QuerySet[InboundMessage], replies: QuerySet[OutboundMessage], *, limit: int
) -> list[PastMessage]:
    heard = list(inbound.order_by("-id")[:limit])
    quotes = quoted_by(heard)
    told = [(row.received_at, False, row.pk, _heard(row, quotes.get(row.phone, {}))) for row in heard]
    for parts in _whole(replies.order_by("-id")[: 2 * limit]):
        text = without_isolates("\n\n".join(_told(part) for part in parts))
        by_person = parts[0].author == OutboundMessage.Author.OPERATOR
        past = PastMessage(by_user=False, text=text, by_person=by_person)
        told.append((parts[0].created_at, True, parts[0].pk, past))
    newest, room = [], MAX_CHARACTERS
    for *_, said in sorted(told, key=lambda entry: entry[:3], reverse=True)[:limit]:
        room -= len(said.text)
        if room < 0:
            break
        newest.append(said)
    return newest[::-1]


def _told(part: OutboundMessage) -> str:
    """Return what the thread is told of a part: of a document that it was sent, of a link no token."""
    if part.document:
        return f"[The user was sent the file {part.body}.]"
    return document_links.without_tokens(part.body)


def _heard(message: InboundMessage, quotes: Mapping[str, Quote]) -> PastMessage:
    return PastMessage(by_user=True, text=as_text(message, quotes))


def _inbound(phone: str) -> QuerySet[InboundMessage]:
    answered = InboundMessage.objects.filter(phone=phone, state=InboundMessage.State.ANSWERED)
    return answered.exclude(kind=InboundMessage.Kind.RESET).filter(received_at__gte=last_end(phone).ended_at)


def _replies(phone: str) -> QuerySet[OutboundMessage]:
    heard = OutboundMessage.objects.filter(phone=phone).exclude(state__in=NEVER_SEEN)
    return heard.filter(created_at__gte=last_end(phone).replies_until)


def _whole(parts: QuerySet[OutboundMessage]) -> list[list[OutboundMessage]]:
    """The replies of the newest `parts`, each as its parts in order."""
    replies: list[list[OutboundMessage]] = []
    for row in reversed(parts):
        if row.part > 1 and replies and replies[-1][0].created_at == row.created_at:
            replies[-1].append(row)
        else:
            replies.append([row])
    return replies


amessages_of_session = async_twin(messages_of_session)
