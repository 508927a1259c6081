"""What a thread has to be told of its session, from our own records.

A new thread, where the one before it is lost at OpenAI: all that was said. A thread whose bot was
paused: what the user and the operator said meanwhile. What is gathered for the release needs no
telling: the interviewer is told it on every call.
"""

from datetime import datetime

from django.db.models import QuerySet

from assistant.interview import MAX_RECAP, PastMessage
from sessions_app.db.thread_pool import async_twin
from sessions_app.messages import keywords
from sessions_app.models import InboundMessage, OutboundMessage
from sessions_app.sessions.ended import last_end

MAX_TAKEOVER = 100
"""Messages of a pause that the thread is told at most."""
MAX_CHARACTERS = 20_000
"""Of all that is told at once: a few thousand tokens."""


def messages_of_session(phone: str) -> list[PastMessage]:
    """Return the newest answered messages of the phone's session and our replies to them, oldest first.

    At most `MAX_RECAP` of them and `MAX_CHARACTERS`; the parts of a long reply are one again.
    """
    return _newest(_inbound(phone), _replies(phone), limit=MAX_RECAP)


def messages_during_takeover(phone: str, *, since: datetime) -> list[PastMessage]:
    """Return what operators answered by hand since `since`, and what they answered.

    At most `MAX_TAKEOVER` of them and `MAX_CHARACTERS`.
    """
    answered = _inbound(phone).filter(received_at__gte=since).exclude(operator="")
    by_hand = _replies(phone).filter(created_at__gte=since, author=OutboundMessage.Author.OPERATOR)
    return _newest(answered, by_hand, limit=MAX_TAKEOVER)


def _newest(
    inbound: QuerySet[InboundMessage], replies: QuerySet[OutboundMessage], *, limit: int
) -> list[PastMessage]:
    heard = list(inbound.order_by("-id")[:limit])
    told = [(row.received_at, False, row.pk, _heard(row)) for row in heard]
    for parts in _whole(replies.order_by("-id")[: 2 * limit]):
        text = "\n\n".join(part.body for part in parts)
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


def _heard(message: InboundMessage) -> PastMessage:
    return PastMessage(by_user=True, text=keywords.expand_menu_choice(message.body))


def _inbound(phone: str) -> QuerySet[InboundMessage]:
    texts = InboundMessage.objects.filter(
        phone=phone, kind=InboundMessage.Kind.TEXT, state=InboundMessage.State.ANSWERED
    )
    return texts.filter(received_at__gte=last_end(phone).ended_at)


def _replies(phone: str) -> QuerySet[OutboundMessage]:
    heard = OutboundMessage.objects.filter(phone=phone).exclude(state=OutboundMessage.State.CANCELLED)
    return heard.filter(created_at__gte=last_end(phone).replies_until)


def _whole(parts: QuerySet[OutboundMessage]) -> list[list[OutboundMessage]]:
    """The replies of the newest `parts`, each as its parts in order."""
    replies: list[list[OutboundMessage]] = []
    for row in reversed(parts):
        if row.part > 1 and replies:
            replies[-1].append(row)
        else:
            replies.append([row])
    return replies


amessages_of_session = async_twin(messages_of_session)
