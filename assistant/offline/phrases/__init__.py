"""One table of phrases for each language of a user."""

from assistant.offline.phrases.de import PHRASES as DE
from assistant.offline.phrases.en import PHRASES as EN
from assistant.offline.phrases.es import PHRASES as ES
from assistant.offline.phrases.he import PHRASES as HE
from assistant.offline.phrases.table import Phrases

PHRASES = {"en": EN, "de": DE, "es": ES, "he": HE}
"""By the language's code."""

__all__ = ["PHRASES", "Phrases"]
