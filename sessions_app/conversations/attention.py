"""Conversations that need a person: the bot asked for one, or a turn failed for good."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from sessions_app.models import Conversation
from sessions_app.privacy import pseudonym

MAX_REASON = 200
MAX_MAILED = 100
"""Conversations that one e-mail names."""


def request_person(phone: str, *, reason: str) -> None:
    """Ask operators to look at the conversation of `phone`; the newest reason is shown, the first time stays.

    `reason` may be a model's: it becomes one line that a database takes. The conversation's row exists:
    the caller holds its lease.
    """
    line = " ".join(reason.replace("\0", " ").encode(errors="replace").decode().split())
    Conversation.objects.filter(phone=phone).update(
        attention=line[:MAX_REASON], attention_at=Coalesce("attention_at", timezone.now())
    )


def dismiss(phone: str, *, asked_at: datetime | None = None) -> bool:
    """End the request for a person (only that of `asked_at`, if given); return whether there was one."""
    asked = Conversation.objects.filter(phone=phone, attention_at__isnull=False)
    if asked_at is not None:
        asked = asked.filter(attention_at=asked_at)
    return bool(asked.update(attention="", attention_at=None, attention_mailed_at=None))


def mail_new() -> int:
    """Tell OPERATOR_EMAILS of the conversations that have newly asked for a person; return how many.

    By pseudonym, one e-mail for all of them. Where it cannot be sent, the schedule tries again.
    Raises `OSError` (smtplib's errors are among them).
    """
    if not settings.OPERATOR_EMAILS:
        return 0
    new = Conversation.objects.filter(attention_at__isnull=False, attention_mailed_at=None)
    asking = list(new.order_by("attention_at")[:MAX_MAILED])
    if not asking:
        return 0
    lines = [f"{pseudonym(one.phone)}: {one.attention}" for one in asking]
    sessions = settings.PUBLIC_URL + reverse("admin:sessions_app_conversationsession_changelist")
    send_mail(
        subject=f"WhatsPR: {len(asking)} conversation{'s need' if len(asking) > 1 else ' needs'} a person",
        message="\n".join([*lines, "", sessions]),
        from_email=None,
        recipient_list=settings.OPERATOR_EMAILS,
    )
    return new.filter(pk__in=[one.pk for one in asking]).update(attention_mailed_at=timezone.now())
