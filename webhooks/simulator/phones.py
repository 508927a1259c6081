"""The phones that the simulator may play: numbers and business-scoped ids, in their stored form."""

import re

import phonenumbers

from sessions_app.phones import BUSINESS_SCOPED_ID

_BUSINESS_SCOPED_ID = re.compile(BUSINESS_SCOPED_ID)
_SHORTEST_E164 = len("+1234567")


class UnknownPhone(ValueError):
    """The entered text is not an address that a WhatsApp message can come from."""


def canonical(entered: str) -> str:
    """Return `entered` as E.164 without spaces, or as a business-scoped id.

    Raises `UnknownPhone` for numbers that cannot exist or that the webhook would refuse.
    """
    entered = entered.strip().removeprefix("whatsapp:")
    if _BUSINESS_SCOPED_ID.fullmatch(entered):
        return entered
    try:
        number = phonenumbers.parse(entered)
    except phonenumbers.NumberParseException:
        raise UnknownPhone(
            "A phone is a number with its country code, like +1 500 555 0001, "
            "or a business-scoped id, like US.13491208655302741918."
        ) from None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if len(e164) < _SHORTEST_E164 or not phonenumbers.is_possible_number(number):
        raise UnknownPhone(f"{e164} is not a possible phone number: too short or too long.")
    return e164


def label(phone: str) -> str:
    """Return a canonical `phone` in the form that people write."""
    if not phone.startswith("+"):
        return phone
    international = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(phonenumbers.parse(phone), international)
