"""The page of what the models cost: by day and by month (UTC), and by purpose and model."""

from datetime import date, timedelta
from typing import Any, TypeAlias

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from assistant.models import ModelCall, ModelUsage
from sessions_app.console.read_only import ReadOnlyAdmin
from sessions_app.operators import roles
from sessions_app.telemetry import budget, model_usage
from sessions_app.telemetry.model_usage import Usage

DAYS, MONTHS = 31, 12
COLUMNS = (
    *("Cost", "Calls", "Failed", "Input tokens", "of them cached"),
    *("Output tokens", "of them reasoning", "Sound"),
)
Row: TypeAlias = tuple[str, list[str]]


@admin.register(ModelUsage)
class CostsPage(ReadOnlyAdmin):
    """One page of sums, instead of the admin's list."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm(roles.VIEW_SESSIONS))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the sums. They are as old as the last run of the job that adds them up: a minute."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = model_usage.day_began().date()
        days = model_usage.by_day(since=_first_month(today))
        newest = {day: usage for day, usage in days.items() if day > today - timedelta(days=DAYS)}
        months = model_usage.by_month(days)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Costs",
            "columns": COLUMNS,
            "tables": [
                ("Days", [_row(f"{day:%Y-%m-%d}", usage) for day, usage in newest.items()]),
                ("Months", [_row(f"{month:%Y-%m}", usage) for month, usage in months.items()]),
                ("This month, by purpose and model", _by_purpose(today.replace(day=1))),
            ],
            "percent_used": budget.percent_used(),
            "budget": budget.amount_in_words() if settings.OPENAI_DAILY_BUDGET else "",
            "has_prices": bool(settings.OPENAI_PRICES),
        }
        return TemplateResponse(request, "sessions_app/console/costs.html", context)


def _first_month(today: date) -> date:
    """Return the first day of the oldest month that is shown."""
    months = today.year * 12 + today.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _by_purpose(since: date) -> list[Row]:
    labels = dict(ModelCall.Purpose.choices)
    return [
        _row(f"{labels.get(purpose, purpose)}: {model}", usage)
        for (purpose, model), usage in model_usage.by_purpose(since=since).items()
    ]


def _row(name: str, usage: Usage) -> Row:
    tokens = (usage.input_tokens, usage.cached_tokens, usage.output_tokens, usage.reasoning_tokens)
    counts = [f"{count:,}" for count in (usage.calls, usage.failed, *tokens)]
    sound = f"{usage.audio_seconds:,.0f} s" if usage.audio_seconds else ""
    return name, [usage.cost_in_words, *counts, sound]
