"""A user says in their own words what a version proposes: approving it loses nothing."""

import pytest

from assistant import versions
from assistant.models import ReleaseVersion
from tests.support.interview import first_version, latest, save, turn_of, values

pytestmark = pytest.mark.django_db

SHORTER = "Negev Foods opens a factory"


def test_what_was_proposed_and_then_said_is_there_after_the_approval() -> None:
    first_version("other")
    reworded = versions.reword(turn_of("a shorter headline, please"), key="headline", value=SHORTER)
    assert isinstance(reworded, ReleaseVersion)
    told = save("headline", SHORTER)
    assert versions.approve(latest(), words="yes")
    assert values()["headline"] == SHORTER
    told.fact.refresh_from_db()
    assert told.fact.superseded_at is None
