"""The audit log: what operators did. Every operator can read it; it cannot be changed."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import Min, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from sessions_app.console import search
from sessions_app.console.read_only import ReadOnlyAdmin
from sessions_app.console.search import NUMBER, Kind, Unclear
from sessions_app.models import AuditEntry

MOST_CHOICES = 100


class ValueFilter(SimpleListFilter):
    """Filters by a column whose distinct values come from an index."""

    parameter_name: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, value) for value in islice(self._different(), MOST_CHOICES)]

    def _different(self) -> Iterator[str]:
        """Yield the different values: one step in the index for each, however many entries have it."""
        column, rest = self.parameter_name, AuditEntry.objects.all()
        while (value := rest.aggregate(least=Min(column))["least"]) is not None:
            yield value
            rest = AuditEntry.objects.filter(**{f"{column}__gt": value})

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        value = self.value()
        if value is None:
            return None
        # PostgreSQL does not accept NUL.
        return queryset.none() if "\0" in value else queryset.filter(**{self.parameter_name: value})


class ActionFilter(ValueFilter):
    title = "action"
    parameter_name = "action"


class OperatorFilter(ValueFilter):
    title = "operator"
    parameter_name = "operator"


class DateFilter(SimpleListFilter):
    title = "date"
    parameter_name = "days"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "Last 24 hours"), ("7", "Last 7 days"), ("30", "Last 30 days")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        value = self.value()
        if value not in {"1", "7", "30"}:
            return None if value is None else queryset.none()
        return queryset.filter(at__gte=timezone.now() - timedelta(days=int(value)))


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    empty_sentence = "What operators do and read comes here by itself."
    list_display = ("at", "operator", "action", "user", "reason")
    list_filter = (ActionFilter, OperatorFilter, DateFilter)
    searches = (Kind.PSEUDONYM, *NUMBER, Kind.OPERATOR)
    search_help_text = "User as shown, or operator"
    ordering = ("-id",)
    fields = ("at", "operator", "action", "user", "session_id", "reason", "more")
    readonly_fields = ("more",)

    def in_url(self, term: search.Term, request: HttpRequest) -> str:
        """Let no name into a URL that is not an operator's: it may be a user's."""
        if term.kind is Kind.OPERATOR and not AuditEntry.objects.filter(operator=term.value).exists():
            raise Unclear("The audit log has no operator of this name.")
        return super().in_url(term, request)

    def found(self, queryset: QuerySet[Any], term: search.Term) -> QuerySet[Any]:
        of = "operator" if term.kind is Kind.OPERATOR else "user"
        return queryset.filter(**{of: term.value})

    @admin.display(description="details")
    def more(self, entry: AuditEntry) -> str:
        return self.as_json(entry.details)

    @admin.display(description="user")
    def user(self, entry: AuditEntry) -> str:
        return entry.user
