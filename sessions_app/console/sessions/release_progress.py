"""What the interview has gathered of a user: the facts of the current release, and its version."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.safestring import SafeString

from assistant import facts, press_release, versions
from assistant.announcement_types import order_of, type_of
from assistant.models import Fact
from sessions_app.console.formatted import formatted

_ACTIVE = Prefetch(
    "facts",
    Fact.objects.filter(superseded_at=None, confirmed_at__isnull=False).defer("reason").order_by("pk"),
    to_attr="active_facts",
)


@dataclass(frozen=True, kw_only=True)
class Gathered:
    release: int | None
    """The id of the press release, None if there is none yet."""
    fields: tuple[tuple[str, str], ...]
    """Label and text of each fact that is told or needed; "" if it is missing."""
    known: int
    company: str
    """As it is to be printed, "" if it is missing."""
    text: str
    """The newest version of the press release, "" if there is none."""
    finished_at: datetime | None
    """When that was approved."""

    @property
    def formatted(self) -> SafeString:
        return formatted(self.text)

    @property
    def per_cent(self) -> int:
        return round(100 * self.known / len(self.fields))


def of_phone(phone: str) -> Gathered:
    """Look up the current press release of `phone` with four queries."""
    told = facts.gathered(phone)
    version = versions.latest(told.release)
    order, _ = order_of(told.announcement_type, told.facts)
    missing = set(told.missing)
    keys = [key for key in order if key in told.facts or key in missing]
    keys += [key for key in told.facts if key not in keys]
    texts = {key: facts.in_words(fact) for key, fact in told.facts.items()}
    return Gathered(
        release=told.release.pk if told.release else None,
        fields=tuple((type_of(key).label, texts.get(key, "")) for key in keys),
        known=len(told.facts),
        company=told.values.get("company_name", ""),
        text=version.text if version else "",
        finished_at=version.approved_at if version else None,
    )


@dataclass(frozen=True, kw_only=True)
class Progress:
    company: str
    """As the user wrote it, "" if it was not told yet. Not for viewers."""
    known: int
    needed: int
    """Facts that are told or missing."""


def of_phones(phones: Collection[str]) -> dict[str, Progress]:
    """Look up how far the current press releases of `phones` are, with two queries."""
    releases: dict[str, Any] = {**press_release.current_of(phones)}
    prefetch_related_objects(list(releases.values()), _ACTIVE)
    return {phone: _progress(release) for phone, release in releases.items()}


def _progress(release: Any) -> Progress:
    told = facts.gathered_from(release, release.active_facts)
    known = len(told.facts)
    return Progress(
        company=told.values.get("company_name", ""), known=known, needed=known + len(told.missing)
    )
