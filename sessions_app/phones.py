"""What a user's address looks like, without the `whatsapp:` before it.

`phone` is everywhere this address: E.164 (`+15551230001`), or since 2026 a WhatsApp business-scoped user
id where there is no number: a country's two letters, a dot, letters and digits (`US.13491208655302741918`).
"""

import re

PHONE_MAX_LENGTH = 140
E164 = r"\+[1-9][0-9]{6,14}"
BUSINESS_SCOPED_ID = r"[A-Z]{2}\.[A-Za-z0-9.]{1,128}"

_NUMBER = re.compile(r"\+?[0-9]{7,15}")
_USER_ID = re.compile(BUSINESS_SCOPED_ID)
_BETWEEN_DIGITS = re.compile(r"\(0\)|[\s().\-/]")


def read_address(text: str) -> str:
    """Return the address that a person has written, as it is stored, "" for any other text.

    A number has the code of its country: "+1 415 555-0001", "0044 20 7946 0001", "+49 (0)170 1234567".
    """
    text = text.strip().removeprefix("whatsapp:").strip()
    digits = _BETWEEN_DIGITS.sub("", text)
    if _NUMBER.fullmatch(digits):
        return f"+{digits.removeprefix('+').removeprefix('00')}"
    return text if _USER_ID.fullmatch(text) else ""
