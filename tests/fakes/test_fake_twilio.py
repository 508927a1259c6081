"""The fake Twilio is as strict as the real one: shown with the real SDK over real sockets."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs

import pytest
import requests
from twilio.base import values
from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList

from tests.fakes.background_server import wait_until
from tests.fakes.faults import Fault
from tests.fakes.twilio_callbacks import Status
from tests.fakes.twilio_inbound import inbound_params, signed_post
from tests.fakes.twilio_server import FakeTwilio

PHONE = "whatsapp:+4915112345678"


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with FakeTwilio() as started:
        yield started


@pytest.fixture
def sender(twilio: FakeTwilio) -> Iterator[Client]:
    http_client = TwilioHttpClient(timeout=5)
    made = Client(twilio.account_sid, twilio.auth_token, http_client=http_client)
    made.api.base_url = made.messaging.base_url = made.content.base_url = twilio.url
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


def test_a_message_is_accepted_listed_and_found(twilio: FakeTwilio, sender: Client) -> None:
    sent = [send(sender, twilio, body) for body in ("one", "two", "three")]
    assert (sent[0].status, sent[0].date_created is not None) == ("queued", True)
    assert twilio.bodies_to("+4915112345678") == ["one", "two", "three"]
    listed = sender.messages.list(to=PHONE, date_sent_after=sent[0].date_created, page_size=2)
    assert [message.body for message in listed] == ["three", "two", "one"]
    wait_until(lambda: sender.messages(sent[0].sid).fetch().status == "delivered")
    assert sender.messages.list(to="whatsapp:+4915100000000") == []


def test_a_message_is_deleted_once_with_its_media(twilio: FakeTwilio, sender: Client) -> None:
    kept, gone = twilio.receive(PHONE, media=1), twilio.receive(PHONE, media=2)
    assert [message.sid for message in sender.messages.list(from_=PHONE)] == [gone.sid, kept.sid]
    assert (message := sender.messages(gone.sid).fetch()).direction == "inbound"
    assert (message.num_media, len(sender.messages(gone.sid).media.list())) == ("2", 2)
    assert sender.messages(gone.sid).delete()
    assert list(twilio.storage.media) == kept.received_media
    assert [message.sid for message in sender.messages.list(from_=PHONE)] == [kept.sid]
    for again in (sender.messages(gone.sid).delete, sender.messages(gone.sid).fetch):
        with pytest.raises(TwilioRestException) as refused:
            again()
        assert refused.value.code == 20404


@pytest.mark.parametrize("status", ["queued", "sending", "sent"])
def test_a_message_is_not_deleted_before_it_is_settled(
    twilio: FakeTwilio, sender: Client, status: str
) -> None:
    twilio.statuses = ()
    sid = send(sender, twilio).sid
    twilio.messages[0].status = status
    with pytest.raises(TwilioRestException) as refused:
        sender.messages(sid).delete()
    assert (refused.value.status, refused.value.code) == (409, 20009)
    twilio.messages[0].status = "delivered"
    assert sender.messages(sid).delete()


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


# --- Content resources ---------------------------------------------------------------------------


def wanted(**more: Any) -> dict[str, Any]:
    """What a good quick reply is made of, and what the test changes."""
    actions = [{"title": "Yes", "id": "1"}, {"title": "No", "id": "2"}]
    content = {"body": "{{1}}\n1. Yes\n2. No", "actions": actions} | more.pop("content", {})
    kind = more.pop("kind", "twilio/quick-reply")
    return {
        "friendly_name": "q",
        "language": "en",
        "variables": {"1": "Well?"},
        "types": {kind: content},
    } | more


def make(client: Client, **more: Any) -> str:
    return str(client.content.v1.contents.create(ContentList.ContentCreateRequest(wanted(**more))).sid)


def test_a_content_resource_is_made_listed_and_sent(sender: Client, twilio: FakeTwilio) -> None:
    sid = make(sender)
    assert [one.sid for one in sender.content.v1.contents.list(page_size=1)] == [sid]
    message = send(sender, twilio, body=values.unset, content_sid=sid, content_variables='{"1": "Is it so?"}')
    assert message.body == "Is it so?\n1. Yes\n2. No"
    assert sender.content.v1.contents(sid).fetch().friendly_name == "q"


@pytest.mark.parametrize(
    "bad",
    [
        {"friendly_name": ""},
        {"language": "xx"},
        {"variables": {}},
        {"variables": {"1": "a", "2": "b"}},
        {"variables": {"1": ""}},
        {"kind": "twilio/text"},
        {"content": {"body": "x" * 1025}},
        {"content": {"actions": []}},
        {"content": {"actions": [{"title": "x" * 21, "id": "1"}]}},
        {"content": {"actions": [{"title": "x", "id": "1"}, {"title": "x", "id": "2"}]}},
        {"content": {"actions": [{"title": "x", "id": "1"}, {"title": "y", "id": "1"}]}},
        {"kind": "twilio/list-picker"},
        {
            "kind": "twilio/list-picker",
            "content": {"button": "Choose", "items": [{"item": "x", "id": "1"}]},
        },
        {
            "kind": "twilio/list-picker",
            "content": {"button": "Choose", "items": [{"item": "x" * 25, "id": "1", "description": "x"}]},
        },
    ],
)
def test_a_content_resource_that_whatsapp_would_not_show_is_refused(
    sender: Client, twilio: FakeTwilio, bad: dict[str, Any]
) -> None:
    with pytest.raises(TwilioRestException) as refused:
        make(sender, **bad)
    assert (refused.value.status, refused.value.code, len(twilio.contents)) == (400, 20001, 0)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ({"content_sid": "HX" + "0" * 32}, 21655),
        ({"content_sid": "nonsense"}, 21655),
        ({"content_variables": '{"1": "two\\nlines"}'}, 21656),
        ({"content_variables": '{"1": "a     b"}'}, 21656),
        ({"content_variables": '{"1": ""}'}, 21656),
        ({"content_variables": '{"1": null}'}, 21656),
        ({"content_variables": "no json"}, 21656),
        ({"content_variables": '{"1": "' + "x" * 1100 + '"}'}, 21658),
        ({"content_sid": values.unset, "body": "x", "content_variables": "{}"}, 21654),
        ({"body": "and a body"}, 20001),
    ],
)
def test_a_message_that_no_content_resource_makes_is_refused(
    sender: Client, twilio: FakeTwilio, bad: dict[str, Any], code: int
) -> None:
    good = {"content_sid": make(sender), "content_variables": '{"1": "Well?"}', "body": values.unset}
    with pytest.raises(TwilioRestException) as refused:
        send(sender, twilio, **(good | bad))
    assert (refused.value.code, twilio.messages) == (code, [])


def test_the_account_and_its_sender_are_told_as_they_are_set(twilio: FakeTwilio, sender: Client) -> None:
    twilio.account.webhook = {"callback_url": "https://pr.example.org/inbound", "callback_method": "POST"}
    assert sender.api.v2010.accounts(twilio.account_sid).fetch().status == "active"
    [listed] = sender.messaging.v2.channels_senders.list(channel="whatsapp")
    assert (listed.sender_id, listed.webhook) == (twilio.sender, None)
    found = sender.messaging.v2.channels_senders(listed.sid).fetch()
    assert (found.status, found.webhook["callback_url"]) == ("ONLINE", "https://pr.example.org/inbound")


def test_senders_are_listed_for_a_channel_and_an_unknown_one_is_a_404(
    twilio: FakeTwilio, sender: Client
) -> None:
    with pytest.raises((TwilioRestException, TwilioServiceException)):
        sender.messaging.v2.channels_senders("XE" + "f" * 32).fetch()
    twilio.account.has_sender = False
    assert sender.messaging.v2.channels_senders.list(channel="whatsapp") == []
