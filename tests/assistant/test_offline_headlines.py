"""The headline that the script suggests, in the language of the user: it rests on what they said."""

import pytest
from django.utils import translation

from tests.support.interview import tell
from tests.support.offline_chat import Chat

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "kind", "told", "headline"),
    [
        (
            "de",
            "funding",
            {"amount": "Wir haben 6,3 Mio. Euro eingesammelt", "round": "Seed"},
            "Vinolog sammelt 6,3 Millionen Euro in einer Seed-Runde ein",
        ),
        (
            "de",
            "funding",
            {"amount": "500.000 Schweizer Franken", "round": "eine Brückenfinanzierung"},
            "Vinolog sammelt 500.000 Schweizer Franken in einer Brückenfinanzierung ein",
        ),
        ("de", "product", {}, "Gera Pumps bringt AquaOne auf den Markt"),
        ("de", "partnership", {}, "Solaria und Banco Azul werden Partner"),
        (
            "es",
            "funding",
            {"amount": "Hemos recaudado 6,3 millones de euros", "round": "serie A"},
            "Vinolog recauda 6,3 millones de euros en una ronda Serie A",
        ),
        (
            "es",
            "funding",
            {"amount": "$2.5 million", "round": "una ronda semilla"},
            "Vinolog recauda 2,5 millones de dólares en una ronda semilla",
        ),
        ("es", "product", {}, "Gera Pumps lanza AquaOne"),
        ("es", "partnership", {}, "Solaria se alía con Banco Azul"),
        (
            "he",
            "funding",
            {"amount": "גייסנו 6.3 מיליון דולר", "round": "סיד"},
            "Vinolog גייסה 6.3 מיליון דולר בסבב סיד",
        ),
        ("he", "product", {}, "Gera Pumps משיקה את AquaOne"),
        ("he", "partnership", {}, "שיתוף פעולה בין Solaria לבין Banco Azul"),
    ],
)
def test_a_headline_is_suggested_in_the_users_language(
    chat: Chat, language: str, kind: str, told: dict[str, str], headline: str
) -> None:
    tell(kind, without=["headline"], **told)

    with translation.override(language):
        assert headline in chat.say("ok")
