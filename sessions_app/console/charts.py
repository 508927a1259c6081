"""The dashboard's charts as data and options for Chart.js, all from one query on `hourly_counts`."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from sessions_app.console import figures
from sessions_app.models import SessionChange
from sessions_app.telemetry import hourly_counts

HOURS, DAYS = 24, 30
RANGES = {"24h": "Last 24 hours", "30d": "Last 30 days"}
DEFAULT_RANGE = "24h"
Reason = SessionChange.Reason

_TICKS = {"color": "#9ca3af", "maxRotation": 0, "autoSkipPadding": 16}
OPTIONS = json.dumps(
    {
        "animation": False,
        "responsive": True,
        "maintainAspectRatio": False,
        "interaction": {"mode": "index", "intersect": False},
        "plugins": {
            "legend": {
                "align": "start",
                "labels": {"color": "#9ca3af", "usePointStyle": True, "boxHeight": 7, "boxWidth": 7},
            }
        },
        "scales": {
            "x": {"ticks": _TICKS, "grid": {"display": False}},
            "y": {"ticks": _TICKS | {"precision": 0, "maxTicksLimit": 6}, "grid": {}, "beginAtZero": True},
        },
    }
)


@dataclass(frozen=True, kw_only=True)
class Period:
    """An hour or a day, with its counts."""

    label: str
    is_today: bool
    amounts: Counter[str]


@dataclass(frozen=True, kw_only=True)
class Chart:
    title: str
    summary: str
    """The sums of the lines, in words; "" if nothing was counted."""
    data: str
    options: str = OPTIONS


def periods(chosen: str) -> list[Period]:
    """Return the hours or days of the range `chosen`, oldest first. The last one is not over yet."""
    now = timezone.now()
    hour = hourly_counts.hour_of(now)
    if chosen == "30d":
        days = [hour.replace(hour=0) - timedelta(days=ago) for ago in reversed(range(DAYS))]
        return _periods(days, hourly_counts.by_day(since=days[0]), key="%Y-%m-%d", label="{0.day} {0:%b}")
    hours = [hour - timedelta(hours=ago) for ago in reversed(range(HOURS))]
    return _periods(hours, hourly_counts.by_hour(since=hours[0]), key="%Y-%m-%d %H", label="{0:%H}:00")


def _periods(
    begins: Iterable[datetime], counted: dict[str, Counter[str]], *, key: str, label: str
) -> list[Period]:
    today = timezone.now().date()
    return [
        Period(
            label=label.format(begin),
            is_today=begin.date() == today,
            amounts=counted.get(begin.strftime(key), Counter()),
        )
        for begin in begins
    ]


def today(of: Iterable[Period]) -> Counter[str]:
    """Return the counts since midnight (UTC), which every range includes."""
    return total(period for period in of if period.is_today)


def total(of: Iterable[Period]) -> Counter[str]:
    """Return the sums of these periods."""
    amounts: Counter[str] = Counter()
    for period in of:
        amounts.update(period.amounts)
    return amounts


def charts(of: Sequence[Period]) -> list[Chart]:
    """Return the charts of these periods."""
    return [
        _counts(
            "Sessions",
            of,
            ("created", Reason.CREATED, "green"),
            ("expired", Reason.EXPIRED, "blue"),
            ("killed", Reason.KILLED, "red"),
        ),
        _counts(
            "Messages and replies",
            of,
            ("messages", hourly_counts.MESSAGES, "blue"),
            ("replies", hourly_counts.REPLIES, "green"),
            ("by operators", hourly_counts.BY_OPERATOR, "orange"),
        ),
        _reply_times(of),
    ]


def _counts(title: str, of: Sequence[Period], *lines: tuple[str, str, str]) -> Chart:
    amounts = total(of)
    told = [f"{amounts[name]:,} {label}" for label, name, _ in lines]
    return Chart(
        title=title,
        summary=", ".join(told) if any(amounts[name] for _, name, _ in lines) else "",
        data=_data(of, ((label, color, _amount_of(name)) for label, name, color in lines)),
    )


def _amount_of(name: str) -> Callable[[Period], float | None]:
    return lambda period: period.amounts[name]


def _reply_times(of: Sequence[Period]) -> Chart:
    lines: list[tuple[str, str, Callable[[Period], float | None]]] = [
        ("median", "green", lambda period: _percentile(period.amounts, 0.5)),
        ("95th percentile", "orange", lambda period: _percentile(period.amounts, 0.95)),
        ("of that, waiting for more (mean)", "blue", lambda period: _quiet(period.amounts)),
    ]
    title, summary = "Reply time of the bot in seconds", _reply_times_in_words(total(of))
    return Chart(title=title, summary=summary, data=_data(of, lines))


def _reply_times_in_words(amounts: Counter[str]) -> str:
    if (quiet := _quiet(amounts)) is None:
        return ""
    times = figures.time("", hourly_counts.REPLY, amounts)
    return f"{times.value} ({times.note}), of that {quiet:g} s (mean) waiting for more"


def _percentile(amounts: Counter[str], share: float) -> float | None:
    seconds = hourly_counts.REPLY.percentile(amounts, share)
    return seconds if seconds is None else round(seconds, 1)


def _quiet(amounts: Counter[str]) -> float | None:
    seconds = hourly_counts.mean_quiet_seconds(amounts)
    return seconds if seconds is None else round(seconds, 1)


def _data(of: Sequence[Period], lines: Iterable[tuple[str, str, Callable[[Period], float | None]]]) -> str:
    datasets: list[dict[str, Any]] = [
        {
            "label": label,
            "data": [value(period) for period in of],
            "borderColor": f"var(--color-{color}-500)",
            "backgroundColor": f"var(--color-{color}-500)",
            "borderWidth": 2,
            "pointRadius": 2,
            "tension": 0.2,
            "spanGaps": True,
        }
        for label, color, value in lines
    ]
    return json.dumps({"labels": [period.label for period in of], "datasets": datasets})
