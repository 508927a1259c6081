"""Spanish sentences: what is one, what can be turned into the third person, and what stands after a verb."""

import re

from assistant.announcement_types import TYPES
from assistant.house_style.words import WORDS
from assistant.template.noun_phrases import names_of
from assistant.template.paragraphs import sentences_in
from assistant.template.phrases import with_dates
from assistant.template.sentences import bare, capitalised, one_line, sentence
from assistant.template.told import Facts

_WE = (
    r"(?!(?:(?:kilo|mili)?gra|tra|ra|recla|extre|supre|re|pri|raci|mi|ti|al|cli|espas|dina)mos\b)[a-zñü]+(?:a|e|i)mos"
    r"|[a-zñü]*(?:ába|ía|éra|ára|iéra|iése)mos|[a-zñü]+(?:a|i)rnos|(?:hac|v|ofrec|pon|ten|conoc|permit)ernos"
)
FIRST_PERSON = re.compile(rf"\b(?:nosotr[oa]s|nuestr[oa]s?|nos|yo|mis?|me|conmigo|{_WE})\b", re.IGNORECASE)
OTHER_FIRST_PERSON = re.compile(rf"\b(?:nosotr[oa]s|nos|yo|mis?|me|conmigo|{_WE})\b", re.IGNORECASE)
_FINITE = (
    r"(?:es|son|está|están|estará|estarán|ha|han|fue|fueron|será|serán|va|van|tiene|tienen|tendrá|puede|pueden|podrá"
    r"|podrán|quiere|quieren|se|cuesta|cuestan|recibe|reciben|recibirá|recibirán|obtienen|ofrece|ofrecen|llega"
    r"|llegará|empieza|comienza|abarca|cubre|dura|durará|incluye|permite|ayuda|invierte|invirtió|participa|participan"
    r"|participó|participaron|lidera|lideró|avisa|mide|abre|ahorra|ahorran|sirve|irá|servirá|destinará|no)"
)
_SENTENCE = re.compile(
    rf"(?:(?:el|la|los|las|un|una|sus?|lo|esto|ambas?|ambos|todos?|con|[A-ZÁÉÍÓÚÑ]\S*)\s+)(?:\S+\s+){{0,5}}?{_FINITE}\s+\S"
    rf"|{_FINITE}\s+\S",
    re.IGNORECASE,
)
_OF_ONE = {
    "vamos": "va",
    "queremos": "quiere",
    "hemos": "ha",
    "tenemos": "tiene",
    "somos": "es",
    "estamos": "está",
    "podemos": "puede",
    "abrimos": "abre",
    "abriremos": "abrirá",
    "lanzamos": "lanza",
    "lanzaremos": "lanzará",
    "vendemos": "vende",
    "esperamos": "espera",
    "planeamos": "planea",
    "ofrecemos": "ofrece",
    "ofreceremos": "ofrecerá",
    "empezamos": "empieza",
    "buscamos": "busca",
    "necesitamos": "necesita",
    "trabajamos": "trabaja",
    "empleamos": "emplea",
    "contrataremos": "contratará",
    "invertiremos": "invertirá",
    "crearemos": "creará",
    "usaremos": "usará",
    "ampliaremos": "ampliará",
    "entregaremos": "entregará",
}
"""Verbs of "we" that are safe to turn: those whose past has the same form are read as the present."""
_BEGINS_WE = re.compile(r"(?:nosotros\s+|nosotras\s+)?(?P<verb>[a-zñáéíóú]+mos)\b", re.IGNORECASE)


def is_sentence(text: str) -> bool:
    """Return True if `text` begins with a subject and a common verb, or with the verb."""
    return bool(_SENTENCE.match(text) or _BEGINS_WE.match(text))


def own_sentence(text: str, facts: Facts, *, subject: str = "La empresa") -> str:
    """Return an answer that is a sentence or more, as far as it is safe in the third person."""
    names = names_of(facts).all
    text = capitalised(with_dates(text.strip(), WORDS["es"]), names)
    return sentence(" ".join(_third_person(one, subject) for one in sentences_in(text)), names)


def _third_person(text: str, subject: str) -> str:
    """Return "La empresa quiere …" for "Queremos …", if that is safe."""
    begins = _BEGINS_WE.match(text)
    rest = text[begins.end() :] if begins else text
    verb = _OF_ONE.get(begins["verb"].lower(), "") if begins else ""
    return text if OTHER_FIRST_PERSON.search(rest) or not verb else f"{subject} {verb}{with_its(rest)}"


def with_its(text: str) -> str:
    return re.sub(r"\bnuestr[oa](s?)\b", r"su\1", text)


def kind_in_words(facts: Facts) -> str:
    """Return what an older draft says of the announcement in the user's words."""
    named = one_line(facts.get("announcement_type", ""))
    return "" if named in TYPES or named in {row.label for row in TYPES.values()} else with_its(named)


_LOWERED = re.compile(
    r"(?:A|Al|Abrir|Ampliar|Contratar|Crear|Crecer|Desarrollar|Desde|Durante|El|En|Entre|Expandir|Hasta|La|Las|Lanzar"
    r"|Los|Mejorar|Mediados|Más|Para|Por|Un|Una|Unas|Unos|Nuestr[oa]s?|Inmediatamente|Ya|Hoy|Mañana|Próximamente|Sólo|Solo"
    r"|Online|Principios|Finales|Partir|Todo|Todos|Todas|Ofrecer|Dar|Acceso|Marketing|Ventas|Investigación|[A-Z][a-z]+[aei]r)\b"
)


def lowered(text: str) -> str:
    return text[0].lower() + text[1:] if _LOWERED.match(text) else text


_MONTHS = "|".join(WORDS["es"].months)
_PREPOSITION = re.compile(
    r"(?:a|al|desde|durante|en|entre|hasta|para|por|ya|hoy|mañana|solo|sólo|online|inmediatamente|próximamente"
    r"|el|la|los|las|ahora|de|con|dentro|a partir|cada|este|esta|también|exclusivamente|gratis|todavía)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\d{{1,2}} de (?:{_MONTHS})|(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b", re.IGNORECASE
)
_MONTH = re.compile(
    rf"(?:{_MONTHS}|primavera|verano|otoño|invierno|principios|mediados|finales|\d{{4}})\b", re.IGNORECASE
)


def adverbial(text: str, *, on: str = "el", in_month: str = "en") -> str:
    """Return when or where something happens as it stands in a sentence: "el 14 de mayo", "en Alba"."""
    text = with_dates(bare(text), WORDS["es"])
    if not text or is_sentence(text):
        return text
    if _PREPOSITION.match(text):
        return lowered(text) if not re.match(r"(?:El|La|Los|Las)\s+[A-Z]", text) else f"en {text}"
    if _DATE.match(text):
        return f"{on} {lowered(text)}"
    if _MONTH.match(text):
        begins = "a" if re.match(r"(?:principios|mediados|finales)", text, re.IGNORECASE) else in_month
        return f"{begins} {text[0].lower()}{text[1:]}"
    return f"en {text}" if text[0].isupper() and not re.search(r"\d", text) else text
