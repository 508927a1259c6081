"""What the script says in the user's language besides its questions, and what stays English."""

import pytest
import time_machine
from django.utils import translation

from assistant import saving
from assistant.announcement_types import FACTS
from assistant.evidence import Refused
from assistant.interviewer import PastMessage
from assistant.offline.interview import AFTER_TAKEOVER, NOT_UNDERSTOOD, SCATTERED, WELCOME
from assistant.translation import translated
from tests.support.interview import latest, tell, turn_of, values
from tests.support.offline_chat import SECOND, Chat

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "key", "said", "answer"),
    [
        ("de", "amount", "sehr viel", "Da fehlt der Betrag."),
        ("de", "amount", "6,3 Millionen", "In welcher Währung?"),
        ("de", "round_closed", "vielleicht", "Bitte antworte mit ja oder nein."),
        ("de", "release_date", "bald", "Darin kann ich kein eindeutiges Datum lesen."),
        ("de", "release_date", "5. Mai 2019", "Der 5. Mai 2019 ist längst vorbei."),
        ("de", "city", "überspringen", "„Ort“ lässt sich nicht überspringen"),
        ("de", "headline", "Vinolog " * 20, "Das sind 159 Zeichen, mehr als 110 gehen nicht."),
        ("de", "boilerplate", "x" * 10_001, "Das sind mehr als 10.000 Zeichen."),
        ("es", "media_contact", "Paolo Rossi", "Falta el correo electrónico."),
        ("es", "link", "nuestra web", "Una dirección web no lleva espacios."),
        (
            "es",
            "release_date",
            "9 de febrero de 2031",
            "Faltan más de dos años para el 9 de febrero de 2031.",
        ),
        ("es", "city", "saltar", "«Ciudad» no se puede saltar"),
        ("he", "amount", "הרבה", "חסר סכום."),
        ("he", "round_closed", "אולי", "נא להשיב כן או לא."),
        ("he", "release_date", "5 במאי 2019", "5 במאי 2019 כבר עבר מזמן."),
    ],
)
def test_why_an_answer_is_not_kept_is_said_in_the_users_language(
    chat: Chat, language: str, key: str, said: str, answer: str
) -> None:
    tell("funding", without=[key])

    with time_machine.travel("2027-02-01T20:00:00Z", tick=False), translation.override(language):
        chat.say("...")
        text = chat.say(said)

        assert answer in text
        assert translated(FACTS[key].question) in text
    assert key not in values()


def test_the_reason_of_a_refusal_is_english_for_a_model_and_operators() -> None:
    with translation.override("de"):
        refused = saving.save(turn_of("viel"), key="amount", value="viel", said="viel")

        assert isinstance(refused, Refused)
        assert str(refused.problem).startswith("That has no amount.")
        assert translated(refused.problem).startswith("Da fehlt der Betrag.")


@pytest.mark.parametrize("language", ["de", "es", "he"])
@pytest.mark.parametrize("said", ["skip", "überspringen", "saltar", "דלג"])
def test_a_command_is_understood_in_each_language(chat: Chat, language: str, said: str) -> None:
    tell("funding", without=["link"])

    with translation.override(language):
        chat.say("...")
        chat.say(said)

    assert latest().number == 1


@pytest.mark.parametrize(
    ("language", "said", "city"),
    [
        ("de", "Die Stadt ist Graz, Österreich", "Graz, Österreich"),
        ("es", "la ciudad es Sevilla, España", "Sevilla, España"),
        ("he", "העיר היא חיפה, ישראל", "חיפה, ישראל"),
    ],
)
def test_after_a_version_a_fact_is_corrected_in_the_users_language(
    at_version: Chat, language: str, said: str, city: str
) -> None:
    with translation.override(language):
        text = at_version.say(said)

        assert (
            translated("{label}: it was “{old}”, now it is “{new}”.").format(
                label=translated("City"), old="Turin, Italy", new=city
            )
            in text
        )
    assert values()["city"] == city
    assert latest().number == 2


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Mach die Überschrift kürzer"),
        ("es", "haz el titular más corto, por favor"),
        ("he", "לקצר את הכותרת"),
    ],
)
def test_after_a_version_the_headline_is_made_shorter(at_version: Chat, language: str, said: str) -> None:
    with translation.override(language):
        at_version.say(said)

    assert latest().number == 2
    assert "Vinolog raises €6.3 million\n" in latest().text.replace("*", "")


@pytest.mark.parametrize(
    ("language", "said", "answer"),
    [
        ("de", "Wie wird das Wetter?", NOT_UNDERSTOOD),
        ("es", "¿Qué tiempo hace?", NOT_UNDERSTOOD),
        ("he", "מה מזג האוויר?", NOT_UNDERSTOOD),
        ("de", "Danke", WELCOME),
        ("es", "muchas gracias", WELCOME),
        ("he", "תודה רבה", WELCOME),
    ],
)
def test_after_a_version_small_talk_is_answered_in_the_users_language(
    at_version: Chat, language: str, said: str, answer: str
) -> None:
    with translation.override(language):
        assert at_version.say(said).startswith(translated(answer))
        assert translated(answer) != answer


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Kann ich mit einem Menschen sprechen?"),
        ("es", "Quiero hablar con una persona"),
        ("he", "אפשר לדבר עם נציג?"),
    ],
)
def test_a_person_is_asked_for_in_the_users_language(chat: Chat, language: str, said: str) -> None:
    with translation.override(language):
        chat.say(said)

    assert chat.person_wanted == "The user asks for a person."


@pytest.mark.parametrize(
    ("language", "greeting", "go_on"),
    [
        (
            "de",
            "Schön, dass du wieder da bist! Ich habe noch, was du mir erzählt hast: Name des Unternehmens, ",
            "Damit weitermachen",
        ),
        (
            "es",
            "¡Hola de nuevo! Todavía tengo lo que me contaste: nombre de la empresa, tipo de anuncio, ",
            "Seguir con esto",
        ),
        ("he", "שלום שוב! מה שסיפרת לי עדיין שמור אצלי: שם החברה, נושא ההודעה, ", "להמשיך עם זה"),
    ],
)
def test_who_comes_back_is_greeted_and_may_go_on(
    chat: Chat, language: str, greeting: str, go_on: str
) -> None:
    tell("funding", without=["city"])

    with translation.override(language):
        reply = chat.ask("...", thread_id=SECOND)
        assert reply.text.startswith(greeting)
        assert reply.choices[0].label == go_on
        assert translated(FACTS["city"].question) in chat.say(go_on, thread_id=SECOND)
    assert "city" not in values()


@pytest.mark.parametrize("language", ["de", "es", "he"])
def test_after_a_person_wrote_and_for_an_answer_in_pieces_the_question_is_asked_again(
    chat: Chat, language: str
) -> None:
    tell("other", without=["quote", "quote_speaker", "quote_role"])

    with translation.override(language):
        chat.say("...")
        text = chat.say("ok", meanwhile=[PastMessage(by_user=False, text="Hi", by_person=True)])
        assert text.startswith(translated(AFTER_TAKEOVER))
        assert chat.say("Every drop counts.", "We know that.").startswith(translated(SCATTERED))
