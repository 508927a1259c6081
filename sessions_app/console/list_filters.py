"""Filters of the lists. Without a suitable index, only the newest rows are searched."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.contrib.admin import ListFilter, SimpleListFilter
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

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


class LinkFilter(SimpleListFilter):
    """A line of links above the list, instead of a block in the panel of filters."""

    template = "sessions_app/console/link_filter.html"
    parameter_name: str
    default: str
    """The link that takes the parameter away."""
    values: Mapping[str, str]
    """Value of the parameter -> its link."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(self.values.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        return None

    def choices(self, changelist: Any) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield from ({**first, "display": self.default}, *others)


class DateFilter(ListFilter):
    """Filters by the days between which the field `field` lies, both of them included."""

    template = "sessions_app/console/date_filter.html"
    field: str
    parameters = ("from", "until")

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Model], model_admin: Any
    ) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.parameters:
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1]

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return list(self.parameters)

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Yield what the form of the two dates needs: the other parameters of the address, hidden."""
        others = [
            (name, value)
            for name, values in changelist.filter_params.items()
            for value in values
            if name not in self.parameters
        ]
        yield {"dates": [(name, self.used_parameters.get(name, "")) for name in self.parameters]} | {
            "others": others
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Return the rows of those days. What is not a date is told, and no row is shown."""
        bounds: dict[str, datetime] = {}
        for name, lookup, moment in (("from", "gte", time.min), ("until", "lte", time.max)):
            if text := str(self.used_parameters.get(name, "")).strip():
                day = _day(text)
                if day is None:
                    messages.warning(request, f"“{name.capitalize()}” is not a date like 2027-01-31.")
                    return queryset.none()
                bounds[f"{self.field}__{lookup}"] = timezone.make_aware(datetime.combine(day, moment))
        return queryset.filter(**bounds) if bounds else None


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    # Beyond these, another time zone may have no such moment.
    return day if day and date.min.year < day.year < date.max.year else None


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
