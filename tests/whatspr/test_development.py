"""When a command takes what `make run` has made, and when it must not (whatspr/development.py)."""

import os
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.support.processes import BASE_DIR
from whatspr import development
from whatspr.environment import Environment

MADE = {"DEBUG": "on", "SECRET_KEY": "made", "TWILIO_AUTH_TOKEN": "made", "PUBLIC_URL": "http://127.0.0.1:1"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """What `make run` leaves behind."""
    made = tmp_path / "development.env"
    made.write_text("# Made by make run.\n\n" + "".join(f"{name}={value}\n" for name, value in MADE.items()))
    return made


def used(file: Path, environment: dict[str, str], dotenv: Path | None = None) -> dict[str, str]:
    """Return the environment of a command that began with `environment` and a `.env` file."""
    with patch.dict(os.environ, environment, clear=True):
        if dotenv:
            Environment.read_file(dotenv)
        before = dict(os.environ)
        assert development.use(file) == (os.environ != before)
        return dict(os.environ)


def test_where_nothing_is_set_all_is_taken(file: Path) -> None:
    assert used(file, {}) == MADE


def test_keys_of_the_vendors_are_kept_and_the_rest_is_filled_in(file: Path) -> None:
    own = {"OPENAI_API_KEY": "sk-own", "TWILIO_AUTH_TOKEN": "own", "SESSION_BACKEND": "legacy"}
    assert used(file, own) == MADE | own


def test_the_blank_lines_of_a_copied_example_file_are_filled_in(file: Path, tmp_path: Path) -> None:
    example = (BASE_DIR / ".env.example").read_text()
    (tmp_path / ".env").write_text(example.replace("OPENAI_API_KEY=", "OPENAI_API_KEY=sk-own"))
    found = used(file, {}, tmp_path / ".env")
    assert found["OPENAI_API_KEY"] == "sk-own"
    assert {name: found[name] for name in MADE} == MADE


@pytest.mark.parametrize(
    "name",
    ["DEBUG", "SECRET_KEY", "PUBLIC_URL", "DATABASE_URL", "TWILIO_ACCOUNT_SID", "TWILIO_WHATSAPP_FROM"],
)
def test_a_server_whose_configuration_is_incomplete_gets_nothing(
    file: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / ".env").write_text(f"{name}=own\n")
    assert used(file, {}, tmp_path / ".env") == {name: "own"}
    assert used(file, {name: "own"}) == {name: "own"}


def test_where_an_env_file_is_named_nothing_is_taken(file: Path) -> None:
    assert used(file, {"ENV_FILE": os.devnull}) == {"ENV_FILE": os.devnull}


def test_where_make_run_was_never_called_nothing_is_taken(tmp_path: Path) -> None:
    assert used(tmp_path / "development.env", {}) == {}


@pytest.mark.parametrize(
    "damaged", [b"gibberish", b"SECRET_KEY=", b"SECRET_KEY=two words", b"=value", b"A=\0", b"\xff=x"], ids=str
)
def test_a_damaged_file_is_named_and_its_secrets_are_not(file: Path, damaged: bytes) -> None:
    file.write_bytes(b"DEBUG=on\n" + damaged)
    with pytest.raises(ImproperlyConfigured) as caught:
        used(file, {})
    assert str(caught.value).startswith(str(file))
    assert "words" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{tmp_path} cannot be read"):
        used(tmp_path, {})
