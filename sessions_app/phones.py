"""What a user's address looks like, without the `whatsapp:` before it.

`phone` is everywhere this address: E.164 (`+15551230001`), or since 2026 a WhatsApp business-scoped user
id where there is no number: a country's two letters, a dot, letters and digits (`US.13491208655302741918`).
"""

import re
import unicodedata

from assistant.invisible import without_invisible

PHONE_MAX_LENGTH = 140
E164 = r"\+[1-9][0-9]{6,14}"
BUSINESS_SCOPED_ID = r"[A-Z]{2}\.[A-Za-z0-9.]{1,128}"

_NUMBER = re.compile(r"\+?[0-9]{7,15}")
_NATIONAL_NUMBER = re.compile(r"[1-9][0-9]{6,14}")
_USER_ID = re.compile(BUSINESS_SCOPED_ID)
_BETWEEN_DIGITS = re.compile(r"\(0\)|[\s().\-/]")
_LEAST_DIGITS = 7
_RUN = re.compile(rf"\d(?:[\s().\-/_:'=*|~\u2010-\u2015\u2212·+]{{0,4}}\d){{{_LEAST_DIGITS - 1},}}")
"""Digits, with what may stand between those of a number; commas are of sums and lists."""

_YEAR, _MONTH, _DAY = r"(?:19|20)\d\d", r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_TIME = r"(?:[T ]+\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?)?"
_NOT_A_NUMBER = re.compile(
    "|".join(
        (
            rf"(?<!\d){_YEAR}([-./]?){_MONTH}\1{_DAY}(?!\d){_TIME}",
            rf"(?<!\d){_DAY}([-./]){_MONTH}\2(?:{_YEAR}|\d\d)(?!\d){_TIME}",
            rf"(?<!\d){_MONTH}([-./]){_DAY}\3(?:{_YEAR}|\d\d)(?!\d){_TIME}",
            rf"(?<!\d){_YEAR}\s?[-/\u2013]\s?{_YEAR}(?!\d)",
            r"\b[A-Z]{2}[0-9a-f]{32}\b",
            r"\b(?:conv|thread|resp|msg|item)_\w{16,}",
            r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b",
            r"\b(?=\d*[a-f])[0-9a-f]{10}(?=\u2026|\.\.)",
        )
    )
)
"""Dates with their times, two years, SIDs of Twilio, ids of OpenAI, UUIDs, the beginning of a pseudonym."""


def holds_number(text: str) -> bool:
    """Return True if something in `text` can be a phone number or a WhatsApp user id: 7 digits or more.

    The digits may be of any script, and apart. Dates, SIDs and ids of ours and of OpenAI do not count.
    """
    plain = without_invisible(unicodedata.normalize("NFKC", text).replace("...", "\u2026"))
    plain = "".join(str(unicodedata.decimal(one, one)) for one in plain)
    return bool(_RUN.search(_NOT_A_NUMBER.sub("x", plain)))


def read_address(text: str) -> str:
    """Return the address that a person has written, as it is stored, "" for any other text.

    A number has the code of its country: "+1 415 555-0001", "0044 20 7946 0001", "+49 (0)170 1234567".
    """
    text = text.strip().removeprefix("whatsapp:").strip()
    digits = _BETWEEN_DIGITS.sub("", text)
    if _NUMBER.fullmatch(digits):
        return f"+{digits.removeprefix('+').removeprefix('00')}"
    return text if _USER_ID.fullmatch(text) else ""


def read_national(text: str) -> str:
    """Return the digits with which the number ends that a person has written as it is dialled at home.

    "0171 2345678", "(415) 555-0100": without the code of its country. Return "" for any other text.
    """
    digits = _BETWEEN_DIGITS.sub("", text).removeprefix("0")
    return digits if _NATIONAL_NUMBER.fullmatch(digits) else ""
