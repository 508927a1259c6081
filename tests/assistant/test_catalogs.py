"""The script's texts in other languages: all are there, and what they tell users to send is understood."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from assistant.announcement_types import FACTS, SECOND_VOICES, TYPES, Kind
from assistant.offline import corrections
from tests.assistant.checking import TODAY, check

LOCALE = Path(__file__).parents[2] / "assistant" / "locale"
LANGUAGES = ("de", "es", "he")


def catalog(language: str) -> Mapping[str, str]:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def bold_in(language: str, text: str) -> list[str]:
    return re.findall(r"\*([^*]+)\*", catalog(language)[text])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_of_facts_and_announcements_are_translated(language: str) -> None:
    texts = {text for row in FACTS.values() for text in (row.label, row.question)}
    texts |= {row.label for row in TYPES.values()} | set(SECOND_VOICES.values())

    assert texts <= catalog(language).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_users_are_told_to_send_are_understood(language: str) -> None:
    [skip] = bold_in(language, "(Send *skip* to leave it out.)")
    [take] = bold_in(language, "Send *ok* to take this, or write your own: “{value}”")
    [today] = bold_in(language, FACTS["release_date"].question)
    [undisclosed] = bold_in(language, FACTS["lead_investor"].question)

    assert corrections.SKIP.fullmatch(skip)
    assert corrections.TAKE.fullmatch(take)
    assert check(Kind.DATE, today, language=language) == TODAY.isoformat()
    assert check(Kind.NAME, undisclosed) == undisclosed
