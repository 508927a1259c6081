"""A realistic release in each language that breaks no row."""

from datetime import date

from assistant.house_style.findings import Context
from assistant.house_style.words import WORDS
from assistant.parts import Part, PartName
from assistant.verification import Sentence

RELEASE_DAY, TODAY = date(2027, 2, 9), date(2027, 2, 2)
LINK = "https://tessera.example/press"
_CONTEXT = Context(
    company="Tessera Energy",
    announcement_type="funding",
    announced=("6.3", "6,3", "Northgate Ventures"),
    names=("Northgate Ventures", "Alba Capital", "Ines Ortega", "Marta Keller", "Luca Ferri"),
    links=(LINK,),
    release_day=RELEASE_DAY,
    today=TODAY,
)
CONTEXTS = dict.fromkeys(WORDS, _CONTEXT)

_CITIES = {"en": "TURIN, Italy", "de": "Turin", "es": "TURÍN", "he": "טורינו"}
_HEADLINES = {
    "en": "Tessera Energy raises €6.3 million to build a second plant in Novara",
    "de": "Tessera Energy erhält 6,3 Millionen Euro für ein zweites Werk in Novara",
    "es": "Tessera Energy capta 6,3 millones de euros para una segunda planta en Novara",
    "he": "Tessera Energy גייסה 6.3 מיליון אירו להקמת מפעל שני בנובארה",
}
_SUBHEADS = {
    "en": "Northgate Ventures leads the Series A round",
    "de": "Northgate Ventures führt die Finanzierungsrunde an",
    "es": "Northgate Ventures encabeza la ronda de serie A",
    "he": "קרן Northgate Ventures הובילה את הסבב",
}
_LEADS = {
    "en": [
        "Tessera Energy today announced that it has raised €6.3 million in a Series A round led "
        "by Northgate "
        "Ventures, with participation from Alba Capital, to build a second plant in Novara."
    ],
    "de": [
        "Tessera Energy hat in einer Finanzierungsrunde unter der Führung von Northgate Ventures "
        "6,3 Millionen "
        "Euro erhalten und baut damit in Novara ein zweites Werk für Speicher aus gebrauchten Batterien."
    ],
    "es": [
        "Tessera Energy ha captado 6,3 millones de euros en una ronda de serie A encabezada por Northgate "
        "Ventures, con la participación de Alba Capital, para construir una segunda planta en Novara."
    ],
    "he": [
        "חברת Tessera Energy גייסה 6.3 מיליון אירו בסבב גיוס בהובלת קרן Northgate Ventures ובהשתתפות Alba "
        "Capital, ותקים בכסף מפעל שני בעיר נובארה שבצפון איטליה."
    ],
}
_BODIES = {
    "en": [
        [
            "The company will use the money to build the plant in Novara and to hire 40 engineers by "
            "the end "
            "of 2027.",
            "The plant is to take up its work in the autumn of that year.",
            "It will refurbish 900 batteries a month, three times as many as the workshop in Turin "
            "does today.",
        ],
        [
            "Tessera Energy turns the old batteries of electric buses into storage units for factories.",
            "A bus changes its battery when that has lost about a fifth of its capacity.",
            "For a factory, which does not have to carry the battery around, the rest is good for 10 more "
            "years.",
        ],
        [
            "54 factories in Italy and Austria run on such units.",
            "They load them at night, when electricity is cheap, and use them when it is expensive.",
            "A dairy in Cuneo has cut its electricity bill by 31% since it installed six of them in "
            "March 2026.",
        ],
        [
            "The company sells the units or rents them out for a fixed monthly sum.",
            "It measures every cell before it is built in, and it takes the units back at the end of their "
            "lives.",
            "The metals then go to a recycling plant near Brescia.",
        ],
        [
            "Tessera Energy made its first profit in 2026.",
            "The round brings its total funding to €8.1 million.",
            "Alba Capital had invested €1.8 million in the company in 2023, two years after it was founded.",
            "Marta Keller of Northgate Ventures joins the board.",
        ],
    ],
    "de": [
        [
            "Das Unternehmen will mit dem Geld bis Ende 2027 das Werk in Novara bauen und 40 "
            "Ingenieurinnen und "
            "Ingenieure einstellen.",
            "Im Herbst soll dort die Arbeit beginnen.",
            "Das Werk wird jeden Monat 900 Batterien aufarbeiten, dreimal so viele wie die Werkstatt "
            "in Turin.",
        ],
        [
            "Tessera Energy macht aus alten Batterien von Elektrobussen Speicher für Fabriken.",
            "Ein Bus braucht eine neue Batterie, wenn die alte etwa ein Fünftel ihrer Kapazität "
            "verloren hat.",
            "Für eine Fabrik, die sie nicht herumfahren muss, reicht der Rest noch zehn Jahre.",
        ],
        [
            "54 Fabriken in Italien und Österreich arbeiten mit solchen Speichern.",
            "Sie laden sie nachts, wenn der Strom billig ist, und verbrauchen ihn, wenn er teuer ist.",
            "Eine Molkerei in Cuneo hat ihre Stromrechnung um 31 Prozent gesenkt, seit sie im März "
            "2026 sechs "
            "davon aufgestellt hat.",
        ],
        [
            "Das Unternehmen verkauft die Speicher oder vermietet sie zu einem festen Monatspreis.",
            "Es misst jede Zelle, bevor sie eingebaut wird, und nimmt die Speicher am Ende zurück.",
            "Die Metalle gehen dann an ein Recyclingwerk bei Brescia.",
        ],
        [
            "Im Jahr 2026 hat Tessera Energy zum ersten Mal Gewinn gemacht.",
            "Mit der Runde hat das Unternehmen insgesamt 8,1 Millionen Euro erhalten.",
            "Alba Capital hatte 2023 bereits 1,8 Millionen Euro investiert, zwei Jahre nach der Gründung.",
            "Marta Keller von Northgate Ventures zieht in den Verwaltungsrat ein.",
        ],
        [
            "Nach Angaben des Unternehmens fallen in Europa in diesem Jahr die Batterien von rund "
            "4.000 Bussen "
            "an.",
            "Bis 2030 sollen es mehr als doppelt so viele sein.",
            "Die Verkehrsbetriebe von Turin, Graz und Linz haben Verträge über ihre alten Batterien "
            "unterschrieben.",
        ],
    ],
    "es": [
        [
            "La empresa destinará el dinero a construir la planta de Novara y a contratar a 40 "
            "ingenieros antes "
            "de que acabe 2027.",
            "La planta empezará a trabajar en otoño.",
            "Reacondicionará 900 baterías al mes, el triple que el taller de Turín.",
        ],
        [
            "Tessera Energy convierte las baterías usadas de los autobuses eléctricos en acumuladores para "
            "fábricas.",
            "Un autobús cambia de batería cuando esta ha perdido cerca de una quinta parte de su capacidad.",
            "A una fábrica, que no tiene que transportarla, el resto le sirve otros diez años.",
        ],
        [
            "Son ya 54 las fábricas de Italia y Austria que funcionan con estos acumuladores.",
            "Los cargan de noche, cuando la electricidad es barata, y los usan cuando es cara.",
            "Una central lechera de Cuneo ha reducido su factura un 31 % desde que instaló seis en "
            "marzo de "
            "2026.",
        ],
        [
            "La empresa vende los acumuladores o los alquila por una cuota mensual fija.",
            "Mide cada celda antes de montarla y recoge los equipos al final de su vida útil.",
            "Los metales van después a una planta de reciclaje cercana a Brescia.",
        ],
        [
            "Tessera Energy obtuvo sus primeros beneficios en 2026.",
            "Con esta ronda, la financiación total asciende a 8,1 millones de euros.",
            "Alba Capital ya había invertido 1,8 millones en 2023, dos años después de la fundación.",
            "Marta Keller, de Northgate Ventures, se incorpora al consejo de administración.",
        ],
    ],
    "he": [
        [
            "החברה תקים בכסף את המפעל בנובארה ותגייס 40 מהנדסים עד סוף שנת 2027.",
            "המפעל יתחיל לפעול בסתיו של אותה שנה, לאחר שהעירייה אישרה את תוכנית הבנייה.",
            "הוא ישפץ 900 סוללות בחודש, פי שלושה מהסדנה בטורינו, שבה עובדים היום 22 טכנאים.",
        ],
        [
            "Tessera Energy הופכת סוללות ישנות של אוטובוסים חשמליים למתקני אגירה עבור מפעלים.",
            "אוטובוס מחליף סוללה כאשר היא מאבדת כחמישית מן הקיבולת שלה, משום שטווח הנסיעה מתקצר.",
            "מפעל אינו צריך לשאת את הסוללה ממקום למקום, ולכן היא משרתת אותו עשר שנים נוספות.",
        ],
        [
            "מתקנים כאלה פועלים כבר ב-54 מפעלים באיטליה ובאוסטריה.",
            "הם נטענים בלילה, כאשר החשמל זול, ומספקים חשמל בשעות שבהן הוא יקר.",
            "מחלבה בעיר קונאו הפחיתה את חשבון החשמל ב-31% מאז שהתקינה שישה מתקנים במרץ 2026.",
        ],
        [
            "החברה מוכרת את המתקנים או משכירה אותם בתשלום חודשי קבוע.",
            "היא בודקת כל תא לפני ההרכבה, ואוספת את המתקנים בסוף חייהם.",
            "המתכות נשלחות לאחר מכן למפעל מחזור סמוך לעיר ברשיה, שבו ממחזרים גם סוללות של מכוניות.",
        ],
        [
            "בשנת 2026 רשמה Tessera Energy רווח ראשון.",
            "עם הסבב הנוכחי מגיע סך ההשקעות בחברה ל-8.1 מיליון אירו.",
            "קרן Alba Capital השקיעה בחברה 1.8 מיליון אירו בשנת 2023, שנתיים לאחר שנוסדה.",
            "מרתה קלר, שותפה בקרן Northgate Ventures, תצטרף לדירקטוריון החברה בחודש מרץ.",
        ],
        [
            "לפי נתוני החברה, השנה יוחלפו באירופה הסוללות של כ-4,000 אוטובוסים.",
            "עד שנת 2030 המספר צפוי יותר מלהכפיל את עצמו.",
            "חברות התחבורה הציבורית של טורינו, גראץ ולינץ כבר חתמו עם החברה על הסכמים למסירת הסוללות שלהן.",
            "ההסכם עם טורינו לבדה כולל 310 אוטובוסים ונמשך שבע שנים.",
        ],
    ],
}
_QUOTATIONS = {
    "en": [
        [
            "“Every bus in Europe carries a battery that still has ten good years,” said Ines "
            "Ortega, chief "
            "executive of Tessera Energy.",
            "“With Northgate we can give them a second job.",
            "It's amazing!”",
        ],
        [
            "“Tessera earns with what others pay to throw away,” said Marta Keller, partner at "
            "Northgate Ventures."
        ],
    ],
    "de": [
        [
            "„In jedem Bus in Europa steckt eine Batterie, die noch zehn gute Jahre vor sich hat“, "
            "sagt Ines "
            "Ortega, Geschäftsführerin von Tessera Energy.",
            "„Mit Northgate können wir ihnen eine zweite Aufgabe geben.",
            "Das ist einzigartig!“",
        ],
        [
            "„Tessera verdient an dem, was andere teuer entsorgen“, sagt Marta Keller, Partnerin bei "
            "Northgate "
            "Ventures."
        ],
    ],
    "es": [
        [
            "«Cada autobús de Europa lleva una batería a la que le quedan diez años buenos», afirma "
            "Ines Ortega, "
            "consejera delegada de Tessera Energy.",
            "«Con Northgate podemos darles una segunda vida.",
            "¡Es nuestra idea más revolucionaria!»",
        ],
        [
            "«Tessera gana dinero con lo que otros pagan por tirar», señala Marta Keller, socia de "
            "Northgate "
            "Ventures."
        ],
    ],
    "he": [
        [
            '“בכל אוטובוס באירופה יש סוללה שנותרו לה עשר שנים טובות”, אמרה אינס אורטגה, מנכ"לית '
            "Tessera Energy.",
            "“עם Northgate אנחנו יכולים לתת לסוללות האלה תפקיד שני.",
            "זה פשוט מדהים!”",
        ],
        ["“Tessera מרוויחה ממה שאחרים משלמים כדי לזרוק”, אמרה מרתה קלר, שותפה בקרן Northgate Ventures."],
    ],
}
_BOILERPLATES = {
    "en": [
        "Tessera Energy gives batteries of electric buses a second life as storage for factories.",
        "It was founded in Turin in 2021 and has 38 employees.",
    ],
    "de": [
        "Tessera Energy gibt Batterien von Elektrobussen ein zweites Leben als Speicher für Fabriken.",
        "Das Unternehmen wurde 2021 in Turin gegründet und beschäftigt 38 Menschen.",
    ],
    "es": [
        "Tessera Energy da a las baterías de los autobuses eléctricos una segunda vida como acumuladores.",
        "Fue fundada en Turín en 2021 y tiene 38 empleados.",
    ],
    "he": [
        "Tessera Energy מעניקה לסוללות של אוטובוסים חשמליים חיים שניים כמתקני אגירה למפעלים.",
        "החברה נוסדה בטורינו בשנת 2021 ומעסיקה 38 עובדים.",
    ],
}


def part(name: PartName, *sentences: str, heading: str = "") -> Part:
    return Part(name=name, heading=heading, sentences=tuple(Sentence(text, ()) for text in sentences))


def clean(language: str) -> list[Part]:
    """Return the parts of the clean release in `language`."""
    words = WORDS[language]
    return [
        part(PartName.RELEASE_LINE, words.immediate),
        part(PartName.HEADLINE, _HEADLINES[language]),
        part(PartName.SUBHEAD, _SUBHEADS[language]),
        part(PartName.DATELINE, f"{_CITIES[language]}, {words.printed(RELEASE_DAY)}"),
        part(PartName.LEAD, *_LEADS[language]),
        *(part(PartName.BODY, *sentences) for sentences in _BODIES[language]),
        *(part(PartName.QUOTATION, *sentences) for sentences in _QUOTATIONS[language]),
        part(
            PartName.BOILERPLATE,
            *_BOILERPLATES[language],
            heading=words.about.format(name="Tessera Energy"),
        ),
        part(
            PartName.CONTACT,
            "Luca Ferri, press@tessera.example, +39 011 555 0142",
            heading=words.media_contact,
        ),
        part(PartName.LINK, words.more.format(link=LINK)),
        part(PartName.END_MARK, words.end_mark),
    ]
