"""What models make up in each language, and what the user says then."""

from dataclasses import dataclass

from tests.fakes.scripted_model import Script, save


@dataclass(frozen=True, kw_only=True)
class Invention:
    """A user's message that lacks something, which the model makes up, and asks for once it is refused."""

    name: str
    key: str
    user: str
    invented: str
    printed: str = ""
    """How a version would print it, if not so."""
    question: str
    answer: str
    value: str
    """What the model saves of the answer."""

    def __str__(self) -> str:
        return self.name

    def script(self) -> Script:
        return {
            self.user: [[save(self.key, self.invented, self.user)], [self.question]],
            self.answer: [[save(self.key, self.value, self.answer)], ["Saved."]],
        }


INVENTIONS = [
    Invention(
        name="en-number",
        key="price",
        user="The price has changed.",
        invented="€199",
        question="What does FrostBell cost now?",
        answer="229 euros",
        value="€229",
    ),
    Invention(
        name="en-date",
        key="release_date",
        user="We publish a little later.",
        invented="2027-03-20",
        printed="March 20",
        question="On which day may it be published?",
        answer="On April 2, 2027",
        value="2027-04-02",
    ),
    Invention(
        name="en-name",
        key="quote_speaker",
        user="The quotation is from my sister.",
        invented="Maeve Byrne",
        question="What is her name?",
        answer="It's Sinéad Walsh",
        value="Sinéad Walsh",
    ),
    Invention(
        name="en-quotation",
        key="quote",
        user="I did not say it like that.",
        invented="We will never lose a harvest again",
        question="What did you say, word for word?",
        answer="Frost took all of it in one night",
        value="Frost took all of it in one night",
    ),
    Invention(
        name="de-number",
        key="price",
        user="Der Preis hat sich geändert.",
        invented="199 Euro",
        question="Was kostet FrostBell jetzt?",
        answer="Es kostet 229 Euro",
        value="229 Euro",
    ),
    Invention(
        name="de-date",
        key="release_date",
        user="Wir veröffentlichen etwas später.",
        invented="2027-03-20",
        printed="March 20",
        question="An welchem Tag darf es erscheinen?",
        answer="am 2. April 2027",
        value="2027-04-02",
    ),
    Invention(
        name="de-name",
        key="quote_speaker",
        user="Das Zitat ist von meiner Schwester.",
        invented="Brandt",
        question="Wie heißt sie?",
        answer="Sie heißt Petra Vogel",
        value="Petra Vogel",
    ),
    Invention(
        name="de-quotation",
        key="quote",
        user="So habe ich das nicht gesagt.",
        invented="Wir verlieren nie wieder eine Ernte",
        question="Wie hast du es gesagt, Wort für Wort?",
        answer="Der Frost hat in einer Nacht alles genommen",
        value="Der Frost hat in einer Nacht alles genommen",
    ),
    Invention(
        name="es-number",
        key="price",
        user="El precio ha cambiado.",
        invented="199 euros",
        question="¿Cuánto cuesta FrostBell ahora?",
        answer="Cuesta 229 euros",
        value="229 euros",
    ),
    Invention(
        name="es-date",
        key="release_date",
        user="Publicamos un poco más tarde.",
        invented="2027-03-20",
        printed="March 20",
        question="¿Qué día se puede publicar?",
        answer="el 2 de abril de 2027",
        value="2027-04-02",
    ),
    Invention(
        name="es-name",
        key="quote_speaker",
        user="La cita es de mi hermana.",
        invented="Lucía Campos",
        question="¿Cómo se llama?",
        answer="Se llama Marta Ruiz",
        value="Marta Ruiz",
    ),
    Invention(
        name="es-quotation",
        key="quote",
        user="No lo dije así.",
        invented="Nunca más perderemos una cosecha",
        question="¿Cómo lo dijiste, palabra por palabra?",
        answer="La helada se lo llevó todo en una noche",
        value="La helada se lo llevó todo en una noche",
    ),
    Invention(
        name="he-number",
        key="price",
        user="המחיר השתנה.",
        invented="199 שקלים",
        question="כמה זה עולה עכשיו?",
        answer="זה עולה 229 שקלים",
        value="229 שקלים",
    ),
    Invention(
        name="he-date",
        key="release_date",
        user="נפרסם קצת יותר מאוחר.",
        invented="2027-03-20",
        printed="March 20",
        question="באיזה יום מותר לפרסם?",
        answer="ב-2 באפריל 2027",
        value="2027-04-02",
    ),
    Invention(
        name="he-name",
        key="quote_speaker",
        user="הציטוט הוא של אחותי.",
        invented="דנה לוי",
        question="איך קוראים לה?",
        answer="קוראים לה נועה כהן",
        value="נועה כהן",
    ),
    Invention(
        name="he-quotation",
        key="quote",
        user="לא אמרתי את זה ככה.",
        invented="לעולם לא נאבד שוב יבול",
        question="מה אמרת, מילה במילה?",
        answer="הכפור לקח את הכול בלילה אחד",
        value="הכפור לקח את הכול בלילה אחד",
    ),
]
