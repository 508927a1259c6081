"""An erasure is confirmed when the vendors have deleted their copies, and somebody hears if they have not."""

from datetime import timedelta

import pytest
import time_machine

from sessions_app.erasure import receipts
from sessions_app.health.warnings import warnings
from sessions_app.models import ErasureReceipt, RemoteThread, TwilioErasure
from tests.support import clocks
from tests.support.clocks import NOW
from tests.support.factories import ThreadFactory, phone_number

pytestmark = pytest.mark.django_db
clock = pytest.fixture(autouse=True)(clocks.standing)
State = RemoteThread.State


def receipt(*threads: RemoteThread) -> ErasureReceipt:
    return ErasureReceipt.objects.create(by="user", threads=[one.pk for one in threads])


def is_confirmed(one: ErasureReceipt) -> bool:
    receipts.confirm()
    one.refresh_from_db()
    return one.confirmed_at is not None


def test_one_without_anything_at_a_vendor_is_confirmed_at_once() -> None:
    one = receipt()
    assert receipts.open_parts(one) == []
    assert is_confirmed(one)
    assert receipts.confirm() == 0


def test_it_waits_for_each_thread_to_be_deleted() -> None:
    first, second = ThreadFactory.create_batch(2, state=State.DOOMED)
    one = receipt(first, second)
    assert receipts.open_parts(one) == ["conversations at OpenAI: 2"]
    RemoteThread.objects.filter(pk=first.pk).delete()  # long ago
    assert not is_confirmed(one)
    RemoteThread.objects.update(state=State.DELETED)
    assert is_confirmed(one)


def test_it_waits_for_twilio_to_have_nothing_left() -> None:
    one, other = receipt(), receipt()
    TwilioErasure.objects.create(receipt=one, address=phone_number(1))
    assert receipts.open_parts(one) == ["addresses at Twilio: 1"]
    assert (is_confirmed(one), is_confirmed(other)) == (False, True)
    TwilioErasure.objects.all().delete()
    assert is_confirmed(one)


@pytest.mark.parametrize(("hours", "warned"), [(24, False), (24.1, True)])
def test_health_warns_of_one_that_is_not_confirmed_after_a_day(
    clock: time_machine.Traveller, hours: float, warned: bool
) -> None:
    TwilioErasure.objects.create(receipt=receipt(), address=phone_number(1))
    clock.move_to(NOW + timedelta(hours=hours), tick=False)
    receipts.confirm()
    told = "1 erasure of a user's data not confirmed after 24 hours." in warnings()
    assert told is warned
