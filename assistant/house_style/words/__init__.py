"""One table of words for each language of a release."""

from assistant.house_style.words.de import WORDS as DE
from assistant.house_style.words.en import WORDS as EN
from assistant.house_style.words.es import WORDS as ES
from assistant.house_style.words.he import WORDS as HE
from assistant.house_style.words.table import LanguageWords

WORDS = {"en": EN, "de": DE, "es": ES, "he": HE}
"""By the language's code."""

__all__ = ["WORDS", "LanguageWords"]
