"""What a phone number looks like in a text that must not hold one."""

import pytest

from sessions_app.phones import holds_number, read_national


@pytest.mark.parametrize(
    "text",
    [
        *("+14155550001", "asked at 0041 44 668 18 00", "(415) 555-0001", "415.555.0001", "030/1234567"),
        *("+49\u202f30\u2011123\u2013456", "4 1 5 5 5 5 0 0 0 1", "1\u200b4155550001", "tel14155550001x"),
        *("+٤٩١٥١١٢٣٤٥٦٧٨", "＋１４１５５５５０００１", "۱۴۱۵ ۵۵۵ ۰۰۰۱", "१४१५५५५०००१", "①④①⑤⑤⑤⑤"),
        *("US.13491208655302741918", "on 2026-11-30 at +1 415 555 0001", "9f86d08188…0001 is 4155550001"),
        *("415_555_9876", "415:555:9876", "415'555'9876", "415=555=9876", "415*555*9876", "conv_4155559876"),
        *("30.13.2026", "call 4155550001...", "4155550001…0001"),
    ],
)
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    assert holds_number(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "The user asked to be called", "invoice 123456", "invoice RE-2026/12", "ticket #4711, step 2"),
        *("2026-11-30", "30.11.2026", "11/30/2026", "1.2.26", "20261130", "2026-11-30T10:15:30.123456Z"),
        *("from 30.11.2026 10:15 to 1.12.2026 9:05", "2025/2026", "the years 2024, 2025, 2026"),
        *("SM" + "12345678" * 4, "conv_1234567890abcdef", "12345678-1234-1234-1234-123456789012"),
        *("9f86d08188…0001", "12345678a0...0001", "1,250,000 dollars", "at 10:15:30 and 11:00"),
    ],
)
def test_a_date_an_id_and_a_short_number_are_no_phone_numbers(text: str) -> None:
    assert not holds_number(text)


@pytest.mark.parametrize(
    ("text", "digits"),
    [("0171 2345678", "1712345678"), ("(415) 555-0100", "4155550100"), ("(0)30/123 45 67", "301234567")],
)
def test_a_number_is_read_as_it_is_dialled_at_home(text: str, digits: str) -> None:
    assert read_national(text) == digits


@pytest.mark.parametrize(
    "text", ["", "0171 23", "+49 171 2345678", "0049 171 2345678", "555-0100x", "1" * 16]
)
def test_what_has_a_country_or_is_too_short_is_none(text: str) -> None:
    assert read_national(text) == ""
