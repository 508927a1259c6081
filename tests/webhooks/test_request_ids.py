"""The id of a request: from the front or drawn, in its log lines, its answer and the stored message."""

import asyncio
import logging
import uuid

import pytest
from pytest_django import Settings

from sessions_app.models import InboundMessage
from tests.support import asgi
from tests.support.asgi import Answered, pieces, request, signed
from tests.support.inbound_webhook import PATH, hello
from tests.support.log_lines import lines
from whatspr.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)

GIVEN = "0e3b4f6c-52a5-4a52-9a0e-6f1d2b7c8d9e"


async def post(*given: str, **form: str) -> Answered:
    headers, body = signed(hello(**form))
    named = [*headers, *(("X-Request-Id", one) for one in given)]
    return await request(application, PATH, headers=named, chunks=pieces(body))


def stored_id() -> str:
    return str(InboundMessage.objects.get().request_id)


def test_a_message_is_stored_and_logged_with_the_id_that_the_front_gave(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    settings.TRUSTED_PROXIES = 1
    answer = asgi.run(post(GIVEN))
    [line] = lines(caplog, "message_received")
    assert [answer.headers["x-request-id"], stored_id(), line["request_id"]] == [GIVEN] * 3
    assert line["sid"] == InboundMessage.objects.get().message_sid


@pytest.mark.parametrize("given", [GIVEN.upper(), GIVEN.replace("-", "")], ids=["upper case", "nginx"])
def test_an_id_may_be_spelled_as_fronts_do(settings: Settings, given: str) -> None:
    settings.TRUSTED_PROXIES = 1
    assert asgi.run(post(given)).headers["x-request-id"] == stored_id() == GIVEN


def test_without_a_front_an_id_is_drawn(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 0
    answer = asgi.run(post(GIVEN))
    assert answer.headers["x-request-id"] == stored_id() != GIVEN


@pytest.mark.parametrize(
    "given",
    ["", " ", "x", GIVEN[:-1], f"{GIVEN}0", f"{GIVEN}, {GIVEN}", "ä" * 32, "\0" * 32, "-" * 40, "0x" * 16,
     "a" * 9000, '"}{"event": "forged'],
)  # fmt: skip
def test_what_is_not_a_uuid_is_replaced(settings: Settings, given: str) -> None:
    settings.TRUSTED_PROXIES = 1
    answer = asgi.run(post(given))
    assert uuid.UUID(answer.headers["x-request-id"]).version == 4
    assert answer.headers["x-request-id"] == stored_id()


def test_each_refusal_of_many_at_once_is_logged_with_the_id_of_its_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def many() -> list[Answered]:
        return await asyncio.gather(*(request(application, PATH, method="PUT") for _ in range(20)))

    answered = [answer.headers["x-request-id"] for answer in asgi.run(many())]
    assert sorted(line["request_id"] for line in lines(caplog, "webhook_refused")) == sorted(answered)
    assert len(set(answered)) == 20


def test_a_repeat_is_logged_with_an_id_of_its_own(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    ids = [asgi.run(post()).headers["x-request-id"] for _ in range(2)]
    received, repeated = lines(caplog, "message_received", "repeat_absorbed")
    assert [received["request_id"], repeated["request_id"]] == ids
    assert received["sid"] == repeated["sid"]
    assert stored_id() == ids[0]


def test_a_reaction_is_logged_like_a_message(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    asgi.run(post(MessageType="reaction", Body="👍"))
    [line] = lines(caplog, "message_received")
    assert (line["kind"], line["request_id"]) == ("reaction", stored_id())


def test_a_page_that_cannot_be_read_is_logged_with_the_id_of_its_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    form = [("Content-Type", "application/x-www-form-urlencoded; charset=utf-16")]
    posted = request(application, "/admin/login/", headers=form, chunks=pieces(b"a=b"))
    answer = asgi.run(posted)
    [line] = lines(caplog, "request_refused")
    assert (answer.status, line["request_id"]) == (400, answer.headers["x-request-id"])
