"""Approved versions in four languages, written from the facts of perfect interviews."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine

from assistant import versions
from assistant.models import ReleaseVersion
from tests.assistant.translated_releases import RELEASES
from tests.support.releases import make_release

APPROVED_AT = datetime(2027, 2, 1, 9, 30, tzinfo=UTC)
Approve = Callable[..., ReleaseVersion]


@pytest.fixture
def approve(db: None) -> Approve:
    """Return a function that makes an approved version in a language, with some facts changed."""

    def make(language: str = "en", kind: str = "funding", **changed: str) -> ReleaseVersion:
        values = {**RELEASES[language][kind], "language": language, **changed}
        with time_machine.travel(APPROVED_AT, tick=False):
            version = versions.write_version(make_release(values, status="parked"))
        version.approved_at = APPROVED_AT
        version.save()
        return version

    return make
