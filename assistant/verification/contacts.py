"""E-mail addresses, web addresses and phone numbers, compared in canonical form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

# Every repetition has a bound or begins where no other can, so that the time grows with the length alone.
_EMAIL = r"(?P<email>(?<![a-z\d._%+])[a-z\d][a-z\d._%+-]{0,63}@[a-z\d-]+(?:\.[a-z\d-]+)+)"
_ENDINGS = (
    "com|org|net|info|biz|io|ai|app|dev|co|eu|de|at|ch|es|mx|ar|il|uk|us|fr|it|pt|nl|be|tech|shop|wine|bio"
)
_DOMAIN = rf"(?<![\w.-])(?:[\w-]{{1,63}}\.){{1,9}}(?:{_ENDINGS})(?:\.(?:uk|il|mx|ar))?(?![\w.]*\w)(?:/\S*)?"
_URL = rf"(?P<url>https?://\S+|www\.\S+|{_DOMAIN})"
# With a plus, a leading zero or an area code in brackets; or groups of digits that are not thousands.
_NO_DATE = r"(?!\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?!\d))"
_GROUPS = r"(?!\d{1,3}(?: \d{3})+(?![\d -]))\d{2,4}(?:[ -]\d{2,4}){2,4}(?![\d-])"
_PHONE = (
    rf"(?P<phone>(?<![\w.,+]){_NO_DATE}(?:(?:\+|\(?0|\(\d{{2,4}}\))[\d\s().\-/]{{6,30}}\d(?!\w)|{_GROUPS}))"
)
_DIGITS = regex.compile(r"\+?\(?\d[\d\s().\-/]{5,30}\d")
# English is written everywhere; elsewhere the first code is the likely one.
_COUNTRY_CODES = {
    "en": ("+",),
    "de": ("+49", "+43", "+41"),
    "es": ("+34", "+52", "+54", "+57", "+56", "+51"),
    "he": ("+972",),
}
_CONTACT = regex.compile(f"{_EMAIL}|{_URL}|{_PHONE}")


@dataclass(frozen=True)
class Contact:
    """An address or phone number at `start` to `end` of the folded text."""

    start: int
    end: int
    kind: str
    text: str


def contacts(text: str) -> Iterator[Contact]:
    """Yield the addresses and phone numbers of a folded text."""
    for match in _CONTACT.finditer(text):
        kind = str(match.lastgroup)
        found = match[0] if kind == "phone" else match[0].rstrip(".,;:!?)\"'")
        yield Contact(match.start(), match.start() + len(found), kind, found)


def phones(said: str) -> list[str]:
    """Return all that may be a phone number in a folded text."""
    return [match[0] for match in _DIGITS.finditer(said)]


def is_said(contact: Contact, said: Iterable[Contact], said_phones: Iterable[str], language: str) -> bool:
    """Return True if the same contact is among the said ones, perhaps written in another way."""
    if contact.kind == "phone":
        return any(_same_phone(contact.text, other, language) for other in said_phones)
    others = (one.text for one in said if one.kind == contact.kind)
    return _canonical(contact.text) in map(_canonical, others)


def _canonical(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _same_phone(phone: str, said: str, language: str) -> bool:
    """Return True for equal phone numbers; a country code may be added if it fits the language."""
    phone, said = _with_plus(phone), _with_plus(said)
    if _digits(phone) == _digits(said):
        return True
    if phone.startswith("+") == said.startswith("+") or _digits(phone)[-4:] != _digits(said)[-4:]:
        return False
    import phonenumbers

    if phonenumbers.is_number_match(phone, said) < phonenumbers.MatchType.NSN_MATCH:
        return False
    codes = _COUNTRY_CODES[language]
    if said.startswith("+") or phone.startswith(codes[0]):
        return True
    return phone.startswith(codes) and phonenumbers.is_valid_number(phonenumbers.parse(phone))


def _with_plus(phone: str) -> str:
    phone = phone.replace("(0)", "")
    return f"+{phone[2:]}" if phone.startswith("00") else phone


def _digits(phone: str) -> str:
    return "".join(filter(str.isdigit, phone))
