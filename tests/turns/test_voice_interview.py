"""A whole interview by voice: the same release as by typing, with what was misheard corrected by voice."""

from dataclasses import replace
from functools import cache

import pytest

from tests.support.interview_runs import Exchange, Held, hold
from tests.support.interview_scripts import INTERVIEWS
from tests.support.interview_scripts.interview import APPROVE
from tests.support.interviews import FOLDER

pytestmark = pytest.mark.django_db(transaction=True)

HEARD = {"funding": "I heard", "funding-hebrew": "שמעתי"}


@cache
def spoken(name: str) -> Held:
    """Hold the interview, once for all tests: they look at what it came to, not at the database."""
    return hold(replace(INTERVIEWS[name], is_spoken=True))


def exchange_with(words: str) -> Exchange:
    return next(one for one in spoken("funding").exchanges if words in " ".join(one.said))


@pytest.mark.parametrize("name", HEARD)
def test_the_release_is_the_same_as_by_typing(name: str) -> None:
    assert f"```text\n{spoken(name).approved.text}\n```" in (FOLDER / f"{name}.md").read_text()


@pytest.mark.parametrize("name", HEARD)
def test_everything_that_was_spoken_is_said_back(name: str) -> None:
    for exchange in spoken(name).exchanges:
        assert exchange.said == (APPROVE,) or exchange.replies[0].startswith(HEARD[name]), exchange.said


def test_a_wrong_figure_is_corrected_by_voice_and_the_correction_is_in_the_approved_text() -> None:
    text = spoken("funding").approved.text
    assert "6.3 million" in exchange_with("6.3 million").replies[0].partition("\n")[0]
    assert "6.5 million" in exchange_with("6.5 million").replies[0].partition("\n")[0]
    assert ("6.5 million" in text, "6.3 million" in text) == (True, False)


def test_facts_that_rest_on_what_was_spoken_say_so() -> None:
    sources = {fact.source for fact in spoken("funding").evidence.values() if fact.confirmed_at}
    assert "voice" in sources
    assert not sources & {"file", "operator"}
