"""Recordings that were written down are deleted at Twilio."""

import pytest
import time_machine

from sessions_app.housekeeping import media_deletion
from sessions_app.messages import media_deletions
from sessions_app.models import MediaDeletion, VendorAccount
from sessions_app.telemetry import vendor_accounts
from tests.fakes.faults import Fault
from tests.fakes.twilio_server import FakeTwilio

pytestmark = pytest.mark.django_db(transaction=True)

MEDIA = "*/Media/*"


@pytest.fixture
def url(fake_twilio: FakeTwilio) -> str:
    """A recording that is to be deleted."""
    url, _ = fake_twilio.add_media(b"OggS", "audio/ogg")
    media_deletions.plan(url)
    return url


def test_a_recording_is_deleted_once(url: str, fake_twilio: FakeTwilio) -> None:
    media_deletions.plan(url)
    assert (media_deletion.delete_due(), media_deletion.delete_due()) == (1, 0)
    assert len(fake_twilio.storage.deleted) == 1
    assert MediaDeletion.objects.get().deleted_at


def test_one_that_is_gone_counts_as_deleted(url: str, fake_twilio: FakeTwilio) -> None:
    fake_twilio.storage.media.clear()
    assert media_deletion.delete_due() == 1


@pytest.mark.parametrize("fault", [Fault.http(503), Fault.http(429, retry_after=90)])
def test_a_failure_is_tried_again_later(url: str, fake_twilio: FakeTwilio, fault: Fault) -> None:
    with time_machine.travel("2026-11-22 12:00Z", tick=False) as clock:
        MediaDeletion.objects.update(retry_at="2026-11-22 11:00Z")
        fake_twilio.fail_next(fault, path=MEDIA, method="DELETE")
        assert (media_deletion.delete_due(), media_deletion.delete_due()) == (0, 0)
        clock.shift(600)
        assert media_deletion.delete_due() == 1


def test_nothing_is_tried_while_twilio_refuses_the_account(url: str, fake_twilio: FakeTwilio) -> None:
    vendor_accounts.refused(VendorAccount.Vendor.TWILIO, "20003")
    assert media_deletion.delete_due() == 0
    assert fake_twilio.request_count == 0


def test_a_refused_key_keeps_the_recording_on_the_list(url: str, fake_twilio: FakeTwilio) -> None:
    fake_twilio.fail_next(Fault.http(401, 20003), path=MEDIA, method="DELETE")
    assert media_deletion.delete_due() == 0
    row = MediaDeletion.objects.get()
    assert (row.deleted_at, row.error) == (None, "20003")


def test_recordings_stay_where_they_are_to_be_kept(fake_twilio: FakeTwilio, settings: object) -> None:
    settings.TWILIO_DELETE_RECORDINGS = False  # type: ignore[attr-defined]
    media_deletions.plan(fake_twilio.add_media(b"OggS", "audio/ogg")[0])
    assert not MediaDeletion.objects.exists()
