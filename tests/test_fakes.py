"""The fakes are as strict as the vendors: shown with the real SDKs over real sockets."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs

import openai
import pytest
import requests
from openai.types.responses import Response
from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from tests.fakes.background_server import wait_until
from tests.fakes.faults import Fault
from tests.fakes.openai_model import ModelRequest
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_callbacks import Status
from tests.fakes.twilio_inbound import inbound_params, signed_post
from tests.fakes.twilio_server import FakeTwilio

PHONE = "whatsapp:+4915112345678"
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


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with FakeTwilio() as started:
        yield started


def ask(client: openai.OpenAI, conversation: str, text: Any, **more: Any) -> Any:
    wanted: dict[str, Any] = {
        "model": "gpt-6-luna",
        "instructions": "Interview.",
        "conversation": conversation,
        "input": text,
    }
    return client.responses.create(**(wanted | more))


@pytest.fixture
def sender(twilio: FakeTwilio) -> Iterator[Client]:
    http_client = TwilioHttpClient(timeout=5)
    made = Client(twilio.account_sid, twilio.auth_token, http_client=http_client)
    made.api.base_url = made.messaging.base_url = twilio.url
    yield made
    http_client.session.close()


def send(client: Client, fake: FakeTwilio, body: str = "Hello", **more: Any) -> Any:
    return client.messages.create(**({"to": PHONE, "from_": fake.sender, "body": body} | more))


class Receiver(BaseHTTPRequestHandler):
    """Our side of the status callbacks: keeps what arrives."""

    received: ClassVar[list[tuple[str, str, dict[str, str]]]] = []

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        params = {key: values[0] for key, values in parse_qs(form, keep_blank_values=True).items()}
        self.received.append((self.path, self.headers["X-Twilio-Signature"], params))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[str]:
    Receiver.received.clear()
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


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
    fake.think = 0.3
    with pytest.raises(openai.APITimeoutError):
        ask(client.with_options(timeout=0.05), conversation, "Hi")
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
        ask(client.with_options(timeout=0.2), conversation, "Hi")
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


def test_a_message_is_accepted_listed_and_found(twilio: FakeTwilio, sender: Client) -> None:
    sent = [send(sender, twilio, body) for body in ("one", "two", "three")]
    assert (sent[0].status, sent[0].date_created is not None) == ("queued", True)
    assert twilio.bodies_to("+4915112345678") == ["one", "two", "three"]
    listed = sender.messages.list(to=PHONE, date_sent_after=sent[0].date_created, page_size=2)
    assert [message.body for message in listed] == ["three", "two", "one"]
    wait_until(lambda: sender.messages(sent[0].sid).fetch().status == "delivered")
    assert sender.messages.list(to="whatsapp:+4915100000000") == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"body": "x" * 1601}, 21617),
        ({"body": "\N{GRINNING FACE}" * 801}, 21617),
        ({"body": ""}, 21619),
        ({"from_": "whatsapp:+15550000000"}, 63007),
        ({"from_": "+15550000000"}, 21212),
        ({"to": "+4915112345678"}, 21910),
        ({"to": "whatsapp:015112345678"}, 21211),
        ({"to": "whatsapp:+4915199999999"}, 21610),
    ],
)
def test_a_wrong_message_is_refused(
    twilio: FakeTwilio, sender: Client, wrong: dict[str, str], code: int
) -> None:
    twilio.blocked.add("+4915199999999")
    with pytest.raises(TwilioRestException) as refusal:
        send(sender, twilio, **wrong)
    assert (refusal.value.status, refusal.value.code) == (400, code)
    assert twilio.messages == []


def test_a_business_scoped_user_can_be_written_to(twilio: FakeTwilio, sender: Client) -> None:
    send(sender, twilio, to="whatsapp:US.1A2B3C4D")
    assert twilio.bodies_to("US.1A2B3C4D") == ["Hello"]


def test_a_wrong_token_or_account_is_refused(twilio: FakeTwilio) -> None:
    for account, token, code in (
        (twilio.account_sid, "wrong", 20003),
        (twilio.account_sid[::-1], twilio.auth_token, 20404),
    ):
        client = Client(
            twilio.account_sid, token, account_sid=account, http_client=TwilioHttpClient(timeout=5)
        )
        client.api.base_url = twilio.url
        with client.http_client.session, pytest.raises(TwilioRestException) as refusal:
            send(client, twilio)
        assert refusal.value.code == code


def test_status_callbacks_are_signed_and_in_order(twilio: FakeTwilio, sender: Client, receiver: str) -> None:
    twilio.statuses = ("sent", Status("failed", error_code=63016))
    url = f"{receiver}/status?row=1#rc=5"
    sid = send(sender, twilio, status_callback=url).sid
    wait_until(lambda: len(twilio.callback_results) == 2)
    validator = RequestValidator(twilio.auth_token)
    for path, signature, params in Receiver.received:
        assert path == "/status?row=1"
        assert validator.validate(f"{receiver}{path}", params, signature)
    assert [params["MessageStatus"] for *_, params in Receiver.received] == ["sent", "failed"]
    assert Receiver.received[1][2]["ErrorCode"] == "63016"
    assert [(result.sid, result.http_status) for result in twilio.callback_results] == [(sid, 204)] * 2


def test_callbacks_can_overtake_the_response(twilio: FakeTwilio, sender: Client, receiver: str) -> None:
    twilio.callbacks_before_response = True
    assert send(sender, twilio, status_callback=f"{receiver}/status").status == "queued"
    assert [params["MessageStatus"] for *_, params in Receiver.received] == ["sent", "delivered"]


def test_callbacks_to_a_public_address_never_leave_loopback(
    twilio: FakeTwilio, sender: Client, receiver: str
) -> None:
    url = "https://whatspr.example/status"
    send(sender, twilio, status_callback=url)
    wait_until(lambda: len(twilio.callback_results) == 2)
    assert [result.http_status for result in twilio.callback_results] == [None, None]
    twilio.deliver_callbacks_to = receiver
    send(sender, twilio, status_callback=url)
    wait_until(lambda: len(twilio.callback_results) == 4)
    _, signature, params = Receiver.received[-1]
    assert RequestValidator(twilio.auth_token).validate(url, params, signature)


@pytest.mark.parametrize(
    ("kind", "accepted"),
    [("reset_before", 0), ("reset_after", 1), ("hang_before", 0), ("hang_after", 1)],
)
def test_an_uncertain_send_was_accepted_or_not(
    twilio: FakeTwilio, sender: Client, kind: str, accepted: int
) -> None:
    twilio.fail_next(Fault(kind), when=lambda form: form["To"] == PHONE)
    sender.http_client.timeout = 0.2
    with pytest.raises(requests.exceptions.RequestException):
        send(sender, twilio)
    assert len(twilio.messages) == accepted


def test_twilio_errors_come_in_both_shapes(twilio: FakeTwilio, sender: Client) -> None:
    twilio.fail_next(Fault.http(429, retry_after=1))
    with pytest.raises(TwilioRestException) as old:
        send(sender, twilio)
    twilio.fail_next(Fault.http(503, rfc9457=True))
    with pytest.raises(TwilioServiceException) as new:
        send(sender, twilio)
    assert (old.value.code, new.value.code) == (20429, 20503)


def test_the_typing_indicator_is_recorded(twilio: FakeTwilio, sender: Client) -> None:
    sid = "SM" + "a" * 32
    assert sender.messaging.v2.typing_indicator.create(channel="whatsapp", message_id=sid).success
    assert twilio.typing == [sid]


def test_an_inbound_message_is_signed_for_its_public_address(twilio: FakeTwilio, receiver: str) -> None:
    params = inbound_params(
        "+4915112345678", "Hällo & + ?", media=[("https://api.twilio.com/x", "image/jpeg")]
    )
    public_url = "https://whatspr.example/webhooks/whatsapp"
    assert signed_post(f"{receiver}/in", params, twilio.auth_token, public_url=public_url) == (
        204,
        "",
    )
    path, signature, received = Receiver.received[0]
    assert (path, received) == ("/in", params)
    assert RequestValidator(twilio.auth_token).validate(public_url, received, signature)
    with pytest.raises(ValueError, match="not on loopback"):
        signed_post(public_url, params, twilio.auth_token)


def test_many_responses_are_in_flight_at_once(fake: FakeOpenAI, client: openai.OpenAI) -> None:
    fake.think = 0.2
    conversations = [client.conversations.create().id for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda conversation: ask(client, conversation, conversation), conversations))
    assert fake.max_in_flight == 16
    for conversation, answer in zip(conversations, answers, strict=True):
        assert answer.output_text == f"You said: {conversation} (turn 1)"
