"""Search terms of the lists: only those that an index or one short scan can answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import Model, QuerySet

from assistant.invisible import without_invisible
from sessions_app.console import text_search
from sessions_app.messages import user_addresses
from sessions_app.models import Conversation, ConversationSession, EndedSession, UserAddress
from sessions_app.phones import holds_number, read_address, read_national
from sessions_app.privacy import pseudonym, read_pseudonym

MOST_PHONES = 500
PEOPLE: tuple[type[Model], ...] = (ConversationSession, Conversation, EndedSession)
"""Models whose phones are scanned for the last 4 characters: together they have each phone with a message."""


class Unclear(Exception):
    """The term cannot be searched for. The message lists what can."""


class Kind(Enum):
    """Kinds of terms, in the order in which they are tried; the values are their names in hints."""

    NATIONAL = "a number as it is dialled at home (0171 2345678)"
    PHONE = "a full number (+49 171 2345678)"
    LAST_4 = "the last 4 digits of a number"
    PSEUDONYM = "a user as shown here or in a log (9f86d08188…0001)"
    THREAD = "a thread's id (conv_…)"
    SID = "a message's SID (SM…)"
    ROWS = "ids (#12 #15)"
    OPERATOR = "an operator's name"
    WORDS = "words or names (3 to 150 characters)"


NUMBER = (Kind.NATIONAL, Kind.PHONE)
POSTED = frozenset({*NUMBER, Kind.WORDS})
"""What must not stand in a URL, and only those who see numbers and names search by."""
LEAST = 3
"""Characters of words."""

_PATTERNS = {
    Kind.LAST_4: re.compile(r"(?=.*[0-9])[0-9A-Z]{4}", re.IGNORECASE),
    Kind.THREAD: re.compile(r"(?:conv|thread)_\w{1,120}"),
    Kind.SID: re.compile(r"(?:SM|MM)[0-9a-f]{32}"),
    Kind.ROWS: re.compile(r"#[0-9]{1,9}(?: #[0-9]{1,9})*"),
    Kind.OPERATOR: re.compile(r"[^\0\ud800-\udfff]{1,150}"),
    Kind.WORDS: re.compile(rf"[^\0\ud800-\udfff]{{{LEAST},150}}"),
}


@dataclass(frozen=True)
class Term:
    kind: Kind
    value: str


def read(text: str, *, allowed: Sequence[Kind]) -> Term:
    """Return the term that `text` is. Raises `Unclear` if it is not one of the `allowed` kinds."""
    text = text.strip().removeprefix("whatsapp:").strip()
    for kind in Kind:
        if kind in allowed and (value := _value(text, kind)):
            return Term(kind, value)
    if not allowed:
        raise Unclear("Nothing was searched: this list has no search box.")
    if Kind.WORDS in allowed and len(_words(text)) < LEAST:
        raise Unclear(f"Nothing was searched: words have at least {LEAST} characters. {hint(allowed)}")
    raise Unclear(f"Nothing was searched: {hint(allowed, give='give')}")


def hint(allowed: Sequence[Kind], *, give: str = "Give") -> str:
    """Return a sentence that says what can be searched for."""
    *first, last = [kind.value for kind in allowed]
    return f"{give} {', '.join(first)} or {last}."


def _words(text: str) -> str:
    """Return words as they are compared. Quotation marks make words of what could be the last 4 digits."""
    return " ".join(text_search.compared(without_invisible(text)).strip('"“”„«» ').split())


def _value(text: str, kind: Kind) -> str:
    """Return `text` as it is stored if it is of `kind`, else ""."""
    if kind in NUMBER:
        number = read_national(text) if kind is Kind.NATIONAL else read_address(text)
        is_date = number.removeprefix("+").isdigit() and not holds_number(text)
        return "" if is_date else number
    if kind is Kind.PSEUDONYM:
        return read_pseudonym(text)
    if kind in (Kind.OPERATOR, Kind.WORDS) and holds_number(text):
        return ""
    if kind is Kind.WORDS:
        text = _words(text)
    return text if _PATTERNS[kind].fullmatch(text) else ""


def phones(term: Term, *, among: Sequence[type[Model]] = PEOPLE) -> list[str]:
    """Return the phones that `term` may mean, at most `MOST_PHONES`, from the models `among`."""
    found = _ending(term.value[-4:], among)
    if term.kind is Kind.PSEUDONYM:
        return [phone for phone in found if pseudonym(phone) == term.value][:MOST_PHONES]
    return list(found[:MOST_PHONES])


def numbers(term: Term) -> list[str]:
    """Return the numbers that `term` may mean, which is a `NUMBER`: more than one if it has no country.

    Without the code of its country it is the end of a number, unless a user has it as it stands.
    """
    if term.kind is Kind.PHONE:
        return [term.value]
    as_it_stands = f"+{term.value}"
    phone = user_addresses.phone_of(as_it_stands)
    if any(model._default_manager.filter(phone=phone).exists() for model in PEOPLE):
        return [as_it_stands]
    linked = UserAddress.objects.filter(address__endswith=term.value).values_list("phone", flat=True)
    return sorted({*_ending(term.value, PEOPLE)[:MOST_PHONES], *linked[:MOST_PHONES]}) or [as_it_stands]


def has_no_session(phone: str) -> bool:
    """Return True if `phone` is a user's who has no session now."""
    has_session, *is_known = (model._default_manager.filter(phone=phone).exists() for model in PEOPLE)
    return not has_session and any(is_known)


def _ending(ending: str, among: Sequence[type[Model]]) -> QuerySet[Any]:
    """Return the phones that end with `ending`, from the models `among`, each once."""
    rows = (model._default_manager.filter(phone__endswith=ending) for model in among)
    first, *more = (one.order_by().values_list("phone", flat=True) for one in rows)
    return first.union(*more) if more else first.distinct()
