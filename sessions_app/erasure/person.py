"""What is stored of one person, by what the registry says of each table."""

from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from sessions_app.data_registry import TABLES, Erasure


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
