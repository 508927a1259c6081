"""The ledger of threads: each is in it before it is opened, and only a live one can be doomed."""

import pytest
from django.utils import timezone

from sessions_app.models import RemoteThread
from sessions_app.threads import ledger
from tests.support import clocks
from tests.support.clocks import NOW
from tests.support.factories import ThreadFactory, thread_state
from tests.support.statements import plan, recorded_statements

pytestmark = pytest.mark.django_db

clock = pytest.fixture(autouse=True)(clocks.standing)


def test_a_thread_is_in_the_ledger_before_it_is_opened_and_live_under_its_id() -> None:
    planned = ledger.plan()
    assert (planned.thread_id, planned.state, planned.created_at) == ("", "planned", NOW)
    ledger.opened(planned, thread_id="conv_1")
    assert thread_state("conv_1") == "live"


def test_two_planned_threads_may_wait_for_their_ids() -> None:
    assert ledger.plan().pk != ledger.plan().pk


def test_a_thread_that_was_surely_not_opened_is_forgotten() -> None:
    ledger.not_opened(ledger.plan(), error="401", uncertain=False)
    assert not RemoteThread.objects.exists()


def test_a_thread_that_may_have_been_opened_is_kept_as_unknown() -> None:
    ledger.not_opened(ledger.plan(), error="x" * 500, uncertain=True)
    kept = RemoteThread.objects.get()
    assert (kept.state, kept.error) == ("unknown", "x" * 200)


def test_the_newest_item_of_a_thread_is_found_by_an_index() -> None:
    ThreadFactory.create(thread_id="conv_1")
    with recorded_statements() as sent:
        ledger.note_item("conv_1", item_id="msg_1")
        assert ledger.last_item("conv_1") == "msg_1"
    note, read = sent
    assert "remote_thread_id_unique" in plan(note)
    assert "remote_thread_id_unique" in plan(read)


def test_a_thread_is_refused_in_a_row_until_a_turn_in_it_is_committed() -> None:
    ThreadFactory.create(thread_id="conv_1", last_item_id="msg_0")
    assert [ledger.refused("conv_1", error="invalid") for _ in range(3)] == [False, True, True]
    ledger.note_item("conv_1", item_id="msg_1")
    assert ledger.refused("conv_1", error="x" * 500) is False
    assert RemoteThread.objects.get().error == "x" * 200


def test_a_replacement_that_refused_its_first_call_is_kept_for_a_while() -> None:
    thread = ThreadFactory.create(thread_id="conv_1", created_at=timezone.now())
    codes = [ledger.NEW_ONE_TOO, "invalid", "invalid"]
    assert [ledger.refused("conv_1", error=code) for code in codes] == [False] * 3
    RemoteThread.objects.update(created_at=thread.created_at - ledger.SPARED)
    assert ledger.refused("conv_1", error="invalid") is True


def test_a_thread_that_is_not_in_the_ledger_has_no_known_item() -> None:
    assert ledger.last_item("conv_1") == ""


@pytest.mark.parametrize("state", RemoteThread.State)
def test_only_a_live_thread_can_be_doomed(state: RemoteThread.State) -> None:
    ThreadFactory.create(thread_id="conv_1", state=state)
    ledger.doom(["conv_1"])
    assert thread_state("conv_1") == ("doomed" if state == RemoteThread.State.LIVE else state)
