"""The fake OpenAI is as strict as the real one: shown with the real SDK over real sockets."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import openai
import pytest
import requests
from openai.types.responses import Response

from tests.fakes.background_server import wait_until
from tests.fakes.faults import Fault
from tests.fakes.openai_model import ModelRequest
from tests.fakes.openai_server import FakeOpenAI

TOOL = {
    "type": "function",
    "name": "save_headline",
    "strict": True,
    "parameters": {
        "type": "object",
        "properties": {"headline": {"type": "string"}},
        "required": ["headline"],
        "additionalProperties": False,
    },
}


@pytest.fixture
def fake() -> Iterator[FakeOpenAI]:
    with FakeOpenAI() as started:
        yield started


@pytest.fixture
def client(fake: FakeOpenAI) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key="sk-test", base_url=fake.base_url, max_retries=0, timeout=10) as made:
        yield made


def ask(client: openai.OpenAI, conversation: str, text: Any, **more: Any) -> Any:
    wanted: dict[str, Any] = {
        "model": "gpt-6-luna",
        "instructions": "Interview.",
        "conversation": conversation,
        "input": text,
    }
    return client.responses.create(**(wanted | more))


def test_a_turn_is_a_response_the_sdk_parses_and_items_in_order(
    fake: FakeOpenAI, client: openai.OpenAI
) -> None:
    conversation = client.conversations.create().id
    fake.commentary = True
    response = ask(client, conversation, "Hi")
    Response.model_validate(response.model_dump(warnings=False))
    assert response.status == "completed"
    assert [item.phase for item in response.output] == ["commentary", "final_answer"]
    assert response.output[-1].content[0].text == "You said: Hi (turn 1)"
    assert [role for role, _ in fake.texts(conversation)] == ["user", "assistant", "assistant"]


def test_items_are_listed_newest_first_in_pages(client: openai.OpenAI) -> None:
    conversation = client.conversations.create(
        items=[{"role": "user", "content": str(n)} for n in range(5)]
    ).id
    listed: list[Any] = list(client.conversations.items.list(conversation, limit=2))
    assert [item.content[0].text for item in listed] == ["4", "3", "2", "1", "0"]
    first: Any = client.conversations.items.list(conversation, limit=1, order="asc")
    assert (first.data[0].content[0].text, first.has_more) == ("0", True)


def test_a_wrong_or_missing_key_is_refused(fake: FakeOpenAI) -> None:
    client = openai.OpenAI(api_key="sk-wrong", base_url=fake.base_url, max_retries=0)
    with client, pytest.raises(openai.AuthenticationError) as refusal:
        client.conversations.create()
    assert refusal.value.code == "invalid_api_key"
    assert requests.post(f"{fake.base_url}/conversations", json={}, timeout=5).status_code == 401


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"instructions": " "}, 400),
        ({"model": "gpt-4o"}, 400),
        ({"store": False}, 400),
        ({"conversation": "thread_abc"}, 404),
        ({"conversation": "conv_unknown"}, 404),
        ({"input": [{"role": "tool", "content": "x"}]}, 400),
        ({"input": [{"type": "function_call_output", "call_id": "call_x", "output": "x"}]}, 400),
        ({"tools": [TOOL | {"parameters": {"type": "object", "properties": {}}}]}, 400),
    ],
)
def test_a_wrong_request_is_refused(client: openai.OpenAI, wrong: dict[str, Any], status: int) -> None:
    conversation = client.conversations.create().id
    with pytest.raises(openai.APIStatusError) as refusal:
        ask(client, **({"conversation": conversation, "text": "Hi"} | wrong))
    assert refusal.value.status_code == status


def test_two_responses_at_once_on_one_conversation_are_locked_out(fake: FakeOpenAI) -> None:
    fake.think = 0.3

    async def both() -> list[Any]:
        async with openai.AsyncOpenAI(api_key="sk-test", base_url=fake.base_url, max_retries=0) as client:
            conversation = (await client.conversations.create()).id
            wanted: dict[str, Any] = {"model": "gpt-6-luna", "instructions": "Interview."}
            wanted["conversation"] = conversation
            calls = [client.responses.create(input=text, **wanted) for text in ("a", "b")]
            return await asyncio.gather(*calls, return_exceptions=True)

    answers = asyncio.run(both())
    refused = [answer for answer in answers if isinstance(answer, openai.BadRequestError)]
    assert [refusal.code for refusal in refused] == ["conversation_locked"]
    assert fake.max_in_flight == 2


def test_tools_are_called_by_directive_and_must_be_answered(fake: FakeOpenAI, client: openai.OpenAI) -> None:
    conversation = client.conversations.create().id
    text = '#tool save_headline {"headline": "X"}\n#tool save_headline {"headline": "Y"}'
    calls = ask(client, conversation, text, tools=[TOOL]).output
    assert [call.arguments for call in calls] == ['{"headline": "X"}', '{"headline": "Y"}']
    with pytest.raises(openai.BadRequestError, match="No tool output found for function call call_"):
        ask(client, conversation, "Hello?")
    outputs = [{"type": "function_call_output", "call_id": call.call_id, "output": "saved"} for call in calls]
    assert ask(client, conversation, outputs, tools=[TOOL]).output_text == "Done: saved | saved"


def test_a_tool_that_was_not_offered_is_never_called(client: openai.OpenAI) -> None:
    conversation = client.conversations.create().id
    assert (
        ask(client, conversation, "#tool save_xyz {}", tools=[TOOL]).output_text == "I have no tool save_xyz"
    )


def test_a_test_may_bring_its_own_model(fake: FakeOpenAI, client: openai.OpenAI) -> None:
    def model(request: ModelRequest) -> list[dict[str, Any]]:
        return [
            {
                "type": "function_call",
                "name": request.tools[0],
                "arguments": {"headline": request.instructions},
            }
        ]

    fake.model = model
    call = ask(client, client.conversations.create().id, "Hi", tools=[TOOL]).output[0]
    assert (call.name, call.arguments) == ("save_headline", '{"headline": "Interview."}')


def test_deleting_a_conversation_leaves_its_items_orphaned(fake: FakeOpenAI, client: openai.OpenAI) -> None:
    kept, emptied = client.conversations.create().id, client.conversations.create().id
    for conversation in (kept, emptied):
        ask(client, conversation, "Hi")
    for item in client.conversations.items.list(emptied):
        client.conversations.items.delete(str(item.id), conversation_id=emptied)
    assert all(client.conversations.delete(conversation).deleted for conversation in (kept, emptied))
    assert fake.conversations == {}
    assert list(fake.orphaned_items) == [kept]
    with pytest.raises(openai.NotFoundError):
        client.conversations.retrieve(kept)


def test_a_response_is_finished_even_when_the_client_has_gone(
    fake: FakeOpenAI, client: openai.OpenAI
) -> None:
    conversation = client.conversations.create().id
    fake.think = 1.5
    with pytest.raises(openai.APITimeoutError):
        ask(client.with_options(timeout=0.75), conversation, "Hi")
    wait_until(lambda: fake.conversations[conversation])
    assert fake.texts(conversation)[-1] == ("assistant", "You said: Hi (turn 1)")


@pytest.mark.parametrize(
    ("kind", "error", "stored"),
    [
        ("reset_before", openai.APIConnectionError, 0),
        ("reset_after", openai.APIConnectionError, 2),
        ("hang_before", openai.APITimeoutError, 0),
        ("hang_after", openai.APITimeoutError, 2),
        ("delete_conversation", openai.NotFoundError, 0),
    ],
)
def test_a_fault_does_the_work_or_not(
    fake: FakeOpenAI, client: openai.OpenAI, kind: str, error: type[Exception], stored: int
) -> None:
    conversation = client.conversations.create().id
    fake.fail_next(Fault(kind), when=lambda payload: payload["conversation"] == conversation)
    with pytest.raises(error):
        ask(client.with_options(timeout=1.0), conversation, "Hi")
    assert len(fake.conversations.get(conversation, [])) == stored
    assert fake.faults_pending == 0


def test_a_rate_limit_carries_its_code_and_retry_after(fake: FakeOpenAI, client: openai.OpenAI) -> None:
    fake.fail_next(Fault.http(429, "rate_limit_exceeded", retry_after=7))
    with pytest.raises(openai.RateLimitError) as refusal:
        ask(client, client.conversations.create().id, "Hi")
    assert refusal.value.code == "rate_limit_exceeded"
    assert refusal.value.response.headers["retry-after"] == "7"


@pytest.mark.parametrize(
    ("fault", "status", "length"),
    [
        (Fault("failed"), "failed", 0),
        (Fault("incomplete"), "incomplete", 6),
        (Fault("empty_text"), "completed", 0),
        (Fault("long_text", length=4000), "completed", 4000),
    ],
)
def test_a_response_can_fail_without_an_exception(
    fake: FakeOpenAI, client: openai.OpenAI, fault: Fault, status: str, length: int
) -> None:
    fake.fail_next(fault)
    response = ask(client, client.conversations.create().id, "Hi")
    assert (response.status, len(response.output_text)) == (status, length)


def test_an_outage_ends_at_the_same_address_with_nothing_forgotten(
    fake: FakeOpenAI, client: openai.OpenAI
) -> None:
    conversation = client.conversations.create().id
    fake.stop()
    with pytest.raises(openai.APIConnectionError):
        ask(client, conversation, "Hi")
    fake.start()
    assert ask(client, conversation, "Hi").output_text == "You said: Hi (turn 1)"


def test_a_fake_started_by_hand_is_steered_over_http(fake: FakeOpenAI, client: openai.OpenAI) -> None:
    plan: dict[str, Any] = {"kind": "http", "status": 500, "when": {"model": "gpt-6-luna"}}
    orders: Any = {"think": 0.01, "fail_next": plan}
    assert requests.post(f"{fake.url}/_control", json=orders, timeout=5).ok
    conversation = client.conversations.create().id
    with pytest.raises(openai.InternalServerError):
        ask(client, conversation, "Hi")
    assert fake.think == 0.01
    state = requests.get(f"{fake.url}/_state", timeout=5).json()
    assert state["conversations"] == {conversation: []}
    assert requests.post(f"{fake.url}/_control", json={"thnik": 1}, timeout=5).status_code == 400


def test_many_responses_are_in_flight_at_once(fake: FakeOpenAI, client: openai.OpenAI) -> None:
    fake.think = 2.0
    conversations = [client.conversations.create().id for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda conversation: ask(client, conversation, conversation), conversations))
    assert fake.max_in_flight == 16
    for conversation, answer in zip(conversations, answers, strict=True):
        assert answer.output_text == f"You said: {conversation} (turn 1)"


def test_a_model_is_known_by_its_name_with_the_day_of_its_end(
    fake: FakeOpenAI, client: openai.OpenAI
) -> None:
    fake.models["gpt-transcribe"] = "2027-02-26"
    assert client.models.retrieve("gpt-6-luna").shutdown_date is None
    assert client.models.retrieve("gpt-transcribe").shutdown_date == "2027-02-26"
    with pytest.raises(openai.NotFoundError) as refusal:
        client.models.retrieve("gpt-9")
    assert (refusal.value.code, refusal.value.param) == ("model_not_found", "model")
