"""The web hook: who is told what, how often, and what becomes of calls that fail. The receiver is real."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings
from time_machine import travel

from sessions_app.conversations import attention, idle
from sessions_app.conversations.attention import Kind
from sessions_app.housekeeping import operator_webhook
from sessions_app.housekeeping.operator_webhook import post_new
from sessions_app.models import Conversation
from sessions_app.privacy import pseudonym
from tests.fakes.webhook_receiver import WebhookReceiver
from tests.support.console_pages import person_page
from tests.support.factories import ConversationFactory, phone_number
from tests.support.logs import everything_at_debug

pytestmark = pytest.mark.django_db

ADA = "+14155550001"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjU"
WORDS = "Call +1 415 555 0001 or https://phish.example/log-in"


@pytest.fixture
def receiver(settings: Settings) -> Iterator[WebhookReceiver]:
    with WebhookReceiver(SECRET) as receiver:
        settings.OPERATOR_WEBHOOK_URL = f"{receiver.url}/hook?token=from-the-address"
        settings.OPERATOR_WEBHOOK_SECRET = SECRET
        settings.PUBLIC_URL = "https://pr.example.org"
        yield receiver


def ask(phone: str = ADA, reason: str = WORDS) -> Conversation:
    conversation, _ = Conversation.objects.get_or_create(phone=phone)
    attention.request_person(phone, reason=reason)
    conversation.refresh_from_db()
    return conversation


def test_a_call_names_pseudonym_kind_page_and_time_and_nothing_that_a_model_wrote(
    receiver: WebhookReceiver,
) -> None:
    asked = ask()
    assert (post_new(), post_new()) == (1, 0)
    [call] = receiver.calls
    assert call["headers"]["content-type"] == "application/json"
    assert call["query"] == "token=from-the-address"
    since = asked.attention_at.isoformat() if asked.attention_at else ""
    assert {name: call[name] for name in ("type", "timestamp", "data")} == {
        "type": "conversation.needs_person",
        "timestamp": since,
        "data": {
            "user": pseudonym(ADA),
            "kind": "asked",
            "page": f"https://pr.example.org{person_page(ADA)}",
            "since": since,
        },
    }
    assert receiver.forged == 0


@pytest.mark.parametrize("kind", Kind)
def test_a_call_says_why_by_its_kind(receiver: WebhookReceiver, kind: Kind) -> None:
    ask(reason=f"{kind}: invalid_request: {WORDS}")
    post_new()
    assert receiver.calls[0]["data"]["kind"] == kind.name.lower()


def test_each_request_is_a_call_of_its_own(receiver: WebhookReceiver) -> None:
    phones = [phone_number(place) for place in range(20)]
    for phone in phones:
        ask(phone)
    assert post_new() == 20
    assert {call["data"]["user"] for call in receiver.calls} == set(map(pseudonym, phones))
    assert len({call["headers"]["webhook-id"] for call in receiver.calls}) == 20


def test_a_call_under_another_secret_is_not_taken(receiver: WebhookReceiver, settings: Settings) -> None:
    settings.OPERATOR_WEBHOOK_SECRET = SECRET[:-4] + "AAAA"
    ask()
    assert (post_new(), receiver.forged, receiver.calls) == (0, 1, [])


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 404, 410, 429, 500, 503, "reset"])
def test_a_call_that_fails_is_made_again_under_the_same_id(
    receiver: WebhookReceiver, status: int | str
) -> None:
    receiver.status = status
    ask()
    assert (post_new(), post_new()) == (0, 0)
    receiver.status = 200
    assert (post_new(), post_new()) == (1, 0)
    assert len({call["headers"]["webhook-id"] for call in receiver.calls}) == 1
    assert receiver.redirected == 0


def test_an_answer_that_does_not_come_is_not_waited_for_and_the_next_run_goes_on(
    receiver: WebhookReceiver,
) -> None:
    receiver.status = "hang"
    for place in range(3 * operator_webhook.AT_ONCE):
        ask(phone_number(place))
    with everything_at_debug([WORDS]) as seen:
        assert post_new(seconds=0.4) == 0
    assert "no_time, timeout" in seen.text
    receiver.status = 204
    assert post_new() == 3 * operator_webhook.AT_ONCE


def test_a_receiver_that_is_away_is_told_when_it_is_back(receiver: WebhookReceiver) -> None:
    ask()
    receiver.stop()
    assert post_new() == 0
    receiver.start()
    assert post_new() == 1


def test_one_call_that_is_refused_keeps_no_other_back(receiver: WebhookReceiver) -> None:
    first = ask(phone_number(1))
    receiver.status = 400
    post_new()
    receiver.status = 204
    Conversation.objects.filter(pk=first.pk).update(attention_at=timezone.now() - timedelta(hours=2))
    ask(phone_number(2))
    assert post_new() == 2


def dismissed() -> None:
    attention.dismiss(ADA)


def pruned() -> None:
    attention.dismiss(ADA)
    Conversation.objects.update(active_at=timezone.now() - timedelta(days=1))
    idle.prune()


@pytest.mark.parametrize("meanwhile", [dismissed, pruned])
def test_a_phone_is_told_of_once_an_hour_whatever_becomes_of_its_requests(
    receiver: WebhookReceiver, meanwhile: Callable[[], None]
) -> None:
    ask()
    with travel(timezone.now(), tick=False) as clock:
        assert post_new() == 1
        for _ in range(3):
            clock.shift(timedelta(minutes=19))
            meanwhile()
            ask()
            assert post_new() == 0
        clock.shift(timedelta(minutes=4))
        assert (post_new(), post_new()) == (1, 0)


def test_what_the_e_mail_told_of_is_told_here_too(receiver: WebhookReceiver, settings: Settings) -> None:
    settings.OPERATOR_EMAILS = ["olga@example.org"]
    ask()
    assert (attention.mail_new(), post_new()) == (1, 1)


def test_nothing_is_told_where_no_address_is_set(settings: Settings) -> None:
    settings.OPERATOR_WEBHOOK_URL = ""
    ConversationFactory.create(attention_at=timezone.now())
    assert post_new() == 0


@pytest.mark.parametrize("status", [500, "reset", "away"])
def test_no_secret_no_address_and_no_words_are_logged(receiver: WebhookReceiver, status: int | str) -> None:
    ask()
    if status == "away":
        receiver.stop()
    receiver.status = status
    with everything_at_debug([WORDS, ADA]) as seen:
        post_new()
    assert "operator_webhook_failed" in seen.text
    for secret in (SECRET, SECRET[6:], "from-the-address", WORDS, ADA):
        assert secret not in seen.text
