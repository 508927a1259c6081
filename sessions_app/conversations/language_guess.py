"""A cheap guess in which language a user writes, and which one a number's country speaks."""

from collections import Counter
from collections.abc import Iterable

import phonenumbers
import regex

from assistant.verification.normalise import words
from assistant.verification.words.languages import FUNCTION_WORDS
from assistant.verification.words.tables import word_set
from sessions_app.messages import keywords

LONGEST = 300
"""Characters of a message that are looked at."""
TELLING = 2
"""Points by which one language has to lead: a single function word is not enough."""
A_SENTENCE = 5
"""Words that have to be there before a guess gives way to another one."""
CLEARLY = 4
"""Points by which the other language has to lead then."""

# Words that stand in no name and no figure, in their compared form: one of them tells.
_TELLING_WORDS: dict[str, frozenset[str]] = {
    "en": word_set("hello i id im we want would need please thanks thank"),
    "de": word_set("hallo guten ich wir mochte mochten brauche brauchen bitte danke konnen"),
    "es": word_set("hola buenos buenas quiero queremos quisiera necesito necesitamos gracias puedes favor"),
    "he": word_set("שלום היי אני אנחנו רוצה רוצים צריך צריכה צריכים בבקשה תודה"),
}
_HEBREW = regex.compile(r"\p{Hebrew}")
_LATIN = regex.compile(r"\p{Latin}")
_CAPITALISED = regex.compile(r"(?<![\p{L}'’])\p{Lu}[\p{L}\p{M}'’]*")

_COUNTRIES = {
    "de": "DE AT CH LI",
    "es": "ES MX AR CO CL PE VE EC GT CU BO DO HN PY SV NI CR PR PA UY GQ",
    "he": "IL",
}
_LANGUAGE_OF_COUNTRY = {
    country: language for language, countries in _COUNTRIES.items() for country in countries.split()
}


def of_country(phone: str) -> str:
    """Return the language of the country of `phone`, a number or a business-scoped id; English by default."""
    return _LANGUAGE_OF_COUNTRY.get(_country(phone), "en")


def _country(phone: str) -> str:
    if not phone.startswith("+"):
        return phone[:2]
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(phone)) or ""
    except phonenumbers.NumberParseException:
        return ""


def first(texts: Iterable[str]) -> str:
    """Return the language that a user's first words tell, "" if they tell none: a name or a digit does not.

    A command word tells it too, where it is of one language only.
    """
    texts = list(texts)
    for text in texts:
        if language := keywords.language_of_command(text):
            return language
    return _leading(_points("\n".join(texts)), by=TELLING)


def another(texts: Iterable[str], *, than: str) -> str:
    """Return the language of a message that is clearly, a whole sentence, in another one; "" for none."""
    for text in texts:
        if len(text.split()) >= A_SENTENCE:
            language = _leading(_points(text), by=CLEARLY)
            if language not in ("", than):
                return language
    return ""


def _leading(points: Counter[str], *, by: int) -> str:
    (best, most), (_, second) = [*points.most_common(2), ("", 0), ("", 0)][:2]
    return best if most - second >= by else ""


def _points(text: str) -> Counter[str]:
    """Return how much in `text` tells for each language; a capitalised function word may be of a name."""
    text = text[:LONGEST]
    if len(_HEBREW.findall(text)) > len(_LATIN.findall(text)) / 2:
        found = words(text)
        is_name = len(found) == 1 and found[0] not in _TELLING_WORDS["he"]
        return Counter() if is_name else Counter({"he": max(TELLING, len(found))})
    points = Counter({"es": TELLING * ("¿" in text or "¡" in text)})
    in_small_letters = words(_CAPITALISED.sub(" ", text))
    for word in words(text):
        for language, telling in _TELLING_WORDS.items():
            points[language] += TELLING * (word in telling)
    for word in in_small_letters:
        for language, function_words in FUNCTION_WORDS.items():
            points[language] += word in function_words and word not in _TELLING_WORDS[language]
    return points
