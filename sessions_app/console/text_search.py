"""Searches in texts, for those who see names: press releases, messages, and the sessions of their users.

Press releases are found by a trigram index where PostgreSQL has one (migration assistant.0006_search). What
no index finds is looked for among the newest rows only, and `Found.searched` says so.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import OperationalError, transaction
from django.db.models import Q

from assistant.models import Fact, PressRelease, ReleaseVersion
from sessions_app.console.list_filters import newest
from sessions_app.db.sql import fetch, is_sqlite
from sessions_app.models import ConversationSession, InboundMessage, OutboundMessage

MOST = 50
"""Rows that a search finds, the newest ones: their ids stand in the list's URL."""
MOST_USERS = 500
"""Users whose sessions are looked for, those who come first."""
MOST_WITHOUT_ROW = 10
NEWEST_RELEASES = 2_000
NEWEST_MESSAGES = 10_000
_INDEX = "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('release_version_words') AND indisvalid"
"""It is the last one that the migration makes."""
MILLISECONDS = 300
"""For the index. Words whose trigrams are in every text would have it read all of them."""
T = TypeVar("T")
_HAS_TRIGRAM = re.compile(r"[^\W_]{3}")
_MESSAGES = f"the newest {NEWEST_MESSAGES:,} messages"


@dataclass(frozen=True)
class Found:
    rows: list[int]
    """The ids, the newest first: one more than `MOST` if there are more."""
    searched: str
    """What was searched, for the operator."""
    without_row: list[str] = field(default_factory=list)
    """Phones of users who have no row in that list, at most `MOST_WITHOUT_ROW`."""


def compared(text: str) -> str:
    """Return `text` as it is compared: PostgreSQL and we agree on small letters."""
    return unicodedata.normalize("NFC", text).lower()


def releases(words: str, *, milliseconds: int = MILLISECONDS) -> Found:
    """Return the press releases of which a fact, or a version's text, has all of `words` in it."""
    return _releases(words.split(), most=MOST, milliseconds=milliseconds)


def inbox(words: str) -> Found:
    """Return the messages from users that have all of `words` in them, or in the name of their profile."""
    return Found([pk for pk, _ in _received(words.split())][: MOST + 1], _MESSAGES)


def outbox(words: str) -> Found:
    """Return the replies that have all of `words` in them."""
    sent = newest(OutboundMessage.objects.order_by("-pk"), most=NEWEST_MESSAGES)
    found = _having(words.split(), sent.values_list("pk", "body").iterator())
    return Found(found[: MOST + 1], _MESSAGES)


def sessions(words: str) -> Found:
    """Return the sessions of the users who said `words`, have them as their name, or in a press release."""
    found = _releases(words.split(), most=MOST_USERS)
    said = [phone for _, phone in _received(words.split())]
    in_releases = PressRelease.objects.filter(pk__in=found.rows).order_by("-pk")
    phones = dict.fromkeys([*in_releases.values_list("phone", flat=True), *said])
    users = list(phones)[: 2 * MOST_USERS]
    live = ConversationSession.objects.filter(phone__in=users).order_by("-last_accessed")
    sessions = {phone: pk for pk, phone in live.values_list("pk", "phone")}
    others = [phone for phone in users if phone not in sessions][:MOST_WITHOUT_ROW]
    return Found(list(sessions.values())[: MOST + 1], f"{found.searched}, and {_MESSAGES}", others)


def _releases(words: list[str], *, most: int, milliseconds: int = MILLISECONDS) -> Found:
    rows = _indexed(words, most=most, milliseconds=milliseconds) if has_index(words) else None
    if rows is not None:
        return Found(rows, "the facts and texts of all press releases")
    latest = newest(PressRelease.objects.all(), most=NEWEST_RELEASES).values("pk")
    facts = Fact.objects.filter(release__in=latest, superseded_at=None).values_list("release_id", "value")
    texts = ReleaseVersion.objects.filter(release__in=latest).values_list("release_id", "text")
    rows = sorted({*_having(words, facts.iterator()), *_having(words, texts.iterator())}, reverse=True)
    return Found(rows[: most + 1], f"the facts and texts of the newest {NEWEST_RELEASES:,} press releases")


def has_index(words: list[str]) -> bool:
    """Return True if an index finds one of `words` at least."""
    with_trigrams = any(_HAS_TRIGRAM.search(word) for word in words)
    return with_trigrams and not is_sqlite() and bool(fetch(_INDEX, []))


def _indexed(words: list[str], *, most: int, milliseconds: int) -> list[int] | None:
    """Return what the index finds, the newest first, None if that takes too long."""
    facts = Fact.objects.filter(*(Q(value__icontains=word) for word in words), superseded_at=None)
    texts = ReleaseVersion.objects.filter(*(Q(text__icontains=word) for word in words))
    found = facts.values_list("release_id", flat=True).union(texts.values_list("release_id", flat=True))
    try:
        with transaction.atomic():
            fetch("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
            return list(found.order_by("-release_id")[: most + 1])
    except OperationalError:
        return None


def _received(words: list[str]) -> list[tuple[int, str]]:
    """Return id and phone of the newest messages from users that have all of `words`, the newest first."""
    rows = newest(InboundMessage.objects.order_by("-pk"), most=NEWEST_MESSAGES).exclude(phone="")
    told = rows.values_list("pk", "phone", "body", "heard", "details").iterator()
    return _having(words, (((pk, phone), _said(*texts)) for pk, phone, *texts in told))


def _said(body: str, heard: list[dict[str, str]], details: dict[str, str]) -> str:
    return "\n".join([body, details.get("profile_name", ""), *(entry.get("text", "") for entry in heard)])


def _having(words: list[str], rows: Iterable[tuple[T, str]]) -> list[T]:
    """Return the keys of those `rows` whose text has all of `words` in it."""
    return [key for key, text in rows if _has_all(compared(text), words)]


def _has_all(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


IN_LIST_OF = {
    PressRelease: releases,
    InboundMessage: inbox,
    OutboundMessage: outbox,
    ConversationSession: sessions,
}
"""What each list searches for words, by its model."""
