"""Which recordings Twilio is to delete: those that were written down."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings

from sessions_app.messages import media
from sessions_app.models import MediaDeletion


def plan(url: str) -> None:
    """Have the recording at `url` deleted at Twilio, unless it is to be kept. Again changes nothing."""
    if settings.TWILIO_DELETE_RECORDINGS and settings.TWILIO_ACCOUNT_SID and media.parse(url):
        MediaDeletion.objects.bulk_create([MediaDeletion(url=url)], ignore_conflicts=True)


def planned(urls: Collection[str]) -> dict[str, datetime | None]:
    """Return those of `urls` that are to be deleted, each with when that was done."""
    rows = MediaDeletion.objects.filter(url__in=urls) if urls else MediaDeletion.objects.none()
    return dict(rows.values_list("url", "deleted_at"))
