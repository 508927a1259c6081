"""What breaks the rows about lengths, quotations, the end and the notices, and near misses."""

from assistant.parts import PartName as P
from tests.assistant.house_style.case import ALL, body, by_length, each, own, repeated
from tests.assistant.house_style.changes import both, given, more, nothing, text, without

LENGTH = [
    *each("PR030", (body(*"xxxxx"), text(P.LEAD, *"xxxxx")), (body(*"xxxx"), text(P.BOILERPLATE, *"xxxxx"))),
    *by_length("PR031", P.BODY, 81, 80),
    *by_length("PR032", P.BODY, 36, 35),
    *by_length("PR032", P.BOILERPLATE, 36, 35),
    *(
        own(
            "PR032",
            language,
            (body(repeated(language, 36)),),
            (
                text(P.LEAD, repeated(language, 36)),
                body(repeated(language, 20), repeated(language, 20)),
                body(f"{marks[0]}{repeated(language, 40)}{marks[1]}"),
                body(repeated(language, 35) + " – …"),
            ),
        )
        for language, marks in (("en", "“”"), ("de", "„“"), ("es", "«»"), ("he", "“”"))
    ),
    *each("PR033", (without(P.BODY),), (nothing,)),
    *(own("PR034", one, (body(repeated(one, 801)),), (body(repeated(one, 400)),)) for one in ALL),
    own("PR035", "de", (body("Wort " * 300),), (body("Wort " * 100), text(P.CONTACT, "Wort " * 400))),
]

QUOTATIONS = [
    *each("PR050", (without(P.QUOTATION),), (nothing,)),
    *each(
        "PR051",
        (both(more(P.QUOTATION, "x"), more(P.QUOTATION, "x")),),
        (nothing, more(P.QUOTATION, "x")),
    ),
    *(
        own(
            "PR052",
            language,
            (text(P.QUOTATION, unsaid),),
            (text(P.QUOTATION, f"{unsaid} {said}"), text(P.QUOTATION, "x"), body(unsaid)),
        )
        for language, unsaid, said in (
            ("en", "“The company said x.”", "according to Ines Ortega."),
            ("de", "„Er sagte x.“", "so Ines Ortega."),
            ("es", "«Ella dijo x.»", "explicó Ines Ortega."),
            ("he", "“הוא אמר x.”", "מסבירה אינס אורטגה."),
        )
    ),
    *(
        own(
            "PR053",
            language,
            tuple(body(f"The {wrong[0]}x{wrong[1]} y") for wrong in others),
            (body(f"The {good[0]}x{good[1]} y"), body('דו"ח של צה״ל'), text(P.CONTACT, '"x"')),
        )
        for language, good, others in (
            ("en", "“”", ('""', "„“", "«»")),
            ("de", "„“", ('""', "«»")),
            ("es", "«»", ('""', "„“")),
            ("he", "“”", ('""', "„“", "«»")),
        )
    ),
    *(
        own(
            "PR054",
            language,
            (text(P.QUOTATION, f"{marks[0]}x y.", "z."), body(f"x {marks[0]}y")),
            (
                text(P.QUOTATION, f"{marks[0]}x y.", f"z.{marks[1]}"),
                body('5" y', f"x {marks[0]}y{marks[1]}"),
            ),
        )
        for language, marks in (("en", "“”"), ("de", "„“"), ("es", "«»"), ("he", "“”"))
    ),
]

END = [
    *each(
        "PR060",
        (
            without(P.BOILERPLATE),
            text(P.BOILERPLATE, "x", heading=""),
            text(P.BOILERPLATE, "x", heading="Acme"),
        ),
        (nothing, text(P.BOILERPLATE, "x")),
    ),
    *by_length("PR061", P.BOILERPLATE, 101, 100),
    *each(
        "PR062",
        (without(P.CONTACT), text(P.CONTACT, "Luca Ferri, +39 011 555 0142"), text(P.CONTACT, "x@y")),
        (nothing, text(P.CONTACT, "x", "\u2066l.ferri+press@tessera-energy.co.uk\u2069")),
    ),
    *each(
        "PR063",
        (without(P.CONTACT), text(P.CONTACT, "Luca Ferri, press@tessera.example"), text(P.CONTACT, "x 2027")),
        (
            text(P.CONTACT, "x@y.de, 0221/555-123"),
            text(P.CONTACT, "x@y.de, \u2066+972-3-555-0142\u2069"),
            text(P.CONTACT, "(011) 555 0142"),
        ),
    ),
    *(
        own(
            "PR064",
            language,
            tuple(
                both(without(P.LINK), body(*[repeated(language, 20, end=""), *["www.a.example"] * links]))
                for links in (5, 9)
            ),
            (body("www.a.example"), body("a.example x@a.example b.example c.example d.example"), nothing),
        )
        for language in ALL
    ),
    *each(
        "PR065",
        (body("x https://tessera.example/pres."), body("www.tesera.example"), given(links=())),
        (
            body("x http://www.Tessera.example/press/."),
            body("press@tessera.example x.example"),
            both(given(links=("tessera.example",)), text(P.LINK, "https://tessera.example")),
        ),
    ),
]

NOTICES = [
    *each("PR070", (given(round_open=True),), (nothing,)),
    *(
        own("PR071", language, tuple(map(body, fires)), tuple(map(body, passes)))
        for language, fires, passes in (
            (
                "en",
                (
                    "Acme (NASDAQ: ACM) x",
                    "It is publicly traded.",
                    "Acme, listed on the London Stock Exchange, x",
                ),
                ("The company (founded: 2019) x", "It listed 40 reasons.", "The public listed it."),
            ),
            (
                "de",
                (
                    "Die börsennotierte Acme AG x",
                    "Sie ist an der Frankfurter Börse notiert.",
                    "Acme (XETRA: ACM)",
                ),
                ("Die Börse öffnet um neun.", "Sie notiert die Werte."),
            ),
            (
                "es",
                ("Acme cotiza en la Bolsa de Madrid.", "La sociedad cotizada x", "Acme (BME: ACM) x"),
                ("La bolsa de la compra sube.",),
            ),
            (
                "he",
                ("החברה נסחרת בבורסה.", "היא חברה ציבורית.", "Acme (TASE: ACM)"),
                ("הקהל נכח באולם הציבורי.",),
            ),
        )
    ),
    *(
        own("PR072", language, tuple(map(body, fires)), tuple(map(body, passes)))
        for language, fires, passes in (
            (
                "en",
                (
                    "Acme sued Beta.",
                    "The lawsuit goes on.",
                    "Acme sued Beta over a 5-year plan on 2027-02-09.",
                ),
                ("The suit fits.", "Acme sued Beta (case 4:27-cv-0123)."),
            ),
            (
                "de",
                ("Acme hat Beta verklagt.", "Die Klage ist da."),
                ("Niemand klagt.", "Die Klage (Az. 3 O 12/27) x"),
            ),
            (
                "es",
                ("La demanda contra Beta sigue.", "El litigio sigue."),
                ("La demanda de baterías crece.", "La demanda contra Beta (123/2027) sigue."),
            ),
            ("he", ("הוגש כתב תביעה נגד בטא.",), ("התביעה לשינוי גוברת.", "הוגש כתב תביעה (ת״א 123/27).")),
        )
    ),
]
