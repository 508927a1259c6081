"""What breaks the rows about the frame, the headline and the lead, and near misses."""

from datetime import date

from assistant.parts import PartName as P
from tests.assistant.house_style.case import by_length, each, own, repeated
from tests.assistant.house_style.changes import both, given, more, nothing, text, without

FRAME = [
    *each("PR001", (more(P.LEAD, "x", at=12), more(P.END_MARK, "###", at=0)), (nothing, without(P.SUBHEAD))),
    *each(
        "PR002",
        (more(P.HEADLINE, "x"), more(P.LEAD, "x"), more(P.DATELINE, "x")),
        (more(P.BODY, "x"), more(P.QUOTATION, "x"), more(P.BOILERPLATE, "x")),
    ),
    *each(
        "PR003",
        (without(P.HEADLINE), without(P.LEAD), text(P.LEAD, " \u2066\u2069 "), text(P.HEADLINE)),
        (without(P.SUBHEAD), text(P.HEADLINE, "x")),
    ),
    *each(
        "PR004",
        (without(P.RELEASE_LINE), text(P.RELEASE_LINE, "x"), given(embargo=True)),
        (text(P.BODY, "x"),),
    ),
    *(
        own(
            "PR004",
            language,
            (text(P.RELEASE_LINE, line),),
            (both(text(P.RELEASE_LINE, line), given(embargo=True)),),
        )
        for language, line in (
            ("en", "FOR RELEASE ON FEB. 9, 2027"),
            ("de", "SPERRFRIST: 9. FEBRUAR 2027, 10:00 Uhr MEZ"),
            ("es", "EMBARGADO HASTA EL 9 DE FEBRERO DE 2027"),
            ("he", "לפרסום בתאריך 9 בפברואר 2027"),
        )
    ),
    *each(
        "PR005",
        (given(embargo=True, today=date(2027, 2, 10)),),
        (
            given(embargo=True),
            given(embargo=True, today=date(2027, 2, 9)),
            given(today=date(2027, 2, 10)),
            given(embargo=True, release_day=None),
        ),
    ),
    *each(
        "PR006",
        (text(P.RELEASE_LINE, "x 2027, 10:00"), text(P.RELEASE_LINE, "9 a.m.")),
        (
            text(P.RELEASE_LINE, "x 2027, 10:00 CET"),
            text(P.RELEASE_LINE, "x 10:00 Europe/Rome"),
            text(P.RELEASE_LINE, "9.2.2027"),
        ),
    ),
    *each(
        "PR007",
        (without(P.DATELINE), text(P.DATELINE, "2027-02-09"), text(P.DATELINE, "TURIN 9/2/2027")),
        (nothing, without(P.LEAD)),
    ),
    own(
        "PR007",
        "en",
        (text(P.DATELINE, "Turin, Italy, Feb. 9, 2027"), text(P.DATELINE, "TURIN, Italy, 9 February 2027")),
        (text(P.DATELINE, "NEW YORK, Feb. 9, 2027"), text(P.DATELINE, "TURIN, Italy, Feb. 9, 2027 – ")),
    ),
    own(
        "PR007",
        "de",
        (text(P.DATELINE, "Gera, Feb. 9, 2027"), text(P.DATELINE, "Gera, 9. Februar")),
        (text(P.DATELINE, "Gera, 9. Februar 2027"), text(P.DATELINE, "Frankfurt (Oder), 9. Februar 2027")),
    ),
    own(
        "PR007",
        "es",
        (text(P.DATELINE, "Sevilla, 9 de febrero de 2027"), text(P.DATELINE, "SEVILLA, 9 febrero 2027")),
        (
            text(P.DATELINE, "SEVILLA, 9 de febrero de 2027"),
            text(P.DATELINE, "LEÓN, México, 9 de febrero de 2027"),
        ),
    ),
    own(
        "PR007",
        "he",
        (text(P.DATELINE, "אילת, 9 פברואר 2027"), text(P.DATELINE, "אילת, 32 בפברואר 2027")),
        (text(P.DATELINE, "אילת, 9 בפברואר 2027"), text(P.DATELINE, "\u2067אילת, 9 בפברואר 2027\u2069")),
    ),
    *each(
        "PR008",
        (given(release_day=date(2027, 2, 10)),),
        (nothing, given(release_day=None), both(without(P.DATELINE), given(release_day=date(2027, 2, 10)))),
    ),
    *each("PR009", (without(P.END_MARK), text(P.END_MARK, "---"), more(P.BODY, "x", at=99)), (nothing,)),
    own("PR009", "he", (text(P.END_MARK, "###"),), (text(P.END_MARK, "###  סוף"),)),
]

HEADLINE = [
    *each(
        "PR010",
        (text(P.HEADLINE, "Tessera Energy\nx"),),
        (text(P.HEADLINE, "Tessera Energy x\n"), text(P.SUBHEAD, "x\ny")),
    ),
    *each(
        "PR011",
        (text(P.HEADLINE, "Northgate"), both(given(company="טסרה GmbH"), text(P.HEADLINE, "Tess"))),
        (
            text(P.HEADLINE, "TESSERA ENERGY"),
            text(P.HEADLINE, "Tessera's x"),
            both(given(company="Tessera Energy S.p.A. GmbH"), text(P.HEADLINE, "Tessera x")),
            both(given(company="בנק הפועלים בע״מ"), text(P.HEADLINE, "הרווח של בנק הפועלים")),
            both(given(company=""), text(P.HEADLINE, "x")),
        ),
    ),
    *each(
        "PR012",
        (text(P.HEADLINE, "x" * 101), text(P.HEADLINE, "x" * 110)),
        (
            text(P.HEADLINE, "x" * 100),
            text(P.HEADLINE, "x" * 111),
            text(P.HEADLINE, "x" * 100 + "\u2069" * 9),
        ),
    ),
    *each("PR013", (text(P.HEADLINE, "x" * 111),), (text(P.HEADLINE, "x" * 110), text(P.SUBHEAD, "x" * 111))),
    *each(
        "PR014",
        tuple(text(P.HEADLINE, f"Tessera {end}") for end in ("x.", "x!", "x?", "Box™", "Box® x")),
        (
            text(P.HEADLINE, "Tessera at 4.5 x"),
            text(P.HEADLINE, "Tessera joins Acme Inc."),
            text(P.HEADLINE, "Tessera in the U.S."),
            both(given(names=("Yahoo!",)), text(P.HEADLINE, "Tessera joins Yahoo! x")),
            text(P.HEADLINE, "Tessera: «¡x!»"),
        ),
    ),
    *(
        own(
            "PR015",
            language,
            (text(P.HEADLINE, headline.upper()),),
            (text(P.HEADLINE, headline), text(P.HEADLINE, "TESSERA ENERGY AG")),
        )
        for language, headline in (
            ("en", "Tessera now sells its sensors in Spain"),
            ("de", "Tessera verkauft jetzt auch in Spanien"),
            ("es", "Tessera vende sus sensores en España"),
        )
    ),
    own(
        "PR016",
        "en",
        (
            text(P.HEADLINE, "Tessera Energy Raises Money to Build Second Plant Near Novara"),
            given(headline_case="title"),
        ),
        (
            text(P.HEADLINE, "Tessera Energy and Northgate Ventures open a plant near Novara Bay"),
            text(P.HEADLINE, "NASA and Tessera Energy fly to the Moon"),
            both(
                given(headline_case="title"),
                text(P.HEADLINE, "Tessera Energy Raises Money to Build Second Plant Near Novara"),
            ),
        ),
    ),
    *each("PR017", (text(P.SUBHEAD, "x" * 161),), (text(P.SUBHEAD, "x" * 160), text(P.HEADLINE, "x" * 161))),
]

LEAD = [
    *(
        own(
            "PR020",
            language,
            (text(P.LEAD, repeated(language, few)),),
            (text(P.LEAD, repeated(language, few + 1)), text(P.BODY, "x"), without(P.LEAD)),
        )
        for language, few in (("en", 14), ("de", 14), ("es", 16), ("he", 11))
    ),
    *by_length("PR021", P.LEAD, 46, 45),
    *by_length("PR021", P.LEAD, 60, 61),
    *by_length("PR022", P.LEAD, 61, 60),
    *each(
        "PR023",
        (text(P.LEAD, "Northgate x"),),
        (
            text(P.LEAD, "x", "Tessera y"),
            text(P.LEAD, "מחברת Tessera Energy נמסר"),
            both(given(company=""), text(P.LEAD, "x")),
        ),
    ),
    *each(
        "PR024",
        (text(P.LEAD, "Tessera x"), both(given(announced=("Vinolog",)), text(P.LEAD, "Vino"))),
        (
            text(P.LEAD, "NORTHGATE VENTURES"),
            text(P.LEAD, "x 6.3 6,3 y"),
            both(given(announced=()), text(P.LEAD, "x")),
        ),
    ),
]
