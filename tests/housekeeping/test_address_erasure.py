"""Addresses, languages and pages go when nothing else of their user is left, and not before."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from assistant.models import ModelCall
from sessions_app.conversations import chat_language
from sessions_app.housekeeping import address_erasure
from sessions_app.messages import user_addresses
from sessions_app.models import BlockedPhone, ChatLanguage, Note, Person, UserAddress
from sessions_app.sessions.backend import Backend
from tests.support.factories import (
    ConversationFactory,
    InboundFactory,
    OutboundFactory,
    SessionFactory,
    phone_number,
)
from tests.support.releases import make_release

pytestmark = pytest.mark.django_db

ADA, BOB, ADAS_ID = phone_number(1), phone_number(2), "US.1A2B3C4D"


@pytest.fixture(autouse=True)
def ada() -> None:
    """A user with two addresses, a language, and a page with a note."""
    user_addresses.link([(ADA, ADAS_ID)])
    chat_language.choose(ADA, "de")
    Note.objects.create(person=Person.objects.create(phone=ADA), operator="olga", text="Calls back.")


def rows() -> tuple[int, int, int]:
    kept = (UserAddress, ChatLanguage, Person)
    addresses, languages, pages = (model._default_manager.filter(phone=ADA).count() for model in kept)
    return addresses, languages, pages + Note.objects.count()


def model_call(phone: str) -> object:
    return ModelCall.objects.create(
        phone=phone, purpose="interview", model="m", turn=uuid4(), asked_at=timezone.now()
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda phone: SessionFactory.create(phone=phone),
        lambda phone: ConversationFactory.create(phone=phone),
        lambda phone: InboundFactory.create(phone=phone),
        lambda phone: OutboundFactory.create(phone=phone),
        lambda phone: make_release({}, phone=phone),
        lambda phone: BlockedPhone.objects.create(phone=phone),
        model_call,
    ],
    ids=["session", "conversation", "inbound", "outbound", "release", "block", "call"],
)
def test_they_stay_as_long_as_anything_else_of_the_user(make: Callable[[str], object]) -> None:
    make(BOB)
    row = make(ADA)
    assert (address_erasure.erase(), rows()) == (0, (2, 1, 2))
    type(row)._default_manager.filter(phone=ADA).delete()  # type: ignore[attr-defined]
    assert (address_erasure.erase(), rows()) == (5, (0, 0, 0))


def test_in_legacy_mode_all_stay(settings: Settings) -> None:
    settings.SESSION_BACKEND = Backend.LEGACY
    assert (address_erasure.erase(), rows()) == (0, (2, 1, 2))


def test_all_that_is_due_goes_at_once_past_what_stays() -> None:
    InboundFactory.create(phone=ADA)
    count = address_erasure.BATCH_SIZE + 10
    ChatLanguage.objects.bulk_create(
        ChatLanguage(phone=phone_number(number), language="en", chosen=False)
        for number in range(10, 10 + count)
    )
    assert (address_erasure.erase(), rows()) == (count, (2, 1, 2))
