"""What a row of the sessions list tells of its user, from a few queries for all rows of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import Truncator

from sessions_app.console.sessions import release_progress, sent_media, unanswered
from sessions_app.console.sessions import status as session_status
from sessions_app.console.sessions.release_progress import Progress
from sessions_app.console.sessions.status import Facts
from sessions_app.console.sessions.unanswered import Unanswered
from sessions_app.models import ConversationSession, InboundMessage, OutboundMessage, Person

LONGEST_WORDS = 140
"""Characters of a message that a row shows."""


@dataclass(frozen=True, kw_only=True)
class LastWords:
    who: str
    """"user", "bot", or the operator's name."""
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Row:
    facts: Facts
    name: str
    """What the user is called on WhatsApp, "" if unknown. Not for viewers."""
    words: LastWords | None
    unanswered: Unanswered | None
    progress: Progress | None
    assigned_to: str

    @property
    def company(self) -> str:
        return self.progress.company if self.progress else ""


def rows_of(sessions: Sequence[ConversationSession]) -> dict[int, Row]:
    """Return what each session's row tells by the session's id, with one query for each kind of thing."""
    phones = [session.phone for session in sessions]
    facts = session_status.facts_of(sessions)
    sent = OutboundMessage.objects.exclude(state=OutboundMessage.State.CANCELLED)
    replies = {one.phone: one for one in session_status.newest_of(sessions, sent)}
    waiting = unanswered.of_phones(phones)
    progress = release_progress.of_phones(phones)
    assigned = dict(Person.objects.filter(phone__in=phones).values_list("phone", "assigned_to"))
    return {
        session.pk: Row(
            facts=facts[session.pk],
            name=name_of(facts[session.pk].newest),
            words=_last_words(facts[session.pk].newest, replies.get(session.phone)),
            unanswered=waiting.get(session.phone),
            progress=progress.get(session.phone),
            assigned_to=assigned.get(session.phone, ""),
        )
        for session in sessions
    }


def name_of(newest: InboundMessage | None) -> str:
    """Return what the user is called on WhatsApp, as the newest message says, "" if unknown."""
    return str(newest.details.get("profile_name", "")) if newest else ""


def _last_words(said: InboundMessage | None, reply: OutboundMessage | None) -> LastWords | None:
    """Return the later one of the two: the user's where both came at once."""
    if reply and (said is None or reply.created_at > said.received_at):
        return LastWords(who=reply.operator or reply.author, text=_short(reply.body), at=reply.created_at)
    if said is None:
        return None
    media = (attachment.in_words for attachment in sent_media.of(said, {}))
    return LastWords(who="user", text=_short(" ".join([said.body, *media])), at=said.received_at)


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LONGEST_WORDS)
