"""Where the newest ended session of a phone lies, whether its end has been indexed yet or not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from sessions_app.db.batches import EPOCH
from sessions_app.housekeeping import transcript_erasure
from sessions_app.models import EndedSession
from sessions_app.sessions import ended as ended_sessions
from sessions_app.sessions.ended import LastEnd, last_end, last_ends
from tests.support import clocks
from tests.support.clocks import NOW
from tests.support.factories import EndedSessionFactory, phone_number
from tests.support.statements import plan

ADA, BOB = phone_number(1), phone_number(2)

pytestmark = pytest.mark.django_db

clock = pytest.fixture(autouse=True)(clocks.standing)


def ended(phone: str = ADA, *, minutes_ago: int, indexed: bool = False) -> EndedSession:
    at = timezone.now() - timedelta(minutes=minutes_ago)
    made: EndedSession = EndedSessionFactory.create(
        phone=phone, ended_at=at, replies_until=at + timedelta(seconds=1), indexed=indexed
    )
    return made


def test_a_phone_without_an_ended_session_has_the_beginning_of_time() -> None:
    ended(BOB, minutes_ago=5)
    assert last_end(ADA) == LastEnd(ended_at=EPOCH, replies_until=EPOCH)


@pytest.mark.parametrize("indexed", [False, True])
def test_the_newest_end_counts_filed_or_not(indexed: bool) -> None:
    ended(minutes_ago=5, indexed=indexed)
    ended(minutes_ago=10, indexed=not indexed)
    ended(BOB, minutes_ago=1)
    at = NOW - timedelta(minutes=5)
    assert last_end(ADA) == LastEnd(ended_at=at, replies_until=at + timedelta(seconds=1))


def test_many_phones_are_looked_up_at_once() -> None:
    ended(minutes_ago=5)
    ended(BOB, minutes_ago=1, indexed=True)
    assert last_ends([ADA, BOB, phone_number(3)]).keys() == {ADA, BOB}


def test_ends_are_filed_in_batches() -> None:
    for minutes in range(5):
        ended(minutes_ago=minutes)
    assert (ended_sessions.index(batch_size=2), ended_sessions.index()) == (5, 0)
    assert not EndedSession.objects.filter(indexed=False).exists()


def test_an_end_is_found_by_an_index_filed_or_not() -> None:
    with CaptureQueriesContext(connection) as queries:
        last_end(ADA)
    indexed, not_indexed = [plan(query["sql"]) for query in queries]
    assert "ended_session_phone" in indexed
    assert "ended_session_unfiled" in not_indexed


def test_the_schedule_files_what_it_does_not_erase_yet(settings: Settings) -> None:
    settings.TRANSCRIPT_RETENTION_DAYS = 1
    ended(minutes_ago=5)
    transcript_erasure.erase()
    assert EndedSession.objects.get().indexed
