"""Filters of the lists. Without a suitable index, only the newest rows are searched."""

from collections.abc import Mapping
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

NEWEST = 100_000
"""The number of newest rows that are searched."""


def newest(queryset: QuerySet[Any], *, most: int = NEWEST) -> QuerySet[Any]:
    """Return the rows of `queryset` that are among the newest of its table, at most `most`."""
    last = queryset.model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
    return queryset.filter(pk__gt=last - most)


class ChoiceFilter(SimpleListFilter):
    """Filters by a field with choices; `parameter_name` is the field's name."""

    parameter_name: str
    indexed: Mapping[str, Q] = {}
    """Choices that a partial index covers -> the condition of that index."""

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Model], model_admin: Any
    ) -> None:
        field: Any = model._meta.get_field(self.parameter_name)
        self.choices_of_field = dict(field.flatchoices)
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in self.choices_of_field.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        value = self.value()
        if value is None:
            return None
        if value not in self.choices_of_field:
            return queryset.none()
        if value in self.indexed:
            return queryset.filter(self.indexed[value], **{self.parameter_name: value})
        return newest(queryset).filter(**{self.parameter_name: value})


class ErrorFilter(SimpleListFilter):
    """Filters by whether the text field `parameter_name` names an error."""

    title = "error"
    parameter_name: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        without = {self.parameter_name: ""}
        if self.value() == "yes":
            return newest(queryset).exclude(**without)
        return newest(queryset).filter(**without) if self.value() == "no" else None
