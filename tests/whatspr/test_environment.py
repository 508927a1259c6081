"""What is read from the environment and from `.env`, and what is refused by the variable's name."""

import os
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from sessions_app.rollback import env_file
from tests.support.processes import BASE_DIR
from tests.support.settings_process import settings_of
from whatspr.environment import Environment

env = Environment()
READERS: dict[str, Callable[[str], Any]] = {
    "str": lambda name: env.str(name, default=""),
    "list": lambda name: env.list(name, default=[]),
    "int": lambda name: env.int(name, default=1),
    "float": lambda name: env.float(name, default=1.0),
    "bool": lambda name: env.bool(name, default=False),
    "choice": lambda name: env.choice(name, ("one", "two"), default="one"),
    "address": env.address,
    "db": lambda name: env.db(name, default="sqlite://"),
    "email": env.email,
}


def read(monkeypatch: pytest.MonkeyPatch, kind: str, value: str) -> Any:
    """Return what a reader makes of `value`."""
    monkeypatch.setenv("THE_NAME", value)
    return READERS[kind]("THE_NAME")


def refusal(monkeypatch: pytest.MonkeyPatch, kind: str, value: str) -> str:
    """Return why a reader refuses `value`; every refusal names the variable."""
    with pytest.raises(ImproperlyConfigured, match="THE_NAME") as caught:
        read(monkeypatch, kind, value)
    return str(caught.value)


# --- Values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("str", "sk-key\r\n", "sk-key"),
        ("str", "\u00a0sk\u2028", "sk"),
        ("str", " \n", ""),
        ("list", " a , b\n,, \tc\r", ["a", "b", "c"]),
        ("list", "", []),
        ("int", " 5\n", 5),
        ("float", " 0.5\r", 0.5),
        ("float", "1e3", 1000.0),
        ("bool", " On\n", True),
        ("bool", "FALSE", False),
        ("bool", "", False),
        ("choice", "TWO\n", "two"),
        ("address", "HTTPS://PR.example.org//\n", "https://PR.example.org"),
        ("address", "", ""),
    ],
)
def test_blanks_around_values_and_items_do_not_count(
    monkeypatch: pytest.MonkeyPatch, kind: str, value: str, expected: Any
) -> None:
    assert read(monkeypatch, kind, value) == expected


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("value", ["$OTHER", "${OTHER}", " $OTHER\n", "$$", "$"])
def test_a_reference_is_refused_and_never_resolved(
    monkeypatch: pytest.MonkeyPatch, kind: str, value: str
) -> None:
    monkeypatch.setenv("OTHER", "sqlite://")
    said = refusal(monkeypatch, kind, value)
    assert 'begins with "$"' in said
    assert "OTHER" not in said


def test_an_item_that_is_a_reference_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'begins with "$"' in refusal(monkeypatch, "list", "new, $OLD")


def test_a_dollar_within_a_value_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, "str", "pa$$word\\$") == "pa$$word\\$"


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("odd", ["\n", "\r", "\x1b", "\x7f", "\udcff"])
def test_a_control_character_within_a_value_is_refused(
    monkeypatch: pytest.MonkeyPatch, kind: str, odd: str
) -> None:
    assert "left" not in refusal(monkeypatch, kind, f"left{odd}right")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("int", value) for value in ("", "an hour", "1.5", "10 s")),
        *(("float", value) for value in ("", "1h", "10 s", "1,5", "1 000")),
        *(("bool", value) for value in ("treu", "maybe", "2", "o n")),
        ("choice", "three"),
        ("email", "secret"),
        ("email", "smtp+tls://user:secret@host:port"),
        ("email", "smtp+tls://user:password@host:587?secret=1"),
    ],
)
def test_a_value_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch, kind: str, value: str) -> None:
    said = refusal(monkeypatch, kind, value)
    assert "secret" not in said


def test_every_variable_of_the_settings_is_read_by_these_readers() -> None:
    source = (BASE_DIR / "whatspr" / "settings.py").read_text()
    assert set(re.findall(r"\benv\.(\w+)\(", source)) - {"read_file"} == READERS.keys()


# --- The file -----------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `.env` file to write, whose variables are not set."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.setattr(Environment, "ENVIRON", os.environ)
    monkeypatch.setenv("ENV_FILE", str(tmp_path / "env"))
    return tmp_path / "env"


@pytest.mark.parametrize(
    "content",
    [
        b"A=1\nSESSION_BACKEND=legacy\n",
        b"A=1\r\nSESSION_BACKEND=legacy\r\n",
        b"A=1\rSESSION_BACKEND=legacy",
        b"\xef\xbb\xbfSESSION_BACKEND=legacy\nA=1",
        b"\xef\xbb\xbf# comment\r\n\r\nA = 1\r\nexport SESSION_BACKEND='legacy' # comment\r\n",
        b'SESSION_BACKEND="legacy"  \nA=1   # comment\n# comment\nA_NAME_ALONE\n',
        b"SESSION_BACKEND=database\nA=1\nSESSION_BACKEND=legacy\n",
    ],
)
def test_files_of_every_editor_are_read_and_changed_alike(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    Environment.read_file(file)
    assert (os.environ["A"], os.environ["SESSION_BACKEND"]) == ("1", "legacy")
    env_file.set_variable("SESSION_BACKEND", "database")
    del os.environ["A"], os.environ["SESSION_BACKEND"]
    Environment.read_file(file)
    assert (os.environ["A"], os.environ["SESSION_BACKEND"]) == ("1", "database")


def test_what_the_environment_sets_overrides_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A", "")
    file.write_text("A=1\nB=Ä ö\n")
    Environment.read_file(file)
    assert (os.environ["A"], os.environ["B"]) == ("", "Ä ö")


def test_a_reference_in_the_file_is_refused_too(file: Path) -> None:
    file.write_text("OTHER=1\nTHE_NAME=${OTHER}\n")
    Environment.read_file(file)
    with pytest.raises(ImproperlyConfigured, match=r'THE_NAME begins with "\$"'):
        env.str("THE_NAME", default="")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("A=ä".encode("latin-1"), "save it as UTF-8"),
        ("A=1\n".encode("utf-16"), "save it as UTF-8"),
        ("A=1\n".encode("utf-16-le"), "save it as UTF-8"),
        (b"A=secret\0\n", "save it as UTF-8"),
        (b"A=1\n\nB='secret\nC=1\n", "line 3 is not NAME=value"),
        (b'A=1\r\n\r\nB="secret\r\n', "line 3 is not NAME=value"),
        (b"A=1\n=secret\n", "line 2 is not NAME=value"),
        (b"the secret\n", "line 1 is not NAME=value"),
        (b"'A=secret'=1\n", "line 1 is not NAME=value"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(file: Path, content: bytes, reason: str) -> None:
    file.write_bytes(content)
    with pytest.raises(ImproperlyConfigured) as caught:
        Environment.read_file(file)
    assert str(caught.value) == f"{file} cannot be read: {reason}."


def test_a_folder_or_a_socket_instead_of_a_file_is_named(file: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="Is a directory"):
        Environment.read_file(file.parent)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(file))
        with pytest.raises(ImproperlyConfigured, match="cannot be read"):
            Environment.read_file(file)


def test_a_missing_file_is_no_error(file: Path) -> None:
    before = dict(os.environ)
    Environment.read_file(file)
    assert dict(os.environ) == before


# --- PUBLIC_URL ---------------------------------------------------------------------------------

LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


def settings_for(public_url: str, *, hosts: str = "") -> dict[str, Any]:
    """Return the settings that follow from PUBLIC_URL."""
    names = ["PUBLIC_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_SECURE", "DEBUG"]
    found = settings_of(names, PUBLIC_URL=public_url, ALLOWED_HOSTS=hosts)
    return found | {"ALLOWED_HOSTS": set(found["ALLOWED_HOSTS"])}


def test_the_scheme_of_the_public_address_may_be_in_upper_case() -> None:
    assert settings_for("HTTPS://PR.Example.org:443/") == {
        "PUBLIC_URL": "https://PR.Example.org:443",  # Twilio signs the address as it was typed
        "ALLOWED_HOSTS": LOOPBACK | {"pr.example.org"},
        "CSRF_TRUSTED_ORIGINS": ["https://pr.example.org"],
        "SESSION_COOKIE_SECURE": True,
        "DEBUG": False,
    }


def test_allowed_hosts_are_added_to_the_public_host() -> None:
    found = settings_for("https://[2001:db8::1]:8443", hosts=" other.example.org , internal")
    assert found["ALLOWED_HOSTS"] == LOOPBACK | {"[2001:db8::1]", "other.example.org", "internal"}


@pytest.mark.parametrize(
    ("public_url", "is_open"),
    [
        ("", True),
        ("http://127.0.0.1:8000", True),
        ("HTTP://LOCALHOST:8000", True),
        ("http://[::1]:8000", True),
        ("https://tunnel.example.org", False),
        ("https://localhost.example.org", False),
        ("http://192.168.1.7:8000", False),
        ("tunnel.example.org", False),
        ("https://[::1", False),
    ],
)
def test_debug_opens_nothing_under_a_public_address(public_url: str, is_open: bool) -> None:
    found = settings_of(["DEBUG", "DEVELOPMENT"], PUBLIC_URL=public_url, DEBUG="on")
    assert found == {"DEBUG": is_open, "DEVELOPMENT": True}


def test_a_blank_model_is_the_default() -> None:
    names = ["OPENAI_MODEL"]
    assert settings_of(names, OPENAI_MODEL=" ") == settings_of(names) != {"OPENAI_MODEL": ""}
