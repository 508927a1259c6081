"""What is kept as a fact, and what the user is told about what is not."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from assistant.announcement_types import Kind
from tests.assistant.checking import TODAY, check, problem_of


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("value", ["", " \n\t", "\u200b\u200e", "\u2800", "x" * 10_001, "€5 " * 5_000])
def test_a_blank_or_endless_value_is_refused_for_each_kind(kind: Kind, value: str) -> None:
    assert "Please send" in problem_of(kind, value)


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.NAME, Kind.QUOTATION])
def test_characters_that_cannot_be_stored_are_replaced(kind: Kind) -> None:
    assert check(kind, "a\x00 b\ud83d c 🚀") == "a\ufffd b\ufffd c 🚀"


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.NAME, Kind.QUOTATION])
def test_what_turns_the_direction_or_is_invisible_is_left_out(kind: Kind) -> None:
    assert check(kind, "a \u202eb\u202c\u200b c \u200d👨\u200d👩") == "a b c \u200d👨\u200d👩"


NO_ANSWERS = [
    *("ok", "OK!", "Okay.", "yes", "no", "No.", "skip", "Skip it", "-", "--", "...", "?", "🎉", "👍"),
    *("n/a", "N.A.", "none", "nothing", "idk", "I don't know", "i don’t know yet", "no idea", "tbd"),
    *("yes please", "ok thanks", "ja", "nein", "Nein, danke", "weiß nicht", "Ich weiß es nicht"),
    *("keine Ahnung", "überspringen", "nichts", "sí", "no sé", "No lo sé.", "nada", "ninguno"),
    *("omitir", "כן", "לא", "אין", "דלג", "לא יודע", "לא יודעת", "that's all", "Nothing else"),
    *("\u200bok\u200b", "ｏｋ"),
]  # fmt: skip


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.NAME, Kind.QUOTATION])
@pytest.mark.parametrize("value", NO_ANSWERS)
def test_what_is_no_answer_is_not_kept(kind: Kind, value: str) -> None:
    assert "Please send" in problem_of(kind, value)


@pytest.mark.parametrize(
    "value",
    [
        "OKR",
        "Nothing Phone",
        "42",
        "Si Senor Foods",
        "No lock-in for users",
        "Yes, we open in May",
        "א",
        "N26",
    ],
)
def test_an_answer_that_looks_like_none_is_kept(value: str) -> None:
    assert check(Kind.TEXT, f" {value}\r\n") == value


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("Acme\nGmbH", "more than one line"),
        ("Acme\u2028GmbH", "more than one line"),
        ("x" * 201, "longer than 200 characters"),
        ("?!", "not a name"),
    ],
)
def test_a_name_is_one_short_line(value: str, wrong: str) -> None:
    assert wrong in problem_of(Kind.NAME, value)


@pytest.mark.parametrize(
    "value", ["Acme", "Ben & Jerry’s", "x" * 200, "undisclosed", "U2", "דנה כהן", "Turin, Italy"]
)
def test_a_name_is_kept_as_it_is(value: str) -> None:
    assert check(Kind.NAME, value) == value


SUMS = [
    *("€6.3 million", "6,3 Mio. Euro", "6.3M EUR", "USD 4M", "5m usd", "$1-2 million", "₪5m", "5 NIS"),
    *("CHF 2.5 Mio", "six million dollars", "half a million euros", "sechs Millionen Euro"),
    *("seis millones de euros", "500 dólares", "6 מיליון שקל", 'מיליון ש"ח', "10 דולר", "€0.99"),
    *("about £4bn", "We raised 5 million bucks", "5 TRY", "€49 a month, or €490 a year", "free"),
    *("It is free for schools", "kostenlos", "gratis", "חינם", "٥ €"),
]  # fmt: skip


@pytest.mark.parametrize("value", SUMS)
def test_a_sum_keeps_the_spelling_of_the_user(value: str) -> None:
    assert check(Kind.MONEY, f" {value} ") == value


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("6.3 million", "In which currency?"),
        ("10k", "In which currency?"),
        ("a million", "In which currency?"),
        ("try 5 million", "In which currency?"),
        ("5 million IN ALL countries", "In which currency?"),
        ("100 lbs", "In which currency?"),
        ("5 CEO", "In which currency?"),
        ("5 Eurozone", "In which currency?"),
        ("a lot of euros", "no amount"),
        ("€", "no amount"),
        ("undisclosed", "no amount"),
        ("yes", "no amount"),
        ("1e999 euros", "no amount"),
        ("€0", "more than zero"),
        ("-5 €", "more than zero"),
        ("€ -5", "more than zero"),
    ],
)
def test_a_sum_needs_an_amount_and_a_currency(value: str, wrong: str) -> None:
    assert wrong in problem_of(Kind.MONEY, value)


@pytest.mark.parametrize(
    ("value", "language", "day"),
    [
        ("Feb. 9, 2027", "en", "2027-02-09"),
        ("2027-02-09", "en", "2027-02-09"),
        ("the 9th of February 2027", "en", "2027-02-09"),
        ("today", "en", "2027-02-02"),
        ("Now!", "en", "2027-02-02"),
        ("asap", "de", "2027-02-02"),
        ("tomorrow", "en", "2027-02-03"),
        ("31/12/2027", "en", "2027-12-31"),
        ("2027-01-03", "en", "2027-01-03"),
        ("9. Februar 2027", "de", "2027-02-09"),
        ("9.2.2027", "de", "2027-02-09"),
        ("heute", "de", "2027-02-02"),
        ("9 de febrero de 2027", "es", "2027-02-09"),
        ("9 בפברואר 2027", "he", "2027-02-09"),
        ("היום", "he", "2027-02-02"),
    ],
)
def test_a_date_is_kept_in_the_spelling_of_iso(value: str, language: str, day: str) -> None:
    assert check(Kind.DATE, value, language=language) == day


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("soon", "one date"),
        ("May", "one date"),
        ("next week", "one date"),
        ("Feb. 30, 2027", "one date"),
        ("1234567", "one date"),
        ("yes", "one date"),
        ("9 or 10 February 2027", "one date"),
        ("in 99999999 years", "one date"),
        ("02/09/2027", "the month from the day"),
        ("2019-05-05", "long past"),
        ("2027-01-02", "long past"),
        ("2029-02-04", "more than two years away"),
    ],
)
def test_a_date_that_is_unclear_or_far_away_is_asked_for_again(value: str, wrong: str) -> None:
    assert wrong in problem_of(Kind.DATE, value)


def test_a_date_in_numbers_is_read_as_americans_write_it_where_they_do() -> None:
    assert check(Kind.DATE, "02/09/2027", region="US") == "2027-02-09"
    assert check(Kind.DATE, "02/02/2027", region="GB") == "2027-02-02"


@pytest.mark.parametrize("value", ["today", "tomorrow", "now"])
def test_a_relative_date_is_asked_for_where_it_may_be_either_of_two_days(value: str) -> None:
    assert "Is that Feb." in problem_of(Kind.DATE, value, todays=(TODAY, date(2027, 2, 3)))


def test_a_date_with_its_year_is_the_same_in_all_time_zones() -> None:
    assert check(Kind.DATE, "Feb. 9, 2027", todays=(TODAY, date(2027, 2, 3))) == "2027-02-09"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("“We are proud.”", "We are proud."),
        ('"We are proud"', "We are proud"),
        ("„Wir sind stolz.“", "Wir sind stolz."),
        ("»Wir sind stolz.«", "Wir sind stolz."),
        ("« Nous sommes fiers. »", "Nous sommes fiers."),
        ("״אנחנו מאוד גאים״", "אנחנו מאוד גאים"),
        ("'We don't know what's next.'", "We don't know what's next."),
        ("“We are proud”.", "We are proud."),
        ("“Our “smart” water.”", "Our “smart” water."),
        ("“““We are proud”””", "We are proud"),
        ('"We won," said Ines. "At last."', '"We won," said Ines. "At last."'),
        ("„A b c.“ “d e f.”", "„A b c.“ “d e f.”"),
        ("Ines: We are proud.", "Ines: We are proud."),
        ("We are\nproud.", "We are\nproud."),
        (" ".join(["wine"] * 200), " ".join(["wine"] * 200)),
    ],
)
def test_a_quotation_loses_the_marks_around_it_and_no_word(value: str, words: str) -> None:
    assert check(Kind.QUOTATION, value) == words


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("Great news!", "too short"),
        ("“”", "too short"),
        ("“We won.”", "too short"),
        ("... ... ...", "too short"),
        ("🎉 🎉 🎉", "too short"),
        ("I don't know", "too short"),
        ("- - wine", "too short"),
        ("wine " * 201, "longer than 1,000 characters"),
    ],
)
def test_a_quotation_has_a_sentence_and_not_a_speech(value: str, wrong: str) -> None:
    assert wrong in problem_of(Kind.QUOTATION, value)


@pytest.mark.parametrize(
    ("value", "link"),
    [
        ("https://acme.example/press", "https://acme.example/press"),
        ("http://acme.example", "http://acme.example"),
        ("HTTPS://Acme.Example", "HTTPS://Acme.Example"),
        ("acme.example", "https://acme.example"),
        ("www.acme.example/a?b=c#d", "https://www.acme.example/a?b=c#d"),
        ("<https://acme.example>.", "https://acme.example"),
        ("https://acme.example:8080/x", "https://acme.example:8080/x"),
        ("https://münchen.example/ä", "https://münchen.example/ä"),
        ("https://t.me/@acme?x=a@b", "https://t.me/@acme?x=a@b"),
        ("xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example"),
    ],
)
def test_a_link_gets_a_scheme_if_it_has_none(value: str, link: str) -> None:
    assert check(Kind.LINK, value) == link


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("acme example", "no spaces"),
        ("https://acme.example/my file", "no spaces"),
        ("see https://acme.example", "no spaces"),
        ("lea@acme.example", "an e-mail address"),
        ("mailto:lea@acme.example", "an e-mail address"),
        ("https://user:password@acme.example", "a name or a password"),
        ("https://acme.example@evil.example/", "a name or a password"),
        ("javascript:alert(1)", "not a web address"),
        ("ftp://acme.example", "not a web address"),
        ("localhost", "not a web address"),
        ("http://192.168.0.1/", "not a web address"),
        ("https://", "not a web address"),
        ("https://acme..example", "not a web address"),
        ("https://-acme.example", "not a web address"),
        ("https:\\\\acme.example", "not a web address"),
        ("//acme.example", "not a web address"),
        ("https://acme.example/\u202egnp", "not a web address"),
        ("https://acme.example/<b>", "not a web address"),
        ("1.5", "not a web address"),
        ("no", "not a web address"),
        (f"acme.example/{'x' * 2_000}", "not a web address"),
    ],
)
def test_what_is_not_a_web_address_is_asked_for_again(value: str, wrong: str) -> None:
    assert wrong in problem_of(Kind.LINK, value)


@pytest.mark.parametrize(
    ("value", "announcement_type"),
    [
        ("funding", "funding"),
        ("FUNDING", "funding"),
        ("We raised a seed round", "funding"),
        ("Product launch", "product"),
        ("a new app", "product"),
        ("partnership with Beta", "partnership"),
        ("something else", "other"),
        ("1", "funding"),
        ("2️⃣", "product"),
        ("Option 3.", "partnership"),
        ("4", "other"),
        ("４", "other"),
    ],
)
def test_the_kind_of_announcement_is_recognised(value: str, announcement_type: str) -> None:
    assert check(Kind.ANNOUNCEMENT, value) == announcement_type


@pytest.mark.parametrize("value", ["hello", "5", "0", "12", "41", "idk", "?", "yes", "1 or 2", "news"])
def test_an_unknown_kind_of_announcement_is_asked_for_again(value: str) -> None:
    assert "funding round, product launch, partnership, something else." in problem_of(
        Kind.ANNOUNCEMENT, value
    )


@settings(deadline=None)
@given(kind=some.sampled_from(Kind), value=some.text(max_size=60))
def test_what_is_kept_may_be_checked_again(kind: Kind, value: str) -> None:
    try:
        kept = check(kind, value)
    except ValueError:
        return

    assert check(kind, kept) == kept
