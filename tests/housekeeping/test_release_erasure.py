"""A press release goes, with all that belongs to it, when its retention is over; nothing younger does."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db.models import Model
from django.utils import timezone
from pytest_django import Settings

from assistant import versions
from assistant.models import Fact, ModelCall, ModelUsage, PressRelease, ReleaseDocument, ReleaseVersion
from sessions_app.housekeeping import release_erasure
from sessions_app.models import ConversationSession, InboundMessage
from sessions_app.sessions.backend import Backend
from sessions_app.telemetry import model_usage
from tests.support import clocks
from tests.support.factories import InboundFactory, SessionFactory, phone_number
from tests.support.releases import COMPLETE, make_release

pytestmark = pytest.mark.django_db
clock = pytest.fixture(autouse=True)(clocks.standing)

ADA, BOB = phone_number(1), phone_number(2)
DAYS_90, SECOND = timedelta(days=90), timedelta(seconds=1)
TABLES: list[type[Model]] = [PressRelease, Fact, ReleaseVersion, ReleaseDocument, ModelCall]


@pytest.fixture
def release(clock: time_machine.Traveller) -> PressRelease:
    """A release with something in each table."""
    made = make_release(COMPLETE, phone=ADA)
    version = versions.write_version(made)
    assert isinstance(version, ReleaseVersion)
    now = timezone.now()
    ReleaseDocument.objects.create(version=version, format="txt", content=b"Acme", sha256="", created_at=now)
    call(made)
    model_usage.roll_up()
    return made


def call(release: PressRelease) -> ModelCall:
    now = timezone.now()
    return ModelCall.objects.create(
        release=release,
        phone=release.phone,
        purpose="write",
        model="m",
        turn=uuid4(),
        asked_at=now,
        answered_at=now,
    )


@pytest.mark.parametrize(("after", "erased"), [(-SECOND, 0), (0 * SECOND, 1)])
def test_it_goes_with_all_that_belongs_to_it(
    release: PressRelease, clock: time_machine.Traveller, after: timedelta, erased: int
) -> None:
    clock.shift(DAYS_90 + after)
    assert release_erasure.erase() == erased
    assert {model.objects.exists() for model in TABLES} == {not erased}  # type: ignore[attr-defined]
    assert ModelUsage.objects.get().calls == 1


def test_the_setting_says_after_how_many_days(
    release: PressRelease, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.RELEASE_RETENTION_DAYS = 7
    clock.shift(timedelta(days=7))
    assert release_erasure.erase() == 1


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ("facts", "created_at"),
        ("facts", "confirmed_at"),
        ("facts", "superseded_at"),
        ("versions", "created_at"),
        ("versions", "approved_at"),
    ],
)
def test_one_that_was_changed_or_approved_since_stays(
    release: PressRelease, clock: time_machine.Traveller, rows: str, field: str
) -> None:
    changed = getattr(release, rows).first()
    clock.shift(DAYS_90)
    type(changed).objects.filter(pk=changed.pk).update(**{field: timezone.now()})
    assert release_erasure.erase() == 0
    clock.shift(DAYS_90)
    assert release_erasure.erase() == 1


def test_one_whose_user_has_a_session_stays(release: PressRelease, clock: time_machine.Traveller) -> None:
    clock.shift(DAYS_90)
    SessionFactory.create(phone=ADA)
    make_release({}, phone=BOB)
    PressRelease.objects.filter(phone=BOB).update(updated_at=timezone.now() - DAYS_90)
    assert release_erasure.erase() == 1
    ConversationSession.objects.all().delete()
    assert release_erasure.erase() == 1


@pytest.mark.parametrize("state", InboundMessage.State)
def test_one_whose_user_waits_for_an_answer_stays(
    release: PressRelease, clock: time_machine.Traveller, state: InboundMessage.State
) -> None:
    clock.shift(DAYS_90)
    InboundFactory.create(phone=ADA, state=state)
    waits = state in (InboundMessage.State.RECEIVED, InboundMessage.State.HELD)
    assert release_erasure.erase() == (not waits)


def test_one_with_a_call_that_is_not_counted_waits_for_that(
    release: PressRelease, clock: time_machine.Traveller
) -> None:
    call(release)
    clock.shift(DAYS_90)
    assert release_erasure.erase() == 0
    model_usage.roll_up()
    assert (release_erasure.erase(), ModelUsage.objects.get().calls) == (1, 2)


def test_in_legacy_mode_all_stay(
    release: PressRelease, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.SESSION_BACKEND = Backend.LEGACY
    clock.shift(DAYS_90)
    assert release_erasure.erase() == 0


def test_all_that_is_due_goes_at_once_however_much(clock: time_machine.Traveller) -> None:
    count = release_erasure.BATCH_SIZE + 1
    PressRelease.objects.bulk_create(PressRelease(phone=phone_number(number)) for number in range(count))
    clock.shift(DAYS_90)
    assert (release_erasure.erase(), PressRelease.objects.count()) == (count, 0)
