"""In which language a text is."""

import pytest

from assistant.verification import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We have raised money from Nordlicht", "en"),
        ("the ceo is ines ortega", "en"),
        ("Wir haben Geld von Nordlicht bekommen", "de"),
        ("größere Räume", "de"),
        ("die firma ist neu", "de"),
        ("Hemos levantado dinero de Nordlicht", "es"),
        ("¿mañana?", "es"),
        ("la empresa es nueva", "es"),
        ("גייסנו כסף מ-Nordlicht", "he"),
        ("שלום", "he"),
    ],
)
def test_the_language_of_a_text_is_guessed(text: str, language: str) -> None:
    assert language_of(text, default="xx") == language


@pytest.mark.parametrize("text", ["", "6.3", "Nordlicht", "👍", "x"])
def test_the_default_is_taken_if_nothing_tells(text: str) -> None:
    assert language_of(text) == "en"
    assert language_of(text, default="de") == "de"
