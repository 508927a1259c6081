"""Long replies in parts: nothing lost, nothing too long, cut where a reader would."""

import random

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as some

from assistant.invisible import is_blank, without_invisible
from sessions_app.messages.parts import MAX_PART_UNITS, split

PIECES = (
    *(
        "word",
        "a",
        "Überschrift",
        "日本語",
        "🚀",
        "👩‍👩‍👧",
        "e\u0301",
        "🇩🇪",
        "x" * 50,
        "y" * 1700,
        "🚀" * 900,
    ),
    *(" ", "  ", "\n", "\n\n", " \n \n ", "\r\n", "\t", "\u00a0", "\u2028", "\x1c"),
    *(".", ". ", "! ", "? ", "… ", ".\n", "...", "1. ", "\0", "\ufeff"),
)
SEEDS = range(60)


def units(text: str) -> int:
    """Return the length of `text` as Twilio counts it."""
    return len(text.encode("utf-16-le")) // 2


def random_text(seed: int) -> str:
    chance = random.Random(seed)
    return "".join(chance.choices(PIECES, k=chance.randrange(500)))


def blackless(text: str) -> str:
    """Return `text` without its white space."""
    return "".join(text.split())


# --- Properties of every text -----------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_no_part_is_longer_than_twilio_takes(seed: int) -> None:
    assert all(units(part) <= MAX_PART_UNITS for part in split(random_text(seed)))


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_or_reordered_but_white_space(seed: int) -> None:
    text = random_text(seed)
    assert blackless("".join(split(text))) == blackless(text)


@pytest.mark.parametrize("seed", SEEDS)
def test_inside_a_part_even_white_space_stays(seed: int) -> None:
    text, position = random_text(seed), 0
    for part in split(text):
        position = text.index(part, position) + len(part)
    assert not text[position:].strip()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_part_is_blank_or_has_white_space_at_its_ends(seed: int) -> None:
    assert all(part and part == part.strip() for part in split(random_text(seed)))


@pytest.mark.parametrize("limit", [2, 3, 7, 40])
@pytest.mark.parametrize("seed", range(25))
def test_any_limit_from_one_emoji_on_is_kept(seed: int, limit: int) -> None:
    text = random_text(seed)[:500]
    parts = split(text, limit=limit)
    assert all(units(part) <= limit for part in parts)
    assert without_invisible(blackless("".join(parts))) == without_invisible(blackless(text))


@pytest.mark.parametrize("seed", range(25))
def test_parts_are_at_least_half_full(seed: int) -> None:
    text = " ".join(random.Random(seed).choices(["a", "word", "sentence. ", "end.\n\n"], k=3000))
    assert all(units(part) >= MAX_PART_UNITS // 2 - 1 for part in split(text)[:-1])


@settings(deadline=None)
@given(some.text(some.sampled_from("aé。।!? \n\u0301\u200d\ufe0f👩👧🇩🇪🏽क्ि각"), min_size=20))
def test_no_grapheme_is_cut(text: str) -> None:
    text = regex.sub(r"\s\X", lambda found: found[0][0] + "x", text)  # no accents on white space
    graphemes = regex.findall(r"\X", text)

    parts = split(text, limit=max(12, *map(units, graphemes)))

    assert [one for part in parts for one in regex.findall(r"\X", part) if not is_blank(one)] == [
        one for one in graphemes if not is_blank(one)
    ]


# --- Where the cuts are -------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \r\n"])
def test_a_blank_text_has_no_parts(text: str) -> None:
    assert split(text) == []


@pytest.mark.parametrize("text", ["x" * 1600 + "\u200b", "x" * 1600 + "\n\n" + "\u200b" * 1700])
def test_no_part_is_of_invisible_characters_only(text: str) -> None:
    assert split(text) == ["x" * 1600]


@pytest.mark.parametrize("text", ["a", "x" * 1600, "🚀" * 800, "ä" * 1600, "two\n\nparagraphs"])
def test_what_fits_stays_in_one_part(text: str) -> None:
    assert split(text) == [text]


def test_a_paragraph_end_is_preferred_to_a_line_end() -> None:
    first, second = "a" * 1000, "b" * 300 + "\n" + "c" * 400
    assert split(f"{first}\n\n{second}") == [first, second]


def test_a_line_end_is_preferred_to_a_sentence_end() -> None:
    first, second = "a" * 1000, "Sentence one. " + "c" * 700
    assert split(f"{first}\n{second}") == [first, second]


@pytest.mark.parametrize("mark", [".", "!", "?", "…"])
def test_a_sentence_end_is_preferred_to_a_word_end(mark: str) -> None:
    first, second = "a" * 1000 + mark, "b " * 400 + "c"
    assert split(f"{first} {second}") == [first, second]


@pytest.mark.parametrize(
    "end", ["。", "！", "？", "｡", "…」。", "！？", "。」", "。”", "।", "॥", "۔", "؟", "։", "።", "។"]
)
def test_a_sentence_of_any_script_ends_a_part_with_and_without_a_space(end: str) -> None:
    first, second = "文" * 1000 + end, "字" * 900
    assert split(f"{first}{second}") == [first, second]
    assert split(f"{first} {second}") == [first, second]


@pytest.mark.parametrize("end", ['."', ".)", "!*", "?_", "!”", "...", "?!"])
def test_what_closes_a_sentence_stays_with_it(end: str) -> None:
    first, second = "a" * 1000 + end, "b " * 400 + "c"
    assert split(f"{first} {second}") == [first, second]


def test_a_word_end_is_preferred_to_a_cut_word() -> None:
    first, second = "a" * 1000, "b" * 700
    assert split(f"{first} {second}") == [first, second]


def test_of_two_equal_breaks_the_later_one_is_taken() -> None:
    paragraphs = ["a" * 900, "b" * 300, "c" * 600]
    assert split("\n\n".join(paragraphs)) == ["\n\n".join(paragraphs[:2]), paragraphs[2]]


def test_a_break_in_the_first_half_is_passed_over() -> None:
    text = "a" * 100 + "\n\n" + "b " * 900
    assert units(split(text)[0]) > MAX_PART_UNITS // 2


def test_a_break_right_at_the_limit_is_used() -> None:
    assert split("a" * 1600 + "\n\n" + "b") == ["a" * 1600, "b"]
    full = "a" * 1000 + " " + "b" * 599
    assert split(f"{full} c") == [full, "c"]


def test_a_word_longer_than_a_part_is_cut_hard() -> None:
    assert split("x" * 4000) == ["x" * 1600, "x" * 1600, "x" * 800]


def test_an_emoji_on_the_limit_stays_whole() -> None:
    assert split("x" * 1599 + "🚀" + "y") == ["x" * 1599, "🚀y"]


@pytest.mark.parametrize(
    "grapheme",
    [
        "👩‍👩‍👧‍👦",
        "🇩🇪",
        "👍🏽",
        "e\u0301",
        "1️⃣",
        "क्षि",
        "각",
        "🏴\U000e0067\U000e0062\U000e007f",
        "a" + "\u0301" * 40,
    ],
    ids=ascii,
)
def test_a_grapheme_on_the_limit_stays_whole(grapheme: str) -> None:
    for room in range(units(grapheme)):
        before = "x" * (MAX_PART_UNITS - room)
        assert split(before + grapheme + "y") == [before, grapheme + "y"]

    row = grapheme * (MAX_PART_UNITS // units(grapheme) + 1)
    assert split(row) == [row[: -len(grapheme)], grapheme]


def test_a_grapheme_longer_than_a_part_is_cut() -> None:
    assert split("a" + "\u0301" * 2000) == ["a" + "\u0301" * 1599, "\u0301" * 401]


def test_paragraphs_with_windows_line_ends_are_found() -> None:
    assert split("a" * 1000 + "\r\n\r\n" + "b " * 500) == ["a" * 1000, ("b " * 500).strip()]


def test_abbreviations_inside_a_word_are_no_sentence_end() -> None:
    first, second = "a" * 900 + " 3.5", "b" * 690
    assert split(f"{first} {second} cccccc") == [f"{first} {second}", "cccccc"]


@pytest.mark.parametrize("piece", ["word ", "x", "🚀", "\n", "a\n \n", ". ", " " * 1500 + "x"], ids=repr)
def test_twenty_thousand_characters_are_split_without_loss(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert blackless("".join(split(text))) == blackless(text)
