"""Press releases as tests need them: with some facts, or with all that a version needs."""

from django.utils import timezone

from assistant import facts
from assistant.models import Fact, PressRelease
from tests.support.chat import ADA

COMPLETE = {
    "company_name": "Acme",
    "announcement_type": "other",
    "news": "Acme opens a kite school",
    "when": "on May 14, 2027",
    "where": "in Turin, Italy",
    "headline": "Acme opens a kite school in Turin",
    "quote": "Kites make people look up.",
    "quote_speaker": "Ines Rossi",
    "quote_role": "chief executive of Acme",
    "city": "Turin, Italy",
    "release_date": "2026-12-01",
    "boilerplate": "Acme makes kites in Turin.",
    "media_contact": "Ines Rossi, ines@acme.example, +39 011 555 0100",
}
"""All the facts that a version needs."""


def values_of(phone: str = ADA) -> dict[str, str]:
    """Return the active facts of the phone's current release: key and value."""
    return facts.gathered(phone).values


def make_release(
    values: dict[str, str], *, phone: str = ADA, status: str = PressRelease.Status.DRAFT
) -> PressRelease:
    """Make a release with a confirmed fact for each of `values`."""
    release = PressRelease.objects.create(phone=phone, status=status)
    now = timezone.now()
    for key, value in values.items():
        Fact.objects.create(
            release=release, key=key, value=value, said=value, created_at=now, confirmed_at=now
        )
    return release
