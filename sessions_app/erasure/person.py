"""Whose data it is, and what is stored of one person, by what the registry says of each table."""

from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from sessions_app.data_registry import TABLES, Erasure, Shown
from sessions_app.messages import opt_outs, user_addresses
from sessions_app.phones import read_address
from sessions_app.privacy import pseudonyms, read_pseudonym


class NotFound(Exception):
    """It is not clear whose data is meant. The message says why, and names no number."""


def find(text: str) -> str:
    """Return the phone of the person that `text` names: by an address, or as logs and the console show it.

    An address is a full number or a WhatsApp user id. A pseudonym is looked for in every table, without
    an index. Raises `NotFound`.
    """
    address, shown = read_address(text), read_pseudonym(text)
    if not (address or shown):
        raise NotFound(
            "Give a full number with the code of its country, a WhatsApp user id, "
            "or a user as logs and the console show it (9f86d08188…0001)."
        )
    named = [address] if address else _shown_as(shown)
    people = {phone for phone in map(user_addresses.phone_of, named) if _is_known(phone)}
    if len(people) > 1:
        raise NotFound(f"{len(people)} people are shown as {shown}. Give the full number.")
    if not people:
        raise NotFound("Nothing is stored of this person.")
    return people.pop()


def rows(addresses: Collection[str], *, erasure: Collection[Erasure]) -> dict[str, QuerySet[Any]]:
    """Return the rows of the person with these addresses, by the table's label.

    Of the tables with one of these kinds of `erasure`; those whose rows hang on others come first.
    """
    return {
        label: apps.get_model(label)._base_manager.filter(_is_theirs(data.person, addresses))
        for label, data in reversed(TABLES.items())
        if data.person and data.erasure in erasure
    }


def _is_theirs(lookups: Collection[str], addresses: Collection[str]) -> Q:
    return reduce(or_, (Q(**{f"{lookup}__in": addresses}) for lookup in lookups))


def _is_known(phone: str) -> bool:
    stored = rows(user_addresses.all_of(phone), erasure=list(Erasure)).values()
    return any(found.exists() for found in stored) or opt_outs.is_opted_out(phone)


def _shown_as(shown: str) -> Iterable[str]:
    """Return the addresses, in whatever table, that have this pseudonym, under whatever key."""
    return {address for address in _ending(shown[-4:]) if shown in pseudonyms(address)}


def _ending(last_4: str) -> Iterator[str]:
    for label, data in TABLES.items():
        for text, where in data.texts.items():
            if where is Shown.MASKED:
                found = apps.get_model(label)._base_manager.filter(**{f"{text}__endswith": last_4})
                yield from found.order_by().values_list(text, flat=True).distinct()
