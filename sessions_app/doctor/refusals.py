"""Requests to the webhooks that were refused in the last day, by reason and by the URL that was checked."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Max, Sum
from django.utils import timezone

from sessions_app.doctor.findings import Finding, note, ok, warn
from sessions_app.models import RefusedWebhook

PERIOD = timedelta(days=1)
MOST = 10
UNSIGNED = "invalid signature"
_TODO = {
    UNSIGNED: "If Twilio made them: its console must have this very URL, and TWILIO_AUTH_TOKEN "
    "its account's token. If not, leave them: anybody can knock.",
    "To is not TWILIO_WHATSAPP_FROM": "Another sender has our webhook: correct it there, or here.",
    "AccountSid is not TWILIO_ACCOUNT_SID": "Another account has our webhook: correct it there, or here.",
    "too many requests wait for the database": "See section database.",
    "the database does not answer": "See section database.",
    "the database fails": "See section database.",
}
"""By the reasons of `webhooks.doorstep`; Twilio makes no requests that are refused for others."""


def check() -> Iterator[Finding]:
    """Tell of each reason, the most frequent ones first."""
    recent = RefusedWebhook.objects.filter(last_at__gte=timezone.now() - PERIOD)
    found = recent.values("reason", "checked_for").annotate(times=Sum("amount"), last=Max("last_at"))
    rows = found.order_by("-times")[:MOST]
    for row in rows:
        reason, checked = row["reason"], row["checked_for"]
        what = f"{row['times']} refused: {reason}{f', checked for {checked}' if checked else ''}"
        what += f"; the last {row['last']:%Y-%m-%d %H:%M} UTC"
        if reason == UNSIGNED and not checked:
            yield note(f"{what} (they had none; the doctor makes one such request too)")
        elif todo := _TODO.get(reason):
            yield warn(what, todo)
        else:
            yield note(what)
    if not rows:
        yield ok(f"none in the last day; signatures are checked for {settings.PUBLIC_URL or 'no address'}")
