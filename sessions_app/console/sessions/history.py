"""What is known of a user besides the conversation of now: sessions, press releases, what operators did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest

from django.db.models import Max
from django.urls import reverse

from assistant.models import PressRelease
from sessions_app.models import AuditEntry, ConversationSession
from sessions_app.operators import number_search
from sessions_app.privacy import pseudonyms
from sessions_app.sessions.ended import LastEnd

MAX_SHOWN = 50
_DEEDS = {
    "take over": "took over",
    "hand back": "handed back to the bot",
    "reply": "replied by hand",
    "extend": "reset the TTL",
    "retry": "had a failed turn retried",
    "dismiss": "dismissed the request for a person",
    "kill": "killed the session",
    "reveal": "looked at the number",
    number_search.ACTION: "searched by the number",
    "export": "exported the transcript",
    "approve": "approved a press release",
    "correct": "corrected a fact",
    "write": "wrote a press release by hand",
    "block": "blocked the user",
    "unblock": "unblocked the user",
    "assign": "assigned the user",
    "add note": "added a note",
    "delete note": "deleted a note",
}
"""Action of the audit log -> what the operator did."""


@dataclass(frozen=True, kw_only=True)
class Event:
    at: datetime
    words: str
    link: str = ""
    operator: str = ""


def of_phone(phone: str, session: ConversationSession | None, ends: Sequence[LastEnd]) -> tuple[Event, ...]:
    """Return the newest `MAX_SHOWN` events, newest first, with two queries."""
    began = [Event(at=session.created_at, words="A session began")] if session else []
    ended = [Event(at=end.ended_at, words="A session ended") for end in ends[-MAX_SHOWN:]]
    events = [*began, *ended, *_releases(phone), *_deeds(phone)]
    return tuple(nlargest(MAX_SHOWN, events, key=lambda event: event.at))


def _releases(phone: str) -> Iterable[Event]:
    releases = PressRelease.objects.filter(phone=phone).annotate(approved=Max("versions__approved_at"))
    for release in releases.order_by("-pk")[:MAX_SHOWN]:
        link = reverse("admin:assistant_pressrelease_change", args=[release.pk])
        yield Event(at=release.created_at, words="A press release was begun", link=link)
        if release.approved:
            yield Event(at=release.approved, words="The press release was approved", link=link)


def _deeds(phone: str) -> Iterable[Event]:
    done = AuditEntry.objects.filter(user__in=pseudonyms(phone)).exclude(action__startswith="read ")
    for entry in done.order_by("-pk")[:MAX_SHOWN]:
        yield Event(at=entry.at, words=_DEEDS.get(entry.action, entry.action), operator=entry.operator)
