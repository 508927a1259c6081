"""Words that approve, and words that do not."""

import pytest

from assistant.openai.approvals import approves


@pytest.mark.parametrize(
    "words",
    [
        "yes",
        "Yes!",
        "ok",
        "I approve",
        "approved",
        "perfect, thank you",
        "looks good",
        "go ahead",
        "send it",
        "\u200byes\u200b",
        "1",
        " 1. ",
        "👍",
        "👍🏽",
        "✅",
        "ja",
        "Ja, passt so",
        "freigegeben",
        "einverstanden",
        "sí",
        "vale",
        "Apruebo",
        "de acuerdo",
        "כן",
        "מאשר",
        "מאשרת, תודה",
    ],
)
def test_a_yes_approves(words: str) -> None:
    assert approves(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "hmm?",
        "hm",
        "2",
        "11",
        "no",
        "not yet",
        "not good",
        "it isn't right",
        "don't send it",
        "don’t send it",
        "yes, but change the city",
        "good, except for the headline",
        "almost perfect",
        "wait",
        "is it good?",
        "yes?",
        "yesterday",
        "book",
        "bright",
        "nein",
        "nicht gut",
        "ja, aber der Ort ist falsch",
        "passt noch nicht",
        "warte",
        "no está bien",
        "sí, pero cambia la ciudad",
        "espera",
        "לא",
        "כן, אבל לשנות את העיר",
        "עוד לא",
        "רגע",
    ],
)
def test_a_no_a_but_a_question_and_anything_else_do_not_approve(words: str) -> None:
    assert not approves(words)
