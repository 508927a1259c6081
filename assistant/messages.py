"""Sentences for users, with values in them: in English, and told in another language where they are shown."""

from collections.abc import Callable, Mapping
from datetime import date

from babel.numbers import format_decimal

from assistant.announcement_types import FACTS, split
from assistant.house_style.words import WORDS

Value = str | int | date


class Message(str):
    """An English text that knows the sentence of the catalogs that it was made of, and the values in it.

    A date and a number are written as the language does; a value that is a message is in that language too.
    """

    __slots__ = ("_sentence", "_values")
    _sentence: str
    _values: Mapping[str, Value]

    def __new__(cls, sentence: str, /, **values: Value) -> "Message":
        made = super().__new__(cls, _filled(sentence, values, "en", str))
        made._sentence, made._values = sentence, values
        return made

    def told(self, language: str, translate: Callable[[str], str]) -> str:
        """Return the text in `language`, into which `translate` brings a sentence."""
        return _filled(translate(self._sentence), self._values, language, translate)


def _filled(
    sentence: str, values: Mapping[str, Value], language: str, translate: Callable[[str], str]
) -> str:
    return sentence.format(**{name: _told(value, language, translate) for name, value in values.items()})


def _told(value: Value, language: str, translate: Callable[[str], str]) -> str:
    if isinstance(value, Message):
        return value.told(language, translate)
    if isinstance(value, date):
        return WORDS[language].printed(value)
    return value if isinstance(value, str) else str(format_decimal(value, locale=language))


class Wrong(ValueError):
    """An answer cannot be kept: `message` says to the user why."""

    def __init__(self, sentence: str, /, **values: Value) -> None:
        self.message = Message(sentence, **values)
        super().__init__(str(self.message))


def label_of(key: str) -> Message:
    """Return what users call the fact of `key`, which may have a number."""
    base, number = split(key)
    label = Message(FACTS[base].label)
    return label if number == 1 else Message("{label} {number}", label=label, number=number)
