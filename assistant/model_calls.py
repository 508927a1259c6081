"""The calls to the models, each of them a row: who made it, for what, and what it used and cost.

The functions are synchronous and use the ORM. They are called through `InterviewContext.note`: a call was
paid for, whatever becomes of its turn.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from assistant import press_release
from assistant.interviewer import UserTurn
from assistant.models import ModelCall
from assistant.prices import price_of

MOST_TOKENS = 2**31 - 1
"""That the databases take."""

# Plain SQL: each reply pays for it, and the ORM takes 0.2 ms to build the statement anew.
_FIELDS = [field for field in ModelCall._meta.concrete_fields if not field.primary_key]
_INSERT = f"""
    INSERT INTO {ModelCall._meta.db_table} ({", ".join(str(field.column) for field in _FIELDS)})
    VALUES ({", ".join(["%s"] * len(_FIELDS))})
"""  # noqa: S608 - our own table's names


def record(
    turn: UserTurn,
    *,
    purpose: str,
    model: str,
    usage: Mapping[str, Any],
    asked_at: datetime,
    audio_seconds: float | None = None,
    error: str = "",
    is_unpaid: bool = False,
) -> None:
    """Record a call that has come to an end now.

    `usage` is what the answer tells, {} if there was none. `error` is our code for what went wrong.
    `is_unpaid` is True if the call was refused or never arrived.
    """
    call = ModelCall(
        phone=turn.phone,
        turn=turn.token,
        release_id=press_release.current_id(turn.phone),
        purpose=purpose,
        model=model,
        request="",
        error=error[:100],
        asked_at=asked_at,
        answered_at=timezone.now(),
        counted=False,
        **told(model=model, usage=usage, audio_seconds=audio_seconds, is_unpaid=is_unpaid),
    )
    values = [field.get_db_prep_save(getattr(call, field.attname), connection) for field in _FIELDS]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)


def told(
    *, model: str, usage: Mapping[str, Any], audio_seconds: float | None = None, is_unpaid: bool = False
) -> dict[str, Any]:
    """Return the fields that say what a call used and cost: None for what is not known.

    See response_usage.py and transcription.py of the package (openai 3.54).
    """
    read, written = _count(usage, "input_tokens"), _count(usage, "output_tokens")
    cached = _count(usage.get("input_tokens_details"), "cached_tokens")
    seconds = audio_seconds if audio_seconds is not None else _number(usage, "seconds")
    price = price_of(model)
    cost = price.of(read=read, cached=cached, written=written, seconds=seconds) if price else None
    return {
        "input_tokens": read,
        "cached_tokens": cached,
        "output_tokens": written,
        "reasoning_tokens": _count(usage.get("output_tokens_details"), "reasoning_tokens"),
        "audio_seconds": seconds,
        "cost": Decimal() if is_unpaid else cost,
    }


def _count(usage: Any, name: str) -> int | None:
    number = _number(usage, name)
    return None if number is None else int(number)


def _number(usage: Any, name: str) -> float | None:
    """Return a number of `usage`, None if the vendor does not tell one that can be stored."""
    value = usage.get(name) if isinstance(usage, Mapping) else None
    return value if isinstance(value, (int, float)) and 0 <= value <= MOST_TOKENS else None
