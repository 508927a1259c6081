"""What the template writes in each language, whatever is told and whatever is missing."""

import re
from collections.abc import Iterable, Mapping
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from assistant import template
from assistant.announcement_types import FACTS
from assistant.house_style.words import WORDS
from assistant.parts import WRITTEN, Part, PartName, sentences_of, text_of
from assistant.template.languages import GRAMMARS
from assistant.verification import Sentence, supported
from tests.assistant.releases import STEERS_ONLY, facts_of, parts, write
from tests.assistant.translated_releases import RELEASES

EACH = [(language, kind) for language, kinds in RELEASES.items() for kind in kinds]
HOLE = re.compile(
    r"None|\n{3}| {2}| [,.;]|\.\.(?!\.)|,,|\*\*|“”|„“|«»|\[|\]|\{|\}|:\.|,\.|\A\n|undisclosed|\byes\b"
)


def written(parts: Iterable[Part]) -> list[Sentence]:
    """Return the sentences of the lead and the paragraphs."""
    return sentences_of(part for part in parts if part.name in WRITTEN)


def cited(sentence: Sentence, values: Mapping[str, str]) -> str:
    return " … ".join(values[key] for key in sentence.facts)


def without_quoted(text: str) -> str:
    return re.sub("“[^”]*”|„[^“]*“|«[^»]*»", "", text)


LEADS = {
    (
        "de",
        "funding",
    ): "Acme hat in einer Series-A-Runde 6,3 Millionen Euro eingesammelt. Angeführt wurde die "
    "Runde von Nordlicht Ventures. An der Runde beteiligten sich auch Alba Angels und Banca Piemonte.",
    ("de", "product"): "Acme bringt Vinolog auf den Markt. Vinolog sagt Winzern eine Woche im Voraus, welche "
    "Reben Wasser brauchen. Vinolog ist ab 1. März 2027 in Italien und Spanien für 49 Euro im Monat "
    "erhältlich.",
    ("de", "partnership"): "Acme geht eine Partnerschaft mit Cantine Unite ein. Gemeinsam werden die Partner "
    "4.000 Winzern kostenlosen Zugang zu Wasserprognosen geben. Die Partnerschaft beginnt am 1. März 2027.",
    ("de", "other"): "Acme wird am 14. Mai 2027 in Alba, Italien, seine erste Schule für Winzer eröffnen.",
    ("es", "funding"): "Acme ha cerrado una ronda Serie A de 6,3 millones de euros liderada por Nordlicht "
    "Ventures, con la participación de Alba Angels y Banca Piemonte.",
    ("es", "product"): "Acme lanza Vinolog, que avisa a los viticultores con una semana de antelación de qué "
    "vides necesitarán agua. Vinolog está disponible desde el 1 de marzo de 2027 en Italia y España por 49 "
    "euros al mes.",
    ("es", "partnership"): "Acme anuncia una alianza con Cantine Unite. La alianza permitirá dar a 4.000 "
    "viticultores acceso gratuito a previsiones de agua. La alianza comienza el 1 de marzo de 2027.",
    (
        "es",
        "other",
    ): "Acme abrirá su primera escuela para viticultores el 14 de mayo de 2027 en Alba, Italia.",
    ("he", "funding"): "Acme גייסה 6.3 מיליון אירו בסבב Series A בהובלת Nordlicht Ventures, יחד עם Alba "
    "Angels ו-Banca Piemonte. בסך הכול גייסה החברה עד כה 9 מיליון אירו.",
    ("he", "product"): "Acme משיקה את Vinolog, שמודיעה לכורמים שבוע מראש אילו גפנים יזדקקו למים. המוצר זמין "
    "החל ב-1 במרץ 2027 באיטליה ובספרד, במחיר של 49 אירו לחודש.",
    ("he", "partnership"): "Acme הודיעה על שיתוף פעולה עם Cantine Unite. שיתוף הפעולה נועד לתת ל-4,000 "
    "כורמים גישה חינם לתחזיות מים. שיתוף הפעולה יתחיל ב-1 במרץ 2027. ההסכם חל על איטליה וספרד ונמשך שלוש "
    "שנים.",
    ("he", "other"): "Acme תפתח את בית הספר הראשון שלה לכורמים ב-14 במאי 2027 באלבה, איטליה.",
}


@pytest.mark.parametrize(("language", "kind"), LEADS)
def test_the_lead_reads_as_a_journalist_of_that_language_writes_it(language: str, kind: str) -> None:
    lead = next(
        part for part in parts(RELEASES[language][kind], language=language) if part.name == PartName.LEAD
    )

    assert lead.text == LEADS[language, kind]


FRAMES = {
    "de": (
        "SPERRFRIST: 9. Februar 2027",
        "Turin, Italien, 9. Februar 2027 – Acme hat",
        "„Winzer verlieren ein Drittel ihres Wassers“, sagt Ines Ortega, Geschäftsführerin von Acme. „Das "
        "wollen wir ändern.“",
        "*Über Acme*\nAcme baut",
        "*Pressekontakt*\nLea Brandt",
        "Weitere Informationen: https://acme.example/presse",
    ),
    "es": (
        "EMBARGADO HASTA EL 9 DE FEBRERO DE 2027",
        "SEVILLA, España, 9 de febrero de 2027 – Acme ha",
        "«Los viticultores pierden un tercio del agua», afirma Ines Ortega, directora ejecutiva de Acme. "
        "«Queremos acabar con eso».",
        "*Sobre Acme*\nAcme fabrica",
        "*Contacto para medios*\nLea Brandt",
        "Más información: https://acme.example/prensa",
    ),
    "he": (
        "לפרסום בתאריך 9 בפברואר 2027",
        "אילת, ישראל, 9 בפברואר 2027 – Acme גייסה",
        'לדברי Ines Ortega, מנכ"לית Acme: “כורמים מאבדים שליש מהמים שלהם. אנחנו רוצים לשים לזה סוף.”',
        "*אודות Acme*\nAcme מייצרת",
        "*איש קשר לתקשורת*\nLea Brandt",
        "מידע נוסף: https://acme.example/press",
    ),
}


@pytest.mark.parametrize("language", FRAMES)
def test_what_is_never_generated_stands_in_the_order_of_a_newsroom(language: str) -> None:
    text = write(RELEASES[language]["funding"], language=language, immediate=False)

    places = [text.index(piece) for piece in FRAMES[language]]
    assert places == sorted(places)
    assert text.endswith(WORDS[language].end_mark)


@pytest.mark.parametrize(("language", "kind"), EACH)
def test_every_sentence_cites_facts_that_there_are(language: str, kind: str) -> None:
    values = RELEASES[language][kind]
    release = parts(values, language=language)
    everything = sentences_of(release)

    assert all(set(sentence.facts) <= values.keys() for sentence in everything)
    assert all(
        sentence.facts for part in release if part.name != PartName.END_MARK for sentence in part.sentences
    )
    assert {key for sentence in everything for key in sentence.facts} == values.keys()


@pytest.mark.parametrize(("language", "kind"), EACH)
def test_what_is_written_is_supported_by_the_cited_facts_alone(language: str, kind: str) -> None:
    values = RELEASES[language][kind]

    for sentence in written(parts(values, language=language)):
        text = sentence.text.replace(" today announced", " announced")
        assert not supported(text, said=cited(sentence, values), language=language), sentence


@pytest.mark.parametrize(("language", "kind"), EACH)
def test_paragraphs_and_the_lead_have_the_length_of_a_newswire(language: str, kind: str) -> None:
    for part in parts(RELEASES[language][kind], language=language):
        if part.name in WRITTEN:
            assert len(part.sentences) <= 4
            assert len(part.text.split()) <= (45 if part.name == PartName.LEAD else 80)


@pytest.mark.parametrize(("language", "kind"), EACH)
def test_a_missing_fact_leaves_neither_a_hole_nor_its_citation(language: str, kind: str) -> None:
    values = RELEASES[language][kind]

    for key in values:
        less = {one: value for one, value in values.items() if one != key}
        release = parts(less, language=language)
        assert not HOLE.search(text_of(release)), (key, text_of(release))
        assert all(key not in sentence.facts for sentence in sentences_of(release))


@pytest.mark.parametrize(("language", "kind"), EACH)
def test_any_two_missing_facts_leave_no_hole(language: str, kind: str) -> None:
    values = RELEASES[language][kind]

    for two in combinations(values, 2):
        text = write({key: values[key] for key in values if key not in two}, language=language)
        assert not HOLE.search(text), (two, text)


@pytest.mark.parametrize(("language", "kind"), EACH)
def test_a_name_and_a_kind_make_an_honest_sentence(language: str, kind: str) -> None:
    release = parts({"company_name": "Acme", "announcement_type": kind}, language=language)

    assert [part.name for part in release] == [PartName.RELEASE_LINE, PartName.LEAD, PartName.END_MARK]
    assert "Acme" in release[1].text


@pytest.mark.parametrize(("language", "kind"), EACH)
def test_the_same_facts_give_the_same_bytes_in_any_order(language: str, kind: str) -> None:
    values = RELEASES[language][kind]
    backwards = list(reversed(facts_of(values)))

    again = template.write(backwards, language=language, immediate=True)
    assert text_of(again) == write(values, language=language)


CORRECTIONS = {
    "company_name": "Beta",
    "amount": "€7.1 million",
    "price": "€59 a month",
    "total_raised": "€11 million",
    "lead_investor": "Donau Capital",
    "partner": "Cantine Nuove",
    "city": "Graz",
    "release_date": "2027-03-10",
    "round_closed": "no",
    "partner_agrees": "no",
    "media_contact": "Tom Braun, tom@acme.example",
    "quote_speaker": "Tom Braun",
}


@pytest.mark.parametrize(
    ("language", "kind", "key"),
    [
        (language, kind, key)
        for language, kind in EACH
        for key in CORRECTIONS
        if key in RELEASES[language][kind]
        and (kind, key) != ("other", "company_name")  # its news has the name too
    ],
)
def test_a_corrected_fact_changes_only_sentences_that_cite_it(language: str, kind: str, key: str) -> None:
    values = RELEASES[language][kind]
    corrected = {**values, key: CORRECTIONS[key]}
    before, after = (
        {sentence.text: sentence.facts for sentence in sentences_of(parts(version, language=language))}
        for version in (values, corrected)
    )

    assert before.keys() != after.keys()
    assert all(key in before[text] for text in before.keys() - after.keys())
    assert all(key in after[text] for text in after.keys() - before.keys())


@pytest.mark.parametrize(("language", "kind"), EACH)
def test_a_superseded_fact_is_not_written(language: str, kind: str) -> None:
    old = [
        fact.__class__(f"old {fact.id}", fact.key, fact.kind, "OLD", "OLD", True)
        for fact in facts_of(RELEASES[language][kind])
    ]

    release = template.write([*facts_of(RELEASES[language][kind]), *old], language=language, immediate=True)
    assert "OLD" not in text_of(release)
    assert "old" not in {fact.split()[0] for sentence in sentences_of(release) for fact in sentence.facts}


@pytest.mark.parametrize("language", RELEASES)
def test_a_written_body_gets_its_surroundings_and_keeps_its_sentences(language: str) -> None:
    values = RELEASES[language]["funding"]
    body = [
        Part(name=PartName.LEAD, sentences=(Sentence("One.", ("amount",)),)),
        Part(name=PartName.BODY, sentences=(Sentence("Two.", ("round",)), Sentence("Three.", ("city",)))),
        Part(name=PartName.BODY, sentences=(Sentence("Four.", ("detail",)),)),
    ]

    release = template.assemble(facts_of(values), body, language=language, immediate=False)

    assert [part.name.value for part in release] == [
        *(
            "release_line",
            "headline",
            "subhead",
            "dateline",
            "lead",
            "body",
            "quotation",
            "body",
            "quotation",
        ),
        *("boilerplate", "contact", "link", "end_mark"),
    ]
    assert [part for part in release if part.name in WRITTEN] == body


FIRST_PERSON = {
    "en": ["We love wine and we know why", "In May we open our doors", "help us grow", "It is up to us"],
    "de": [
        "Wir lieben Wein und wissen, warum",
        "Im Mai öffnen wir unsere Türen",
        "damit wir wachsen",
        "unsere Reben",
    ],
    "es": ["Nos encanta el vino", "En mayo abrimos nuestras puertas", "ayudarnos a crecer", "nuestras vides"],
    "he": ["אנחנו אוהבים יין", "במאי נפתח את הדלתות שלנו", "לעזור לנו לצמוח", "הגפנים שלנו"],
}
PROSE = (
    *(
        "use_of_funds",
        "other_investors",
        "lead_investor",
        "product_summary",
        "availability",
        "benefit",
        "start",
    ),
    *("scope", "news", "when", "where", "detail", "total_raised", "price"),
)


@pytest.mark.parametrize(("language", "kind"), EACH)
@pytest.mark.parametrize("key", PROSE)
def test_the_company_speaks_in_quotation_marks_only(language: str, kind: str, key: str) -> None:
    for answer in FIRST_PERSON[language]:
        for sentence in written(parts({**RELEASES[language][kind], key: answer}, language=language)):
            outside = without_quoted(sentence.text)
            assert not GRAMMARS[language].speech.first_person.search(outside), sentence


HOSTILE = [
    *(
        "…",
        "!!!",
        ".",
        ",",
        "'",
        '"',
        "“",
        "«»",
        "„“",
        "()",
        "7",
        "54",
        "1.000.000,00",
        "\u202e",
        "we",
        "wir",
    ),
    *(
        "\u202eabc\u202c",
        "a\u0300" * 50,
        "<script>alert(1)</script>",
        "{company} {words} {}",
        "%s %d",
        "\\1\\g<0>",
    ),
    *("“He said “no” and „ja“ and «sí»”", "'a' \"b\" ‘c’", "*bold* _it_ ~s~", "A. B. C. D.", "a\nb\n\nc"),
]
LONG = [
    *("x" * 10_000, "word " * 2_000, ". " * 5_000, "“" * 10_000, "a. B" * 2_500, "1 " * 5_000, "א" * 10_000),
    *(", " * 5_000, "we are " * 1_400, "Acme " * 2_000, "the " * 2_500, "is a " * 2_000),
]


@pytest.mark.parametrize("language", RELEASES)
@pytest.mark.parametrize("value", LONG, ids=[repr(value[:8]) for value in LONG])
def test_no_long_value_breaks_the_template(language: str, value: str) -> None:
    values = RELEASES[language]["funding"]

    for key in ("detail", "use_of_funds", "quote", "boilerplate", "lead_investor", "amount", "round"):
        assert parts({**values, key: value}, language=language)[-1].text == WORDS[language].end_mark


@pytest.mark.parametrize(("language", "kind"), EACH)
@pytest.mark.parametrize("value", HOSTILE, ids=[repr(value[:8]) for value in HOSTILE])
def test_no_value_breaks_the_template(language: str, kind: str, value: str) -> None:
    values = {key: text if key in STEERS_ONLY else value for key, text in RELEASES[language][kind].items()}

    assert parts(values, language=language)[-1].text == WORDS[language].end_mark


@pytest.mark.parametrize(("language", "kind"), EACH)
@pytest.mark.parametrize("value", ["…", ".", "54", "“He said “no” and „ja“", "a\nb\n\nc"])
def test_no_single_value_breaks_the_template(language: str, kind: str, value: str) -> None:
    values = RELEASES[language][kind]

    for key in values.keys() - STEERS_ONLY:
        assert parts({**values, key: value}, language=language)[-1].text == WORDS[language].end_mark


@settings(deadline=None, max_examples=200)
@given(
    language=some.sampled_from(sorted(RELEASES)),
    facts=some.dictionaries(some.sampled_from([*FACTS, "quote_2", "detail_2"]), some.text(max_size=40)),
)
def test_no_text_breaks_any_language(language: str, facts: dict[str, str]) -> None:
    release = parts(facts, language=language)

    assert release == parts(facts, language=language)
    assert all(set(sentence.facts) <= facts.keys() for sentence in sentences_of(release))
