"""What a user is told of the chat's language: which there are, and which one it is from now on."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from assistant import version_texts
from assistant.interview import Choice, Reply
from sessions_app.conversations import chat_language, leases
from sessions_app.messages.keywords import language_named
from sessions_app.turns.turn import Turn

ACTION = "language"
"""The action of a choice, before the code of its language."""


def reply_to(turn: Turn) -> Reply:
    """Return the list of languages, or take the one that is named behind the command. Raises `LeaseLost`."""
    if language := language_named(turn.messages[-1].body):
        with transaction.atomic():
            leases.verify(turn.lease)
            return choose(turn.lease.phone, language)
    choices = [
        Choice(label=name, action=f"{ACTION} {code}") for code, name in chat_language.LANGUAGES.items()
    ]
    question = gettext("Which language shall I write to you in?")
    return Reply(text=f"{question}\n{version_texts.as_list(choices)}", choices=choices)


def choose(phone: str, language: str) -> Reply:
    """Write to `phone` in `language` from now on, this reply included."""
    chat_language.choose(phone, language)
    with translation.override(language):
        return Reply(text=gettext("From now on I write to you in English. We can go on where we were."))


def is_list(choices: Sequence[Sequence[str]]) -> bool:
    """Return True if the labels and actions `choices` are those of the list of languages."""
    return any(action.startswith(f"{ACTION} ") for _, action in choices)
