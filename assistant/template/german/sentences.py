"""German sentences: what is one, what can be turned into the third person, and what stands after a verb."""

import re

from assistant.announcement_types import TYPES
from assistant.house_style.words import WORDS
from assistant.template.noun_phrases import names_of
from assistant.template.paragraphs import sentences_in
from assistant.template.phrases import with_dates
from assistant.template.sentences import bare, capitalised, one_line, sentence
from assistant.template.told import Facts

FIRST_PERSON = re.compile(r"\b(?:[Ww]ir|[Uu]ns|[Uu]nser(?:e[mnrs]?)?|[Ii]ch|mich|mir|[Mm]ein(?:e[mnrs]?)?)\b")
OTHER_FIRST_PERSON = re.compile(r"\b(?:[Ww]ir|[Uu]ns|[Ii]ch|mich|mir|[Mm]ein(?:e[mnrs]?)?)\b")
VERBS = (
    r"(?:hat|haben|ist|sind|war|waren|wird|werden|wurden?|kann|können|will|wollen|soll|sollen|muss|müssen|möchten?"
    r"|plant|planen|bietet|bieten|bekommt|bekommen|erhält|erhalten|gibt|geben|geht|gehen|startet|starten|beginnt"
    r"|beginnen|begann|öffnet|öffnen|eröffnet|kostet|kosten|kommt|kommen|macht|machen|spart|sparen|umfasst"
    r"|umfassen|läuft|laufen|gilt|gelten|deckt|bringt|bringen|führte?|investier(?:t|ten?|en)|beteilig(?:t|ten?|en)"
    r"|liefert|liefern|hilft|helfen|sagt|misst|zeigt|erscheint|verkauft|baut|nutzt|nutzen|entsteht|findet|finden|fließt|fließen|dient|dienen)"
)
_SENTENCE = re.compile(rf"\S+(?:\s+(?!zu\b)\S+){{0,5}}?(?<!\bzu)\s+{VERBS}\s+(?!und\b|sowie\b|oder\b)\S")
INFINITIVE = re.compile(r"[a-zäöüß-]{2,}(?:en|ern|eln)|tun|sein")
ZU = re.compile(
    r"\bzu\s+[a-zäöüß]+n\b|\b(?:ab|an|auf|aus|bei|ein|fort|her|hin|mit|nach|um|vor|weg|weiter|wieder|zusammen"
    r"|zurück|los|dar|frei)zu[a-zäöüß]+n\b"
)
_OF_ONE = {
    "wollen": "will",
    "werden": "wird",
    "können": "kann",
    "planen": "plant",
    "möchten": "möchte",
    "haben": "hat",
    "sind": "ist",
    "müssen": "muss",
    "bauen": "baut",
    "bieten": "bietet",
    "eröffnen": "eröffnet",
    "öffnen": "öffnet",
    "starten": "startet",
    "liefern": "liefert",
    "stellen": "stellt",
    "suchen": "sucht",
    "beschäftigen": "beschäftigt",
    "verkaufen": "verkauft",
    "entwickeln": "entwickelt",
    "investieren": "investiert",
    "nutzen": "nutzt",
    "arbeiten": "arbeitet",
    "bringen": "bringt",
    "führen": "führt",
    "beginnen": "beginnt",
    "machen": "macht",
    "ziehen": "zieht",
    "erwarten": "erwartet",
    "betreiben": "betreibt",
    "produzieren": "produziert",
    "freuen": "freut",
}
"""The verbs after "wir" that are safe to turn."""
_WE = re.compile(r"wir\s+(?P<verb>[a-zäöüß]+)\b", re.IGNORECASE)


def is_sentence(text: str) -> bool:
    """Return True if one of the first words, but not the last, is a common finite verb."""
    return bool(re.match(r"(?:wir|ich)\s", text, re.IGNORECASE) or _SENTENCE.match(text))


def own_sentence(text: str, facts: Facts, *, subject: str = "Das Unternehmen") -> str:
    """Return an answer that is a sentence or more, as far as it is safe in the third person."""
    names = names_of(facts).all
    text = capitalised(with_dates(text.strip(), WORDS["de"]), names)
    return sentence(" ".join(_third_person(one, subject) for one in sentences_in(text)), names)


def _third_person(text: str, subject: str) -> str:
    """Return "Das Unternehmen will …" for "Wir wollen …", if that is safe."""
    begins = _WE.match(text)
    rest = text[begins.end() :] if begins else text
    verb = _OF_ONE.get(begins["verb"].lower(), "") if begins else ""
    if OTHER_FIRST_PERSON.search(rest) or not verb:
        return text
    return f"{subject} {verb}{with_its(rest)}"


def with_its(text: str) -> str:
    return re.sub(r"\bunser(e[mnrs]?)?\b", lambda found: f"sein{found[1] or ''}", text)


def kind_in_words(facts: Facts) -> str:
    """Return what an older draft says of the announcement in the user's words."""
    named = one_line(facts.get("announcement_type", ""))
    return "" if named in TYPES or named in {row.label for row in TYPES.values()} else with_its(named)


_LOWERED = re.compile(
    r"(?:Ab|An|Am|Auf|Aus|Bei|Beim|Bis|Durch|Für|Im|In|Mit|Nach|Nur|Online|Seit|Sofort|Über|Um|Unter|Von|Vom|Vor|Weltweit"
    r"|Zu|Zum|Zur|Zunächst|Jetzt|Bereits|Schon|Ein|Eine|Einen|Einem|Einer|Den|Die|Das|Dem|Der|Mehr|Neue|Neuen|Weitere"
    r"|Unser\w*|Überall|Voraussichtlich|Heute|Morgen|Demnächst|Bald|Exklusiv|Ausschließlich|Unter|Kostenlosen?)\b"
)


def lowered(text: str) -> str:
    """Return `text` as it goes on after a word; German nouns and names keep their capital."""
    return text[0].lower() + text[1:] if _LOWERED.match(text) else text


_PREPOSITION = re.compile(
    r"(?:ab|an|am|auf|aus|bei|beim|bis|durch|für|im|in|mit|nach|nur|online|seit|sofort|über|um|unter|von|vom|vor"
    r"|weltweit|zu|zum|zur|zunächst|jetzt|bereits|schon|überall|voraussichtlich|heute|morgen|demnächst|bald|exklusiv"
    r"|ausschließlich|europaweit|bundesweit|deutschlandweit|kostenlos|auch|noch|anfang|mitte|ende|derzeit|nächste[nrs]?"
    r"|diese[nrms]?|im laufe|spätestens|frühestens|international|landesweit|unter)\b",
    re.IGNORECASE,
)
_MONTHS = "|".join(WORDS["de"].months)
_DATE = re.compile(
    rf"\d{{1,2}}\.(?:\s*(?:{_MONTHS})\b|\s?\d{{1,2}}\.)|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag\b|Mittwoch\b"
)
_MONTH = re.compile(
    rf"(?:{_MONTHS}|Frühjahr|Frühling|Sommer|Herbst|Winter|(?:ersten|zweiten|dritten|vierten) Quartal)\b"
)
_PLATFORM = re.compile(
    r"(?:Apple |im )?App[ -]Store|Google Play|Amazon\b|Steam\b|https?:|www\.", re.IGNORECASE
)


def adverbial(text: str, *, on: str = "am", in_month: str = "im") -> str:
    """Return when or where something happens as it stands in a sentence: "am 14. Mai", "in Alba"."""
    text = with_dates(bare(text), WORDS["de"])
    if not text or is_sentence(text):
        return text
    if _PREPOSITION.match(text):
        lower = text[0].lower() + text[1:]
        return text if re.match(r"(?:Anfang|Mitte|Ende)\b", text) else lower
    if _DATE.match(text):
        return f"{on} {text}"
    if _MONTH.match(text):
        return f"{in_month} {text}"
    if _PLATFORM.match(text):
        return f"über {text}"
    return f"in {text}" if text[0].isupper() and not re.search(r"\d", text) else text
