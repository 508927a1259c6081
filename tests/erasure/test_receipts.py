"""A receipt says what OpenAI and Twilio have still to delete."""

import pytest

from sessions_app.erasure.receipts import open_parts
from sessions_app.models import ErasureReceipt, RemoteThread, TwilioErasure
from tests.support.factories import ThreadFactory, phone_number

pytestmark = pytest.mark.django_db


def test_a_receipt_is_open_until_all_is_confirmed() -> None:
    threads = [ThreadFactory.create(state=RemoteThread.State.DOOMED) for _ in range(2)]
    receipt = ErasureReceipt.objects.create(
        by=ErasureReceipt.By.CONSOLE, threads=[thread.pk for thread in threads]
    )
    TwilioErasure.objects.create(receipt=receipt, address=phone_number(1))
    assert open_parts(receipt) == ["2 conversations at OpenAI", "the messages of 1 address at Twilio"]
    RemoteThread.objects.filter(pk=threads[0].pk).update(state=RemoteThread.State.DELETED)
    threads[1].delete()  # pruned, days after it was deleted
    assert open_parts(receipt) == ["the messages of 1 address at Twilio"]
    receipt.at_twilio.all().delete()
    assert open_parts(receipt) == []
