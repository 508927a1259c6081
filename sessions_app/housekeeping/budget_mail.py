"""An e-mail to operators when a part of the day's budget is used: once a day for 80 %, once for all of it."""

from collections import Counter

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

from sessions_app.models import HourlyCount
from sessions_app.telemetry import budget, hourly_counts
from sessions_app.telemetry.model_usage import day_began


def mail() -> int:
    """Tell OPERATOR_EMAILS if more of today's budget is used than they know; return how many e-mails.

    What they know is a count of the day's first hour. Where the e-mail cannot be sent, the schedule tries
    again; it never runs twice at once. Raises `OSError` (smtplib's errors are among them).
    """
    day, used = day_began(), budget.percent_used() if settings.OPERATOR_EMAILS else 0
    names = [_name(percent) for percent in (budget.WARN_AT, budget.STOP_AT) if used >= percent]
    known = HourlyCount.objects.filter(hour=day, name__in=names).values_list("name", flat=True)
    if not (new := set(names) - set(known)):
        return 0
    send_mail(
        subject=f"WhatsPR: {min(used, 100)} % of today's budget is used",
        message=f"{budget.warning()}\n\n{settings.PUBLIC_URL}{reverse('admin:index')}",
        from_email=None,
        recipient_list=settings.OPERATOR_EMAILS,
    )
    hourly_counts.add(Counter({(day, name): 1 for name in new}))
    return 1


def _name(percent: int) -> str:
    return f"mail: {percent} % of budget"
