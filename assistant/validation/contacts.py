"""Whom journalists may contact: a name with e-mail addresses and phone numbers, found in free text."""

import re
from collections.abc import Iterator

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from assistant.messages import Wrong
from assistant.translatable import mark as _
from assistant.validation.answers import is_no_answer

MAX_LENGTH, MAX_NAME_LENGTH = 1_000, 200
_HERE = "\ue000"
"""Stands where an address or a number was. A private character, so that no text has it."""
_ADDRESS = re.compile(r"[^\s,;<>()\[\]\"“”]*@[^\s,;<>()\[\]\"“”]*")
_HANDLE = re.compile(r"@[\w.]*|.*@")
_NUMBER = re.compile(r"(?:\+|\(?\d)[\d\s()./-]{3,}\d")
_LABEL = (
    r"(?:(?:my|her|his|our|the|meine|mi|su)\s+)?(?:e-?mail(?:\s*address)?|mail|phone(?:\s*(?:number"
    r"|no\.?))?|tel(?:ephone|efon(?:nummer)?|[eé]fono)?|mobile?(?:\s*number)?|cell(?:phone)?"
    r"|handy(?:nummer)?|number|m[oó]vil"
    r"|correo(?:\s*electr[oó]nico)?|whatsapp|טלפון|נייד|מייל|אימייל|דוא[\"״]?ל)"
)
_HEADING = (
    r"(?:(?:media|press|presse)[\s-]?)?(?:contact(?:\s*person)?|kontakt|contacto|name|nombre|שם|איש קשר)"
)
_LABELS = re.compile(
    rf"(?<!\w)(?:{_LABEL}(?:\s+(?:is|ist|es)|\s*[.:=–-])*\s*(?={_HERE})|(?:{_LABEL}|{_HEADING})\s*[:=]\s*)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(rf"[<(\[]?\s*(?:mailto:\s*)?{_HERE}\s*[>)\]]?")
_SEPARATOR = re.compile(rf"{_HERE}|[,;|\n]|\s[-–—·•/]+(?=\s|\Z)|\A[-–—·•/]+\s")
_INTRODUCTION = re.compile(
    r"(?:my name is|(?:you can |please )(?:reach|contact|call|speak to|talk to)|i am|i['’]m|it['’]?s|it is"
    r"|this is|(?:please )?(?:contact|ask for|call|write to)|ich bin|mein name ist"
    r"|me llamo|soy|mi nombre es|(?:and|und|y)(?=\s))\s+",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"(?:(?:and|or|at|on|by|via|under|my|her|his|is|und|oder|unter|y|o|en|reach|call|write|you can"
    r"|can be reached|me|us|him|them|i|myself|please|to|with|the|no|none|without|kein|keine|ohne|sin"
    r"|e-?mail|phone|tel|mobile"
    r"|number|ו|או)[\s.:]*)+",
    re.IGNORECASE,
)
_TOO_LONG = _(
    "That is too long for a contact. Please send only the name, the e-mail address and the phone number in "
    "one message."
)
_NO_ADDRESS = _(
    "That has no e-mail address. Please send the name, the e-mail address and the phone number in one "
    "message."
)
_NO_NAME = _(
    "That has no name. Please send the name, the e-mail address and the phone number in one message."
)
_NOT_VALID = _(
    "The e-mail address {address} is not a valid one. Please send the contact again: the name, the e-mail "
    "address and the phone number in one message."
)
_NO_NUMBER = _(
    "The phone number {number} is not a valid one. Please send the contact again, and the number with its "
    "country code, such as +49 30 1234567."
)


def contact(text: str, region: str) -> str:
    """Return `text` as "Name, mail@x.example, +49 30 1234567"; a role stays with the name.

    A number without a country code is one of `region` ("DE"). Raises ValueError if the name or the e-mail
    address is missing, or an address or a number is not valid.
    """
    if len(text) > MAX_LENGTH:
        raise Wrong(_TOO_LONG)
    rest, addresses = _without_addresses(text)
    rest, numbers = _without_numbers(rest, region)
    name = ", ".join(_name_parts(rest))
    if not addresses:
        raise Wrong(_NO_ADDRESS)
    if not any(map(str.isalpha, name)) or is_no_answer(name):
        raise Wrong(_NO_NAME)
    if len(name) > MAX_NAME_LENGTH:
        raise Wrong(_TOO_LONG)
    return ", ".join([name, *addresses, *numbers])


def _without_addresses(text: str) -> tuple[str, list[str]]:
    """Return `text` without its e-mail addresses, and these."""
    addresses: list[str] = []
    for found in _ADDRESS.findall(text):
        if _HANDLE.fullmatch(found):  # of a social network, or the word "at"
            continue
        address = re.sub(rf"\A(?:mailto|{_LABEL})[:=]", "", found, flags=re.IGNORECASE).strip(".:!?'’*_|/")
        addresses.append(_checked_address(address))
        text = text.replace(found, f"{_HERE} ", 1)
    return text, list(dict.fromkeys(addresses))


def _checked_address(address: str) -> str:
    try:
        checked = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise Wrong(_NOT_VALID, address=address) from error
    return checked.normalized


def _without_numbers(text: str, region: str) -> tuple[str, list[str]]:
    """Return `text` without its phone numbers, and these as they are written internationally."""
    known = region if region in phonenumbers.SUPPORTED_REGIONS else None
    numbers: list[str] = []
    for match in [*PhoneNumberMatcher(text, known, leniency=Leniency.VALID)]:
        numbers.append(phonenumbers.format_number(match.number, PhoneNumberFormat.INTERNATIONAL))
        text = text.replace(match.raw_string, f"{_HERE} ", 1)
    if unknown := _NUMBER.search(text):
        raise Wrong(_NO_NUMBER, number=" ".join(unknown[0].split()))
    return text, list(dict.fromkeys(numbers))


def _name_parts(text: str) -> Iterator[str]:
    """Yield the name and what else describes the person, without labels such as "E-mail:"."""
    text = _LABELS.sub("", _BRACKETED.sub(_HERE, text))
    for part in _SEPARATOR.split(text):
        words = " ".join(part.split()).strip(" .:*_–—-")
        words = _INTRODUCTION.sub("", words, count=1).strip()
        words = re.sub(
            rf"\s+(?:and|und|y|at|or)?\s*(?:{_LABEL}\s*(?:is|ist|es)?)?\Z", "", words, flags=re.IGNORECASE
        )
        if words and not _FILLER.fullmatch(words):
            yield words
