"""The doctor at OpenAI: key, models, quota, and a thread that is never left behind."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from assistant.models import ModelCall
from sessions_app.doctor import openai_account, openai_thread
from sessions_app.doctor.findings import Finding, fail, note, ok
from sessions_app.housekeeping import thread_deletion
from sessions_app.models import RemoteThread
from tests.fakes.faults import Fault
from tests.fakes.openai_server import WRONG_KEY, FakeOpenAI
from tests.fakes.proxy_page import ProxyPage

pytestmark = pytest.mark.django_db(transaction=True)

State = RemoteThread.State
CONVERSATIONS = "/v1/conversations"


def account() -> list[Finding]:
    return list(openai_account.check())


def thread() -> list[Finding]:
    return list(openai_thread.check())


def failures(check: Callable[[], list[Finding]]) -> list[str]:
    return [finding.what for finding in check() if finding.level == "FAIL"]


def ledger() -> list[tuple[str, str]]:
    return list(RemoteThread.objects.values_list("state", "error"))


# --- The account ---------------------------------------------------------------------------------


def test_without_a_key_nothing_is_called(settings: Settings) -> None:
    settings.OPENAI_API_KEY = ""
    assert account() == [note("OPENAI_API_KEY is not set: the scripted interview answers")]
    assert (thread(), ledger()) == ([], [])


def test_each_model_is_looked_up(fake_openai: FakeOpenAI) -> None:
    assert account() == [
        ok("the key may use gpt-6-luna for the interview"),
        ok("the key may use gpt-6.1-terra for the text"),
        ok("the key may use gpt-transcribe for voice messages"),
    ]


def test_a_wrong_key_is_told_once(fake_openai: FakeOpenAI, settings: Settings) -> None:
    settings.OPENAI_API_KEY = WRONG_KEY
    assert failures(account) == ["OpenAI refuses the account (invalid_api_key)"]
    assert WRONG_KEY not in str(account())


def test_an_unknown_model_is_named_with_its_setting(fake_openai: FakeOpenAI, settings: Settings) -> None:
    settings.OPENAI_WRITER_MODEL = "gpt-9"
    assert failures(account) == ["OpenAI refuses gpt-9 for the text (OPENAI_WRITER_MODEL) (model_not_found)"]
    assert len(account()) == 3


def test_a_model_that_will_be_shut_down_is_a_warning(fake_openai: FakeOpenAI) -> None:
    fake_openai.models["gpt-transcribe"] = "2027-02-26"
    [*_, last] = account()
    assert (last.level, last.what) == (
        "warn",
        "OpenAI will shut gpt-transcribe for voice messages down on 2027-02-26",
    )


def test_an_openai_that_cannot_be_reached_is_told_once(fake_openai: FakeOpenAI) -> None:
    fake_openai.stop()
    assert failures(account) == ["OpenAI fails (connection)"]


def test_a_proxy_that_answers_in_openais_place_is_told(fake_openai: FakeOpenAI, settings: Settings) -> None:
    with ProxyPage() as proxy:
        settings.OPENAI_BASE_URL = proxy.url
        assert failures(account) == ["OpenAI fails (unreadable_answer)"]


# --- The thread ----------------------------------------------------------------------------------


def test_the_thread_is_deleted_with_its_items(fake_openai: FakeOpenAI) -> None:
    assert thread() == [ok("a thread was opened, answered in, and deleted with its items")]
    assert (fake_openai.conversations, any(fake_openai.orphaned_items.values())) == ({}, False)
    assert ledger() == [(State.DELETED, "")]


def test_what_the_question_cost_is_recorded(fake_openai: FakeOpenAI, settings: Settings) -> None:
    settings.OPENAI_PRICES = "gpt-6-luna:0.20/0.02/1.60"
    thread()
    call = ModelCall.objects.get()
    assert (call.phone, call.model, call.error) == ("", "gpt-6-luna", "")
    assert call.cost
    assert call.cost > 0


def test_a_used_up_quota_is_told_and_the_thread_is_deleted(fake_openai: FakeOpenAI) -> None:
    fake_openai.fail_next(Fault.http(429, "insufficient_quota"))
    refused, deleted = thread()
    assert refused == fail(
        "OpenAI refuses an answer of the model (insufficient_quota)",
        "Add credit at platform.openai.com/settings/organization/billing.",
    )
    assert (deleted.level, fake_openai.conversations) == ("ok", {})
    assert ModelCall.objects.get().cost == 0


def test_a_thread_in_which_the_model_may_still_answer_is_left_to_the_schedules(
    fake_openai: FakeOpenAI,
) -> None:
    fake_openai.fail_next(Fault("reset_after"))
    assert [finding.level for finding in thread()] == ["FAIL", "note"]
    assert (ledger()[0][0], len(fake_openai.conversations)) == (State.DOOMED, 1)
    with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=False):
        assert thread_deletion.delete_doomed() == 1
    assert (fake_openai.conversations, any(fake_openai.orphaned_items.values())) == ({}, False)


def test_a_thread_that_cannot_be_deleted_now_is_deleted_by_the_schedules(fake_openai: FakeOpenAI) -> None:
    fake_openai.fail_next(Fault.http(500), path=f"{CONVERSATIONS}/*", method="DELETE")
    [finding] = thread()
    assert finding.level == "warn"
    assert ledger()[0][0] == State.DOOMED
    assert thread_deletion.delete_doomed() == 1
    assert fake_openai.conversations == {}


@pytest.mark.parametrize(
    ("fault", "left"), [(Fault("reset_after"), [State.UNKNOWN]), (Fault.http(401, "invalid_api_key"), [])]
)
def test_a_thread_that_may_have_been_opened_stays_in_the_ledger(
    fake_openai: FakeOpenAI, fault: Fault, left: list[Any]
) -> None:
    fake_openai.fail_next(fault, path=CONVERSATIONS, method="POST")
    assert [finding.level for finding in thread()] == ["FAIL"]
    assert [state for state, _ in ledger()] == left
