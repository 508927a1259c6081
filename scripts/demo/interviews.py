"""What users say in whole interviews, an answer to each question. The companies are invented.

`{date}` is in nine days, `{year}` next year.
"""

from collections.abc import Sequence
from datetime import timedelta

from babel.dates import format_date
from django.utils import timezone

FUNDING_EN = (
    "Hello, we have closed a seed round",
    "Kelp & Co",
    "4 million euros",
    "seed",
    "Blue Harbour Ventures",
    "build a second farm off Ostend",
    "yes",
    *["skip"] * 2,  # other investors, the total
    "The second farm creates 12 jobs in Ostend by June {year}.",
    "Kelp & Co raises €4 million to farm the North Sea",
    "skip",  # a second line
    "“Kelp feeds people and cleans water,” says Bo Lee, founder.",
    "skip",  # an investor's words
    "Ostend, Belgium",
    "{date}",
    "Kelp & Co grows seaweed between wind turbines off the Belgian coast.",
    "Bo Lee, press@kelp.example, +44 20 7946 0142",
    "skip",  # a link
)
PRODUCT_EN = (
    "Hi, we want to announce a new product",
    "Northwind Robotics",
    "Harvester 3",
    "Harvester 3 picks berries at night, 40 kg of them an hour.",
    "from March 1, {year}, in Great Britain",
    "89,000 euros",
    "120 people built it in Leeds.",
    "Northwind Robotics launches Harvester 3, the first robot that picks berries at night",
)
FUNDING_DE = (
    "Guten Tag, wir haben eine Finanzierungsrunde abgeschlossen",
    "Rebwerk",
    "6,3 Millionen Euro",
    "Series A",
    "Falkenhof Kapital",
    "bis {year} in Gera 20 Ingenieure einzustellen",
    "ja",
    "niemand",
    "überspringen",
    "Rebwerk misst mit 4.000 Sensoren, wann ein Weinberg Wasser braucht.",
    "ok",
    "überspringen",
    "„Kein Winzer soll raten müssen“, sagt Lena Vogt, Gründerin von Rebwerk",
    "überspringen",
    "Gera, Deutschland",
    "{date}",
    "Rebwerk baut Sensoren für Weinberge. Das Unternehmen hat 40 Mitarbeiter.",
    "Lena Vogt, presse@rebwerk.example, +49 30 23125 042",
    "überspringen",
)
PRODUCT_ES = (
    "Hola",
    "Nuestra empresa se llama Bombas Quimera",
    "un lanzamiento de producto",
    "AquaUno",
    "AquaUno avisa a los agricultores antes de que falle una bomba.",
    "Está disponible en España desde marzo de {year}",
    "49 euros al mes",
    "Hemos probado AquaUno en 120 fincas.",
    "vale",
    "saltar",
    "«Los agricultores quieren dormir tranquilos», dice Jonás Vera, director de producto",
    "saltar",
    "Sevilla, España",
    "{date}",
    "Bombas Quimera fabrica bombas para el campo. Tiene 80 empleados.",
    "Ana Linares, prensa@quimera.example, +1 305 555 0142",
    "no",
)
FUNDING_HE = (
    "שלום, רוצים להודיע על סבב גיוס",
    "גפנית",
    "6.3 מיליון אירו",
    "סבב A",
    "קרן אלפינה",
    "החברה תשתמש בכסף כדי לגייס 20 מהנדסים",
    "כן, נסגר",
    "דלג",
    "אין",
    "לחברה 54 כרמים.",
    "אוקיי",
    "דלג",
    "״כל טיפה חשובה, ויצרני היין יודעים את זה״, אומרת אינס אורטגה, מנכ״לית גפנית",
    "דלג",
    "העיר היא חיפה, ישראל",
    "{date}",
    "גפנית מייצרת חיישנים לכרמים.",
    "דן כהן, dan@gafnit.example, +44 20 7946 0177",
    "אין",
)
PARTNERSHIP_DE = (
    "Hallo",
    "Ich möchte eine Partnerschaft ankündigen",
    "Unsere Firma heißt Lupinia",
    "Banco Quimera",
    "Gemeinsam werden die Partner Kredite für Solardächer innerhalb eines Tages anbieten",
    "Die Partnerschaft beginnt am 1. März {year}",
)


def answers(interview: Sequence[str], language: str) -> list[str]:
    """Return the texts of `interview` with their dates."""
    today = timezone.now().date()
    date = format_date(today + timedelta(days=9), format="long", locale=language)
    return [text.format(date=date, year=today.year + 1) for text in interview]
