"""Doomed threads are deleted at OpenAI for good: the fake is behind the real SDK and real sockets."""

import threading
from datetime import timedelta
from typing import Any

import openai
import pytest
import time_machine
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from sessions_app.housekeeping import thread_deletion
from sessions_app.manager import SessionManager
from sessions_app.models import InboundMessage, RemoteThread
from sessions_app.threads import ledger
from sessions_app.turns import claims
from tests.conftest import answer_messages
from tests.fakes.background_server import wait_until
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.support import clocks
from tests.support.arrivals import message_arrives
from tests.support.clocks import NOW, TTL
from tests.support.factories import ThreadFactory, idle_session, phone_number, thread_state

ADA, BOB = phone_number(1), phone_number(2)
DOOMED, DELETED = RemoteThread.State.DOOMED, RemoteThread.State.DELETED
ANY_PATH = "/v1/conversations*"

pytestmark = pytest.mark.django_db(transaction=True)


clock = pytest.fixture(clocks.going_on)


def doomed_threads(fake: FakeOpenAI, count: int = 1, *, items: int = 2) -> list[str]:
    """Open conversations with `items` messages each; in our ledger they are doomed."""
    client = openai.OpenAI(api_key="sk-test", base_url=fake.base_url, max_retries=0)
    message: Any = {"type": "message", "role": "user", "content": "secret"}
    with client:
        ids = [client.conversations.create(items=[message] * items).id for _ in range(count)]
    for thread_id in ids:
        ThreadFactory.create(thread_id=thread_id, state=DOOMED)
    return ids


def deletions(fake: FakeOpenAI) -> list[str]:
    """Return the paths that were deleted at OpenAI, in order."""
    return [request.path for request in fake.requests if request.method == "DELETE"]


def in_background(work: Any) -> threading.Thread:
    """Run `work` on a thread of its own, with database connections of its own."""

    def run() -> None:
        work()
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_the_items_are_deleted_first_then_the_conversation(fake_openai: FakeOpenAI) -> None:
    [thread_id] = doomed_threads(fake_openai, items=3)
    assert thread_deletion.delete_doomed() == 1
    *items, last = deletions(fake_openai)
    assert len(items) == 3
    assert all(path.startswith(f"/v1/conversations/{thread_id}/items/") for path in items)
    assert last == f"/v1/conversations/{thread_id}"
    assert (fake_openai.conversations, fake_openai.orphaned_items) == ({}, {})
    assert thread_state(thread_id) == DELETED


@pytest.mark.parametrize("idle", [1, TTL + 1], ids=["live", "expired"])
def test_a_replaced_thread_is_deleted_only_when_no_turn_can_talk_there_any_more(
    clock: time_machine.Traveller, settings: Settings, idle: float
) -> None:
    settings.TURN_DEADLINE_SECONDS = 120
    idle_session(ADA, idle=idle, thread_id="thread_old")  # such ids are dropped without a call
    SessionManager().set_session(ADA, "thread_new")
    clock.shift(110)
    assert (thread_deletion.delete_doomed(), thread_state("thread_old")) == (0, DOOMED)
    clock.shift(10)
    assert (thread_deletion.delete_doomed(), thread_state("thread_old")) == (1, DELETED)
    assert thread_state("thread_new") == "live"


@pytest.mark.parametrize("ending", ["expiry", "kill", "a new thread", "doom"])
def test_a_thread_that_the_legacy_file_uses_is_never_doomed(
    clock: time_machine.Traveller, ending: str
) -> None:
    idle_session(ADA, idle=TTL + 1 if ending == "expiry" else 1, thread_id="thread_1")
    ledger.pin(["thread_1"])
    match ending:
        case "expiry":
            assert SessionManager().cleanup_expired_sessions() == 1
        case "kill":
            assert SessionManager().remove_session(ADA)
        case "a new thread":
            SessionManager().set_session(ADA, "thread_2")
        case _:
            ledger.doom(["thread_1"])
            ledger.doom(["thread_1"], in_use=True)
    clock.shift(3600)
    assert (thread_deletion.delete_doomed(), thread_state("thread_1")) == (0, "pinned")


def test_a_thread_of_many_pages_leaves_nothing_behind(fake_openai: FakeOpenAI) -> None:
    [thread_id] = doomed_threads(fake_openai, items=20)
    client = openai.OpenAI(api_key="sk-test", base_url=fake_openai.base_url)
    message: Any = {"type": "message", "role": "user", "content": "secret"}
    with client:
        for _ in range(10):
            client.conversations.items.create(thread_id, items=[message] * 20)
    assert thread_deletion.delete_doomed() == 1
    assert (fake_openai.conversations, fake_openai.orphaned_items) == ({}, {})


@pytest.mark.parametrize("state", sorted(set(RemoteThread.State) - {DOOMED}))
def test_only_doomed_threads_are_deleted(fake_openai: FakeOpenAI, state: RemoteThread.State) -> None:
    [thread_id] = doomed_threads(fake_openai)
    RemoteThread.objects.update(state=state)
    assert thread_deletion.delete_doomed() == 0
    assert thread_id in fake_openai.conversations


def test_more_threads_than_a_batch_are_all_deleted(fake_openai: FakeOpenAI) -> None:
    doomed_threads(fake_openai, thread_deletion.BATCH_SIZE + 5, items=0)
    assert thread_deletion.delete_doomed() == thread_deletion.BATCH_SIZE + 5
    assert fake_openai.conversations == {}


@pytest.mark.parametrize(
    ("fault", "times"),
    # The transport itself asks once more where a connection that it has used before breaks.
    [(Fault.http(500), 1), (Fault.http(429), 1), (Fault.http(401), 1), (Fault("reset_before"), 2)],
)
def test_a_refusal_is_tried_again_later_and_not_at_once(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller, fault: Fault, times: int
) -> None:
    [thread_id] = doomed_threads(fake_openai)
    fake_openai.fail_next(fault, times, path=f"/v1/conversations/{thread_id}", method="DELETE")
    assert [thread_deletion.delete_doomed() for _ in range(3)] == [0, 0, 0]
    row = RemoteThread.objects.get()
    assert (row.state, row.attempts, bool(row.error)) == (DOOMED, 1, True)
    clock.shift(timedelta(hours=1))
    assert (thread_deletion.delete_doomed(), thread_state(thread_id)) == (1, DELETED)


def test_an_answer_that_got_lost_is_asked_for_again(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    [thread_id] = doomed_threads(fake_openai)
    fake_openai.fail_next(Fault("reset_after"), path=f"/v1/conversations/{thread_id}", method="DELETE")
    first = thread_deletion.delete_doomed()  # 1 where the transport has asked once more
    clock.shift(timedelta(hours=1))
    assert first + thread_deletion.delete_doomed() == 1  # by a 404
    assert thread_state(thread_id) == DELETED


def test_a_thread_that_openai_does_not_know_counts_as_deleted(fake_openai: FakeOpenAI) -> None:
    ThreadFactory.create(thread_id="conv_gone", state=DOOMED)
    assert thread_deletion.delete_doomed() == 1
    assert thread_state("conv_gone") == DELETED


def test_an_item_that_is_gone_already_is_no_obstacle(fake_openai: FakeOpenAI) -> None:
    [thread_id] = doomed_threads(fake_openai)
    fake_openai.fail_next(Fault.http(404), path=f"/v1/conversations/{thread_id}/items/*", method="DELETE")
    assert thread_deletion.delete_doomed() == 1


@pytest.mark.parametrize("thread_id", ["thread_abc123", "offline_0123"])
def test_ids_that_do_not_exist_at_openai_are_dropped_without_a_call(
    fake_openai: FakeOpenAI, thread_id: str
) -> None:
    ThreadFactory.create(thread_id=thread_id, state=DOOMED)
    assert thread_deletion.delete_doomed() == 1
    assert (thread_state(thread_id), fake_openai.request_count) == (DELETED, 0)


def test_without_a_key_threads_are_kept_and_local_ids_are_dropped(settings: Settings) -> None:
    settings.OPENAI_API_KEY = ""
    for thread_id in ("conv_a", "offline_b"):
        ThreadFactory.create(thread_id=thread_id, state=DOOMED)
    assert thread_deletion.delete_doomed() == 1
    assert (thread_state("conv_a"), thread_state("offline_b")) == (DOOMED, DELETED)


def test_openai_down_for_a_day_loses_no_thread(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    doomed_threads(fake_openai, 7)
    fake_openai.fail_next(Fault.http(503), None, path=ANY_PATH)
    for _ in range(24 * 6):
        assert thread_deletion.delete_doomed() == 0
        clock.shift(600)
    assert RemoteThread.objects.filter(state=DOOMED).count() == 7
    fake_openai.clear_faults()
    clock.shift(timedelta(hours=6))
    assert thread_deletion.delete_doomed() == 7
    assert (fake_openai.conversations, fake_openai.orphaned_items) == ({}, {})


def test_an_outage_is_not_hammered(fake_openai: FakeOpenAI, clock: time_machine.Traveller) -> None:
    doomed_threads(fake_openai, items=0)
    before = fake_openai.request_count
    fake_openai.fail_next(Fault.http(503), None, path=ANY_PATH)
    for _ in range(24 * 60):
        thread_deletion.delete_doomed()
        clock.shift(60)
    assert 12 <= fake_openai.request_count - before <= 40  # backoff grows to an hour or two


def test_an_outage_is_not_learnt_thread_by_thread(fake_openai: FakeOpenAI) -> None:
    doomed_threads(fake_openai, thread_deletion.BATCH_SIZE * 2, items=0)
    before = fake_openai.request_count
    fake_openai.fail_next(Fault.http(503), None, path=ANY_PATH)
    assert thread_deletion.delete_doomed() == 0
    assert fake_openai.request_count - before == thread_deletion.BATCH_SIZE


def test_a_retry_after_is_obeyed(fake_openai: FakeOpenAI, clock: time_machine.Traveller) -> None:
    doomed_threads(fake_openai)
    fake_openai.fail_next(Fault.http(429, retry_after=50_000), path=ANY_PATH, method="GET")
    thread_deletion.delete_doomed()
    due = RemoteThread.objects.get().next_try_at
    assert due is not None
    assert due >= NOW + timedelta(seconds=50_000)


def test_many_are_deleted_at_once_and_each_outcome_is_written_as_it_comes(
    fake_openai: FakeOpenAI, settings: Settings
) -> None:
    settings.OPENAI_TIMEOUT_SECONDS = 3
    slow = thread_deletion.AT_ONCE - 1
    ids = doomed_threads(fake_openai, slow + 10, items=0)
    for thread_id in ids[:slow]:
        fake_openai.fail_next(Fault("hang_before"), None, path=f"/v1/conversations/{thread_id}*")
    deleter = in_background(thread_deletion.delete_doomed)
    wait_until(lambda: RemoteThread.objects.filter(state=DELETED).count() == 10)
    assert deleter.is_alive()
    deleter.join()
    assert {thread_state(thread_id) for thread_id in ids[:slow]} == {DOOMED}


def test_what_a_run_has_no_time_for_is_the_next_one_s(fake_openai: FakeOpenAI) -> None:
    doomed_threads(fake_openai, 3)
    assert thread_deletion.delete_doomed(seconds=0) == 0
    assert set(RemoteThread.objects.values_list("attempts", "next_try_at")) == {(0, None)}
    assert thread_deletion.delete_doomed() == 3


def test_two_deleters_at_once_delete_each_thread_once(fake_openai: FakeOpenAI) -> None:
    doomed_threads(fake_openai, 30, items=1)
    gone: list[int] = []
    deleters = [in_background(lambda: gone.append(thread_deletion.delete_doomed())) for _ in range(3)]
    for deleter in deleters:
        deleter.join()
    assert sum(gone) == 30
    assert len(deletions(fake_openai)) == len(set(deletions(fake_openai))) == 60
    assert not RemoteThread.objects.exclude(state=DELETED).exists()


def test_a_deleter_that_died_is_succeeded_after_a_while(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    [thread_id] = doomed_threads(fake_openai)
    RemoteThread.objects.update(  # what a claim leaves behind
        attempts=1, next_try_at=timezone.now() + timedelta(seconds=thread_deletion.TRY_AGAIN_SECONDS)
    )
    assert thread_deletion.delete_doomed() == 0
    clock.shift(thread_deletion.TRY_AGAIN_SECONDS + 1)
    assert (thread_deletion.delete_doomed(), thread_state(thread_id)) == (1, DELETED)


def test_a_thread_that_two_phones_share_lives_as_long_as_one_of_them_uses_it(fake_openai: FakeOpenAI) -> None:
    [thread_id] = doomed_threads(fake_openai)
    manager = SessionManager()
    for phone in (ADA, BOB):
        manager.set_session(phone, thread_id)
    manager.remove_session(ADA)
    assert (thread_deletion.delete_doomed(), thread_state(thread_id)) == (0, RemoteThread.State.LIVE)
    manager.remove_session(BOB)
    assert (thread_deletion.delete_doomed(), fake_openai.conversations) == (1, {})


def test_a_thread_that_came_back_to_life_meanwhile_stays_in_the_ledger(fake_openai: FakeOpenAI) -> None:
    [thread_id] = doomed_threads(fake_openai)
    RemoteThread.objects.update(state=RemoteThread.State.LIVE)
    SessionManager().set_session(ADA, thread_id)
    SessionManager().remove_session(ADA)
    assert thread_deletion.delete_doomed() == 1


def test_a_reset_during_a_turn_leaves_no_items_at_openai(fake_openai: FakeOpenAI, settings: Settings) -> None:
    fake_openai.think = 1.0
    message_arrives(message_sid="SM1", phone=ADA, body="slowly")
    worker = in_background(answer_messages)
    wait_until(lambda: fake_openai.in_flight)
    message_arrives(message_sid="SM2", phone=ADA, body="reset")
    claims.claim_turns(1)
    thread_deletion.delete_doomed()
    worker.join()
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.TURN_DEADLINE_SECONDS + 1)):
        thread_deletion.delete_doomed()
    assert InboundMessage.objects.filter(state="received").count() == 0
    assert (fake_openai.conversations, fake_openai.orphaned_items) == ({}, {})


def test_a_kill_during_a_turn_leaves_the_thread_until_the_turn_has_surely_ended(
    fake_openai: FakeOpenAI, settings: Settings
) -> None:
    [thread_id] = doomed_threads(fake_openai)
    SessionManager().set_session(ADA, thread_id)
    message_arrives(message_sid="SM1", phone=ADA, body="hello")
    claims.claim_turns(1)
    SessionManager().remove_session(ADA)
    assert thread_deletion.delete_doomed() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.TURN_DEADLINE_SECONDS + 1)):
        assert thread_deletion.delete_doomed() == 1
