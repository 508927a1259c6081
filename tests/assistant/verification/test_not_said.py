"""Which pieces of the cited words are not the user's."""

import pytest

from assistant.verification import not_said

MESSAGES = ["We raised 14 million, from Nordlicht!", "It’s “big” – really", "נוסדנו בשנת 2015 בארה״ב"]


@pytest.mark.parametrize(
    "said",
    [
        "we raised 14 million",
        "WE RAISED\u00a014\n million",
        "14 million … nordlicht",
        '14 million... It\'s "big" - really',
        "ra\u200bised",
        "ＷＥ raised",
        "נוסדנו בשנת 2015",
        'בארה"ב',
        "… nordlicht …",
    ],
)
def test_a_piece_of_a_message_was_said(said: str) -> None:
    assert not_said(said, MESSAGES) == []


@pytest.mark.parametrize(
    ("said", "pieces"),
    [
        ("4 million", ["4 million"]),
        ("we raise", ["we raise"]),
        ("we raised … 15 million", ["15 million"]),
        ("14 million big", ["14 million big"]),
        ("nordlicht it's big", ["nordlicht it's big"]),
        ("million 14", ["million 14"]),
        ("", [""]),
        (" … ", [" … "]),
        ("?!", ["?!"]),
    ],
)
def test_what_is_no_piece_of_one_message_was_not_said(said: str, pieces: list[str]) -> None:
    assert not_said(said, MESSAGES) == pieces


def test_nothing_was_said_without_messages() -> None:
    assert not_said("hello", []) == ["hello"]
