"""Yes and no in four languages, and what is neither."""

import pytest

from assistant.announcement_types import Kind
from tests.assistant.checking import check, problem_of

YES = [
    *("yes", "Yes!", "YES.", "y", "yep", "sure", "of course", "it is", "It is closed.", "closed"),
    *("all signed", "yes, it is closed", "yes please", "It has been signed", "they have", "ja"),
    *("Ja, klar", "abgeschlossen", "sí", "Sí, claro", "si", "cerrada", "כן", "כן, בטח", "נסגר"),
    *("Ja, das Geld ist zugesagt", "Ja, sie sind einverstanden", "sí, está de acuerdo", "sí, todo firmado"),
    *("כן, הסכים", "כן, הכול חתום", "👍", "👍🏽"),
]  # fmt: skip


NO = [
    *("no", "No.", "NOPE", "n", "not yet", "Not closed", "it is not closed", "it isn't", "still open"),
    *("it's open", "no, it's still open", "they have not signed", "We haven't", "never"),
    *("of course not", "nein", "noch nicht", "Nein, noch offen", "todavía no", "aún no"),
    *("No, sigue abierta", "לא", "עדיין לא", "👎"),
    *("Noch nicht ganz", "nein, leider nicht", "no, todavía no", "לא, עוד לא"),
]  # fmt: skip


NEITHER = [
    *("maybe", "yes and no", "yes, but not all", "yes, almost", "no problem", "no idea", "no lo sé"),
    *("never mind", "I don't know", "not sure", "nicht sicher", "ok", "yesterday"),
    *("they are still signing", "si cerramos", "42", "right now we are raising", "it is in progress"),
    *("almost", "no comment", "ja und nein", "לא יודע", "?", "👍👎"),
]  # fmt: skip


@pytest.mark.parametrize("value", YES)
def test_a_yes_is_understood(value: str) -> None:
    assert check(Kind.YES_NO, value) == "yes"


@pytest.mark.parametrize("value", NO)
def test_a_no_is_understood(value: str) -> None:
    assert check(Kind.YES_NO, value) == "no"


@pytest.mark.parametrize("value", NEITHER)
def test_what_is_neither_yes_nor_no_is_asked_again(value: str) -> None:
    assert problem_of(Kind.YES_NO, value) == "Please answer yes or no."
