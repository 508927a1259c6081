"""Search terms of the lists: only those that an index or one short scan can answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.db.models import Model

from sessions_app.models import Conversation, ConversationSession, EndedSession
from sessions_app.phones import holds_number, read_address
from sessions_app.privacy import pseudonym, read_pseudonym

MOST_PHONES = 500
PEOPLE: tuple[type[Model], ...] = (ConversationSession, Conversation, EndedSession)
"""Models whose phones are scanned for the last 4 characters: together they have each phone with a message."""


class Unclear(Exception):
    """The term cannot be searched for. The message lists what can."""


class Kind(Enum):
    """Kinds of terms, in the order in which they are tried; the values are their names in hints."""

    PHONE = "a full number"
    LAST_4 = "the last 4 digits of a number"
    PSEUDONYM = "a user as shown here or in a log (9f86d08188…0001)"
    THREAD = "a thread's id (conv_…)"
    SID = "a message's SID (SM…)"
    ROWS = "ids (#12 #15)"
    OPERATOR = "an operator's name"
    COMPANY = "a part of a company's name"


POSTED = frozenset({Kind.PHONE, Kind.COMPANY})
"""What must not stand in a URL: numbers, and news that nobody else knows yet."""

_PATTERNS = {
    Kind.LAST_4: re.compile(r"(?=.*[0-9])[0-9A-Z]{4}", re.IGNORECASE),
    Kind.THREAD: re.compile(r"(?:conv|thread)_\w{1,120}"),
    Kind.SID: re.compile(r"(?:SM|MM)[0-9a-f]{32}"),
    Kind.ROWS: re.compile(r"#[0-9]{1,9}(?: #[0-9]{1,9})*"),
    Kind.OPERATOR: re.compile(r".{1,150}"),
    Kind.COMPANY: re.compile(r".{3,150}"),
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
    *first, last = [kind.value for kind in allowed]
    raise Unclear(f"Nothing was searched: give {', '.join(first)} or {last}.")


def _value(text: str, kind: Kind) -> str:
    """Return `text` as it is stored if it is of `kind`, else ""."""
    if kind is Kind.PHONE:
        return read_address(text)
    if kind is Kind.PSEUDONYM:
        return read_pseudonym(text)
    if kind in (Kind.OPERATOR, Kind.COMPANY) and holds_number(text):
        return ""
    return text if _PATTERNS[kind].fullmatch(text) else ""


def phones(term: Term, *, among: Sequence[type[Model]] = PEOPLE) -> list[str]:
    """Return the phones that `term` may mean, at most `MOST_PHONES`, from the models `among`."""
    ending = (model._default_manager.filter(phone__endswith=term.value[-4:]) for model in among)
    first, *more = (rows.order_by().values_list("phone", flat=True) for rows in ending)
    found = first.union(*more) if more else first.distinct()
    if term.kind is Kind.PSEUDONYM:
        return [phone for phone in found if pseudonym(phone) == term.value][:MOST_PHONES]
    return list(found[:MOST_PHONES])
