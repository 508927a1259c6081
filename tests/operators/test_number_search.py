"""Searches by number that come at the same moment: none of them gets past the limit."""

import pytest
from django.contrib.auth.models import User

from sessions_app.models import AuditEntry
from sessions_app.operators import number_search
from sessions_app.operators.actions import Refused
from tests.support.factories import phone_number
from tests.support.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def is_refused() -> bool:
    try:
        number_search.record(phone_number(1), operator="olga")
    except Refused:
        return True
    return False


def test_of_searches_at_the_same_moment_no_more_are_done_than_there_may_be() -> None:
    User.objects.create_user("olga")
    for _ in range(number_search.MOST - 2):
        number_search.record(phone_number(1), operator="olga")
    assert sorted(at_once(*[is_refused] * 6)) == [False] * 2 + [True] * 4
    assert AuditEntry.objects.count() == number_search.MOST
