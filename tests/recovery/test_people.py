"""After a restore opt-outs and erasures since the backup hold, and takeovers of that time are over."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.utils import timezone

from sessions_app.conversations import idle
from sessions_app.conversations.consent import GOODBYE
from sessions_app.erasure import forgetting
from sessions_app.housekeeping import transcript_erasure, twilio_erasure
from sessions_app.messages import opt_outs
from sessions_app.models import ErasureReceipt, InboundMessage
from sessions_app.privacy import pseudonym
from tests.conftest import answer_messages
from tests.fakes.twilio_server import FakeTwilio
from tests.support.chat import ADA, BOB, states
from tests.support.erasure import everything_stored
from tests.support.operators import take_over
from tests.support.releases import make_release
from tests.support.restoring import Writes, after_restore, amount, log

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("word", ["stop", "cancel"])
def test_an_opt_out_since_is_kept_and_answered_no_second_time(
    word: str, writes: Writes, backup: Any, restore: Any, fake_twilio: FakeTwilio
) -> None:
    file = backup()
    writes(word)
    restore(file)
    answer_messages()
    assert opt_outs.is_opted_out(ADA)
    assert fake_twilio.bodies_to(ADA) == [GOODBYE]


def test_an_opt_out_that_was_not_carried_out_is(
    writes: Writes, backup: Any, restore: Any, fake_twilio: FakeTwilio
) -> None:
    file = backup()
    writes("stop", arrives=False)
    restore(file)
    answer_messages()
    assert opt_outs.is_opted_out(ADA)
    assert fake_twilio.bodies_to(ADA) == [GOODBYE]


def test_an_opt_in_since_is_kept_and_so_is_a_cancel_that_was_an_answer(
    writes: Writes, backup: Any, restore: Any
) -> None:
    writes("stop", ADA)
    writes("hello", BOB)
    file = backup()
    writes("start", ADA)
    writes("cancel", BOB)
    restore(file)
    assert not opt_outs.is_opted_out(ADA)
    assert not opt_outs.is_opted_out(BOB)


def test_who_was_erased_since_is_erased_again(
    writes: Writes, backup: Any, restore: Any, fake_twilio: FakeTwilio, tmp_path: Path, clock: Any
) -> None:
    writes("My secret")
    make_release({"headline": "Secret"}, phone=ADA)
    file = backup()
    writes("Another secret")  # Twilio has not deleted it when the database is lost
    clock.shift(2)
    forgetting.forget(ADA, by=ErasureReceipt.By.COMMAND)
    logs = log(tmp_path, {"event": "user_forgotten", "user": pseudonym(ADA)})
    writes("I am back", answered=False)
    said = restore(file, "--logs", logs)
    assert amount(said, "people are erased") == 1
    assert not any("ecret" in row for row in everything_stored())
    assert list(InboundMessage.objects.filter(phone=ADA).values_list("body", flat=True)) == ["I am back"]
    assert amount(after_restore("--logs", logs), "people are erased") == 0
    for message in fake_twilio.messages:
        message.status = "delivered"
    clock.shift(timedelta(minutes=11))
    assert twilio_erasure.erase_due() == 1
    assert "secret" not in str(fake_twilio.stored)


def test_who_came_and_was_erased_since_stays_unknown(
    writes: Writes, backup: Any, restore: Any, fake_twilio: FakeTwilio, tmp_path: Path, clock: Any
) -> None:
    file = backup()
    writes("My secret")
    clock.shift(2)
    forgetting.forget(ADA, by=ErasureReceipt.By.COMMAND)
    restore(file, "--logs", log(tmp_path, {"event": "user_forgotten", "user": pseudonym(ADA)}))
    assert not any("secret" in row for row in everything_stored())
    assert ErasureReceipt.objects.get().at_twilio.get().address == ADA


def test_a_takeover_of_the_backup_ends(
    writes: Writes, backup: Any, restore: Any, fake_twilio: FakeTwilio
) -> None:
    writes("Hello")
    take_over()
    writes("Is a person there?")
    assert states() == ["answered", "held"]
    file = backup()
    restore(file)
    answer_messages()
    assert states() == ["answered", "answered"]
    assert fake_twilio.bodies_to(ADA)[-1] == "You said: Is a person there? (turn 1)"


def test_operators_sign_in_anew(backup: Any, restore: Any) -> None:
    Session.objects.create(session_key="x", session_data="y", expire_date=timezone.now() + timedelta(days=1))
    restore(backup())
    assert not Session.objects.exists()


def test_what_is_taken_in_is_erased_as_any_transcript(
    writes: Writes, backup: Any, restore: Any, clock: time_machine.Traveller
) -> None:
    file = backup()
    writes("We are Acme")
    restore(file)
    assert any("We are Acme" in row for row in everything_stored())
    for job in (idle.prune, transcript_erasure.erase):
        clock.shift(timedelta(hours=3))
        job()
    assert not any("We are Acme" in row or ADA in row for row in everything_stored())


def test_who_was_erased_just_before_the_backup_stays_erased(
    writes: Writes, backup: Any, restore: Any, clock: time_machine.Traveller
) -> None:
    writes("We are Acme")
    clock.shift(2)
    forgetting.forget(ADA, by=ErasureReceipt.By.COMMAND)
    restore(backup())
    assert not any("Acme" in row for row in everything_stored())
