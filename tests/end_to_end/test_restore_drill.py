"""After a real loss and a real restore nothing is answered twice, nothing is lost, and nothing leaks."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.support.postgres import database_url
from tests.support.restore_drill import Tally, drill_site

pytestmark = pytest.mark.processes


@pytest.fixture(params=["sqlite", "postgresql"])
def tally(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tally]:
    """What a drill on each database ends with."""
    with database_url() if request.param == "postgresql" else nullcontext("") as url:
        monkeypatch.setenv("TEST_DATABASE_URL", url)
        with drill_site(tmp_path) as drill:
            yield drill.run()


def test_a_restore_repeats_nothing_loses_nothing_and_leaks_nothing(tally: Tally) -> None:
    assert (tally.not_answered, tally.answered_twice) == ([], [])
    assert tally.answered_once == tally.said
    assert (tally.goodbyes, tally.replies_after_stop) == (1, 0)
    assert tally.rows_with_the_secret == 0
    assert tally.threads_leaked == 0
