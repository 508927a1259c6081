"""The dashboard's figures and bars for a range: press releases, waits for operators, errors of vendors.

All from the counts that the charts have. What is not known is said to be unknown, and few are said to be few.
"""

import math
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from assistant import versions
from assistant.announcement_types import FACTS
from sessions_app.console.times import duration
from sessions_app.console.twilio_errors import WORDS
from sessions_app.telemetry import hourly_counts, release_counts, vendor_errors
from sessions_app.telemetry.hourly_counts import Times, bucket_of, percentile
from sessions_app.telemetry.model_usage import dollars

MOST_BARS = 8
ENOUGH = 20
"""Of fewer durations the 95th percentile would be the slowest one."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    label: str
    value: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    label: str
    amount: str
    width: int
    """In per cent of the longest one."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """A box with figures or bars; without both, nothing was counted."""

    title: str
    summary: str = ""
    figures: tuple[Figure, ...] = ()
    bars: tuple[Bar, ...] = ()


def cards(amounts: Counter[str]) -> list[Card]:
    """Return the boxes for what was counted, by name."""
    stops = Counter[str]()
    for key, amount in release_counts.stops(amounts).items():
        stops[_asked(key)] += amount
    undelivered = Counter[str]()
    for code, amount in vendor_errors.TWILIO.of(amounts).items():
        undelivered[f"{code}: {WORDS[code]}" if code in WORDS else code] += amount
    silence = _round(settings.SESSION_TTL_SECONDS)
    stopped = f"Left for {silence} without an approval, by what was asked last"
    return [
        _releases(amounts),
        _operators(amounts),
        _bars("Where people stop", stops, stopped),
        _bars("OpenAI errors", vendor_errors.OPENAI.of(amounts), "Calls without a usable answer, by code"),
        _bars("Twilio errors", undelivered, "Messages not delivered, by code"),
    ]


def _asked(key: str) -> str:
    others = {versions.PENDING: "Approval of the text", release_counts.NOTHING_TOLD: "Before the first fact"}
    return others.get(key) or (FACTS[key].label if key in FACTS else key)


def _releases(amounts: Counter[str]) -> Card:
    approved, priced = amounts[release_counts.APPROVED], amounts[release_counts.PRICED]
    if not approved:
        return Card(title="Press releases")
    mean = Decimal(amounts[release_counts.COST]) / 10**6 / priced if priced else None
    cost = Figure(
        label="Cost of each",
        value="unknown" if mean is None else dollars(mean),
        note=f"mean of {priced:,}" if priced == approved else f"known of {priced:,} of {approved:,}",
    )
    counted = Figure(label="Approved", value=f"{approved:,}", note="")
    return Card(
        title="Press releases",
        figures=(counted, time("Time to the approval", release_counts.TO_APPROVAL, amounts), cost),
    )


def _operators(amounts: Counter[str]) -> Card:
    waits = (
        ("Held for an operator", hourly_counts.HELD),
        ("Until an operator's reply", hourly_counts.OPERATOR),
    )
    return Card(
        title="Waits for operators",
        figures=tuple(time(label, times, amounts) for label, times in waits if times.count(amounts)),
    )


def time(label: str, times: Times, amounts: Counter[str]) -> Figure:
    """Return the median of what was counted, of how many it is, and of enough their 95th percentile."""
    count = times.count(amounts)
    note = f"median of {count:,}"
    if count >= ENOUGH:
        note += f", 95th percentile {_in_words(times, amounts, 0.95)}"
    return Figure(label=label, value=_in_words(times, amounts, 0.5), note=note)


def _in_words(times: Times, amounts: Counter[str], share: float) -> str:
    """Return within what time `share` (0 to 1) of what was counted lies, "" if nothing was.

    An estimate, as good as many make it; of few it is only said between which bounds it lies.
    """
    buckets = times.of(amounts)
    if (found := bucket_of(buckets, share)) is None:
        return ""
    lower, bound = found
    if math.isinf(bound):
        return f"over {_round(lower)}"
    if times.count(amounts) < ENOUGH:
        return f"{_round(lower)} to {_round(bound)}" if lower else f"up to {_round(bound)}"
    return duration(percentile(buckets, share) or 0)


def _round(seconds: float) -> str:
    """Return a round number of `seconds` in the unit that it is round in: "90 d", "1 min"."""
    for length, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= length:
            return f"{seconds / length:g} {unit}"
    return f"{seconds:g} s"


def _bars(title: str, counted: Counter[str], meaning: str) -> Card:
    """Return the greatest amounts as bars, and the others as one, so that all add up to the total."""
    shown = counted.most_common(MOST_BARS if len(counted) <= MOST_BARS else MOST_BARS - 1)
    if rest := counted.total() - sum(amount for _, amount in shown):
        shown.append(("Others", rest))
    longest = max((amount for _, amount in shown), default=0)
    bars = (Bar(label=label, amount=f"{n:,}", width=max(1, round(100 * n / longest))) for label, n in shown)
    return Card(title=title, summary=f"{meaning}: {counted.total():,}", bars=tuple(bars))
