"""German, Spanish and Hebrew answers as sentences: phrases, nouns, whole sentences, and the first person."""

import pytest

from assistant.house_style.words import WORDS
from assistant.parts import sentences_of
from tests.assistant.releases import parts, write

BEGINS = {
    ("de", "funding"): "Acme gibt eine Finanzierungsrunde über 1 Million Euro bekannt. ",
    ("de", "product"): "Acme bringt Vinolog auf den Markt. ",
    ("de", "partnership"): "Acme geht eine Partnerschaft mit Beta ein. ",
    ("es", "funding"): "Acme anuncia una ronda de financiación de 1 millón de euros. ",
    ("es", "product"): "Acme lanza Vinolog. ",
    ("es", "partnership"): "Acme anuncia una alianza con Beta. ",
    ("he", "funding"): "Acme הודיעה על סבב גיוס של 1 מיליון אירו. ",
    ("he", "product"): "Acme משיקה את Vinolog. ",
    ("he", "partnership"): "Acme הודיעה על שיתוף פעולה עם Beta. ",
}
FACTS = {
    "funding": {"amount": "€1 million"},
    "product": {"product_name": "Vinolog"},
    "partnership": {"partner": "Beta"},
    "other": {},
}


def body(language: str, kind: str, **answers: str) -> str:
    facts = {"company_name": "Acme", "announcement_type": kind, **FACTS[kind], **answers}
    words = WORDS[language]
    text = write(facts, language=language)
    return text.removeprefix(f"{words.immediate}\n\n").removesuffix(f"\n\n{words.end_mark}")


def after_lead(language: str, kind: str, **answers: str) -> str:
    return body(language, kind, **answers).removeprefix(BEGINS[language, kind])


USES = [
    (
        "de",
        "ein zweites Werk in Turin bauen",
        "Mit dem Geld will das Unternehmen ein zweites Werk in Turin bauen.",
    ),
    ("de", "für Vertrieb und Forschung", "Das Geld ist für Vertrieb und Forschung bestimmt."),
    ("de", "Vertrieb und Forschung", "Das Geld ist für Vertrieb und Forschung bestimmt."),
    ("de", "der Ausbau der Produktion", "Zweck der Finanzierung ist der Ausbau der Produktion."),
    ("de", "um 20 Leute einzustellen", "Das Unternehmen will das Geld nutzen, um 20 Leute einzustellen."),
    ("de", "Wir wollen nach Spanien expandieren", "Das Unternehmen will nach Spanien expandieren."),
    ("de", "Wir wissen, wohin wir wollen.", "Das Unternehmen teilt mit: „Wir wissen, wohin wir wollen.“"),
    (
        "de",
        "unsere Produktion erweitern. Spanien folgt.",
        "Mit dem Geld will das Unternehmen seine Produktion erweitern. Spanien folgt.",
    ),
    ("de", "Das Geld fließt in Forschung", "Das Geld fließt in Forschung."),
    ("es", "abrir una planta", "La empresa destinará el dinero a abrir una planta."),
    ("es", "para contratar a 20 personas", "La empresa destinará el dinero a contratar a 20 personas."),
    ("es", "el desarrollo de producto", "La empresa destinará el dinero al desarrollo de producto."),
    ("es", "Usaremos el dinero para crecer", "La empresa destinará el dinero a crecer."),
    ("es", "Queremos crecer en España", "La empresa quiere crecer en España."),
    ("es", "Sabemos adónde vamos", "La empresa señala: «Sabemos adónde vamos»."),
    ("es", "ampliar nuestra producción", "La empresa destinará el dinero a ampliar su producción."),
    ("he", "לפתוח מפעל שני", "החברה תשתמש בכסף כדי לפתוח מפעל שני."),
    ("he", "פיתוח מוצר ושיווק", "ייעוד הכסף: פיתוח מוצר ושיווק."),
    ("he", "לפיתוח מוצר", "הכסף מיועד לפיתוח מוצר."),
    ("he", "נשתמש בכסף כדי לפתוח משרד", "החברה תשתמש בכסף כדי לפתוח משרד."),
    ("he", "אנחנו רוצים לצמוח בספרד", "לדברי החברה: “אנחנו רוצים לצמוח בספרד.”"),
]


@pytest.mark.parametrize(("language", "answer", "sentence"), USES)
def test_the_use_of_the_money(language: str, answer: str, sentence: str) -> None:
    assert after_lead(language, "funding", use_of_funds=answer) == sentence


ROUNDS = [
    ("de", "Seed", "Acme gibt eine Seed-Runde über 1 Million Euro bekannt."),
    ("de", "Brückenfinanzierung", "Acme gibt eine Brückenfinanzierung über 1 Million Euro bekannt."),
    (
        "de",
        "Wandeldarlehen",
        "Acme gibt eine Finanzierungsrunde (Wandeldarlehen) über 1 Million Euro bekannt.",
    ),
    ("es", "Seed", "Acme anuncia una ronda seed de 1 millón de euros."),
    ("es", "ronda puente", "Acme anuncia una ronda puente de 1 millón de euros."),
    ("he", "סבב A", "Acme הודיעה על סבב A של 1 מיליון אירו."),
    ("he", "הלוואה המירה", "Acme הודיעה על סבב גיוס (הלוואה המירה) של 1 מיליון אירו."),
]


@pytest.mark.parametrize(("language", "answer", "sentence"), ROUNDS)
def test_the_round(language: str, answer: str, sentence: str) -> None:
    assert body(language, "funding", round=answer) == sentence


@pytest.mark.parametrize(
    ("language", "closed", "sentence"),
    [
        ("de", "yes", "Acme hat in einer Series-A-Runde 1 Million Euro eingesammelt."),
        ("de", "no", "Acme sammelt derzeit in einer Series-A-Runde 1 Million Euro ein."),
        ("es", "yes", "Acme ha cerrado una ronda Serie A de 1 millón de euros."),
        ("es", "no", "Acme tiene abierta una ronda Serie A de 1 millón de euros."),
        ("he", "yes", "Acme גייסה 1 מיליון אירו בסבב Series A."),
        ("he", "no", "Acme מגייסת 1 מיליון אירו בסבב Series A."),
    ],
)
def test_an_open_round_is_not_told_as_closed(language: str, closed: str, sentence: str) -> None:
    assert body(language, "funding", round="Series A", round_closed=closed) == sentence


@pytest.mark.parametrize(
    ("language", "secret"),
    [
        ("de", "; die Investoren bleiben ungenannt."),
        ("es", "; la identidad de los inversores es confidencial."),
        ("he", "; המשקיעים לא נחשפו."),
    ],
)
def test_investors_that_are_undisclosed_are_told_so(language: str, secret: str) -> None:
    assert body(language, "funding", lead_investor="undisclosed").endswith(secret)
    assert secret not in body(language, "funding", lead_investor="undisclosed", other_investors="Alba Angels")


SUMS = [
    ("de", "€6.3 million", "6,3 Millionen Euro"),
    ("de", "$500k", "500.000 Dollar"),
    ("de", "6,3 Millionen Euro", "6,3 Millionen Euro"),
    ("de", "€1.5 billion", "1,5 Milliarden Euro"),
    ("es", "€6.3 million", "6,3 millones de euros"),
    ("es", "€1.5 billion", "1.500 millones de euros"),
    ("es", "$1 million", "1 millón de dólares"),
    ("he", "€6.3 million", "6.3 מיליון אירו"),
    ("he", "₪500,000", "500,000 שקלים"),
    ("he", "$1.5 billion", "1.5 מיליארד דולר"),
]


@pytest.mark.parametrize(("language", "amount", "written"), SUMS)
def test_a_sum_is_written_as_in_that_language(language: str, amount: str, written: str) -> None:
    assert written in body(language, "funding", amount=amount)


AVAILABILITIES = [
    ("de", "2027-03-01", "Vinolog ist ab dem 1. März 2027 erhältlich."),
    ("de", "Italien und Spanien", "Vinolog ist in Italien und Spanien erhältlich."),
    ("de", "Es ist ab sofort verfügbar", "Vinolog ist ab sofort erhältlich."),
    ("de", "Im Mai liefern wir aus", "Das Unternehmen teilt mit: „Im Mai liefern wir aus.“"),
    ("de", "Die Auslieferung beginnt im Mai.", "Die Auslieferung beginnt im Mai."),
    ("es", "2027-03-01", "Vinolog está disponible desde el 1 de marzo de 2027."),
    ("es", "Italia y España", "Vinolog está disponible en Italia y España."),
    ("es", "Vinolog estará disponible en mayo", "Vinolog estará disponible en mayo."),
    ("es", "En mayo empezamos a entregar", "La empresa señala: «En mayo empezamos a entregar»."),
    ("he", "2027-03-01", "המוצר זמין ב-1 במרץ 2027."),
    ("he", "איטליה וספרד", "המוצר זמין באיטליה וספרד."),
    ("he", "Vinolog תהיה זמינה במאי", "המוצר יהיה זמין במאי."),
    ("he", "נתחיל לספק במאי", "לדברי החברה: “נתחיל לספק במאי.”"),
]


@pytest.mark.parametrize(("language", "answer", "sentence"), AVAILABILITIES)
def test_the_availability(language: str, answer: str, sentence: str) -> None:
    assert after_lead(language, "product", availability=answer) == sentence


PRICES = [
    ("de", "€49", "Vinolog kostet 49 Euro."),
    ("de", "ab 49 Euro", "Vinolog kostet ab 49 Euro."),
    ("de", "kostenlos für Schulen", "Vinolog ist kostenlos für Schulen."),
    ("es", "€49.90 a month", "Vinolog cuesta 49,90 euros al mes."),
    ("es", "gratis", "Vinolog es gratis."),
    ("he", "€49 a month", "המחיר: 49 אירו לחודש."),
    ("he", "חינם", "המוצר מוצע חינם."),
]


@pytest.mark.parametrize(("language", "answer", "sentence"), PRICES)
def test_the_price(language: str, answer: str, sentence: str) -> None:
    assert after_lead(language, "product", price=answer) == sentence


SUMMARIES = [
    (
        "de",
        "Vinolog ist eine App, die Wasser spart.",
        "Acme bringt Vinolog auf den Markt, eine App, die Wasser spart.",
    ),
    ("de", "ein Sensor für Reben", "Acme bringt Vinolog auf den Markt. Vinolog ist ein Sensor für Reben."),
    ("es", "Vinolog es una app que ahorra agua.", "Acme lanza Vinolog, una app que ahorra agua."),
    ("es", "Vinolog es nuestra app", "Acme lanza Vinolog. La empresa señala: «Vinolog es nuestra app»."),
    ("he", "Vinolog היא אפליקציה שחוסכת מים.", "Acme משיקה את Vinolog, אפליקציה שחוסכת מים."),
    ("he", "מודדת את הצימאון של הגפנים", "Acme משיקה את Vinolog, שמודדת את הצימאון של הגפנים."),
]


@pytest.mark.parametrize(("language", "answer", "text"), SUMMARIES)
def test_what_a_product_does(language: str, answer: str, text: str) -> None:
    assert body(language, "product", product_summary=answer) == text


BENEFITS = [
    ("de", "Wasser zu sparen", "Ziel der Partnerschaft ist es, Wasser zu sparen."),
    ("de", "Nutzer bekommen kostenloses Wasser", "Nutzer bekommen kostenloses Wasser."),
    ("de", "kostenloser Zugang für alle", "Für die Nutzer bedeutet das: kostenloser Zugang für alle."),
    ("es", "Los usuarios reciben agua gratis", "Los usuarios reciben agua gratis."),
    ("es", "acceso gratuito", "La alianza permitirá acceso gratuito."),
    ("he", "לחסוך מים", "שיתוף הפעולה נועד לחסוך מים."),
    ("he", "המשתמשים יקבלו מים חינם", "המשתמשים יקבלו מים חינם."),
]


@pytest.mark.parametrize(("language", "answer", "sentence"), BENEFITS)
def test_what_users_get(language: str, answer: str, sentence: str) -> None:
    assert after_lead(language, "partnership", benefit=answer) == sentence


STARTS = [
    ("de", "Mai 2027", "Die Partnerschaft beginnt im Mai 2027."),
    ("de", "Sie begann 2026", "Die Partnerschaft begann 2026."),
    ("es", "mayo de 2027", "La alianza comienza en mayo de 2027."),
    ("es", "2027-03-01", "La alianza comienza el 1 de marzo de 2027."),
    ("he", "מאי 2027", "שיתוף הפעולה יתחיל במאי 2027."),
    ("he", "התחיל ב-2026", "שיתוף הפעולה התחיל ב-2026."),
]


@pytest.mark.parametrize(("language", "answer", "sentence"), STARTS)
def test_the_start(language: str, answer: str, sentence: str) -> None:
    assert after_lead(language, "partnership", start=answer) == sentence


NEWS = [
    (
        "de",
        "Acme eröffnet einen Laden",
        "14. Mai 2027",
        "Mailand",
        "Acme eröffnet am 14. Mai 2027 in Mailand einen Laden.",
    ),
    ("de", "Wir eröffnen einen Laden", "im Mai", "", "Acme eröffnet im Mai einen Laden."),
    ("de", "Ein Laden öffnet", "", "", "Acme teilt mit: Ein Laden öffnet."),
    ("de", "Wir lieben Wein", "", "", "Acme teilt mit: „Wir lieben Wein.“"),
    ("de", "Acme freut sich", "im Mai", "Lyon", "Acme freut sich. Das geschieht im Mai in Lyon."),
    (
        "es",
        "Acme abre una tienda",
        "14 de mayo de 2027",
        "Milán",
        "Acme abre una tienda el 14 de mayo de 2027 en Milán.",
    ),
    ("es", "Abrimos una tienda", "en mayo", "", "Acme abre una tienda en mayo."),
    ("es", "Nos encanta el vino", "", "", "Acme anuncia: «Nos encanta el vino»."),
    ("he", "Acme פותחת חנות", "14 במאי 2027", "ברלין", "Acme פותחת חנות ב-14 במאי 2027 בברלין."),
    ("he", "אנחנו פותחים חנות", "במאי", "", "Acme הודיעה: “אנחנו פותחים חנות.” המועד: במאי."),
]


@pytest.mark.parametrize(("language", "news", "when", "where", "text"), NEWS)
def test_other_news(language: str, news: str, when: str, where: str, text: str) -> None:
    assert body(language, "other", news=news, when=when, where=where) == text


@pytest.mark.parametrize(
    ("language", "printed"),
    [("de", "„Gut.“ (Winzerin)"), ("es", "«Gut» (Winzerin)."), ("he", "לדברי Winzerin: “Gut.”")],
)
def test_a_quotation_without_a_speaker_names_the_role(language: str, printed: str) -> None:
    assert body(language, "other", quote="Gut", quote_role="Winzerin").endswith(printed)


@pytest.mark.parametrize("language", ["de", "es", "he"])
def test_a_partner_that_does_not_agree_is_not_named(language: str) -> None:
    text = body(language, "partnership", partner_agrees="no", partner_boilerplate="Beta sells wine.")

    assert "Beta" not in text
    assert "Acme" in text


@pytest.mark.parametrize(
    ("detail", "sentence"),
    [
        ("54 growers took part.", "Fifty-four growers took part."),
        ("12% of growers said yes.", "Twelve percent of growers said yes."),
        ("2026 was a good year.", "2026 was a good year."),
        ("100 growers took part.", "100 growers took part."),
        ("We doubled our revenue.", "The company doubled its revenue."),
    ],
)
def test_an_english_sentence_begins_with_a_word(detail: str, sentence: str) -> None:
    assert body("en", "other", news="Acme opens a shop", detail=detail).endswith(f"\n\n{sentence}")


@pytest.mark.parametrize(
    ("language", "news", "where"),
    [
        ("en", "Acme opens a shop in Milan", "Milan"),
        ("de", "Acme eröffnet einen Laden in Mailand", "in Mailand"),
        ("es", "Acme abre una tienda en Milán", "en Milán"),
        ("he", "Acme פותחת חנות במילאנו", "במילאנו"),
    ],
)
def test_a_place_that_the_news_has_already_is_cited_and_not_repeated(
    language: str, news: str, where: str
) -> None:
    facts = {"company_name": "Acme", "announcement_type": "other", "news": news, "where": where}
    lead = parts(facts, language=language)[1]

    assert lead.text.count(where) == 1
    assert "where" in lead.sentences[0].facts
    assert len(lead.sentences) == 1


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("others", [{}, {"other_investors": "Alba Angels"}])
def test_an_undisclosed_lead_investor_is_cited(language: str, others: dict[str, str]) -> None:
    facts = {"company_name": "Acme", "amount": "€1 million", "lead_investor": "undisclosed", **others}
    release = parts(facts, language=language)

    assert "lead_investor" in {key for sentence in sentences_of(release) for key in sentence.facts}
