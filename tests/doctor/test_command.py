"""`manage.py doctor`: the sections together, its status, JSON, and no secret in it."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import BASE_DIR
from whatspr.doctor import sections

pytestmark = pytest.mark.django_db(transaction=True)


def doctor(capsys: Any, *options: str) -> tuple[int, str]:
    """Return the exit status and the output."""
    capsys.readouterr()
    status = 0
    try:
        call_command("doctor", *options)
    except SystemExit as ended:
        status = int(str(ended.code))
    return status, capsys.readouterr().out


@pytest.fixture
def configured(settings: Settings, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> Settings:
    settings.PUBLIC_URL = "http://127.0.0.1:1"
    settings.OPENAI_API_KEY = "sk-a-secret-key"
    settings.SECRET_KEY = "another-secret-key-0123456789-0123456789-0123"
    settings.HEALTH_API_TOKEN = "a-secret-token-for-health"
    return settings


def test_every_section_tells_something(configured: Settings, capsys: Any) -> None:
    status, output = doctor(capsys, "--json")
    told = json.loads(output)
    assert (status, told["healthy"]) == (1, False)
    silent = {"web hook"}  # not set
    assert {one["section"] for one in told["findings"]} == {one.name for one in sections()} - silent
    assert not any("examination failed" in one["what"] for one in told["findings"])


def test_no_secret_is_in_the_output(configured: Settings, capsys: Any) -> None:
    _, output = doctor(capsys)
    for secret in (
        configured.OPENAI_API_KEY,
        configured.TWILIO_AUTH_TOKEN,
        configured.SECRET_KEY,
        configured.HEALTH_API_TOKEN,
    ):
        assert secret not in output


def test_what_is_local_calls_nothing_elsewhere(
    configured: Settings, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, capsys: Any
) -> None:
    _, output = doctor(capsys, "--local")
    assert (fake_openai.requests, fake_twilio.requests) == ([], [])
    assert "openai" not in output
    assert "schedules" in output


def test_with_broken_settings_nothing_else_is_examined(configured: Settings, capsys: Any) -> None:
    configured.TWILIO_WHATSAPP_FROM = "14155238886"
    status, output = doctor(capsys)
    assert (status, {line.split()[1] for line in output.splitlines()}) == (1, {"settings", "others"})
    assert "(whatspr.E011) TWILIO_WHATSAPP_FROM is not a WhatsApp sender." in output


@pytest.mark.parametrize("option", ["--json", ""])
def test_settings_that_cannot_be_read_are_told_like_all_else(option: str) -> None:
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "SESSION_TTL_SECONDS": "an hour"}
    command = [sys.executable, "manage.py", "doctor", *[option] * bool(option)]
    ended = subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True)
    assert ended.returncode == 1
    what = "SESSION_TTL_SECONDS cannot be read: it must be a valid int."
    if option:
        assert json.loads(ended.stdout)["findings"][0]["what"] == what
    else:
        assert ended.stdout.startswith(f"FAIL  settings    {what} -> ")
