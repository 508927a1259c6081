"""What the calls of a day (UTC) may cost: `OPENAI_DAILY_BUDGET`.

Calls at an unknown cost count for nothing. The scripted interview costs nothing, so it has no budget.
"""

from decimal import Decimal

from django.conf import settings

from sessions_app.telemetry.model_usage import dollars, spent_today

WARN_AT, STOP_AT = 80, 100
"""Per cent."""


def percent_used() -> int:
    """Return how much of today's budget is used, in whole per cent; 0 if there is no budget."""
    budget = limit()
    return int(100 * spent_today() / budget) if budget else 0


def is_used_up() -> bool:
    """Return True if nobody may begin a conversation today any more."""
    return percent_used() >= STOP_AT


def warning() -> str:
    """Return what operators should know of the budget, "" for nothing."""
    used = percent_used()
    if used < WARN_AT:
        return ""
    budget = amount_in_words()
    if used < STOP_AT:
        return f"{used} % of today's budget for OpenAI ({budget}, UTC) is used."
    return (
        f"Today's budget for OpenAI ({budget}) is used up: until midnight UTC, new conversations are told to "
        "come back tomorrow."
    )


def amount_in_words() -> str:
    """Return the budget of a day."""
    return dollars(limit())


def limit() -> Decimal:
    """Return the budget of a day in US dollars, 0 if there is none."""
    return Decimal(str(settings.OPENAI_DAILY_BUDGET)) if settings.OPENAI_API_KEY else Decimal()
