"""Calls to the models, as rows."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from assistant.models import ModelCall
from tests.support.factories import phone_number


def make_call(*, cost: str | None, asked_at: datetime | None = None, **more: Any) -> ModelCall:
    """Store a call of the interview, at the cost of so many US dollars."""
    asked_at = asked_at or timezone.now()
    told: dict[str, Any] = {
        "phone": phone_number(1),
        "purpose": ModelCall.Purpose.INTERVIEW,
        "model": "gpt-6-luna",
        "turn": uuid.uuid4(),
        "input_tokens": 100,
        "cached_tokens": 10,
        "output_tokens": 20,
        "reasoning_tokens": 5,
        "answered_at": asked_at,
    }
    paid = None if cost is None else Decimal(cost)
    return ModelCall.objects.create(**{**told, "cost": paid, "asked_at": asked_at, **more})
