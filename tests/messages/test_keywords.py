"""Command words and menu choices, as people really type them."""

import hypothesis
import pytest
from hypothesis import given, strategies

from assistant.invisible import is_blank
from sessions_app.messages.keywords import LABELS, MENU, RESET_WORDS, choice_of, classify, is_choice
from sessions_app.messages.parts import MAX_PART_UNITS
from sessions_app.turns.canned_replies import EMPTY, HELP, WELCOME

KINDS = dict.fromkeys(("reset", "restart", "start over", "menu", "start"), "reset")
KINDS |= dict.fromkeys(("stop", "stopall", "unsubscribe", "revoke", "optout"), "stop")
KINDS |= dict.fromkeys(("cancel", "end", "quit"), "cancel")
KINDS |= {"help": "help", "status": "status", "drafts": "drafts", "unstop": "unstop"}
KEYCAP, EMOJI_STYLE = "\u20e3", "\ufe0f"
FUNDING, PRODUCT, PARTNERSHIP = (MENU[digit] for digit in "123")

INVISIBLE = [*"\u200b\u200d\u2060\ufeff\u00ad\u202e\u3164\u2800\ufe0f\U000e0031"]
MESSAGES = ["Reset.", "Approve", "start over", "/help", "1️⃣", "Option 2", "١", "10", "hello", "?", " "]


@pytest.mark.parametrize("word", KINDS)
@pytest.mark.parametrize(
    "typed",
    [
        "{0}",
        " {0} ",
        "\t{0}\r\n",
        "\u00a0{0}\u3000",
        "/{0}",
        "//{0}",
        "/ {0}",
        "*{0}*",
        "_{0}_",
        "~{0}~",
        "`{0}`",
        "*/{0}*",
        '"{0}"',
        "“{0}”",
        "«{0}»",
        "'{0}'",
        "({0})",
        "{0}.",
        "{0}!",
        "{0}!!",
        "{0}…",
        "{0} .",
        "{0}。",
        "- {0}",
        "\u200b{0}\u2060",
        "\u202a{0}\u202c",
        "{0}۔",
        "{0}।",
        "{0}؛",
        "{0}։",
        "‚{0}‘",
        "‹{0}›",
        "「{0}」",
        "【{0}】",
        "{0}❗️",
        "{0}❕‼️",
        "{0} ·",
    ],
)
def test_a_command_word_alone_is_a_command_whatever_is_around_it(word: str, typed: str) -> None:
    for cased in (word, word.upper(), word.title(), word.swapcase()):
        assert classify(body=typed.format(cased)) == KINDS[word]


@pytest.mark.parametrize("word", KINDS)
@pytest.mark.parametrize("typed", ["{0}?", "¿{0}?", "{0}؟", "{0} ？", "*{0}?*", "{0}❓", "{0}⁉️", "{0}՞"])
def test_a_question_asks_for_what_is_there_and_neither_resets_nor_opts_out(word: str, typed: str) -> None:
    expected = KINDS[word] if KINDS[word] in ("help", "status", "drafts") else "text"
    assert classify(body=typed.format(word)) == expected


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("start  over", "reset"),
        ("Start\tOver", "reset"),
        (" start \r\n over ", "reset"),
        ("START\u00a0OVER", "reset"),
        ("Start, over!", "reset"),
        ("re\u00adset", "reset"),
        ("ｒｅｓｅｔ．", "reset"),
        ("／ＨＥＬＰ", "help"),
    ],
)
def test_commands_in_other_spellings(body: str, kind: str) -> None:
    assert classify(body=body) == kind


def test_the_reset_words_are_those_of_the_older_service() -> None:
    assert {word for word, kind in KINDS.items() if kind == "reset"} == RESET_WORDS


@pytest.mark.parametrize(
    "body",
    [
        "I want to reset my goals",
        "restart please",
        "please restart",
        "re set",
        "re-set",
        "startover",
        "start over again",
        "menus",
        "start-up",
        "reset & go",
        "100% reset",
        "reset%",
        "@stop",
        "stop &",
        "stop‽",
        "reset 🚀",
        "help me",
        "help me write",
        "/help me",
        "/helpful",
        "status update",
        "stop it",
        "don't stop",
        "the end",
        "stop all",
        "1",
        "1️⃣",
        "one",
        "🚀",
        "?",
        "/",
        "***",
        KEYCAP,
        "\u0600",
    ],
)
def test_anything_else_with_something_to_see_is_text(body: str) -> None:
    assert classify(body=body) == "text"


@pytest.mark.parametrize("body", ["", " ", "\n\t\r", "\u00a0\u3000\u2003", *INVISIBLE, " \u200b\n\ufe0f "])
def test_a_body_of_which_nothing_is_seen_is_no_text(body: str) -> None:
    assert classify(body=body) == "media"


@pytest.mark.parametrize(
    ("digit", "word", "sentence"), [("1", "one", FUNDING), ("2", "two", PRODUCT), ("3", "three", PARTNERSHIP)]
)
@pytest.mark.parametrize(
    "typed",
    [
        "{0}",
        " {0}\n",
        "{0}.",
        "{0})",
        "({0})",
        "[{0}]",
        "{0}.)",
        "{0} )",
        "#{0}",
        "# {0}",
        "*{0}*",
        '"{0}"',
        "{0}!",
        "- {0}",
        "Option {0}",
        "option {0}.",
        "OPTION #{0}",
        "*Option {0}:*",
        "option{0}",
        "\u200e{0}\u200b",
        "{0}۔",
        "{0}।",
        "「{0}」",
        "【{0}】",
        "{0}❗",
        "Option:{0}",
        "option-{0}",
        "option_{0}",
        "Option #{0}",
        "option  {0}",
        "option – ({0})",
        "Option：{0}",
    ],
)
def test_a_menu_number_alone_means_its_sentence(typed: str, digit: str, word: str, sentence: str) -> None:
    for number in (digit, word, word.title(), word.upper()):
        assert MENU[choice_of(typed.format(number))] == sentence
        assert is_choice(typed.format(number))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (f"1{EMOJI_STYLE}{KEYCAP}", FUNDING),
        (f" 2{EMOJI_STYLE}{KEYCAP} ", PRODUCT),
        (f"3{KEYCAP}", PARTNERSHIP),
        (f"3{EMOJI_STYLE}", PARTNERSHIP),
        (f"Option 1{EMOJI_STYLE}{KEYCAP}.", FUNDING),
        ("１", FUNDING),  # full width
        ("２．", PRODUCT),
        ("＃３", PARTNERSHIP),
        ("①", FUNDING),
        ("١", FUNDING),  # Arabic
        ("۲", PRODUCT),  # Persian
        ("३", PARTNERSHIP),  # Hindi
    ],
)
def test_digits_of_other_scripts_and_keycaps_are_menu_numbers(body: str, sentence: str) -> None:
    assert MENU[choice_of(body)] == sentence


@pytest.mark.parametrize(
    "body",
    [
        "0",
        "4",
        "four",
        "10",
        "12",
        "01",
        "1 2",
        "1.5",
        "1,5",
        "1 .5",
        "1/2",
        "½",
        "1-2",
        "1.\n2.",
        "1 and 2",
        "1st",
        "1%",
        "1٪",
        "1‰",
        "1′",
        "1″",
        "§1",
        "@1",
        "+1",
        "−1",
        "$1",
        "1k",
        "1 million",
        "one two",
        "one more",
        "phone",
        "option",
        "option 4",
        "option-",
        "option+1",
        "option 1.5",
        "option 1-2",
        "optional 1",
        "options 1",
        "option option 1",
        "1 option",
        f"4{EMOJI_STYLE}{KEYCAP}",
        f"1{EMOJI_STYLE}{KEYCAP}0{EMOJI_STYLE}{KEYCAP}",
        f"1{EMOJI_STYLE}{KEYCAP}2{EMOJI_STYLE}{KEYCAP}",
        f"#{EMOJI_STYLE}{KEYCAP}",
        "🔟",
        KEYCAP,
        EMOJI_STYLE,
        "",
        "Hi\u200b there.",
    ],
)
def test_any_other_text_is_no_menu_number(body: str) -> None:
    assert choice_of(body) not in MENU


@pytest.mark.parametrize("digit", "0123456789")
@pytest.mark.parametrize("typed", ["{0}", "{0}.", "Option {0}", f"{{0}}{EMOJI_STYLE}{KEYCAP}", "*{0})*"])
def test_any_lone_digit_may_choose_what_was_offered(typed: str, digit: str) -> None:
    assert (choice_of(typed.format(digit)), is_choice(typed.format(digit))) == (digit, True)


@pytest.mark.parametrize("label", sorted(LABELS))
@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{0}!", "*{0}*", "“{0}.”"])
def test_a_label_alone_may_choose_what_was_offered(typed: str, label: str) -> None:
    for cased in (label, label.upper(), label.capitalize()):
        assert is_choice(typed.format(cased))


@pytest.mark.parametrize("body", ["10", "approve it", "I approve", "I want to change something", "1 and 2"])
def test_more_than_a_digit_or_a_label_chooses_nothing(body: str) -> None:
    assert not is_choice(body)


@hypothesis.settings(database=None, deadline=None, derandomize=True)
@given(
    body=strategies.sampled_from(MESSAGES) | strategies.text(max_size=20),
    added=strategies.lists(strategies.tuples(strategies.integers(0, 20), strategies.sampled_from(INVISIBLE))),
)
def test_invisible_characters_never_change_what_is_meant(body: str, added: list[tuple[int, str]]) -> None:
    longer = body
    for at, character in added:
        longer = longer[:at] + character + longer[at:]
    assert classify(body=longer) == classify(body=body)
    assert MENU.get(choice_of(longer)) == MENU.get(choice_of(body))
    assert is_choice(longer) == is_choice(body)


@hypothesis.settings(database=None, deadline=None, derandomize=True)
@given(strategies.text())
def test_a_message_is_without_text_if_and_only_if_nothing_is_seen(body: str) -> None:
    assert (classify(body=body) == "media") == is_blank(body)


def test_the_menu_names_what_the_three_digits_mean() -> None:
    assert ["funding round" in FUNDING, "product launch" in PRODUCT, "partnership" in PARTNERSHIP] == [
        True
    ] * 3
    assert [line[:2] for line in WELCOME.splitlines() if line[:1].isdigit()] == ["1.", "2.", "3."]


@pytest.mark.parametrize("text", [WELCOME, HELP, EMPTY])
def test_what_is_said_without_the_interviewer_fits_into_one_message(text: str) -> None:
    assert len(text.encode("utf-16-le")) // 2 <= MAX_PART_UNITS
