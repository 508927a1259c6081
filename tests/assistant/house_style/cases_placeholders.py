"""What breaks the rows about placeholders, and near misses."""

from assistant.parts import PartName as P
from tests.assistant.house_style.case import ALL, Case, bodies
from tests.assistant.house_style.changes import both, given, text

_ANYWHERE = """
    Call [Name] at the company.
    Lorem ipsum dolor sit amet.
    It costs €XX a month.
    It grew by XX%.
    It opens on XX.XX.2027.
    The price is TBD.
    The date is t.b.a. now.
    Dear {{ first_name }}, hello.
    Dear {name}, hello.
    Signed: ____
    Send it to <e-mail>.
    It was ??? years.
"""
_NOWHERE = """
    The 2027[1] report has a {} sign and 4 < 5 > 3.
    The XXL shirt and the XXIst show.
    N.N. Taleb x.
    TBDx and atbde.
    See https://x.example/{name}/TBD/XX.XX and xx.xx@x.example.
    Really?? Yes.
    A [sic] and […] and [...] x.
"""
PLACEHOLDERS = [
    *(bodies("PR043", language, _ANYWHERE, _NOWHERE) for language in ALL),
    bodies(
        "PR043",
        "en",
        """
        Acme hired XX engineers.
        “[Name] is good,” said Ines Ortega.
        Call [insert phone number here].
        N.N., chief executive, x.
        Your company here makes bread.
        """,
        """
        “[The company] made [our product] good,” said Ines Ortega.
        Super Bowl XX players and the XX chromosome x.
        The XX Olympic Winter Games were in Turin.
        The sensor has to be inserted into the soil.
        You can enter your name on the page.
        The number is to be confirmed.
        """,
    ),
    bodies(
        "PR043",
        "de",
        """
        Acme beschäftigt XX Menschen.
        Rufen Sie [Vorname Nachname] an.
        Der Preis: XX Prozent.
        Sprecherin ist N. N.
        Zitat hier einfügen.
        Der Betrag von [Betrag] x.
        """,
        """
        Nutzer können Bilder und Text einfügen.
        Das Team wird ergänzt.
        Die XX. Olympischen Winterspiele waren in Turin.
        „[Das Unternehmen] wächst“, sagt Ines Ortega.
        Die Techniker (TK) kommen.
        """,
    ),
    bodies(
        "PR043",
        "es",
        """
        Cuesta XX euros.
        Llame a [nombre y apellidos].
        En [ciudad] abre una tienda.
        """,
        """
        Es una casa del siglo XX y del XX aniversario.
        El XX congreso se celebra aquí.
        «[La empresa] crece», dice Ines Ortega.
        Hay que introducir el nombre en la página.
        """,
    ),
    bodies(
        "PR043",
        "he",
        """
        החברה מעסיקה XX עובדים.
        פנו אל [שם הדובר].
        ההשקה תהיה בתאריך [תאריך].
        הכניסו שם כאן.
        """,
        """
        “[החברה] גדלה”, אמרה אינס.
        אפשר להכניס כאן כסף.
        שם החברה שונה.
        """,
    ),
    *(
        Case(
            "PR043",
            language,
            (text(P.HEADLINE, "[Name] x"), text(P.CONTACT, "[Name], x@y.de"), text(P.QUOTATION, "TBD")),
            (
                both(given(company="TBD Media"), text(P.HEADLINE, "TBD Media x")),
                both(given(names=("Dos XX%",)), text(P.BODY, "Dos XX% x")),
            ),
        )
        for language in ALL
    ),
    *(
        Case(
            "PR044",
            language,
            (text(P.BODY, f"x {name} y"), text(P.CONTACT, f"{name}, x@y.de")),
            (text(P.BODY, other),),
        )
        for language, name, other in (
            ("en", "Jane Doe", "Jane Donaldson and John Deere"),
            ("de", "Erika Mustermann", "Das Muster und Max Musterer"),
            ("es", "Fulano de Tal", "Fulgencio de Talavera"),
            ("he", "ישראל ישראלי", "ישראל וישראלים"),
        )
    ),
]
