"""Facts: each is kept with the user's own words, replaced by the next one, and saved once a turn."""

import uuid
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from assistant import facts, saving
from assistant.announcement_types import order_of
from assistant.evidence import Refused
from assistant.models import Fact
from tests.support.interview import OTHER_PHONE, PHONE, STORIES, refused, save, turn_of, values

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 11, 29, 20, 0, tzinfo=UTC)
"""Noon in California."""


# --- Saving ----------------------------------------------------------------------------------


def test_a_fact_keeps_the_users_words_their_message_and_the_turn() -> None:
    turn = turn_of("hello", "our company is called Acme")

    saving.save(turn, key="company_name", value="Acme", said="called Acme")

    fact = Fact.objects.get()
    assert (fact.key, fact.value, fact.said) == ("company_name", "Acme", "called Acme")
    assert (fact.source, fact.message_sid) == (Fact.Source.TEXT, turn.messages[1].sid)
    assert (fact.turn, fact.superseded_at) == (turn.token, None)
    assert fact.confirmed_at is not None


def test_a_fact_is_of_its_own_phone_only() -> None:
    save("company_name", "Acme")

    assert values(PHONE) == {"company_name": "Acme"}
    assert values(OTHER_PHONE) == {}


def test_a_fact_saved_again_supersedes_the_older_one_and_leaves_the_others() -> None:
    save("company_name", "Acme")
    old = save("headline", "Acme flies").fact

    outcome = save("headline", "Acme soars")

    assert outcome.replaces == old
    old.refresh_from_db()
    assert old.superseded_at is not None
    assert values() == {"company_name": "Acme", "headline": "Acme soars"}


def test_the_same_value_again_is_there_already() -> None:
    first = save("headline", "Acme flies")

    again = save("headline", "Acme flies")

    assert (again.fact, again.replaces) == (first.fact, None)
    assert Fact.objects.count() == 1


def test_a_repeated_turn_saves_nothing_twice() -> None:
    token = uuid.uuid4()
    for _ in range(2):
        turn = turn_of("Acme, from Turin, Italy", token=token)
        saving.save(turn, key="company_name", value="Acme", said="Acme")
        saving.save(turn, key="city", value="Turin, Italy", said="Turin, Italy")

    assert Fact.objects.count() == 2


def test_there_is_one_active_fact_of_a_key_at_most() -> None:
    fact = save("headline", "Acme flies").fact
    fact.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        fact.save()


@pytest.mark.parametrize("kind", STORIES)
def test_the_answers_of_a_whole_interview_are_kept_in_the_order_of_the_questions(kind: str) -> None:
    for key, text in STORIES[kind].items():
        save(key, text)

    known = facts.gathered(PHONE)
    order, _ = order_of(kind, known.facts)
    assert list(known.facts) == order
    assert set(known.facts) == set(STORIES[kind])
    assert (known.missing, known.open) == ([], [])


def test_details_are_kept_in_the_order_of_their_numbers_with_the_first() -> None:
    for key, text in [
        ("detail_10", "Ten people work here."),
        ("headline", "Acme flies"),
        ("detail_2", "Two people left."),
        ("detail", "One person came."),
    ]:
        save(key, text)

    assert list(values()) == ["detail", "detail_2", "detail_10", "headline"]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("slogan", "Acme flies"),
        ("detail_21", "Acme flies"),
        ("headline_2", "Acme flies"),
        ("headline", " \n"),
        ("headline", "ok"),
        ("headline", "-"),
        ("headline", "skip"),
        ("headline", "x" * 111),
        ("amount", "a lot"),
        ("release_date", "soon"),
        ("media_contact", "call Paolo"),
        ("link", "our website"),
        ("round_closed", "maybe"),
        ("announcement_type", "gossip"),
        ("quote", "Great."),
    ],
)
def test_what_is_no_value_is_refused_with_a_sentence(key: str, text: str) -> None:
    assert refused(key, text, text).problem

    assert not Fact.objects.exists()


# --- Dates -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-29"),
        ("tomorrow", "2026-11-30"),
        ("next Friday", "2026-12-04"),
        ("Feb. 9, 2027", "2027-02-09"),
        ("9 February 2027", "2027-02-09"),
        ("2027-02-09", "2027-02-09"),
    ],
)
def test_a_date_is_the_one_that_it_is_where_the_user_is(text: str, day: str) -> None:
    with time_machine.travel(SUNDAY, tick=False):
        save("release_date", text)

    assert values() == {"release_date": day}


@pytest.mark.parametrize(
    ("phone", "day"),
    [
        ("+64211234567", "2026-11-30"),  # a mobile phone of New Zealand
        ("NZ.1349876543210987", "2026-11-30"),
        ("+18085551234", "2026-11-29"),  # Honolulu
    ],
)
def test_at_one_moment_today_is_another_day_in_auckland_than_in_honolulu(phone: str, day: str) -> None:
    with time_machine.travel(datetime(2026, 11, 29, 11, 30, tzinfo=UTC), tick=False):
        saving.save(turn_of("today", phone=phone), key="release_date", value="today", said="today")

    assert values(phone) == {"release_date": day}


def test_a_relative_date_may_be_saved_as_the_day_that_it_means_and_as_no_other() -> None:
    with time_machine.travel(SUNDAY, tick=False):
        said = "publish it tomorrow"
        outcome = refused("release_date", "2026-12-01", said)
        saving.save(turn_of(said), key="release_date", value="2026-11-30", said="tomorrow")

    assert "2026-12-01" in outcome.problem
    assert values() == {"release_date": "2026-11-30"}


def test_a_relative_date_is_asked_for_where_a_country_has_two_days_at_once() -> None:
    with time_machine.travel(datetime(2026, 11, 29, 6, 0, tzinfo=UTC), tick=False):
        turn = turn_of("today", phone="+18005550100")  # toll-free: anywhere in the United States

        outcome = saving.save(turn, key="release_date", value="today", said="today")

    assert isinstance(outcome, Refused)
    assert "Nov. 28, 2026" in outcome.problem
    assert "Nov. 29, 2026" in outcome.problem
