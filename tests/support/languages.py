"""Users of the four languages, and what they are told."""

from django.utils import translation

from assistant.bidi import isolated
from tests.support.chat import ADA

LANGUAGES = ("en", "de", "es", "he")
PHONES = {"en": ADA, "de": "+4930123456", "es": "+34600123456", "he": "+972501234567"}
MENU_WORDS = {"en": "menu", "de": "Menü", "es": "menú", "he": "תפריט"}
FORGET_WORDS = {
    "en": "delete my data",
    "de": "Meine Daten löschen",
    "es": "borrar mis datos",
    "he": "מחק את הנתונים שלי",
}
IN_FULL = {
    "en": "I would like to go on in English with you",
    "de": "Können wir bitte auf Deutsch weiterschreiben?",
    "es": "Prefiero que sigamos en español, por favor",
    "he": "אפשר בבקשה להמשיך לכתוב לי בעברית",
}


def in_language(language: str, *texts: str) -> str:
    """Return fixed texts in a language, as the user gets them."""
    with translation.override(language):
        return isolated("\n\n".join(translation.gettext(text) for text in texts))
