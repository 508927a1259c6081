"""Characters that render as nothing."""

import unicodedata

import pytest

from assistant.invisible import is_blank, without_invisible

NOTHING = {
    "nothing": "",
    "white space": " \t\r\n\u00a0\u2003\u2028\u3000",
    "zero widths": "\u200b\u200c\u200d\u2060\ufeff",
    "soft hyphen": "\u00ad",
    "directions": "\u061c\u200e\u200f\u202a\u202e\u2066\u2069",
    "Hangul fillers": "\u115f\u1160\u3164\uffa0",
    "blank Braille": "\u2800",
    "variation selectors": "\u180b\ufe00\ufe0f\U000e0100",
    "tags": "\U000e0001\U000e0041\U000e007f",
    "grapheme joiner": "\u034f",
    "Khmer inherent vowels": "\u17b4\u17b5",
    "annotations": "\ufff9\ufffa\ufffb",
    "controls": "\0\x07\x1b\x7f\x9f",
    "a mixture": " \u200b\n\u2800\ufe0f ",
}
SOMETHING = {
    "a letter": "a",
    "a digit": "\u200b1",
    "a dot": ".",
    "a keycap": "1\ufe0f\u20e3",
    "a heart": "❤\ufe0f",
    "a family": "👩\u200d👩\u200d👧",
    "a flag": "🇩🇪",
    "Scotland's flag": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "Arabic number sign": "\u0600",
    "Braille": "\u2801",
    "Hangul": "\u1112\u1161\u11ab",
    "replacement character": "\ufffd",
    "a lone accent": "\u0301",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_what_renders_as_nothing_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", SOMETHING.values(), ids=SOMETHING.keys())
def test_what_a_reader_sees_is_not_blank(text: str) -> None:
    assert not is_blank(text)


def test_no_letter_number_punctuation_or_symbol_is_blank_but_the_known_blanks() -> None:
    everything = map(chr, range(0x110000))
    seen = [one for one in everything if unicodedata.category(one)[0] in "LNPS"]
    assert [one for one in seen if is_blank(one)] == ["\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"]


def test_words_are_found_among_invisible_characters() -> None:
    assert without_invisible("\u200bstart\u2060 \ufeffover\u200f") == "start over"
