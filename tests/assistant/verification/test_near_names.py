"""Names that were changed by a letter or an ending are other names; endings of grammar are none."""

import pytest

from assistant.verification import Fact, Finding, Sentence, verify

FACTS = {
    "en": (
        Fact("f1", "company_name", "name", "Larkhall Foods", "we are Larkhall Foods"),
        Fact("f2", "speaker", "name", "Priya Nandakumar", "Priya Nandakumar"),
        Fact("f3", "investor", "name", "Skerry Growth Fund", "the Skerry Growth Fund invests"),
        Fact(
            "f4",
            "detail",
            "text",
            "The bakery in Ripon was built by Owen Thackray.",
            "Owen Thackray built it",
        ),
        Fact("f5", "press", "contact", "Ellen Moss, press@larkhall.example", "Ellen Moss"),
    ),
    "de": (
        Fact("f1", "company_name", "name", "Moosfeld GmbH", "wir sind die Moosfeld GmbH"),
        Fact("f2", "speaker", "name", "Jana Kettler", "Jana Kettler"),
        Fact("f3", "investor", "name", "Isarquell Ventures", "Isarquell Ventures investiert"),
        Fact("f4", "detail", "text", "Die Halle in Pirna hat Ulf Brenndorf gebaut.", "Ulf Brenndorf"),
        Fact("f5", "city", "name", "Pirna", "aus Pirna"),
    ),
    "es": (
        Fact("f1", "company_name", "name", "Brisalta", "somos Brisalta"),
        Fact("f2", "speaker", "name", "Inés Carvajal", "Inés Carvajal"),
        Fact("f3", "investor", "name", "Fondo Maresme", "invierte el Fondo Maresme"),
        Fact("f4", "detail", "text", "La nave de Lucena la construyó Tomás Ugarte.", "Tomás Ugarte"),
        Fact("f5", "city", "name", "Lucena", "en Lucena"),
    ),
    "he": (
        Fact("f1", "company_name", "name", "ברקת מערכות", "אנחנו ברקת מערכות"),
        Fact("f2", "speaker", "name", "דפנה שרון-גבע", "דפנה שרון-גבע"),
        Fact("f3", "investor", "name", "קרן סלעית", "קרן סלעית משקיעה"),
        Fact("f4", "detail", "text", "המפעל בגבעת רותם תוכנן בידי עופר זילכה.", "עופר זילכה תכנן"),
        Fact("f5", "product", "name", "גלבועית", "גלבועית"),
    ),
}
ALL = ("f1", "f2", "f3", "f4", "f5")

CHANGED = {
    "en": [
        "Priya Nandakumara runs Larkhall Foods.",
        "Priya Nandekumar runs Larkhall Foods.",
        "The Skerry Growth Trust invests.",
        "The bakery in Rippon was built by Owen Thackray.",
        "The bakery in Ripon was built by Owen Thackeray.",
        "The bakery in Ripon was built by Owen Tulliver.",
        "The bakery in Ripon was built by Ewan Thackray.",
        "Larkhill Foods built the bakery in Ripon.",
    ],
    "de": [
        "Jana Kettner leitet die Moosfeld GmbH.",
        "Jana Ketteler leitet die Moosfeld GmbH.",
        "Isarquelle Ventures investiert.",
        "Die Halle in Pirna hat Ulf Brenndorfer gebaut.",
        "Die Halle in Pirna hat Ulf Brendorf gebaut.",
        "Die Halle in Pirna hat Ulf Steinacker gebaut.",
        "Die Moosfelt GmbH baut in Pirna.",
        "Die Halle in Pirma hat Ulf Brenndorf gebaut.",
    ],
    "es": [
        "Inés Carvajales dirige Brisalta.",
        "Inés Carbajal dirige Brisalta.",
        "Invierte el Fondo Maresma.",
        "La nave de Lucena la construyó Tomás Ugalde.",
        "La nave de Lucena la construyó Tomé Ugarte.",
        "Brisalto construyó la nave de Lucena.",
        "La nave de Lusena la construyó Tomás Ugarte.",
        "Inés Cardona dirige Brisalta.",
    ],
    "he": [
        "המפעל בגבעת רותם תוכנן בידי עופר זילבר.",
        "המפעל בגבעת רותם תוכנן בידי עופרי זילכה.",
        "המפעל בגבעת אורנים תוכנן בידי עופר זילכה.",
        "קרן סלעיה משקיעה.",
        "ברקת מערכות משיקה את גלבועיה.",
        "ברקט מערכות משיקה את גלבועית.",
    ],
}

KEPT = {
    "en": [
        "Larkhall's bakery in Ripon was built by Owen Thackray.",
        "Owen Thackray's bakery is in Ripon.",
        "Larkhall Foods says Skerry Growth Fund invests.",
        "Priya Nandakumar, the Skerry Growth Fund and Owen Thackray built the bakery.",
        "Thackray built the bakery in Ripon.",
        "The Ripon bakery was built by Owen Thackray.",
    ],
    "de": [
        "Jana Kettlers Halle hat Ulf Brenndorf gebaut.",
        "Die Halle der Moosfeld GmbH steht in Pirna.",
        "Moosfelds Halle in Pirna hat Ulf Brenndorf gebaut.",
        "Die Pirnaer Halle hat Ulf Brenndorf gebaut.",
        "In Pirna baut die Moosfeld GmbH eine Halle.",
        "Frau Kettler dankt dem Investor Isarquell Ventures.",
    ],
    "es": [
        "Tomás Ugarte construyó la nave de Lucena.",
        "La nave de Brisalta en Lucena la construyó Ugarte.",
        "Carvajal dirige Brisalta.",
        "El Fondo Maresme invierte en Brisalta.",
        "En Lucena está la nave que construyó Tomás Ugarte.",
        "Brisalta y el Fondo Maresme construyen en Lucena.",
    ],
    "he": [
        "עופר זילכה תכנן את המפעל בגבעת רותם.",
        "המפעל שבגבעת רותם תוכנן בידי זילכה.",
        "לגלבועית יש מפעל בגבעת רותם.",
        "קרן סלעית משקיעה בברקת מערכות.",
        "לפי ברקת מערכות, המפעל תוכנן בידי עופר זילכה.",
        "בברקת השיקו את הגלבועית.",
    ],
}


def findings(text: str, language: str) -> list[Finding]:
    return [one for one in verify([Sentence(text, ALL)], FACTS[language], language=language) if one.hard]


def sentences(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in table.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), sentences(CHANGED))
def test_a_changed_name_is_found(language: str, text: str) -> None:
    assert {one.kind for one in findings(text, language)} & {"name", "speaker"}


@pytest.mark.parametrize(("language", "text"), sentences(KEPT))
def test_a_name_with_an_ending_of_grammar_is_the_same_name(language: str, text: str) -> None:
    assert findings(text, language) == []
