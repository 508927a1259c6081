"""What a new thread is told of the session that it goes on with, where the thread before it is lost.

From our own records: OpenAI has nothing left. What is gathered for the release needs no retelling:
the interviewer is told it on every call.
"""

from django.db.models import Max

from assistant.interview import MAX_RETOLD, Said
from sessions_app import commands
from sessions_app.models import EndedSession, InboundMessage, OutboundMessage

MAX_CHARACTERS = 20_000
"""Of all that is retold: a few thousand tokens, once for a lost thread."""


def said_in_session(phone: str) -> list[Said]:
    """Return the newest answered messages of the phone's session and our replies to them, oldest first.

    At most `MAX_RETOLD` of them and `MAX_CHARACTERS`; the parts of a long reply are one again.
    """
    told = [(row.received_at, False, row.pk, _heard(row)) for row in _inbound(phone)]
    for parts in _replies(phone):
        text = "\n\n".join(part.body for part in parts)
        told.append((parts[0].created_at, True, parts[0].pk, Said(by_user=False, text=text)))
    newest, room = [], MAX_CHARACTERS
    for *_, said in sorted(told, key=lambda entry: entry[:3], reverse=True)[:MAX_RETOLD]:
        room -= len(said.text)
        if room < 0:
            break
        newest.append(said)
    return newest[::-1]


def _heard(message: InboundMessage) -> Said:
    return Said(by_user=True, text=commands.expand_menu_choice(message.body))


def _inbound(phone: str) -> list[InboundMessage]:
    texts = InboundMessage.objects.filter(
        phone=phone, kind=InboundMessage.Kind.TEXT, state=InboundMessage.State.ANSWERED
    )
    ended = EndedSession.objects.filter(phone=phone).aggregate(at=Max("ended_at"))["at"]
    if ended is not None:
        texts = texts.filter(received_at__gte=ended)
    return list(texts.order_by("-id")[:MAX_RETOLD])


def _replies(phone: str) -> list[list[OutboundMessage]]:
    """The newest replies of the session, each as its parts in order."""
    heard = OutboundMessage.objects.filter(phone=phone, author=OutboundMessage.Author.BOT)
    ended = EndedSession.objects.filter(phone=phone).aggregate(at=Max("heard_until"))["at"]
    if ended is not None:
        heard = heard.filter(created_at__gte=ended)
    newest = heard.exclude(state=OutboundMessage.State.CANCELLED).order_by("-id")
    replies: list[list[OutboundMessage]] = []
    for row in reversed(newest[: 2 * MAX_RETOLD]):
        if row.part > 1 and replies:
            replies[-1].append(row)
        else:
            replies.append([row])
    return replies
