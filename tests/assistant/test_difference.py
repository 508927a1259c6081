"""What a user is shown of a new version: the lines that differ."""

from assistant.version_texts import difference


def test_lines_that_changed_are_shown_in_pairs() -> None:
    assert difference("A\n\nB\n\nC", "A2\n\nB2\n\nC") == "Old: A\nNew: A2\n\nOld: B\nNew: B2"


def test_a_line_that_became_two_is_shown_before_them() -> None:
    assert difference("A\n\nC", "A1\n\nA2\n\nC") == "Old: A\nNew: A1\nNew: A2"


def test_a_line_that_is_new_or_gone_stands_alone() -> None:
    assert difference("A\n\nC", "A\n\nB\n\nC") == "New: B"
    assert difference("A\n\nB\n\nC", "A\n\nC") == "Old: B"
