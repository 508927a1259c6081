"""Lines in pieces: WhatsApp's formats, places that are marked, what differs; and problems in words."""

import pytest

from assistant.checking import BLOCK, WARN, Problem
from sessions_app.console.press_releases import problems
from sessions_app.console.press_releases.comparison import compare, plain
from sessions_app.console.press_releases.markup import Piece, Span, pieces

GATE = (
    *("number", "date", "name", "contact", "quotation", "speaker", "role", "superlative", "superseded"),
    *("content", "citation", "instruction"),
)


def cut(text: str, *spans: tuple[int, int, str]) -> list[tuple[str, str]]:
    return [(one.text, " ".join(sorted(one.marks))) for one in pieces(text, [Span(*span) for span in spans])]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", [("plain", "")]),
        ("*all*", [("all", "bold")]),
        ("_all_", [("all", "italic")]),
        ("a *b* c", [("a ", ""), ("b", "bold"), (" c", "")]),
        ("_*both*_", [("both", "bold italic")]),
        ("*a* and *b*", [("a", "bold"), (" and ", ""), ("b", "bold")]),
        ("2*3*4 a_b_c", [("2*3*4 a_b_c", "")]),
        ("* a * _ b _ ** __", [("* a * _ b _ ** __", "")]),
        ("*open", [("*open", "")]),
        ("*מודגש*", [("מודגש", "bold")]),
        ("", []),
    ],
)
def test_the_formats_of_whatsapp_become_marks(text: str, shown: list[tuple[str, str]]) -> None:
    assert cut(text) == shown


def test_marked_places_may_overlap_and_cross_a_format() -> None:
    assert cut("*ab*cd", (0, 6, "x")) == [("*ab*cd", "x")]
    assert cut("*ab* cd", (2, 6, "x"), (5, 7, "y")) == [
        ("a", "bold"),
        ("b", "bold x"),
        (" ", "x"),
        ("c", "x y"),
        ("d", "y"),
    ]


def test_what_differs_is_marked_within_a_format_and_without_the_white_space_after_it() -> None:
    left, right = compare("*A raises 4 million*\nsame", "*A raises 5 million*\nsame")
    bold, changed = frozenset({"bold"}), frozenset({"bold", "changed"})
    assert right[0].pieces == (
        Piece(text="A raises ", marks=bold),
        Piece(text="5", marks=changed),
        Piece(text=" million", marks=bold),
    )
    assert [line.is_changed for line in left] == [True, False]
    assert right[1].pieces == plain("same")[0].pieces


def test_a_line_that_begins_with_white_space_is_marked_at_the_right_place() -> None:
    _, right = compare("  one two three four", "  one two three five")
    assert [one.text for one in right[0].pieces if "changed" in one.marks] == ["five"]


@pytest.mark.parametrize("id_", GATE)
def test_each_kind_of_finding_has_a_sentence_of_its_own(id_: str) -> None:
    [one] = problems.shown([Problem(id=id_, severity=BLOCK, message="")])
    assert one.words.endswith(".")
    assert id_ not in ("", one.words)
    assert "A check has found" not in one.words


def test_a_message_of_its_own_is_taken_and_an_unknown_check_named() -> None:
    own, unknown = (
        Problem(id="PR004", severity=WARN, message="Say from which day on."),
        Problem(id="rhyme", severity=BLOCK, message=""),
    )
    assert [one.words for one in problems.shown([own, unknown])] == [
        "A check has found this: rhyme.",
        "Say from which day on.",
    ]
