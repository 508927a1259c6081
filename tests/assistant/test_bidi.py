"""Numbers, addresses and Latin names inside Hebrew keep their own order on the screen."""

import hypothesis
import pytest
from hypothesis import given, strategies

from assistant.bidi import END, START, isolated, without_isolates


def shown(text: str) -> str:
    """Return the isolated text with brackets in place of the isolates."""
    return isolated(text).replace(START, "[").replace(END, "]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("שם החברה: Acme Labs Inc.", "שם החברה: [Acme Labs Inc.]"),
        ("נכתב עם Acme.", "נכתב עם [Acme]."),
        ("Acme Labs היא חברה", "[Acme Labs] היא חברה"),
        ("טלפון: +972 50-123-4567, דואל press@acme.co", "טלפון: [+972 50-123-4567], דואל [press@acme.co]"),
        ("דנה לוי, dana@acme.co.il, +972 50-123-4567", "דנה לוי, [dana@acme.co.il], [+972 50-123-4567]"),
        ("נא לפנות ל-dana@acme.co.il.", "נא לפנות ל-[dana@acme.co.il]."),
        ("ראו https://acme.com/a?b=1. המשך", "ראו [https://acme.com/a?b=1 ]. המשך"),
        ("אתר Acme https://acme.com/press", "אתר [Acme] [https://acme.com/press ]"),
        ("לפני: Acme raises €6.3 million today.", "לפני: [Acme raises €6.3 million today.]"),
        ("1. Acme flies (טיוטה, 3 פרטים)", "1. [Acme flies] (טיוטה, 3 פרטים)"),
        ("אפשר לשלוח */status* כדי לראות", "אפשר לשלוח *[/status]* כדי לראות"),
        ("בשנים 2024–2027 גייסנו", "בשנים [2024–2027] גייסנו"),
        ("אילת, 9 בפברואר 2027 – Acme גייסה", "אילת, 9 בפברואר 2027 – [Acme] גייסה"),
        ("“Acme raises” היא הכותרת", "“[Acme raises]” היא הכותרת"),
        ("החברה (Acme) זכתה", "החברה ([Acme]) זכתה"),
    ],
)
def test_each_run_from_left_to_right_is_isolated(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Welcome to WhatsPR!",
        "Llámame al +34 600 123 456",
        "1. גיוס הון",
        "בשנת 2027 גדלנו ב-12%",
        "Acme raises money from a fund that is called קרן",
        "",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert isolated(text) == text


def test_only_the_hebrew_lines_of_a_text_are_changed() -> None:
    assert shown("*Acme flies*\n\nזו גרסה 1 של Acme") == "*Acme flies*\n\nזו גרסה 1 של [Acme]"


def test_what_is_isolated_already_is_not_isolated_again() -> None:
    once = isolated("נכתב עם Acme")
    assert isolated(once) == once


TEXTS = strategies.text(alphabet="אבג Acme 12+-.:/@()*\n", max_size=60)


@hypothesis.settings(database=None, deadline=None, derandomize=True)
@given(TEXTS)
def test_isolates_come_in_pairs_and_nothing_else_is_changed(text: str) -> None:
    for line in isolated(text).split("\n"):
        assert [mark for mark in line if mark in (START, END)] == [START, END] * line.count(START)
    assert without_isolates(isolated(text)) == text
