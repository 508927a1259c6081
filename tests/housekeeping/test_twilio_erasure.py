"""What Twilio has of somebody who was forgotten is deleted there, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from sessions_app.erasure.forgetting import LAST_MESSAGE
from sessions_app.housekeeping import twilio_erasure
from sessions_app.messages import twilio_api
from sessions_app.models import ErasureReceipt, TwilioErasure, VendorAccount
from sessions_app.telemetry import vendor_accounts
from tests.fakes.faults import Fault
from tests.fakes.twilio_messages import Message
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.clocks import NOW
from tests.support.factories import phone_number

pytestmark = pytest.mark.django_db(transaction=True)
clock = pytest.fixture(autouse=True)(clocks.standing)

ADA, BOB = phone_number(1), phone_number(2)
ADAS_ID = "US.1A2B3C4D"
MESSAGE = "*/Messages/*.json"
ELEVEN_MINUTES = timedelta(minutes=11)


def forgotten(*addresses: str) -> ErasureReceipt:
    """Have Twilio's copies of a user with these addresses erased, who was forgotten just now."""
    receipt = ErasureReceipt.objects.create(by=ErasureReceipt.By.COMMAND)
    for address in addresses:
        TwilioErasure.objects.create(receipt=receipt, address=address)
    return receipt


def sent(
    fake: FakeTwilio, phone: str, *, status: str = "delivered", ago: timedelta = ELEVEN_MINUTES
) -> Message:
    """Store a message to `phone`."""
    message = fake.receive(phone, "Hello")
    message.to, message.from_, message.status = message.from_, message.to, status
    return dated(message, ago)


def received(fake: FakeTwilio, phone: str, *, media: int = 0, ago: timedelta = ELEVEN_MINUTES) -> Message:
    return dated(fake.receive(phone, "Hello", media=media), ago)


def dated(message: Message, ago: timedelta) -> Message:
    message.accepted_at = timezone.now() - ago
    return message


def deleted(receipt: ErasureReceipt) -> int:
    receipt.refresh_from_db()
    return receipt.deleted_at_twilio


def test_all_of_both_directions_and_addresses_goes_and_nothing_of_others(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    for phone in (ADA, ADAS_ID, BOB):
        received(fake_twilio, phone, media=2), sent(fake_twilio, phone)
    receipt = forgotten(ADA, ADAS_ID)
    clock.shift(ELEVEN_MINUTES)
    assert (twilio_erasure.erase_due(), deleted(receipt)) == (2, 4)
    assert {message.to.removeprefix("whatsapp:") for message in fake_twilio.stored} == {
        BOB,
        fake_twilio.sender.removeprefix("whatsapp:"),
    }
    assert (len(fake_twilio.stored), len(fake_twilio.storage.media)) == (2, 2)
    assert len(fake_twilio.storage.deleted) == 4  # each by itself, before its message
    assert not TwilioErasure.objects.exists()


def test_all_is_deleted_however_much(fake_twilio: FakeTwilio, clock: time_machine.Traveller) -> None:
    count = twilio_erasure.BATCH_SIZE + 1
    for _ in range(count):
        received(fake_twilio, ADA)
    receipt = forgotten(ADA)
    clock.shift(ELEVEN_MINUTES)
    assert (twilio_erasure.erase_due(), deleted(receipt), fake_twilio.stored) == (1, count, [])


def test_what_stands_behind_pages_of_newer_messages_is_found(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    old = received(fake_twilio, ADA)
    for _ in range(twilio_api.MESSAGE_PAGE):
        received(fake_twilio, ADA, ago=-timedelta(hours=1))
    forgotten(ADA)
    clock.shift(ELEVEN_MINUTES)
    assert (twilio_erasure.erase_due(), fake_twilio.deleted) == (1, [old.sid])


def test_what_is_written_after_the_erasure_stays(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    old, receipt = received(fake_twilio, ADA), forgotten(ADA)
    last = sent(fake_twilio, ADA, ago=-LAST_MESSAGE)
    new = sent(fake_twilio, ADA, ago=-LAST_MESSAGE - timedelta(seconds=1))
    clock.shift(ELEVEN_MINUTES)
    assert (twilio_erasure.erase_due(), deleted(receipt)) == (1, 2)
    assert fake_twilio.stored == [new]
    assert set(fake_twilio.deleted) == {old.sid, last.sid}


def test_the_row_stays_until_nothing_more_can_come_of_before(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    receipt = forgotten(ADA)
    assert (twilio_erasure.erase_due(), TwilioErasure.objects.count()) == (0, 1)
    under_way = sent(fake_twilio, ADA, ago=timedelta())
    clock.shift(ELEVEN_MINUTES)
    assert (twilio_erasure.erase_due(), deleted(receipt)) == (1, 1)
    assert fake_twilio.deleted == [under_way.sid]


def test_it_is_not_tried_before_its_time(fake_twilio: FakeTwilio) -> None:
    forgotten(ADA)
    TwilioErasure.objects.update(retry_at=NOW + timedelta(seconds=1))
    assert (twilio_erasure.erase_due(), fake_twilio.request_count) == (0, 0)


def test_a_message_that_is_not_settled_is_tried_again_and_holds_up_no_other(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    other, pending = received(fake_twilio, ADA), sent(fake_twilio, ADA, status="sent")
    receipt = forgotten(ADA)
    clock.shift(ELEVEN_MINUTES)
    assert (twilio_erasure.erase_due(), twilio_erasure.erase_due()) == (0, 0)
    assert (fake_twilio.deleted, TwilioErasure.objects.get().error) == ([other.sid], "20009")
    pending.status = "delivered"
    clock.shift(timedelta(hours=1))
    assert (twilio_erasure.erase_due(), deleted(receipt)) == (1, 2)


@pytest.mark.parametrize(("path", "method"), [("*/Messages.json", "GET"), (MESSAGE, "DELETE")])
@pytest.mark.parametrize("fault", [Fault.http(503), Fault.http(429, retry_after=90)])
def test_a_failure_is_tried_again_later(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, fault: Fault, path: str, method: str
) -> None:
    received(fake_twilio, ADA)
    forgotten(ADA)
    clock.shift(ELEVEN_MINUTES)
    fake_twilio.fail_next(fault, path=path, method=method)
    assert (twilio_erasure.erase_due(), twilio_erasure.erase_due()) == (0, 0)
    assert fake_twilio.faults_pending == 0
    clock.shift(timedelta(minutes=5))
    assert (twilio_erasure.erase_due(), fake_twilio.stored) == (1, [])


def test_a_message_or_medium_that_is_gone_counts_as_deleted(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    received(fake_twilio, ADA, media=1)
    forgotten(ADA)
    clock.shift(ELEVEN_MINUTES)
    for path in ("*/Media/*", MESSAGE):
        fake_twilio.fail_next(Fault.http(404), path=path, method="DELETE")
    assert twilio_erasure.erase_due() == 0  # the list still has it
    clock.shift(timedelta(minutes=5))
    assert (twilio_erasure.erase_due(), fake_twilio.stored) == (1, [])


def test_a_run_without_time_leaves_the_rest_to_the_next(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    received(fake_twilio, ADA)
    forgotten(ADA)
    clock.shift(ELEVEN_MINUTES)
    assert (twilio_erasure.erase_due(seconds=0), twilio_erasure.erase_due()) == (0, 1)


def test_one_that_was_claimed_by_a_process_that_died_is_free_again(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    received(fake_twilio, ADA)
    forgotten(ADA)
    clock.shift(ELEVEN_MINUTES)
    assert twilio_erasure._claim()
    assert (twilio_erasure._claim(), twilio_erasure.erase_due()) == (None, 0)
    clock.shift(twilio_erasure.TRY_AGAIN_SECONDS)
    assert (twilio_erasure.erase_due(), fake_twilio.stored) == (1, [])


def test_nothing_is_tried_without_an_account_or_while_twilio_refuses_it(
    fake_twilio: FakeTwilio, settings: Settings
) -> None:
    forgotten(ADA)
    vendor_accounts.refused(VendorAccount.Vendor.TWILIO, "20003")
    assert (twilio_erasure.erase_due(), fake_twilio.request_count) == (0, 0)
    vendor_accounts.works(VendorAccount.Vendor.TWILIO)
    settings.TWILIO_ACCOUNT_SID = ""
    assert (twilio_erasure.erase_due(), TwilioErasure.objects.count()) == (0, 1)


def test_no_more_than_a_few_are_deleted_at_once_and_none_after_a_failure(
    fake_twilio: FakeTwilio, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.TWILIO_TIMEOUT_SECONDS = 0.5
    for _ in range(2 * twilio_erasure.AT_ONCE):
        received(fake_twilio, ADA)
    forgotten(ADA)
    clock.shift(ELEVEN_MINUTES)
    fake_twilio.fail_next(Fault("hang_before"), times=None, path=MESSAGE, method="DELETE")
    assert twilio_erasure.erase_due() == 0
    tried = [one for one in fake_twilio.requests if one.method == "DELETE"]
    assert 0 < len(tried) <= twilio_erasure.AT_ONCE
