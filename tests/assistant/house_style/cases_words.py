"""What breaks the rows about the first person and praise, and near misses."""

from assistant.parts import PartName as P
from tests.assistant.house_style.case import Case, bodies
from tests.assistant.house_style.changes import both, given, text

FIRST_PERSON = [
    bodies(
        "PR040",
        "en",
        """
        The market is large, and we want to lead it.
        We are opening a shop.
        Our CEO joins.
        Our customers like it.
        It helps us and our partners.
        The plant opens in May. We're ready.
        We’ve opened it.
        The choice is ours.
        I think it is good.
        Customers love my bread.
        Acme's '90s shops' doors and we x.
        “x,” said Ines Ortega. We hope so too.
        """,
        """
        Our Place opens a shop with WeWork.
        We Are Social today announced a study.
        The Our Daily Bread foundation gives it away.
        “We want our share,” said Ines Ortega of the US market.
        Phase I was a success, and Type I can follow.
        World War I was long.
        It is sold in the US, at US$5.
        Write to us@acme.example or see https://acme.example/about-us now.
        The mine is deep, and the hours are long.
        Bonus and westward go on.
        The page acme.us or about.us/our-story has it, and we.example too.
        “It works for us,” she said, “and for our friends.”
        Acme chief: ‘We’ll grow in our way’ this year.
        Acme chief: 'We'll grow in our way' this year.
        """,
    ),
    bodies(
        "PR040",
        "de",
        """
        Wir eröffnen ein Werk.
        Das hilft uns sehr.
        Damit wollen wir wachsen.
        Unsere Kunden sparen Wasser.
        Sie lieben unseren Kaffee.
        Ich freue mich darauf.
        Das Werk ist mein Traum.
        „x“, sagt Ines Ortega. Wir wachsen.
        """,
        """
        „Wir freuen uns über unsere Kunden“, sagt Ines Ortega.
        Das Schiff heißt Mein Schiff.
        Die Stiftung Unser Land sammelt, und das Ich ruht.
        Die Raumstation Mir ist Geschichte.
        Wirtschaft und Unsinn; wirklich meinen sie, es sei unserios.
        Die E-Mail geht an wir@acme.example.
        »Wir wachsen«, heißt es.
        Acme-Chefin: ‚Wir wachsen mit unserem Team‘ in Gera.
        """,
    ),
    bodies(
        "PR040",
        "es",
        """
        Queremos crecer en Italia.
        La empresa cree que nosotros ganamos.
        Nuestra planta abre en otoño.
        El dinero nos permite crecer.
        Anunciamos Vinolog.
        Es parte de nuestro plan.
        Allí hemos abierto una tienda.
        Mi empresa crece.
        """,
        """
        «Queremos crecer con nuestros clientes», dice Ines Ortega.
        Nuestra Señora de Atocha cede el local.
        La planta de Nuestra Tierra abre.
        La cadena Mi Casa y la marca NOS abren.
        El yogur y los mismos supremos se venden.
        Escriba a nosotros@acme.example hoy.
        """,
    ),
    bodies(
        "PR040",
        "he",
        """
        אנחנו פותחים מפעל.
        החברה שלנו גדלה.
        כשאנו גדלים, כולם מרוויחים.
        המוצר עוזר לנו מאוד.
        לקוחותינו חוסכים מים.
        גייסנו כסף רב.
        “x”, אמרה אינס. ואנחנו שמחים.
        """,
        """
        “אנחנו רוצים לגדול עם לקוחותינו”, אמרה אינס.
        ״אנחנו גדלים, וכולם מגיעים אלינו״, אמרה אינס מצה״ל.
        „אנחנו גדלים”, אמרה אינס.
        שלי יחימוביץ׳ ולי כהן הצטרפו לחברה.
        בנו של המייסד בנה את המפעל ממנו יצא המוצר.
        מפלגת כולנו פורקה.
        מחשבי לנובו נמכרים באניות.
        """,
    ),
    *(
        Case(
            "PR040",
            language,
            (text(P.BOILERPLATE, sentence), text(P.HEADLINE, sentence)),
            (
                both(given(company=name), text(P.LEAD, f"{name} x")),
                both(given(names=(name,)), text(P.BODY, f"{name} x")),
                text(P.BOILERPLATE, "x", heading=sentence),
                text(P.QUOTATION, sentence),
                text(P.CONTACT, sentence),
            ),
        )
        for language, name, sentence in (
            ("en", "our Bread", "We make bread."),
            ("de", "Unser Brot", "Wir backen Brot."),
            ("es", "nuestro Pan", "Hacemos pan."),
            ("he", "הלחם שלנו", "אנחנו אופים לחם."),
        )
    ),
]

PRAISE = [
    bodies(
        "PR041",
        "en",
        """
        Acme makes revolutionary sensors.
        It is a game-changer for farms.
        Acme is a leading provider of water.
        The state-of-the-art plant opens.
        Cutting-edge sensors measure it.
        Acme is thrilled to announce a shop.
        An outstanding product x.
        The unique design x.
        """,
        """
        “It is a revolutionary sensor,” said Ines Ortega.
        Acme has 400 outstanding shares and 3,000 unique visitors.
        An extraordinary general meeting is held; the loans are outstanding.
        The leading edges of the wing are steel, and water is leading the way.
        The Industrial Revolution began here.
        See https://acme.example/unique now.
        """,
    ),
    bodies(
        "PR041",
        "de",
        """
        Acme baut revolutionäre Sensoren.
        Das ist ein Quantensprung.
        Acme ist der führende Anbieter von Sensoren.
        Die innovativsten Sensoren kommen von hier.
        Der Weltmarktführer kommt nach Gera.
        Einzigartige Technik hilft.
        """,
        """
        „Das ist ein einzigartiger Quantensprung“, sagt Ines Ortega.
        Die einmalige Zahlung ist fällig.
        Die Innovation beginnt mit der Revolution von 1848.
        Der führende Läufer stürzte.
        Sie ist Anführerin der Gruppe.
        """,
    ),
    bodies(
        "PR041",
        "es",
        """
        Acme crea sensores revolucionarios.
        Es una solución innovadora.
        Acme es líder mundial en sensores.
        Un producto único en su clase x.
        Increíbles resultados x.
        """,
        """
        «Es un sensor revolucionario», dice Ines Ortega.
        El líder sindical es el único accionista.
        La junta extraordinaria se celebra hoy.
        La Revolución empezó aquí, y la innovación también.
        """,
    ),
    bodies(
        "PR041",
        "he",
        """
        החברה פיתחה חיישן מהפכני.
        זהו מוצר פורץ דרך.
        המערכת החדשנית נמכרת.
        החברה המובילה בתחומה מתרחבת.
        החברה גאה להציג חיישן.
        תוצאות מדהימות x.
        """,
        """
        “זה חיישן מהפכני”, אמרה אינס.
        המהפכה התעשייתית החלה כאן.
        המוביל הארצי מוביל מים.
        החדשות נמסרו.
        """,
    ),
    *(
        Case(
            "PR041",
            language,
            (text(P.BODY, f"{name} x."),),
            (both(given(names=(name,)), text(P.BODY, f"{name} x.")), text(P.CONTACT, name)),
        )
        for language, name in (
            ("en", "Iconic Motors"),
            ("de", "Innovative Bau"),
            ("es", "Emblemática"),
            ("he", "מהפכנית"),
        )
    ),
    *(
        Case(
            "PR042",
            language,
            (text(P.BODY, "x!"), text(P.BOILERPLATE, "¡x!")),
            (
                text(P.BODY, quoted),
                text(P.HEADLINE, "x!"),
                both(given(names=("Yahoo!",)), text(P.BODY, "Yahoo! x")),
                text(P.BODY, "https://x.example/!a"),
            ),
        )
        for language, quoted in (("en", "“x!” y"), ("de", "„x!“ y"), ("es", "«¡x!» y"), ("he", "“x!” y"))
    ),
]
