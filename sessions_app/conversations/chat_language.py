"""The language in which a phone's user is answered, and how a text for the user is made in it.

The user chooses it by `/language`. Otherwise it is guessed from the user's words, and while these tell
nothing it is that of the number's country. The caller's transaction holds the lock on the phone's
conversation wherever something is stored.
"""

from collections.abc import Collection, Mapping

from django.utils import translation

from sessions_app.conversations import language_guess
from sessions_app.db.sql import load_each_of
from sessions_app.models import ChatLanguage

LANGUAGES = dict(ChatLanguage.Language.choices)
"""The name of each in itself, by its code."""

# Plain SQL: each claim of turns pays for it.
_STORED = f"SELECT {{columns}} FROM {ChatLanguage._meta.db_table} WHERE phone IN ({{ids}})"


def of(phone: str) -> str:
    """Return the code of the language in which the user of `phone` is answered."""
    stored = ChatLanguage.objects.filter(phone=phone).values_list("language", flat=True).first()
    return stored or language_guess.of_country(phone)


def note(said: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return the language of each phone after it has `said` these words, and store what they tell of it."""
    stored = {row.phone: row for row in load_each_of(ChatLanguage, _STORED, [], list(said))}
    languages, changed = {}, []
    for phone, texts in said.items():
        row = stored.get(phone)
        if row is None:
            guess = language_guess.first(texts)
        else:
            guess = "" if row.chosen else language_guess.another(texts, than=row.language)
        if guess:
            changed.append(ChatLanguage(phone=phone, language=guess, chosen=False))
        languages[phone] = guess or (row.language if row else language_guess.of_country(phone))
    _store(changed)
    return languages


def choose(phone: str, language: str) -> None:
    """Answer the user of `phone` in `language` from now on, whatever they write in."""
    _store([ChatLanguage(phone=phone, language=language, chosen=True)])


def speaking_to(phone: str) -> translation.override:
    """Return the context in which `gettext` speaks the language of the user of `phone`."""
    return translation.override(of(phone))


def in_each(text: str) -> list[str]:
    """Return a fixed text in each of the languages."""
    texts = []
    for language in LANGUAGES:
        with translation.override(language):
            texts.append(translation.gettext(text))
    return texts


def _store(rows: Collection[ChatLanguage]) -> None:
    if rows:
        ChatLanguage.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["phone"], update_fields=["language", "chosen"]
        )
