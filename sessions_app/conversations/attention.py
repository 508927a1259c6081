"""Conversations that need a person: the bot asked for one, or a turn failed for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from sessions_app.conversations import people
from sessions_app.metrics import ATTENTION
from sessions_app.models import Conversation
from sessions_app.privacy import pseudonym

MAX_REASON = 200
MAX_MAILED = 100
"""Conversations that one e-mail names."""
TOLD_EVERY = timedelta(hours=1)
"""Between two e-mails that name the same phone, whatever has happened to its requests meanwhile."""
MOST_COUNTED = 1_000
NO_ADDRESS = "These are paths in the console: set PUBLIC_URL for whole addresses."


class Kind(StrEnum):
    """Why a person is needed, as operators are told outside the console: a reason may hold a user's words."""

    FAILED = "A turn failed for good"
    BUDGET = "The day's budget is used up: the bot answers nobody new before midnight UTC."
    DOCUMENTS = "The documents of an approved press release could not be made."
    ASKED = "A person is asked for"

    @classmethod
    def of(cls, reason: str) -> "Kind":
        """Return the kind that `reason` begins with, as our own reasons do."""
        return next((kind for kind in cls if reason.startswith(kind)), cls.ASKED)


@dataclass(frozen=True, kw_only=True)
class Needs:
    """The conversations that need a person."""

    count: int
    """`MOST_COUNTED` and one for any number above it."""
    oldest: datetime | None
    newest: datetime | None
    """Of those that are counted."""


def needs() -> Needs:
    """Return how many conversations need a person, and since when: one query of a partial index."""
    asked = Conversation.objects.filter(attention_at__isnull=False).order_by("attention_at")
    times = list(asked.values_list("attention_at", flat=True)[: MOST_COUNTED + 1])
    return Needs(count=len(times), oldest=times[0] if times else None, newest=times[-1] if times else None)


def request_person(phone: str, *, reason: str) -> None:
    """Ask operators to look at the conversation of `phone`; the newest reason is shown, the first time stays.

    `reason` may be a model's: it becomes one line that a database takes. The conversation's row exists:
    the caller holds its lease.
    """
    line = " ".join(reason.replace("\0", " ").encode(errors="replace").decode().split())
    Conversation.objects.filter(phone=phone).update(
        attention=line[:MAX_REASON], attention_at=Coalesce("attention_at", timezone.now())
    )
    transaction.on_commit(ATTENTION.labels(Kind.of(line).name.lower()).inc)


def dismiss(phone: str, *, asked_at: datetime | None = None) -> bool:
    """End the request for a person (only that of `asked_at`, if given); return whether there was one.

    When operators were last told of the phone stays: a new request does not tell them again within the hour.
    """
    asked = Conversation.objects.filter(phone=phone, attention_at__isnull=False)
    if asked_at is not None:
        asked = asked.filter(attention_at=asked_at)
    return bool(asked.update(attention="", attention_at=None))


def mail_new() -> int:
    """Tell OPERATOR_EMAILS of the conversations that have newly asked for a person; return how many.

    One e-mail for all of them: pseudonym, kind and page of each, and nothing that a user or a model wrote.
    A phone is named at most once an hour. Where the e-mail cannot be sent, the schedule tries again.
    Raises `OSError` (smtplib's errors are among them).
    """
    if not settings.OPERATOR_EMAILS:
        return 0
    now = timezone.now()
    asking = list(untold("attention_mailed_at", now=now)[:MAX_MAILED])
    if not asking:
        return 0
    pages = people.pages([one.phone for one in asking])
    lines = [
        f"{pseudonym(one.phone)}: {Kind.of(one.attention)}\n{settings.PUBLIC_URL}{pages[one.phone]}\n"
        for one in asking
    ]
    send_mail(
        subject=f"WhatsPR: {len(asking)} conversation{'s need' if len(asking) > 1 else ' needs'} a person",
        message="\n".join(lines if settings.PUBLIC_URL else [*lines, NO_ADDRESS]),
        from_email=None,
        recipient_list=settings.OPERATOR_EMAILS,
    )
    # Not the time after it: what was asked meanwhile is new.
    return Conversation.objects.filter(pk__in=[one.pk for one in asking]).update(attention_mailed_at=now)


def untold(told_at: str, *, now: datetime) -> QuerySet[Conversation]:
    """Return the conversations whose request operators were not told of, the oldest first.

    `told_at` is the field that says when they were: within the hour before `now` they are not told again.
    """
    is_new = Q(**{told_at: None}) | Q(
        **{f"{told_at}__lt": F("attention_at"), f"{told_at}__lte": now - TOLD_EVERY}
    )
    return Conversation.objects.filter(is_new, attention_at__isnull=False).order_by("attention_at")
