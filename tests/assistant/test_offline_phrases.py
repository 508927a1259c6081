"""What a user wants besides answering, in German, Spanish and Hebrew: tables of messages."""

import pytest

from assistant.announcement_types import recognise
from assistant.offline import corrections
from assistant.offline.corrections import Correction, correction, quotation, shorter

TOLD = {
    "company_name": "Acme",
    "city": "Turin, Italien",
    "headline": "Acme fliegt",
    "amount": "6,3 Millionen Euro",
    "lead_investor": "Alpina",
    "release_date": "2027-02-09",
    "quote": "Wir fliegen.",
    "quote_speaker": "Max Berger",
    "quote_role": "Geschäftsführer von Acme",
    "quote_speaker_2": "Ada Novak",
    "quote_role_2": "directora financiera",
    "media_contact": "Paolo Rossi, paolo@acme.example",
}


# --- Corrections -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("Nein, die Stadt ist Graz, Österreich", "city", "Graz, Österreich"),
        ("nein die Stadt ist Graz", "city", "Graz"),
        ("Entschuldigung, unsere Firma heißt Acme Raketen", "company_name", "Acme Raketen"),
        ("Moment, die Überschrift soll Acme hebt ab lauten", "headline", "Acme hebt ab"),
        ("Korrektur: der Betrag ist 7 Millionen Euro", "amount", "7 Millionen Euro"),
        ("Ändere die Stadt in Graz, Österreich", "city", "Graz, Österreich"),
        ("Bitte ersetze die Überschrift durch Acme hebt ab", "headline", "Acme hebt ab"),
        ("Nein, die Geschäftsführerin ist Ines Ortega", "quote_speaker", "Ines Ortega"),
        ("nein, der CEO ist Ines Ortega", "quote_speaker", "Ines Ortega"),
        ("nein, die Stadt ist nicht Turin, sondern Graz", "city", "Graz"),
        ("nein, der Betrag ist 7 Millionen Euro, nicht 6,3 Millionen Euro", "amount", "7 Millionen Euro"),
        ("die Überschrift ändern", "headline", ""),
        ("eine andere Überschrift bitte", "headline", ""),
        ("nein, die Überschrift ist zu lang", "headline", ""),
        ("Nein, der Slogan ist Flieg", "", "Flieg"),
        ("no, la ciudad es Sevilla, España", "city", "Sevilla, España"),
        ("Perdón, nuestra empresa se llama Cohetes Acme", "company_name", "Cohetes Acme"),
        ("en realidad el titular debería decir Acme vuela", "headline", "Acme vuela"),
        ("cambia la ciudad a Sevilla", "city", "Sevilla"),
        ("cambiar el inversor por Donau", "lead_investor", "Donau"),
        ("no, la directora general es Inés Ortega", "quote_speaker", "Inés Ortega"),
        ("no, la directora financiera es Eva", "quote_speaker_2", "Eva"),
        ("no, el importe no es 6,3 Millionen Euro sino 7 millones", "amount", "7 millones"),
        ("otro titular", "headline", ""),
        ("no, el titular es demasiado largo", "headline", ""),
        ("no, el lema es Vuela", "", "Vuela"),
        ("לא, העיר היא חיפה", "city", "חיפה"),
        ("סליחה, שם החברה הוא אקמה", "company_name", "אקמה"),
        ("לשנות את העיר לחיפה", "city", "חיפה"),
        ("תיקון: הסכום הוא 7 מיליון אירו", "amount", "7 מיליון אירו"),
        ("לא, המשקיע הוא קרן דנובה", "lead_investor", "קרן דנובה"),
        ("לא, המנכ״לית היא אינס אורטגה", "quote_speaker", "אינס אורטגה"),
        ("לשנות את הכותרת", "headline", ""),
        ("כותרת אחרת בבקשה", "headline", ""),
        ("לא, הסיסמה היא לעוף", "", "לעוף"),
    ],
)
def test_a_correction_names_what_it_corrects(text: str, key: str, value: str) -> None:
    assert correction(text, TOLD, anywhere=False) == Correction(key=key, value=value)


@pytest.mark.parametrize(
    "text",
    [
        "Nein, wir haben keine Angst vor der Dürre.",
        "Nein zu sagen ist leicht.",
        "Niemand wird vergessen.",
        "Eigentlich ist Landwirtschaft schwer.",
        "Die Stadt ist Graz",
        "Halt gibt es keinen.",
        "Wein mit weniger Wasser machen",
        "ändern, wie Menschen Wein kaufen",
        "No, no tenemos miedo a la sequía.",
        "No es lo mismo.",
        "No hay nada mejor que el vino.",
        "No se parece a nada.",
        "la ciudad es Sevilla",
        "cambiar la forma de comprar vino",
        "Espera lo mejor.",
        "Nadie se queda atrás",
        "לא, אנחנו לא מפחדים מבצורת.",
        "לא כל יין הוא אדום.",
        "העיר היא חיפה",
        "לשנות את העולם",
        "בעצם חקלאות קשה.",
    ],
)
def test_an_answer_that_only_begins_like_one_is_no_correction(text: str) -> None:
    assert correction(text, TOLD, anywhere=False) is None


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("Die Stadt ist Graz, Österreich", "city", "Graz, Österreich"),
        ("Stadt: Graz", "city", "Graz"),
        ("la ciudad es Sevilla", "city", "Sevilla"),
        ("ciudad: Sevilla", "city", "Sevilla"),
        ("העיר היא חיפה", "city", "חיפה"),
        ("עיר: חיפה", "city", "חיפה"),
        ("the city is wrong", "city", ""),
        ("Die Überschrift ist falsch", "headline", ""),
        ("la fecha está mal", "release_date", ""),
        ("הכותרת היא ארוכה מדי", "headline", ""),
    ],
)
def test_after_a_version_a_fact_may_be_told_anew_or_called_wrong(text: str, key: str, value: str) -> None:
    assert correction(text, TOLD, anywhere=True) == Correction(key=key, value=value)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("city", "Die Stadt ist Graz, Österreich", "Graz, Österreich"),
        ("company_name", "Unsere Firma heißt Acme", "Acme"),
        ("amount", "El importe es 6 millones de euros", "6 millones de euros"),
        ("company_name", "שם החברה הוא אקמה", "אקמה"),
        ("quote", "Worte sind wichtig.", "Worte sind wichtig."),
        ("detail", "El contexto es una sequía.", "El contexto es una sequía."),
    ],
)
def test_an_answer_loses_the_words_of_the_question(key: str, text: str, value: str) -> None:
    assert corrections.answer(key, text) == value


# --- Short messages --------------------------------------------------------------------------


def wants(text: str) -> set[str]:
    """Return the names of the patterns that `text` is, or has."""
    whole = ("BACK", "SKIP", "NOTHING", "TAKE", "APPROVE", "CHANGE", "PERSON", "THANKS", "GO_ON")
    found = {name for name in whole if getattr(corrections, name).fullmatch(text)}
    return found | {name for name in ("AGAIN", "SHORTER") if getattr(corrections, name).search(text)}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("zurück", {"BACK"}),
        ("atrás", {"BACK"}),
        ("חזרה", {"BACK"}),
        ("Überspringen", {"SKIP"}),
        ("bitte überspringen", {"SKIP"}),
        ("saltar", {"SKIP"}),
        ("דלג", {"SKIP"}),
        ("דלגי בבקשה", {"SKIP"}),
        ("nichts weiter", {"NOTHING"}),
        ("niemand", {"NOTHING"}),
        ("kein Zitat", {"NOTHING"}),
        ("nein", {"NOTHING", "CHANGE"}),
        ("nada más", {"NOTHING"}),
        ("nadie", {"NOTHING"}),
        ("אין", {"NOTHING"}),
        ("אף אחד", {"NOTHING"}),
        ("ja bitte", {"TAKE"}),
        ("vale", {"TAKE", "APPROVE"}),
        ("אוקיי", {"TAKE", "APPROVE"}),
        ("Ja, passt so", {"APPROVE"}),
        ("Freigeben", {"APPROVE"}),
        ("Ich gebe Version 2 frei", {"APPROVE"}),
        ("Sieht gut aus, danke", {"APPROVE"}),
        ("Sí, perfecto", {"APPROVE"}),
        ("Aprobar", {"APPROVE"}),
        ("La apruebo", {"APPROVE"}),
        ("כן, מאושר", {"APPROVE"}),
        ("אישור", {"APPROVE"}),
        ("Etwas ändern", {"CHANGE"}),
        ("Cambiar algo", {"CHANGE"}),
        ("לשנות משהו", {"CHANGE"}),
        ("Schick es noch einmal", {"AGAIN"}),
        ("noch einmal senden", {"AGAIN"}),
        ("envíalo otra vez", {"AGAIN"}),
        ("אפשר לשלוח את הטקסט שוב?", {"AGAIN"}),
        ("שליחה חוזרת", {"AGAIN"}),
        ("Danke!", {"THANKS"}),
        ("ok, thanks", {"APPROVE", "THANKS"}),
        ("Super, danke", {"APPROVE"}),
        ("Vale, gracias", {"APPROVE"}),
        ("vielen Dank", {"THANKS"}),
        ("muchas gracias", {"THANKS"}),
        ("תודה רבה", {"THANKS"}),
        ("Mach die Überschrift kürzer", {"SHORTER"}),
        ("haz el titular más corto", {"SHORTER"}),
        ("לקצר את הכותרת", {"SHORTER"}),
        ("Ich möchte mit einem Menschen sprechen", {"PERSON"}),
        ("Mit einem Menschen sprechen", {"PERSON"}),
        ("Kann ich bitte mit jemandem aus eurem Team reden?", {"PERSON"}),
        ("Hablar con una persona", {"PERSON"}),
        ("Hola, quisiera hablar con alguien de tu equipo, por favor", {"PERSON"}),
        ("לדבר עם נציג אנושי", {"PERSON"}),
        ("אפשר לדבר עם בן אדם בבקשה?", {"PERSON"}),
        ("Damit weitermachen", {"GO_ON"}),
        ("weiter", {"GO_ON"}),
        ("Seguir con esto", {"GO_ON"}),
        ("להמשיך עם זה", {"GO_ON"}),
        ("noch nicht", set()),
        ("nicht gut", set()),
        ("Ja, aber die Stadt ist Graz", set()),
        ("Kunden können jederzeit mit einem Menschen sprechen.", set()),
        ("Niemand wird vergessen.", set()),
        ("todavía no", set()),
        ("Sí, pero la ciudad es Sevilla", set()),
        ("Los clientes pueden hablar con una persona.", set()),
        ("No está bien", set()),
        ("עדיין לא", set()),
        ("לא טוב", set()),
        ("לקוחות יכולים לדבר עם בן אדם בכל שעה.", set()),
    ],
)
def test_what_a_message_wants_is_found_by_its_words(text: str, meant: set[str]) -> None:
    assert wants(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "I'd like to announce a funding round.",
        "Ich möchte eine Finanzierungsrunde ankündigen.",
        "Ich möchte ein neues Produkt vorstellen.",
        "Wir geben eine Partnerschaft bekannt",
        "Quiero anunciar una ronda de financiación.",
        "Queremos presentar un producto",
        "אני רוצה להכריז על גיוס הון.",
        "רוצים להודיע על שיתוף פעולה",
    ],
)
def test_an_announcement_is_no_name_of_a_company(text: str) -> None:
    assert corrections.ANNOUNCES.match(text)
    assert recognise(text)


@pytest.mark.parametrize("text", ["Ich AG", "Wir GmbH", "Quiero Vino", "Anuncios del Sur", "אני ואתה"])
def test_a_company_may_be_called_like_the_beginning_of_one(text: str) -> None:
    assert not corrections.ANNOUNCES.match(text)


# --- Kinds of announcements ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Finanzierungsrunde", "funding"),
        ("eine Anschlussfinanzierung", "funding"),
        ("Wir haben Investoren gefunden", "funding"),
        ("ronda de financiación", "funding"),
        ("hemos cerrado una serie A", "funding"),
        ("una inversión", "funding"),
        ("גיוס הון", "funding"),
        ("סגרנו סבב", "funding"),
        ("Neues Produkt", "product"),
        ("eine Produkteinführung", "product"),
        ("Markteinführung", "product"),
        ("Lanzamiento de producto", "product"),
        ("una aplicación nueva", "product"),
        ("השקת מוצר", "product"),
        ("אנחנו משיקים אפליקציה", "product"),
        ("Partnerschaft", "partnership"),
        ("eine Kooperation mit Beta", "partnership"),
        ("Alianza", "partnership"),
        ("un acuerdo de colaboración", "partnership"),
        ("שיתוף פעולה", "partnership"),
        ("שותפות עם בטא", "partnership"),
        ("Andere Neuigkeit", "other"),
        ("etwas anderes", "other"),
        ("Otra noticia", "other"),
        ("otra cosa", "other"),
        ("חדשות אחרות", "other"),
        ("משהו אחר", "other"),
        ("Hallo", ""),
        ("Buenos días", ""),
        ("שלום", ""),
        ("Ein anderer Tag", ""),
        ("mañana", ""),
        ("אחרי הצהריים", ""),
    ],
)
def test_a_kind_of_announcement_is_recognised(text: str, kind: str) -> None:
    assert recognise(text) == kind


# --- Quotations and headlines ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "„Wir fliegen“, sagt Ines Ortega, Chefin von Acme",
            ("Wir fliegen", "Ines Ortega", "Chefin von Acme"),
        ),
        ("„Wir fliegen“, so Ines Ortega", ("Wir fliegen", "Ines Ortega", "")),
        ("»Wir fliegen.« – Ines Ortega", ("Wir fliegen.", "Ines Ortega", "")),
        ("«Volamos», dice Inés Ortega, directora", ("Volamos", "Inés Ortega", "directora")),
        ("«Volamos», según Inés Ortega", ("Volamos", "Inés Ortega", "")),
        ("״אנחנו עפים״, אומרת אינס אורטגה, מנכ״לית אקמה", ("אנחנו עפים", "אינס אורטגה", "מנכ״לית אקמה")),
        ('"אנחנו עפים", אמר דן כהן, מנכ"ל', ("אנחנו עפים", "דן כהן", 'מנכ"ל')),
    ],
)
def test_a_quotation_with_its_speaker_is_three_facts(text: str, parts: tuple[str, str, str]) -> None:
    assert quotation(text) == parts


@pytest.mark.parametrize(
    ("headline", "short"),
    [
        (
            "Acme sammelt 6 Millionen Euro in einer Series-A-Runde ein",
            "Acme sammelt 6 Millionen Euro ein",
        ),
        ("Acme eröffnet eine Fabrik, um mehr Raketen zu bauen", "Acme eröffnet eine Fabrik"),
        ("Acme recauda 6 millones de euros en una ronda Serie A", "Acme recauda 6 millones de euros"),
        ("אקמה גייסה 6 מיליון אירו בסבב A", "אקמה גייסה 6 מיליון אירו"),
        ("Acme fliegt", ""),
    ],
)
def test_a_headline_is_cut_where_it_can_end_in_its_language(headline: str, short: str) -> None:
    company = headline.split()[0]

    assert shorter(headline, company=company) == short
