"""The lists of choices that get buttons, in each language, as Twilio's Content API wants them.

The list of press releases is made of the user's words, so it has only its numbers.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils import translation
from django.utils.translation import gettext

from assistant import version_texts
from assistant.bidi import isolated
from assistant.offline.interview import go_on_or_new
from assistant.offline.questions import announcements
from sessions_app.conversations import chat_language
from sessions_app.turns import erasing
from sessions_app.turns.canned_replies import PARKED, WELCOME, welcome_labels

MOST_BUTTONS = 3
MOST_TITLE, MOST_ITEM, MOST_DESCRIPTION = 20, 24, 72
"""Characters of a button, of a list's item, and of what stands below an item."""
SHORT = {
    "Mit einem Menschen sprechen": "Mit Mensch sprechen",
    "Eine Finanzierungsrunde": "Finanzierungsrunde",
    "Hablar con una persona": "Hablar con alguien",
    "Una ronda de financiación": "Ronda de capital",
}
"""Titles of the labels that are too long for a button."""
_VARIABLE = re.compile(r"\{\{(\d)\}\}")


@dataclass(frozen=True, kw_only=True)
class Menu:
    name: str
    language: str
    body: str
    labels: Sequence[str]
    button: str
    """What opens a list of more than three items."""

    @property
    def types(self) -> dict[str, object]:
        """See twilio.com/docs/content/twilio-quick-reply and twiliolist-picker. An id is what is typed."""
        said = [(str(digit), title) for digit, title in enumerate(titles(self.labels), start=1)]
        if len(said) <= MOST_BUTTONS:
            actions = [{"type": "QUICK_REPLY", "title": title, "id": digit} for digit, title in said]
            return {"twilio/quick-reply": {"body": self.body, "actions": actions}}
        items = [
            {"item": title, "id": digit, "description": shortened(label, MOST_DESCRIPTION)}
            for (digit, title), label in zip(said, self.labels, strict=True)
        ]
        return {"twilio/list-picker": {"body": self.body, "button": self.button, "items": items}}

    @property
    def variables(self) -> dict[str, str]:
        return dict.fromkeys(_VARIABLE.findall(self.body), "…")

    @property
    def digest(self) -> str:
        said = json.dumps([self.language, self.types, self.variables], sort_keys=True)
        return sha256(said.encode()).hexdigest()[:12]

    @property
    def name_at_twilio(self) -> str:
        return f"whatspr_{self.name}_{self.language}_{self.digest}"


def titles(labels: Sequence[str]) -> list[str]:
    """Return what the buttons for `labels` say, or the items of a list if there are more than three."""
    most = MOST_TITLE if len(labels) <= MOST_BUTTONS else MOST_ITEM
    return [shortened(label if len(label) <= most else SHORT.get(label, label), most) for label in labels]


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def all_menus() -> list[Menu]:
    """Return the menus in all languages."""
    return [menu for language in chat_language.LANGUAGES for menu in _menus(language)]


def _menus(language: str) -> Iterator[Menu]:
    with translation.override(language):
        button, welcome = gettext("Choose"), gettext(WELCOME)
        version, languages = version_texts.labels(), list(chat_language.LANGUAGES.values())
        kinds, go_on = ([choice.label for choice in offered()] for offered in (announcements, go_on_or_new))
        for name, body, labels in (
            ("welcome", welcome, welcome_labels()),
            ("welcome_back", f"{welcome}\n\n{gettext(PARKED)}", welcome_labels()),
            ("version", "{{1}}\n" + version_texts.numbered(version), version),
            ("version_waits", "{{1}}\n\n" + version_texts.numbered(version), version),
            ("announcement", "{{1}}\n" + version_texts.numbered(kinds), kinds),
            ("go_on", "{{1}}\n" + version_texts.numbered(go_on) + "\n\n{{2}}", go_on),
            ("forget", erasing.question().text, erasing.labels()),
            ("language", "{{1}}\n" + version_texts.numbered(languages), languages),
        ):
            yield Menu(name=name, language=language, body=isolated(body), labels=labels, button=button)
