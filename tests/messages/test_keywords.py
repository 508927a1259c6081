"""Command words and menu digits, as people really type them."""

from collections.abc import Callable

import pytest

from sessions_app.messages.keywords import MENU, RESET_WORDS, classify, expand_menu_choice
from sessions_app.messages.parts import MAX_PART_UNITS
from sessions_app.turns.canned_replies import HELP, WELCOME
from sessions_app.turns.canned_replies import TEXT_ONLY as TEXT_ONLY

RESETS = ["reset", "restart", "start over", "menu", "start"]
KEYCAP, EMOJI_STYLE = "\u20e3", "\ufe0f"
FUNDING, PRODUCT, PARTNERSHIP = (MENU[digit] for digit in "123")


@pytest.mark.parametrize("word", RESETS)
@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{0}\n", "\t{0}\r\n", "\u00a0{0}\u3000"])
def test_a_reset_word_alone_resets_whatever_white_space_is_around_it(word: str, typed: str) -> None:
    assert classify(body=typed.format(word)) == "reset"


@pytest.mark.parametrize("word", RESETS)
@pytest.mark.parametrize("change", [str.upper, str.title, str.capitalize, str.swapcase])
def test_a_reset_word_resets_in_any_case(word: str, change: Callable[[str], str]) -> None:
    assert classify(body=change(word)) == "reset"


@pytest.mark.parametrize(
    "typed", ["start  over", "Start\tOver", "START\nOVER", "start\u00a0over", " start \r\n over "]
)
def test_start_over_resets_with_any_white_space_between(typed: str) -> None:
    assert classify(body=typed) == "reset"


def test_the_reset_words_are_those_of_the_older_service() -> None:
    assert set(RESETS) == RESET_WORDS


@pytest.mark.parametrize(
    "body",
    [
        "restart please",
        "please restart",
        "reset.",
        "reset!",
        "re set",
        "startover",
        "start over again",
        "menus",
        "start-up",
        "/reset",
        "help",
        "status",
        "/ help",
        "/help me",
        "//help",
        "/helpful",
        "1",
        "🚀",
        "?",
        "\0",
    ],
)
def test_anything_but_the_exact_word_is_text(body: str) -> None:
    assert classify(body=body) == "text"


@pytest.mark.parametrize(("body", "kind"), [("/help", "help"), ("/status", "status")])
@pytest.mark.parametrize("typed", ["{0}", " {0}\n", "\u00a0{0}"])
def test_slash_commands_are_recognised_in_any_case(body: str, kind: str, typed: str) -> None:
    assert classify(body=typed.format(body)) == kind
    assert classify(body=typed.format(body.upper())) == kind


@pytest.mark.parametrize("body", ["", " ", "\n\t\r", "\u00a0", "\u3000\u2003"])
def test_a_body_of_white_space_is_no_text(body: str) -> None:
    assert classify(body=body) == "media"


@pytest.mark.parametrize(("digit", "sentence"), [("1", FUNDING), ("2", PRODUCT), ("3", PARTNERSHIP)])
@pytest.mark.parametrize(
    "typed",
    [
        "{0}",
        " {0}\n",
        f"{{0}}{EMOJI_STYLE}{KEYCAP}",
        f"{{0}}{KEYCAP}",
        f" {{0}}{EMOJI_STYLE}{KEYCAP} ",
        f"{{0}}{EMOJI_STYLE}",
    ],
    ids=["digit", "white-space", "keycap", "keycap-without-selector", "keycap-white-space", "selector-only"],
)
def test_a_lone_digit_or_keycap_means_its_sentence(digit: str, sentence: str, typed: str) -> None:
    assert expand_menu_choice(typed.format(digit)) == sentence


@pytest.mark.parametrize(
    "body",
    [
        "0",
        "4",
        "12",
        "1.",
        "1 2",
        "1 and 2",
        "one",
        "4" + EMOJI_STYLE + KEYCAP,
        KEYCAP,
        EMOJI_STYLE,
        "",
        "²",
        "１",
        "#" + KEYCAP,
    ],
)
def test_any_other_text_stays_as_it_is(body: str) -> None:
    assert expand_menu_choice(body) == body


@pytest.mark.parametrize("digit", ["1", "2", "3"])
def test_a_menu_digit_keeps_its_place_as_text(digit: str) -> None:
    assert classify(body=digit + EMOJI_STYLE + KEYCAP) == "text"


def test_the_menu_names_what_the_three_digits_mean() -> None:
    assert ["funding round" in FUNDING, "product launch" in PRODUCT, "partnership" in PARTNERSHIP] == [
        True
    ] * 3
    assert [line[:2] for line in WELCOME.splitlines() if line[:1].isdigit()] == ["1.", "2.", "3."]


@pytest.mark.parametrize("text", [WELCOME, HELP, TEXT_ONLY])
def test_what_is_said_without_the_interviewer_fits_into_one_message(text: str) -> None:
    assert len(text.encode("utf-16-le")) // 2 <= MAX_PART_UNITS
