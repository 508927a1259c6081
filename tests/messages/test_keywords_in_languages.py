"""Command words, digits and choices in German, Spanish and Hebrew."""

import pytest
from django.utils import translation

from sessions_app.messages.keywords import (
    IN_OTHER_LANGUAGES,
    LABELS,
    choice_of,
    classify,
    is_choice,
    normal_form,
)

OTHERS = [
    (word, kind.value)
    for kinds in IN_OTHER_LANGUAGES.values()
    for kind, words in kinds.items()
    for word in words.split(", ")
]


ENGLISH = ["reset", "restart", "start over", "menu", "start", "stop", "help", "status", "drafts", "language"]


@pytest.mark.parametrize(("word", "kind"), OTHERS)
def test_a_command_word_of_another_language_means_the_same(word: str, kind: str) -> None:
    typed = ["{0}", "/{0}", "*{0}*", "{0}!", " {0}. ", "«{0}»", "\u200f{0}\u200f"]
    cased = [word, word.upper(), word.title()]
    assert {classify(body=one.format(case)) for one in typed for case in cased} == {kind}
    asked = {classify(body=one.format(word)) for one in ("{0}?", "¿{0}?")}
    assert asked == {"text" if kind == "reset" else kind}


@pytest.mark.parametrize(("word", "kind"), OTHERS)
def test_a_command_word_of_another_language_in_a_sentence_is_text(word: str, kind: str) -> None:
    bodies = [f"{word} Acme", f"Acme {word}", f"/{word} x y", f"{word}, 3"]
    expected = {"language"} if kind == "language" else set()
    assert {classify(body=body) for body in bodies} == {"text", *expected}


def test_no_command_word_is_of_two_languages() -> None:
    words = [word for word, _ in OTHERS]
    assert len(words) == len(set(words))
    assert not {*words} & {*LABELS, *ENGLISH}


@pytest.mark.parametrize(
    ("word", "digit"),
    [("eins", "1"), ("dos", "2"), ("שלוש", "3"), ("Opción 2", "2"), ("אפשרות 1", "1"), ("Option 3", "3")],
)
def test_a_digit_in_words_of_each_language(word: str, digit: str) -> None:
    assert choice_of(word) == digit
    assert is_choice(word)


@pytest.mark.parametrize("language", ["en", "de", "es", "he"])
def test_the_labels_of_choices_are_known_in_each_language(language: str) -> None:
    labels = ("Approve", "Change something", "Talk to a person", "Go on with it", "Start something new")
    with translation.override(language):
        shown = [translation.gettext(label) for label in labels]

    assert {normal_form(label) for label in shown} <= LABELS
