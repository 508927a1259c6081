"""In which language a user writes: a cheap guess, which a name, a digit or a single word does not sway."""

import pytest

from sessions_app.conversations import language_guess

HELLO = {
    "en": ["Hello", "I'd like to announce a funding round", "We raised 5 million", "yes please"],
    "de": [
        "Hallo!",
        "Guten Tag",
        "Wir haben ein neues Produkt",
        "ich brauche eine Pressemitteilung",
        "Hilfe",
    ],
    "es": ["Hola", "¿Qué tal?", "Quiero anunciar algo", "hemos cerrado una ronda", "/ayuda", "Reiniciar"],
    "he": ["שלום", "אנחנו רוצים לפרסם הודעה", "גייסנו כסף", "תפריט", "/עזרה"],
}
TELLS_NOTHING = [
    *("1", "1️⃣", "ok", "no", "menu", "/status", "Hi", "👍", ""),
    *("Acme", "El Al", "Los Angeles", "Die Zeit", "The Bank of New York", "La Colombe", "אקמה"),
    *("Müller", "Peña", "+49 30 123456", "https://example.com", "Series A", "AT&T"),
]


@pytest.mark.parametrize("language", HELLO)
def test_the_first_words_tell_the_language(language: str) -> None:
    assert {text: language_guess.first([text]) for text in HELLO[language]} == dict.fromkeys(
        HELLO[language], language
    )


@pytest.mark.parametrize("text", TELLS_NOTHING)
def test_names_digits_and_words_of_several_languages_tell_nothing(text: str) -> None:
    assert language_guess.first([text]) == ""


def test_a_burst_is_judged_as_a_whole() -> None:
    assert language_guess.first(["una ronda", "de 5 millones"]) == "es"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Können wir bitte auf Deutsch weiterschreiben?", "de"),
        ("Wir möchten lieber auf Deutsch schreiben", "de"),
        ("I would like to go on in English please", "en"),
        ("Prefiero que sigamos en español, por favor", "es"),
        ("אפשר בבקשה להמשיך לכתוב בעברית עכשיו", "he"),
    ],
)
def test_a_whole_sentence_in_another_language_changes_the_guess(text: str, language: str) -> None:
    before = "de" if language != "de" else "en"
    assert language_guess.another([text], than=before) == language


@pytest.mark.parametrize("text", [*TELLS_NOTHING, "Hola", "ja bitte", "yes please", "בנק הפועלים", "Hilfe"])
@pytest.mark.parametrize("before", ["en", "de", "es", "he"])
def test_less_than_a_sentence_changes_no_guess(text: str, before: str) -> None:
    assert language_guess.another([text], than=before) == ""


@pytest.mark.parametrize(
    "name",
    ["The Bank of New York Mellon", "University of the Arts London", "Universidad de los Andes de Mérida"],
)
def test_a_long_name_changes_no_guess(name: str) -> None:
    assert language_guess.another([name], than="he") == ""


@pytest.mark.parametrize(
    ("phone", "language"),
    [
        *(("+4930123456", "de"), ("+43123456789", "de"), ("+41441234567", "de")),
        *(("+34600123456", "es"), ("+5215512345678", "es"), ("+17875551234", "es")),
        *(("+972501234567", "he"), ("+14155550001", "en"), ("+33123456789", "en"), ("+999123456789", "en")),
        *(("DE.1234567890", "de"), ("IL.ENT.123", "he"), ("US.1234567890", "en")),
    ],
)
def test_the_country_of_an_address_gives_the_language(phone: str, language: str) -> None:
    assert language_guess.of_country(phone) == language
