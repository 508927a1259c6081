"""The grammar of each language of a release."""

from assistant.template.english.grammar import GRAMMAR as ENGLISH
from assistant.template.german.grammar import GRAMMAR as GERMAN
from assistant.template.hebrew.grammar import GRAMMAR as HEBREW
from assistant.template.spanish.grammar import GRAMMAR as SPANISH

GRAMMARS = {"en": ENGLISH, "de": GERMAN, "es": SPANISH, "he": HEBREW}
"""By the language's code."""
