"""What OpenAI's errors mean to a turn."""

import asyncio
import socket
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from assistant.errors import AssistantError
from assistant.openai.errors import BROKEN, refused
from tests.fakes.faults import Fault
from tests.fakes.openai_server import WRONG_KEY, FakeOpenAI
from tests.support.interview import DatabaseContext
from tests.support.openai_turns import SAVE_HEADLINE, interviewer_for, open_thread, trouble

pytestmark = pytest.mark.django_db

NO_MODEL = "The model `gpt-9` does not exist or you do not have access to it."
BROKEN_MESSAGES = [
    "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
    "Item 'msg_1' of type 'message' was provided without its required 'reasoning' item: 'rs_1'.",
    "Duplicate item found with id rs_1. Remove duplicate items from your input and try again.",
]


@pytest.mark.parametrize(
    ("fault", "permanent", "uncertain"),
    [
        (Fault.http(401, "invalid_api_key"), True, False),
        (Fault.http(403), True, False),
        (Fault.http(400, "invalid_value"), True, False),
        (Fault.http(422), True, False),
        (Fault.http(404, "model_not_found"), True, False),
        (Fault.http(429, "insufficient_quota"), True, False),
        (Fault.http(429, "rate_limit_exceeded"), False, False),
        (Fault.http(400, "conversation_locked"), False, False),
        (Fault.http(409), False, False),
        (Fault.http(500), False, True),
        (Fault.http(503), False, True),
        (Fault("reset_before"), False, True),
        (Fault("reset_after"), False, True),
    ],
    ids=lambda value: f"{value.kind}-{value.status}-{value.code}" if isinstance(value, Fault) else None,
)
def test_an_error_says_whether_trying_again_helps_and_whether_it_may_have_been_done(
    fault: Fault, permanent: bool, uncertain: bool
) -> None:
    with FakeOpenAI() as fake:
        fake.fail_next(fault)
        error = trouble(fake, open_thread(fake), "hello")

    assert (error.permanent, error.uncertain, error.thread_lost) == (permanent, uncertain, False)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.http(404, message=NO_MODEL), "model_not_found"),
        (Fault.http(400, message=NO_MODEL), "model_not_found"),
        (Fault.http(400, "unsupported_model"), "unsupported_model"),
        (Fault.http(402), "http_402"),
    ],
)
def test_a_model_that_we_cannot_use_and_an_unpaid_bill_are_faults_of_the_account(
    fault: Fault, code: str
) -> None:
    with FakeOpenAI() as fake:
        fake.fail_next(fault)
        error = trouble(fake, open_thread(fake), "hello")

    assert (error.code, error.account, error.thread_lost) == (code, True, False)


@pytest.mark.parametrize(("param", "account"), [("model", True), ("input", False)])
def test_a_400_that_names_the_model_is_a_fault_of_the_account(param: str, account: bool) -> None:
    error = refused(
        status=400,
        code="invalid_value",
        kind="invalid_request_error",
        message="No.",
        param=param,
        headers={},
        thread_id="conv_1",
    )
    assert (error.account, error.refused) == (account, not account)


def test_openai_says_how_long_to_wait() -> None:
    with FakeOpenAI() as fake:
        fake.fail_next(Fault.http(429, "rate_limit_exceeded", retry_after=7))
        error = trouble(fake, open_thread(fake), "hello")

    assert error.retry_after == 7


def test_a_locked_conversation_is_tried_again_after_two_seconds() -> None:
    async def two_at_once(url: str, thread_id: str) -> list[Any]:
        interviewer = interviewer_for(url)
        turns = (
            interviewer.reply(thread_id=thread_id, messages=[text], context=DatabaseContext(messages=[text]))
            for text in "ab"
        )
        outcomes = await asyncio.gather(*turns, return_exceptions=True)
        await interviewer.close()
        return outcomes

    with FakeOpenAI(think=0.2) as fake:
        outcomes = async_to_sync(two_at_once)(fake.base_url, open_thread(fake))

    (error,) = [outcome for outcome in outcomes if isinstance(outcome, AssistantError)]
    assert (error.code, error.permanent, error.retry_after) == ("conversation_locked", False, 2)


def test_a_wrong_key_is_permanent_when_a_thread_is_opened() -> None:
    async def opened(url: str) -> None:
        interviewer = interviewer_for(url, api_key=WRONG_KEY)
        try:
            await interviewer.open_thread()
        finally:
            await interviewer.close()

    with FakeOpenAI() as fake, pytest.raises(AssistantError) as caught:
        asyncio.run(opened(fake.base_url))

    assert (caught.value.code, caught.value.permanent) == ("invalid_api_key", True)


def test_a_deleted_conversation_is_a_lost_thread() -> None:
    with FakeOpenAI() as fake:
        fake.fail_next(Fault("delete_conversation"))
        error = trouble(fake, open_thread(fake), "hello")

    assert (error.thread_lost, error.permanent) == (True, False)


@pytest.mark.parametrize("message", BROKEN_MESSAGES)
def test_a_400_that_stands_in_the_conversation_is_a_lost_thread(message: str) -> None:
    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        fake.fail_next(Fault("break_conversation", message=message))
        errors = [trouble(fake, thread_id, body) for body in ("hello", "again")]

    assert [(error.code, error.thread_lost, error.permanent) for error in errors] == [
        (BROKEN, True, False)
    ] * 2


def test_a_400_that_is_not_known_is_permanent_and_may_be_the_threads_fault() -> None:
    with FakeOpenAI() as fake:
        fake.fail_next(Fault.http(400, "invalid_prompt"))
        error = trouble(fake, open_thread(fake), "hello")

    assert (error.code, error.refused, error.thread_lost, error.permanent) == (
        "invalid_prompt", True, False, True,
    )  # fmt: skip


def test_a_broken_thread_whose_deletion_is_refused_is_not_taken_for_deleted() -> None:
    async def deleted(fake: FakeOpenAI, thread_id: str) -> None:
        interviewer = interviewer_for(fake.base_url)
        try:
            await interviewer.delete_thread(thread_id=thread_id)
        finally:
            await interviewer.close()

    with FakeOpenAI() as fake:
        thread_id = open_thread(fake)
        refusal = Fault.http(400, message=BROKEN_MESSAGES[0])
        fake.fail_next(refusal, path=f"/v1/conversations/{thread_id}", method="DELETE")
        with pytest.raises(AssistantError):
            asyncio.run(deleted(fake, thread_id))


@pytest.mark.parametrize("thread_id", ["thread_abc123", "offline_abc123", ""])
def test_a_thread_that_is_no_conversation_is_lost_without_a_call(thread_id: str) -> None:
    with FakeOpenAI() as fake:
        error = trouble(fake, thread_id, "hello")

        assert error.thread_lost
        assert fake.request_count == 0


def test_a_server_that_does_not_answer_in_time_leaves_an_uncertain_outcome() -> None:
    with FakeOpenAI() as fake:
        fake.fail_next(Fault("hang_after"))
        error = trouble(fake, open_thread(fake), "hello", timeout=1.0)

    assert (error.code, error.permanent, error.uncertain) == ("timeout", False, True)


def test_a_refused_connection_is_certain_not_to_have_done_anything() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{reserved.getsockname()[1]}/v1"

        async def asked() -> None:
            interviewer = interviewer_for(closed)
            try:
                await interviewer.reply(
                    thread_id="conv_1", messages=["hello"], context=DatabaseContext(messages=["hello"])
                )
            finally:
                await interviewer.close()

        with pytest.raises(AssistantError) as caught:
            async_to_sync(asked)()

    assert (caught.value.code, caught.value.permanent) == ("connection", False)
    assert not caught.value.uncertain


def test_trouble_after_the_first_round_is_uncertain_whatever_it_is() -> None:
    with FakeOpenAI() as fake:
        fake.fail_next(
            Fault.http(429, "rate_limit_exceeded"),
            when=lambda body: body["input"][0]["type"] == "function_call_output",
        )
        error = trouble(fake, open_thread(fake), SAVE_HEADLINE)

    assert (error.code, error.uncertain) == ("rate_limit_exceeded", True)
