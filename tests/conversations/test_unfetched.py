"""Documents that WhatsApp could not fetch: once more, then a link, each once however callbacks come."""

from itertools import permutations
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assistant.models import ReleaseDocument
from sessions_app.conversations import unfetched
from sessions_app.messages import blocks, opt_outs, outbox
from sessions_app.models import Conversation, OptOut, OutboundMessage
from sessions_app.turns import recap
from tests.support.chat import ADA
from tests.support.documents import make_documents
from tests.support.factories import OutboundFactory, post_signed, status_params, status_path

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def docx() -> ReleaseDocument:
    return make_documents()[0]


def sent(document: ReleaseDocument, **more: Any) -> OutboundMessage:
    values = {"state": "accepted", "document": document.uuid, "body": "acme.docx", **more}
    made: OutboundMessage = OutboundFactory.create(phone=ADA, **values)
    return made


def called_back(client: Client, message: OutboundMessage, word: str = "failed", code: str = "63019") -> None:
    more = {"ErrorCode": code} if word in ("failed", "undelivered") else {}
    response = post_signed(client, status_path(message.uuid), status_params(word, **more))
    assert response.status_code == 200


def followed() -> list[OutboundMessage]:
    return list(OutboundMessage.objects.filter(state="queued").order_by("pk"))


@pytest.mark.parametrize("code", sorted(unfetched.CODES))
@pytest.mark.parametrize("word", ["failed", "undelivered"])
def test_a_file_that_could_not_be_fetched_is_attached_once_more(
    client: Client, docx: ReleaseDocument, code: str, word: str
) -> None:
    message = sent(docx)
    called_back(client, message, word, code)
    [again] = followed()
    assert (again.document, again.body, again.is_second_try) == (docx.uuid, "acme.docx", True)
    message.refresh_from_db()
    assert (message.state, message.error_code) == (word, code)


@pytest.mark.parametrize("order", list(permutations(["sent", "failed", "undelivered"])))
def test_it_is_once_however_callbacks_repeat_and_reorder(
    client: Client, docx: ReleaseDocument, order: tuple[str, ...]
) -> None:
    message = sent(docx, state="sending")  # they come before the answer with the SID
    for word in order * 3:
        called_back(client, message, word)
    assert [one.is_second_try for one in followed()] == [True]


def test_after_the_second_time_the_user_gets_a_link(client: Client, docx: ReleaseDocument) -> None:
    message = sent(docx, is_second_try=True)
    for _ in range(3):
        called_back(client, message)
    [link] = followed()
    assert (link.document, link.untold) == (None, True)
    address = link.body.rpartition(" ")[2]
    assert client.get(address.removeprefix("https://pr.example.org")).content == bytes(docx.content)
    assert "acme.docx" in link.body


def test_the_link_is_told_to_the_thread_without_its_token(client: Client, docx: ReleaseDocument) -> None:
    called_back(client, sent(docx, is_second_try=True))
    since = Conversation.objects.get(phone=ADA).recap_from
    assert since
    [told] = recap.messages_during_takeover(ADA, since=since)
    assert told.text.endswith("https://pr.example.org/documents/…/acme.docx")


def test_a_file_that_was_delivered_after_all_is_not_sent_again(client: Client, docx: ReleaseDocument) -> None:
    message = sent(docx)
    called_back(client, message, "delivered")
    called_back(client, message)
    assert followed() == []


@pytest.mark.parametrize("code", ["63016", "63005"])
def test_another_failure_is_recorded_only(client: Client, docx: ReleaseDocument, code: str) -> None:
    called_back(client, sent(docx), code=code)
    assert followed() == []


def test_a_text_with_such_a_code_is_recorded_only(client: Client) -> None:
    message = OutboundFactory.create(phone=ADA, state="accepted")
    called_back(client, message)
    message.refresh_from_db()
    assert (message.state, followed()) == ("failed", [])


def test_who_has_opted_out_gets_nothing_more(client: Client, docx: ReleaseDocument) -> None:
    message = sent(docx)
    opt_outs.add([ADA], how=OptOut.How.WORD)
    called_back(client, message)
    message.refresh_from_db()
    assert (message.state, followed()) == ("failed", [])


def test_who_is_blocked_gets_nothing_more(client: Client, docx: ReleaseDocument) -> None:
    message = sent(docx)
    blocks.add([ADA], reason="spam", operator="olga")
    called_back(client, message)
    message.refresh_from_db()
    assert (message.state, followed()) == ("failed", [])


@pytest.mark.parametrize("is_second_try", [False, True])
def test_a_file_that_was_erased_is_neither_attached_nor_linked(
    client: Client, docx: ReleaseDocument, is_second_try: bool
) -> None:
    message = sent(docx, is_second_try=is_second_try)
    docx.version.release.delete()
    called_back(client, message)
    message.refresh_from_db()
    assert (message.state, followed()) == ("failed", [])


def test_a_second_try_that_waits_is_cancelled_by_a_reset(client: Client, docx: ReleaseDocument) -> None:
    called_back(client, sent(docx, created_at=timezone.now()))
    assert outbox.cancel_unsent(phone=ADA) == 1
