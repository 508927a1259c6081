"""Whole interviews with the script in German, Spanish and Hebrew."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from babel.messages.pofile import read_po
from django.utils import translation

from assistant import version_texts
from assistant.announcement_types import question_for
from assistant.models import ReleaseVersion
from assistant.translation import translated
from tests.support.interview import latest, values
from tests.support.interviews_in_languages import INTERVIEWS, Interview
from tests.support.offline_chat import Chat

pytestmark = pytest.mark.django_db

LOCALE = Path(__file__).parents[2] / "assistant" / "locale"
APPROVALS = {"de": "Ja, passt so", "es": "Sí, perfecto", "he": "כן, מאושר"}


def english_in(text: str, language: str) -> list[str]:
    """Return the pieces of English sentences of the catalog that stand in `text`."""
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        ids = [str(message.id) for message in read_po(file) if message.id and message.id != message.string]
    pieces = {piece.strip(" .:“”()") for text_id in ids for piece in re.split(r"\{\w+\}", text_id)}
    return [piece for piece in pieces if len(piece) > 4 and re.search(rf"\b{re.escape(piece)}\b", text)]


@pytest.fixture(params=list(INTERVIEWS.values()), ids=list(INTERVIEWS))
def interview(request: pytest.FixtureRequest) -> Iterator[Interview]:
    with (
        time_machine.travel("2027-02-01T20:00:00Z", tick=False),
        translation.override(request.param.language),
    ):
        yield request.param


def test_a_whole_interview_asks_in_the_users_language_up_to_the_approval(
    chat: Chat, interview: Interview
) -> None:
    for said, asks in interview.turns:
        text = chat.say(said)
        if asks:
            question = translated(question_for(asks, values().get("announcement_type", "")))
            assert question in text, (said, text)
            assert english_in(text, interview.language) == []
    version = ReleaseVersion.objects.get()
    assert version.text in text

    assert values().items() >= interview.told.items()
    assert chat.say(APPROVALS[interview.language]) == version_texts.approved_text(latest())


def test_the_suggested_headline_is_in_the_users_language(chat: Chat, interview: Interview) -> None:
    texts = [chat.say(said) for said, _ in interview.turns]

    suggestions = [text for text in texts if interview.headline and interview.headline in text]
    assert bool(suggestions) == bool(interview.headline)
    assert values()["headline"] == (interview.headline or interview.told["headline"])
