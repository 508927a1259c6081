"""`manage.py send_test_message`: one message, followed to its end, and told in words what to do."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from sessions_app.messages import opt_outs
from sessions_app.models import InboundMessage, OptOut, OutboundMessage
from tests.fakes.faults import Fault
from tests.fakes.twilio_callbacks import Status
from tests.fakes.twilio_server import FakeTwilio

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = "+4915112345678"


def send(capsys: Any, number: str = PHONE, *options: str) -> list[str]:
    capsys.readouterr()
    call_command("send_test_message", number, *options)
    lines: list[str] = capsys.readouterr().out.splitlines()
    return lines


def refused(number: str = PHONE, *options: str) -> str:
    with pytest.raises(CommandError) as error:
        call_command("send_test_message", number, *options)
    return str(error.value)


def test_a_message_is_followed_until_it_is_delivered(fake_twilio: FakeTwilio, capsys: Any) -> None:
    fake_twilio.statuses = ("sent", "delivered")
    fake_twilio.callbacks_before_response = True
    [message_line, last] = send(capsys)
    [message] = fake_twilio.messages
    assert (message_line, last) == (f"accepted by Twilio as {message.sid}", "delivered")
    assert (message.to, message.body.startswith("This is a test message")) == (f"whatsapp:{PHONE}", True)


def test_it_is_no_part_of_any_conversation(fake_twilio: FakeTwilio, capsys: Any) -> None:
    fake_twilio.statuses = ("read",)
    fake_twilio.callbacks_before_response = True
    send(capsys)
    assert not OutboundMessage.objects.exists()
    assert not InboundMessage.objects.exists()


def test_a_phone_that_has_opted_out_gets_none(fake_twilio: FakeTwilio) -> None:
    opt_outs.add([PHONE], how=OptOut.How.WORD)
    assert "has opted out" in refused()
    assert not fake_twilio.messages


@pytest.mark.parametrize("number", ["+49 151 12345678", "whatsapp:+4915112345678", " +49 (151) 123-45678 "])
def test_a_number_may_be_written_as_people_do(fake_twilio: FakeTwilio, capsys: Any, number: str) -> None:
    fake_twilio.statuses = ("delivered",)
    fake_twilio.callbacks_before_response = True
    send(capsys, number)
    assert fake_twilio.messages[0].to == f"whatsapp:{PHONE}"


@pytest.mark.parametrize(
    "number", ["", "015112345678", "+49", "+4915112345678901234", "Ada", "+49151\n", "'; --"]
)
def test_what_is_no_number_is_refused(fake_twilio: FakeTwilio, number: str) -> None:
    assert refused(number).startswith("This is not a phone number.")
    assert fake_twilio.requests == []


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (
            63016,
            "Not delivered: outside WhatsApp's 24-hour window (63016). Let that phone write to the sender",
        ),
        (
            63015,
            "Not delivered: the user has not joined the Twilio sandbox (63015). Let that phone send the",
        ),
        (
            63024,
            "Not delivered: the recipient is not valid on WhatsApp (63024). See https://www.twilio.com/docs/",
        ),
    ],
)
def test_a_failure_is_told_in_words_with_what_to_do(fake_twilio: FakeTwilio, code: int, says: str) -> None:
    fake_twilio.statuses = ("sent", Status("undelivered", error_code=code))
    fake_twilio.callbacks_before_response = True
    assert refused().startswith(says)


def test_a_phone_that_has_opted_out_is_told_so(fake_twilio: FakeTwilio) -> None:
    fake_twilio.blocked = {PHONE}
    assert refused() == (
        "Not delivered: the user has opted out (21610). Let that phone send START to the sender."
    )


def test_a_message_that_does_not_arrive_in_time_is_told(fake_twilio: FakeTwilio) -> None:
    fake_twilio.statuses = ("sent",)
    fake_twilio.callbacks_before_response = True
    assert refused(PHONE, "--seconds", "0.01").startswith("Still sent after 0.01 s.")


def test_an_outage_is_told(fake_twilio: FakeTwilio) -> None:
    fake_twilio.fail_next(Fault.http(503))
    assert refused() == "Not delivered: 20503. See https://www.twilio.com/docs/api/errors/20503."


def test_the_simulator_and_missing_settings_are_named(settings: Settings) -> None:
    settings.DEBUG = True
    assert refused().startswith("Messages go to the simulator")
    settings.DEBUG = False
    assert refused().startswith("Set the three TWILIO_ variables first")


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "3601"])
def test_an_odd_time_is_refused(fake_twilio: FakeTwilio, seconds: str) -> None:
    assert refused(PHONE, f"--seconds={seconds}").startswith("--seconds must be")
