"""Whole interviews as data, a module a language: what the user says, and what a good model does with it.

The model keeps to its prompt: it saves first, asks one thing a message, and proposes words of its own. The
writer makes a mistake or two, as writers do.
"""

from tests.support.interview_scripts import de, en, es, he, offline
from tests.support.interview_scripts.interview import MONDAY, Interview

WITH_MODEL = {
    "funding": en.FUNDING,
    "product-spanish": es.PRODUCT,
    "partnership-german": de.PARTNERSHIP,
    "funding-hebrew": he.FUNDING,
}
OFFLINE = {
    "funding-offline": offline.FUNDING,
    "product-spanish-offline": offline.PRODUCT,
    "partnership-german-offline": offline.PARTNERSHIP,
    "funding-hebrew-offline": offline.FUNDING_IN_HEBREW,
}
INTERVIEWS = {**WITH_MODEL, **OFFLINE}
"""By the names of their pages in docs/interviews."""

__all__ = ["INTERVIEWS", "MONDAY", "OFFLINE", "WITH_MODEL", "Interview"]
