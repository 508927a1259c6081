"""What code of before facts has written while both ran becomes facts and versions, and nothing is lost."""

import json
import re

from django.db import transaction
from django.utils import timezone

from assistant.announcement_types import recognise
from assistant.models import Fact, PressRelease, ReleaseVersion

KEYS = {
    "company_name": "company_name",
    "announcement_type": "announcement_type",
    "headline": "headline",
    "key_facts": "detail",
    "quotes": "quote",
    "boilerplate": "boilerplate",
    "media_contact": "media_contact",
}
"""Field -> key of its fact. Migration 0003 has done the same for all that was there."""
OTHERS = "detail_2"
"""The key for what is in fields of any other name."""
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def adopt(release: PressRelease) -> None:
    """Make facts of those `fields` of `release` that none of its facts has the words of, once.

    The text of a release that was finished becomes its approved version. In a transaction of its own, or the
    caller's: a page of the console may do so at the same time.
    """
    with transaction.atomic():
        for locked in PressRelease.objects.select_for_update().filter(pk=release.pk):
            _adopt(locked)


def adopt_all(phone: str) -> None:
    """Do `adopt` for each release of `phone` that has fields."""
    for release in PressRelease.objects.filter(phone=phone).exclude(fields={}):
        adopt(release)


def _adopt(release: PressRelease) -> None:
    known = set(release.facts.values_list("said", flat=True))
    now = timezone.now()
    for key, text in _words_of(release.fields).items():
        if text not in known:
            value = (recognise(text) or "other") if key == "announcement_type" else text
            release.facts.filter(key=key, superseded_at=None).update(superseded_at=now)
            Fact.objects.create(
                release=release,
                key=key,
                value=value,
                said=text,
                source=Fact.Source.APPROVED,
                created_at=now,
                confirmed_at=now,
            )
    if release.status == PressRelease.Status.FINISHED and release.text:
        _adopt_text(release)


def _adopt_text(release: PressRelease) -> None:
    texts = list(release.versions.values_list("text", flat=True))
    if release.text not in texts:
        finished_at = release.finished_at or release.updated_at
        active = release.facts.filter(superseded_at=None, confirmed_at__isnull=False)
        ReleaseVersion.objects.create(
            release=release,
            number=len(texts) + 1,
            text=release.text,
            facts=sorted(active.values_list("pk", flat=True)),
            created_at=finished_at,
            approved_at=finished_at,
        )


def _words_of(fields: object) -> dict[str, str]:
    """Return the words in `fields` by the keys of their facts."""
    named = fields if isinstance(fields, dict) else {"": fields}
    texts = {name: text for name, value in named.items() if (text := _text_of(value))}
    words = {key: texts.pop(name) for name, key in KEYS.items() if name in texts}
    return words | ({OTHERS: "\n".join(texts.values())} if texts else {})


def _text_of(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _UNSTORABLE.sub("\ufffd", text).strip()
