"""The doorstep on the event loop: bodies in pieces, cheap refusals, many messages in one commit."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sessions_app.models import InboundMessage, OutboundMessage
from tests.fakes.twilio_inbound import inbound_params
from tests.support import asgi
from tests.support.asgi import Answered, pieces, request, signed
from tests.support.factories import OutboundFactory, phone_number, status_params, status_path
from tests.support.inbound_webhook import PATH, TEXT, hello
from webhooks import asgi as doorstep
from webhooks.asgi import read_body
from webhooks.doorstep import MAX_BODY_BYTES, Refused

pytestmark = pytest.mark.django_db(transaction=True)


async def post(params: Any, path: str = PATH, *, size: int = 50, **more: str) -> Answered:
    """Post `params`, signed, in pieces of `size` bytes without a length."""
    headers, body = signed(params, path)
    chunks = pieces(*(body[at : at + size] for at in range(0, len(body), size)))
    return await request(doorstep.webhook, path, headers=dict(headers, **more).items(), chunks=chunks)


class Unread:
    """A body that fails the test when it is asked for."""

    def __aiter__(self) -> "Unread":
        return self

    async def __anext__(self) -> bytes:
        raise AssertionError("the body was read")


# --- Bodies -----------------------------------------------------------------------------------


def test_a_body_without_a_length_is_read_to_its_end() -> None:
    answer = asgi.run(post(hello(), size=1))
    assert (answer.status, answer.body) == (200, b"<Response/>")
    assert answer.headers["content-type"] == "text/xml"
    assert InboundMessage.objects.get().body == TEXT


def test_a_body_without_a_length_is_limited_while_it_is_read() -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            read.append(1024)
            yield b"x" * 1024

    read: list[int] = []
    headers, _ = signed(hello())
    answer = asgi.run(request(doorstep.webhook, PATH, headers=headers, chunks=endless()))
    assert (answer.status, answer.headers["connection"]) == (413, "close")
    assert sum(read) == MAX_BODY_BYTES + 1024


def test_a_body_that_takes_too_long_is_refused() -> None:
    async def never() -> Any:
        await asyncio.Event().wait()

    with pytest.raises(Refused) as refused:
        asyncio.run(read_body({"headers": []}, never, limit=1000, seconds=0.01))
    assert (refused.value.answer.status, refused.value.answer.headers) == (408, {"Connection": "close"})


def test_a_body_that_its_client_ends_early_is_refused() -> None:
    async def gone() -> Any:
        return {"type": "http.disconnect"}

    with pytest.raises(Refused, match="incomplete"):
        asyncio.run(read_body({"headers": []}, gone, limit=1000))


FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": "x"}


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", PATH, FORM_HEADERS, 405),
        ("POST", PATH, FORM_HEADERS | {"Content-Type": "text/plain"}, 415),
        ("POST", PATH, FORM_HEADERS | {"Content-Length": str(MAX_BODY_BYTES + 1)}, 413),
        ("POST", PATH, FORM_HEADERS | {"Content-Length": "1e3"}, 400),
        ("POST", PATH, FORM_HEADERS | {"X-Twilio-Signature": ""}, 403),
        ("POST", PATH, {"Content-Type": FORM_HEADERS["Content-Type"]}, 403),
        ("POST", "/webhooks/twilio/nothing", FORM_HEADERS, 404),
        ("POST", "/webhooks/twilio/status/nonsense", FORM_HEADERS, 404),
    ],
)
def test_a_cheap_refusal_comes_before_the_body(
    method: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = asyncio.run(
        request(doorstep.webhook, path, method=method, headers=headers.items(), chunks=Unread())
    )
    assert answer.status == status


def test_an_unknown_webhook_is_named_in_its_line(caplog: pytest.LogCaptureFixture) -> None:
    asyncio.run(request(doorstep.webhook, "/webhooks/twilio/inbound/", headers=FORM_HEADERS.items()))
    assert [f"{PATH}/" in record.getMessage() for record in caplog.records] == [True]


# --- Group commit -----------------------------------------------------------------------------


def many(number: int) -> list[dict[str, str]]:
    return [inbound_params(phone_number(n), f"message {n}", f"SM{n:032}") for n in range(number)]


async def post_all(forms: list[dict[str, str]]) -> list[Answered]:
    return await asyncio.gather(*(post(form, size=10_000) for form in forms))


def test_messages_that_arrive_together_are_all_stored() -> None:
    answers = asgi.run(post_all(many(200)))
    assert Counter(answer.status for answer in answers) == {200: 200}
    assert InboundMessage.objects.count() == 200


def test_messages_of_a_phone_are_stored_in_the_order_in_which_they_came() -> None:
    forms = [inbound_params("+14155550001", str(n), f"SM{999 - n}") for n in range(100)]
    asgi.run(post_all(forms))
    stored = InboundMessage.objects.order_by("id").values_list("body", flat=True)
    assert list(stored) == [str(n) for n in range(100)]


def test_a_repeat_among_them_is_absorbed() -> None:
    answers = asgi.run(post_all(many(3) * 5))
    assert {answer.status for answer in answers} == {200}
    assert InboundMessage.objects.count() == 3


def test_callbacks_and_messages_that_arrive_together_are_all_recorded() -> None:
    replies = OutboundFactory.create_batch(20, state=OutboundMessage.State.SENT, sid="SM1")

    async def both() -> list[Answered]:
        callbacks = [post(status_params("read"), status_path(reply.uuid)) for reply in replies]
        return [*await asyncio.gather(*callbacks, *(post(form) for form in many(20)))]

    assert {answer.status for answer in asgi.run(both())} == {200}
    assert OutboundMessage.objects.filter(state="read").count() == InboundMessage.objects.count() == 20
