"""Which country a user is from, and which day it may be there."""

from datetime import UTC, date, datetime

import pytest

from assistant.validation import possible_dates, region_of


@pytest.mark.parametrize(
    ("phone", "region"),
    [
        ("+4915112345678", "DE"),
        ("+13125550123", "US"),
        ("+14165550123", "CA"),
        ("+15551230001", "US"),
        ("+972501234567", "IL"),
        ("US.13491208655302741918", "US"),
        ("DE.1", "DE"),
        ("XX.1", "ZZ"),
        ("+80012345678", "ZZ"),
        ("+999", "ZZ"),
        ("bogus", "ZZ"),
        ("", "ZZ"),
    ],
)
def test_the_region_of_a_user_is_that_of_the_number(phone: str, region: str) -> None:
    assert region_of(phone) == region


@pytest.mark.parametrize(
    ("phone", "hour", "days"),
    [
        ("+4915112345678", 12, {2}),
        ("+4915112345678", 23, {3}),
        ("+13125550123", 23, {2}),
        ("+13125550123", 3, {1}),
        ("+15551230001", 12, {2}),
        ("US.13491208655302741918", 8, {1, 2}),
        ("US.13491208655302741918", 23, {2}),
        ("DE.1", 23, {3}),
        ("XX.1", 23, {2}),
        ("bogus", 23, {2}),
    ],
)
def test_the_date_is_that_of_the_time_zones_where_the_user_may_be(
    phone: str, hour: int, days: set[int]
) -> None:
    at = datetime(2027, 2, 2, hour, 30, tzinfo=UTC)

    assert possible_dates(phone, at) == {date(2027, 2, day) for day in days}
