"""Times and durations: for forms, addresses and exports, and for people."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "min": timedelta(minutes=1)}


def format(at: datetime) -> str:
    """Return `at` in ISO format, in UTC, with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse(text: str) -> datetime | None:
    """Return the time that `format` wrote, None for any other text."""
    try:
        at = parse_datetime(text)
        return at.astimezone(UTC) if at and at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def in_zone(at: datetime) -> str:
    """Return `at` in the operator's time zone, which it names: as a template writes `{{ at }}`."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def ago(time: datetime | None) -> SafeString | str:
    """Return how long ago `time` was, in words, with the time itself as a tooltip."""
    if time is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}" class="whitespace-nowrap">{}</time>',
        time.isoformat(),
        in_zone(time),
        f"{in_words(passed)} ago" if (passed := timezone.now() - time) >= _UNITS["min"] else "now",
    )


def in_words(passed: timedelta) -> str:
    """Return `passed` in the largest unit that it fills: "3 d", "2 h", "12 min"."""
    for name, unit in _UNITS.items():
        if passed >= unit:
            return f"{passed // unit} {name}"
    return "less than 1 min"


def duration(seconds: float) -> str:
    """Return `seconds` for people to read: "40 ms", "6.1 s", "3 min 20 s", "2 h 5 min"."""
    if seconds < 0.9995:
        return f"{max(0, seconds) * 1000:.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min"
