"""What may be kept as a fact: each kind of value is checked, and brought into its canonical form.

What is wrong is told by a `Wrong` in sentences for the user. The model reads them too, in English.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date, timedelta

from assistant.announcement_types import TYPES, Kind, recognise
from assistant.invisible import is_blank
from assistant.messages import Wrong
from assistant.template.quotations import without_marks
from assistant.translatable import mark as _
from assistant.validation.answers import is_no_answer, yes_or_no
from assistant.validation.contacts import contact
from assistant.validation.languages import language as language_named
from assistant.validation.money import money
from assistant.validation.time_zones import possible_dates, region_of
from assistant.verification import resolve_date

__all__ = ["canonical", "possible_dates", "region_of"]

MAX_LENGTH = 10_000
MAX_NAME_LENGTH = 200
MAX_DATE_LENGTH = 200
MAX_QUOTATION_LENGTH = 1_000
MIN_QUOTATION_WORDS = 3
MAX_LINK_LENGTH = 2_000
DAYS_BACK, DAYS_AHEAD = 30, 731

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""What turns the direction of a text or renders as nothing; not the joiners of Persian, Hindi and emoji."""
_AT_ONCE = re.compile(
    r"(?:now|right (?:now|away)|at once|immediately|immediate(?: release)?|as soon as possible|asap"
    r"|straight away"
    r"|sofort|ab sofort|jetzt|ahora(?: mismo)?|de inmediato|inmediatamente|ya|עכשיו|מיד|מייד)\W*",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(\d{1,2})\s?[/-]\s?(\d{1,2})(?:\s?[/-]\s?\d{2,4})?")
_SEVERAL = re.compile(r"\d.*\b(?:or|oder|o|או|to|bis|until|hasta)\b.*\d", re.IGNORECASE)
_URL = re.compile(
    r"(?P<scheme>https?://)?(?P<host>[^\s/?#:@]+)(?P<port>:\d{1,5})?(?P<path>[/?#][^\s<>\"\\^`{|}]*)?",
    re.IGNORECASE,
)
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?P<ending>[^\W\d_]{{2,63}}|xn--[a-z0-9-]+)", re.IGNORECASE)
_DIGIT = re.compile(r"(?:option|number|no\.?|nr\.?|#)?\s*(?P<digit>[1-4])\W*", re.IGNORECASE)


def canonical(kind: Kind, value: str, *, region: str, todays: Collection[date], language: str) -> str:
    """Return `value` as a fact of `kind` is kept. Raises ValueError with sentences for the user.

    `region` is the user's country ("DE", or "ZZ"), for phone numbers without a country code; `todays` are
    the dates that it may be where the user is; `language` is that of `value` ("en", "de", "es" or "he").
    """
    value = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value).replace("\r\n", "\n")
    if kind in (Kind.TEXT, Kind.NAME, Kind.QUOTATION):
        value = _UNPRINTABLE.sub("", value)
    value = value.strip()
    if is_blank(value):
        raise Wrong(_("I could not read anything in that. Please send the answer as text."))
    if len(value) > MAX_LENGTH:
        raise Wrong(_("That is longer than {most} characters. Please send a shorter text."), most=MAX_LENGTH)
    if kind in _CHECKS:
        return _CHECKS[kind](value)
    match kind:
        case Kind.MONEY:
            return money(value, language)
        case Kind.DATE:
            return _date(value, region, todays, language)
        case _:
            return contact(value, region)


def _text(value: str) -> str:
    if is_no_answer(value):
        raise Wrong(_("That does not tell me anything to print. Please send the words themselves."))
    return value


def _name(value: str) -> str:
    if is_no_answer(value):
        raise Wrong(_("That is not a name that can be printed. Please send the name itself."))
    if len(value.splitlines()) > 1:
        raise Wrong(_("That has more than one line. Please send only the name, in one line."))
    if len(value) > MAX_NAME_LENGTH:
        too_long = _("That is longer than {most} characters. Please send only the name.")
        raise Wrong(too_long, most=MAX_NAME_LENGTH)
    return value


def _date(value: str, region: str, todays: Collection[date], language: str) -> str:
    """Return the day in ISO's spelling. It depends on the user's zone only if `value` is relative."""
    if language == "en" and region != "US" and _has_two_months(value):
        raise Wrong(_("I cannot tell the month from the day. Please send the date with the month as a word."))
    days = _days(value, todays, language)
    if len(days) > 1:
        which = _("Is that {one} or {other}? Please send the date itself, with day, month and year.")
        raise Wrong(which, one=days[0], other=days[-1])
    if days[0] < min(todays) - timedelta(days=DAYS_BACK):
        raise Wrong(_("{day} is long past. Please send the date again, with its year."), day=days[0])
    if days[0] > max(todays) + timedelta(days=DAYS_AHEAD):
        raise Wrong(_("{day} is more than two years away. Please send the date again."), day=days[0])
    return days[0].isoformat()


def _days(value: str, todays: Collection[date], language: str) -> list[date]:
    """Return the days that `value` may be, in their order. Raises ValueError if there is none."""
    if _AT_ONCE.fullmatch(value):
        return sorted(todays)
    unclear = len(value) > MAX_DATE_LENGTH or _SEVERAL.search(value)
    days = [None if unclear else _resolved(value, today, language) for today in todays]
    if not days or None in days:
        raise Wrong(_("I cannot read one date in that. Please send it with its year, such as Feb. 9, 2027."))
    return sorted({day for day in days if day})


def _resolved(value: str, today: date, language: str) -> date | None:
    try:
        return resolve_date(value, today=today, language=language)
    except (OverflowError, ValueError):  # "in 99999 years"
        return None


def _has_two_months(value: str) -> bool:
    """Return True for "02/09/2027", which is a day of February or of September."""
    if not (found := _NUMBERS.fullmatch(value)):
        return False
    first, second = int(found[1]), int(found[2])
    return first != second and max(first, second) <= 12


def _quotation(value: str) -> str:
    """Return the words without the marks that enclose them."""
    words = without_marks(value)
    count = sum(any(map(str.isalnum, word)) for word in words.split())
    if count < MIN_QUOTATION_WORDS or is_no_answer(words):
        raise Wrong(
            _("That is too short for a quotation. Please send the words in full, at least one sentence.")
        )
    if len(words) > MAX_QUOTATION_LENGTH:
        too_long = _("That is longer than {most} characters. Please send the two or three best sentences.")
        raise Wrong(too_long, most=MAX_QUOTATION_LENGTH)
    return words


_WITH_PASSWORD = _(
    "That has a name or a password in it. Please send a web address, such as https://acme.com/press."
)
_IS_E_MAIL = _("That is an e-mail address. Please send a web address, such as https://acme.com/press.")


def _link(value: str) -> str:
    """Return a web address with its scheme."""
    if re.search(r"\s", value):
        raise Wrong(_("A web address has no spaces. Please send the address alone."))
    value = value.rstrip(".,;:!").strip("<>\"'“”").rstrip(".,;:!")
    found = _URL.fullmatch(value)
    if "@" in re.split(r"[/?#]", value.partition("://")[2] or value)[0]:
        raise Wrong(_WITH_PASSWORD if "://" in value else _IS_E_MAIL)
    if not found or not _HOST.fullmatch(found["host"]) or len(value) > MAX_LINK_LENGTH or _has_hidden(value):
        raise Wrong(_("That is not a web address. Please send one such as https://acme.com/press."))
    return value if found["scheme"] else f"https://{value}"


def _has_hidden(text: str) -> bool:
    """Return True if `text` has characters that are not seen, such as one that turns the direction."""
    return any(unicodedata.category(letter) in ("Cc", "Cf") for letter in text)


def _announcement(value: str) -> str:
    text = unicodedata.normalize("NFKC", value).casefold().strip()
    if text in TYPES:
        return text
    if found := _DIGIT.fullmatch(text):
        return list(TYPES)[int(found["digit"]) - 1]
    if named := recognise(text):
        return named
    raise Wrong(
        _(
            "I do not know that kind of news. Please send one of these: funding round, product launch, "
            "partnership, something else."
        )
    )


_CHECKS: dict[Kind, Callable[[str], str]] = {
    Kind.TEXT: _text,
    Kind.NAME: _name,
    Kind.QUOTATION: _quotation,
    Kind.YES_NO: yes_or_no,
    Kind.LINK: _link,
    Kind.ANNOUNCEMENT: _announcement,
    Kind.LANGUAGE: language_named,
}
"""The checks that need nothing but the value."""
