"""Search terms of the lists: only those that an index or one short scan can answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.db.models import Model

from sessions_app.messages import user_addresses
from sessions_app.models import Conversation, ConversationSession
from sessions_app.phones import read_address
from sessions_app.privacy import pseudonym, read_pseudonym

MOST_PHONES = 500
PEOPLE: tuple[type[Model], ...] = (ConversationSession, Conversation)
"""Models whose phones are scanned for the last 4 characters: they have one row for each phone."""


class Unclear(Exception):
    """The term cannot be searched for. The message lists what can."""


class Kind(Enum):
    """Kinds of terms, in the order in which they are tried; the values are their names in hints."""

    PHONE = "a full number"
    LAST_4 = "its last 4 digits"
    PSEUDONYM = "a user as shown here or in a log (9f86d08188…0001)"
    THREAD = "a thread's id (conv_…)"
    SID = "a message's SID (SM…)"
    WORD = "an operator's name"


_PATTERNS = {
    Kind.LAST_4: re.compile(r"[0-9A-Z]{4}", re.IGNORECASE),
    Kind.THREAD: re.compile(r"(?:conv|thread)_\w{1,120}"),
    Kind.SID: re.compile(r"(?:SM|MM)[0-9a-f]{32}"),
    Kind.WORD: re.compile(r".{1,150}"),
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
    *first, last = [kind.value for kind in allowed]
    raise Unclear(f"Nothing was searched: give {', '.join(first)} or {last}.")


def _value(text: str, kind: Kind) -> str:
    """Return `text` as it is stored if it is of `kind`, else ""."""
    if kind is Kind.PHONE:
        return read_address(text)
    if kind is Kind.PSEUDONYM:
        return read_pseudonym(text)
    return text if _PATTERNS[kind].fullmatch(text) else ""


def phones(term: Term, *, among: Sequence[type[Model]] = PEOPLE) -> list[str]:
    """Return the phones that `term` may mean, at most `MOST_PHONES`, from the models `among`."""
    if term.kind is Kind.PHONE:
        return [term.value, user_addresses.phone_of(term.value)]
    ending = (model._default_manager.filter(phone__endswith=term.value[-4:]) for model in among)
    first, *more = (rows.order_by().values_list("phone", flat=True) for rows in ending)
    found = first.union(*more) if more else first.distinct()
    if term.kind is Kind.PSEUDONYM:
        return [phone for phone in found if pseudonym(phone) == term.value][:MOST_PHONES]
    return list(found[:MOST_PHONES])
