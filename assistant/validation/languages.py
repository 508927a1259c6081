"""Which language a text names."""

import re

from assistant.messages import Wrong
from assistant.translatable import mark as _
from assistant.verification.normalise import folded

_NAMES = {
    "en": "english|inglese?|englische?s?|ingles|אנגלית",
    "de": "german|deutsche?s?|aleman|גרמנית",
    "es": "spanish|spanische?s?|espanol|castellano|ספרדית",
    "he": "hebrew|hebraische?s?|hebreo|עברית",
}
_WORDS = re.compile("|".join(rf"(?P<{code}>(?<!\w)[בל]?(?:{names})(?!\w))" for code, names in _NAMES.items()))


def languages_in(text: str) -> set[str]:
    """Return the codes of the languages that `text` names."""
    return {str(found.lastgroup) for found in _WORDS.finditer(folded(text))}


def language(value: str) -> str:
    """Return the code of the language that `value` names, or is. Raises ValueError if it is not one."""
    if value.casefold() in _NAMES:
        return value.casefold()
    named = languages_in(value)
    if len(named) != 1:
        raise Wrong(_("I write in English, German, Spanish or Hebrew. Please send one of these."))
    return named.pop()
