"""A short way to check a value as a fact."""

from collections.abc import Collection
from datetime import date

import pytest

from assistant.announcement_types import Kind
from assistant.validation import canonical

TODAY = date(2027, 2, 2)


def check(
    kind: Kind, value: str, *, region: str = "DE", todays: Collection[date] = (TODAY,), language: str = "en"
) -> str:
    return canonical(kind, value, region=region, todays=todays, language=language)


def problem_of(
    kind: Kind, value: str, *, region: str = "DE", todays: Collection[date] = (TODAY,), language: str = "en"
) -> str:
    with pytest.raises(ValueError, match=r"\A[A-Z].*\.\Z|\AIs that.*") as caught:
        check(kind, value, region=region, todays=todays, language=language)
    return str(caught.value)
