"""Leases: one worker at a time may write for a phone, and a stale token writes nothing."""

import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connections, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from sessions_app.conversations import leases
from sessions_app.conversations.leases import Lease, LeaseLost
from sessions_app.models import Conversation
from tests.support.factories import ConversationFactory, phone_number
from tests.support.statements import recorded_statements

pytestmark = pytest.mark.django_db

ADA, BOB = phone_number(1), phone_number(2)
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LEASE_SECONDS = 15.0


@pytest.fixture
def clock(settings: Settings) -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is shifted; leases last `LEASE_SECONDS`."""
    settings.TURN_LEASE_SECONDS = LEASE_SECONDS
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def claim(phone: str = ADA) -> Lease:
    """Claim `phone`, which has to be free."""
    [lease] = leases.claim([phone])
    return lease


def row(phone: str = ADA) -> Conversation:
    return Conversation.objects.get(phone=phone)


WRITES: list[Callable[[Lease], None]] = [
    leases.verify,
    leases.release,
    lambda lease: leases.release_for_retry(lease, delay=5),
]
every_write = pytest.mark.parametrize("write", WRITES, ids=["hold", "release", "release_for_retry"])


# --- Claiming -----------------------------------------------------------------------------------


def test_a_free_phone_is_claimed_for_the_first_time(clock: time_machine.Traveller) -> None:
    lease = claim()
    assert (lease.phone, lease.attempt) == (ADA, 1)
    assert row().lease_token == lease.token
    assert row().lease_expires_at == START + timedelta(seconds=LEASE_SECONDS)


def test_a_claim_is_exclusive(clock: time_machine.Traveller) -> None:
    claim()
    assert leases.claim([ADA]) == []


def test_a_claim_that_fails_leaves_the_lease_as_it_was(clock: time_machine.Traveller) -> None:
    lease = claim()
    clock.shift(5)
    leases.claim([ADA])
    assert row().lease_token == lease.token
    assert row().lease_expires_at == START + timedelta(seconds=LEASE_SECONDS)
    assert row().attempts == 1


def test_of_many_phones_the_free_ones_are_claimed(clock: time_machine.Traveller) -> None:
    claim(ADA)
    phones = [lease.phone for lease in leases.claim([ADA, BOB, phone_number(3)])]
    assert sorted(phones) == [BOB, phone_number(3)]


def test_each_claimed_phone_gets_a_token_of_its_own() -> None:
    claimed = leases.claim([phone_number(n) for n in range(50)])
    assert len({lease.token for lease in claimed}) == 50
    tokens = dict(Conversation.objects.values_list("phone", "lease_token"))
    assert tokens == {lease.phone: lease.token for lease in claimed}


def test_a_phone_named_twice_is_claimed_once() -> None:
    assert len(leases.claim([ADA, ADA])) == 1


def test_claiming_nobody_costs_nothing() -> None:
    with recorded_statements() as sent:
        assert leases.claim([]) == []
    assert not sent


def test_many_phones_are_claimed_by_one_statement() -> None:
    with recorded_statements() as sent:
        assert len(leases.claim(phone_number(n) for n in range(192))) == 192
    assert len(sent) == 1


@pytest.mark.parametrize(
    "phone", ["US.13491208655302741918", "it's", "100 %s {values} %%", "US." + "9" * 128]
)
def test_any_phone_can_be_claimed(phone: str) -> None:
    assert claim(phone).phone == phone


# --- Running out --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "free"), [(0, False), (14.999, False), (15, False), (15.001, True), (3600, True)]
)
def test_a_lease_is_taken_over_once_it_has_run_out(
    clock: time_machine.Traveller, seconds: float, free: bool
) -> None:
    first = claim()
    clock.shift(seconds)
    taken = leases.claim([ADA])
    assert [lease.attempt for lease in taken] == [2] * free
    assert (row().lease_token == first.token) is not free


def test_whoever_takes_over_has_a_new_token(clock: time_machine.Traveller) -> None:
    first = claim()
    clock.shift(LEASE_SECONDS + 1)
    assert claim().token != first.token


@every_write
def test_the_worker_that_was_taken_over_can_write_nothing(
    clock: time_machine.Traveller, write: Callable[[Lease], None]
) -> None:
    stale = claim()
    clock.shift(LEASE_SECONDS + 1)
    fresh = claim()
    with pytest.raises(LeaseLost):
        write(stale)
    assert row().lease_token == fresh.token


@every_write
def test_a_lease_that_ran_out_unnoticed_still_counts(
    clock: time_machine.Traveller, write: Callable[[Lease], None]
) -> None:
    lease = claim()
    clock.shift(LEASE_SECONDS * 10)
    write(lease)
    assert Conversation.objects.count() == 1


@every_write
@pytest.mark.parametrize("end", ["release", "retry", "take_away", "hand_back", "deleted"])
def test_a_lease_that_has_ended_can_write_nothing(write: Callable[[Lease], None], end: str) -> None:
    lease = claim()
    endings: dict[str, Callable[[], object]] = {
        "release": lambda: leases.release(lease),
        "retry": lambda: leases.release_for_retry(lease, delay=0),
        "take_away": lambda: leases.revoke(ADA),
        "hand_back": lambda: leases.release_early([lease.token]),
        "deleted": lambda: Conversation.objects.all().delete(),
    }
    endings[end]()
    with pytest.raises(LeaseLost):
        write(lease)


@every_write
def test_a_token_counts_for_its_own_phone_only(write: Callable[[Lease], None]) -> None:
    ada, bob = claim(ADA), claim(BOB)
    with pytest.raises(LeaseLost):
        write(Lease(phone=ADA, token=bob.token, attempt=1))
    assert (row(ADA).lease_token, row(BOB).lease_token) == (ada.token, bob.token)


# --- Holding, releasing, trying again -----------------------------------------------------------


def test_holding_extends_the_lease(clock: time_machine.Traveller) -> None:
    lease = claim()
    clock.shift(10)
    leases.verify(lease)
    assert row().lease_expires_at == START + timedelta(seconds=10 + LEASE_SECONDS)


def test_releasing_frees_the_phone_and_forgets_the_attempts(clock: time_machine.Traveller) -> None:
    leases.release_for_retry(claim(), delay=0)
    leases.release(claim())
    assert claim().attempt == 1


@pytest.mark.parametrize(("seconds", "free"), [(0, False), (29.9, False), (30, True), (31, True)])
def test_a_retry_waits_for_its_moment(clock: time_machine.Traveller, seconds: float, free: bool) -> None:
    leases.release_for_retry(claim(), delay=30)
    clock.shift(seconds)
    assert [lease.attempt for lease in leases.claim([ADA])] == [2] * free


def test_attempts_are_counted_until_a_turn_ends_well(clock: time_machine.Traveller) -> None:
    attempts = []
    for _ in range(4):
        lease = claim()
        attempts.append(lease.attempt)
        leases.release_for_retry(lease, delay=1)
        clock.shift(1)
    assert attempts == [1, 2, 3, 4]


def test_a_write_that_is_rolled_back_leaves_the_lease_as_it_was() -> None:
    lease = claim()
    with transaction.atomic():
        leases.release(lease)
        transaction.set_rollback(True)
    leases.verify(lease)
    assert row().lease_token == lease.token


# --- Renewing -----------------------------------------------------------------------------------


def test_renewing_extends_the_leases_that_are_held(clock: time_machine.Traveller) -> None:
    lease = claim()
    clock.shift(10)
    assert leases.renew([lease.token]) == {lease.token}
    clock.shift(10)
    assert leases.claim([ADA]) == []


def test_renewing_returns_only_what_is_still_held() -> None:
    ada, bob, carl = claim(ADA), claim(BOB), claim(phone_number(3))
    leases.revoke(ADA)
    leases.release(bob)
    assert leases.renew([ada.token, bob.token, carl.token, uuid.uuid4()]) == {carl.token}


def test_renewing_does_not_touch_the_leases_of_other_workers(clock: time_machine.Traveller) -> None:
    mine, theirs = claim(ADA), claim(BOB)
    clock.shift(5)
    leases.renew([mine.token])
    assert row(BOB).lease_token == theirs.token
    assert row(BOB).lease_expires_at == START + timedelta(seconds=LEASE_SECONDS)


def test_renewing_nothing_returns_nothing() -> None:
    claim()
    assert leases.renew([]) == set()


def test_renewing_costs_two_statements_however_many_leases(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    tokens = [lease.token for lease in leases.claim(phone_number(n) for n in range(192))]
    with django_assert_num_queries(2):
        assert leases.renew(tokens) == set(tokens)


# --- Taking away, handing back ------------------------------------------------------------------


def test_a_phone_whose_lease_was_taken_away_is_free_at_once(clock: time_machine.Traveller) -> None:
    first = claim()
    leases.revoke(ADA)
    second = claim()
    assert second.token != first.token
    assert second.attempt == 1


def test_taking_away_ends_the_waiting_for_a_retry(clock: time_machine.Traveller) -> None:
    leases.release_for_retry(claim(), delay=3600)
    leases.revoke(ADA)
    assert claim().attempt == 1


def test_taking_away_from_a_phone_that_nobody_knows_makes_its_row() -> None:
    leases.revoke(ADA)
    assert (row().lease_token, row().attempts) == (None, 0)


def test_taking_away_leaves_other_phones_alone() -> None:
    lease = claim(BOB)
    leases.revoke(ADA)
    leases.verify(lease)
    assert row(BOB).lease_token == lease.token


def test_handing_back_frees_the_phones_at_once_and_counts_them() -> None:
    tokens = [lease.token for lease in leases.claim([ADA, BOB])]
    leases.revoke(BOB)
    assert leases.release_early([*tokens, uuid.uuid4()]) == 1
    assert claim(ADA).attempt == 2


def test_handing_back_nothing_is_nothing() -> None:
    claim()
    assert leases.release_early([]) == 0
    assert leases.claim([ADA]) == []


def test_the_row_survives_every_lease() -> None:
    conversation = ConversationFactory.create(phone=ADA)
    leases.release(claim())
    assert row().pk == conversation.pk


# --- Two workers at once ------------------------------------------------------------------------


def together(*works: Callable[[], None]) -> None:
    """Run `works` in threads of their own that start at one moment; raise what they raise."""
    start, errors = threading.Barrier(len(works)), []

    def run(work: Callable[[], None]) -> None:
        try:
            start.wait()
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [False, True], ids=["new-phones", "known-phones"])
def test_two_workers_that_claim_fifty_phones_get_disjoint_sets(known: bool) -> None:
    phones = [phone_number(n) for n in range(50)]
    if known:
        Conversation.objects.bulk_create(Conversation(phone=phone) for phone in phones)
    claimed: list[Lease] = []
    together(
        lambda: claimed.extend(leases.claim(phones)), lambda: claimed.extend(leases.claim(reversed(phones)))
    )
    assert sorted(lease.phone for lease in claimed) == phones
    assert {lease.attempt for lease in claimed} == {1}


@pytest.mark.django_db(transaction=True)
def test_workers_that_claim_overlapping_phones_in_any_order_never_deadlock() -> None:
    phones = [phone_number(n) for n in range(30)]

    def claim_and_release(wanted: list[str]) -> None:
        for _ in range(10):
            with transaction.atomic():
                for lease in leases.claim(wanted):
                    leases.release(lease)

    together(*(lambda n=n: claim_and_release(phones[n:] + phones[:n]) for n in (0, 10, 20)))
    assert Conversation.objects.filter(lease_token=None).count() == 30


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_that_end_the_same_turn_one_loses() -> None:
    lease = claim()
    lost: list[Lease] = []

    def end() -> None:
        try:
            leases.release(lease)
        except LeaseLost:
            lost.append(lease)

    together(end, end)
    assert lost == [lease]
