"""What tests of a restore do: users write, a backup is taken and put back."""

from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from sessions_app.models import Heartbeat
from tests.conftest import answer_messages
from tests.fakes.twilio_messages import Message
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks, restoring
from tests.support.arrivals import message_arrives
from tests.support.chat import ADA, fakes
from tests.support.restoring import Writes, after_restore

__all__ = ["fakes"]

clock = pytest.fixture(autouse=True)(clocks.going_on)


@pytest.fixture
def writes(fake_twilio: FakeTwilio, clock: time_machine.Traveller) -> Writes:
    """A user writes, two seconds after whatever was before, and is answered if our processes work."""

    def write(body: str, phone: str = ADA, *, arrives: bool = True, answered: bool = True) -> Message:
        clock.shift(2)
        message = fake_twilio.receive(phone, body)
        if arrives:
            message_arrives(message_sid=message.sid, phone=phone, body=body)
        if arrives and answered:
            answer_messages()
        return message

    return write


@pytest.fixture
def backup(tmp_path: Path, clock: time_machine.Traveller) -> Callable[[], Path]:
    """Takes a backup, with the last sign of life a moment before."""

    def take() -> Path:
        clock.shift(2)
        Heartbeat.objects.update_or_create(
            kind="worker", host="elsewhere", pid=1, defaults={"at": timezone.now()}
        )
        return restoring.dump(tmp_path / "backup.json")

    return take


@pytest.fixture
def restore(clock: time_machine.Traveller) -> Callable[..., str]:
    """Puts a backup back two minutes after the last that happened, and has it set right."""

    def put_back(file: Path, *options: str) -> str:
        clock.shift(120)
        restoring.put_back(file)
        return after_restore(*options)

    return put_back
