"""System checks: a misconfiguration is found at start, by its id."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings as current_settings
from django.contrib.admin import site
from django.core.checks import CheckMessage, Tags, run_checks
from pytest_django import Settings

from sessions_app.config import SessionConfig
from sessions_app.housekeeping.thread_deletion import RUN_SECONDS
from sessions_app.models import ConversationSession
from whatspr import checks

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = {
    "001": "SECRET_KEY",
    "002": "OPENAI_API_KEY",
    "003": "PUBLIC_URL",
    "004": "TWILIO_ACCOUNT_SID",
    "005": "TWILIO_AUTH_TOKEN",
    "006": "TWILIO_WHATSAPP_FROM",
}
PRODUCTION = {
    "DEBUG": False,
    "DEVELOPMENT": False,
    "OPERATOR_TWO_FACTOR": True,
    "SECRET_KEY": "k" * 50,
    "OPENAI_API_KEY": "sk-test",
    "PUBLIC_URL": "https://pr.example.org",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "token",
    "TWILIO_WHATSAPP_FROM": "whatsapp:+14155238886",
    "OPERATOR_WEBHOOK_SECRET": "whsec_" + "A" * 32,
}

DEVELOPMENT: dict[str, object] = {"DEBUG": True, "DEVELOPMENT": True}


@pytest.fixture
def production(settings: Settings) -> Settings:
    """Settings with everything that production needs."""
    change(settings, PRODUCTION)
    return settings


def change(settings: Settings, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(settings, name, value)


def findings() -> list[CheckMessage]:
    """Return what our own checks find, as `manage.py` would run them."""
    return [found for found in run_checks() if str(found.id).startswith("whatspr.")]


def ids() -> set[str]:
    return {str(found.id).removeprefix("whatspr.") for found in findings()}


def test_complete_settings_have_no_findings(production: Settings) -> None:
    assert findings() == []


@pytest.mark.parametrize(("number", "name"), REQUIRED.items())
def test_in_production_a_missing_setting_is_an_error(production: Settings, number: str, name: str) -> None:
    setattr(production, name, "")
    assert f"E{number}" in ids()


@pytest.mark.parametrize(("number", "name"), REQUIRED.items())
def test_in_development_a_missing_setting_is_a_warning(production: Settings, number: str, name: str) -> None:
    change(production, DEVELOPMENT | {name: ""})
    assert f"W{number}" in ids()
    assert f"E{number}" not in ids()


@pytest.mark.parametrize(("number", "name"), REQUIRED.items())
def test_the_message_names_the_variable_and_carries_a_hint(
    production: Settings, number: str, name: str
) -> None:
    setattr(production, name, "")
    [found] = [found for found in findings() if found.id == f"whatspr.E{number}"]
    assert name in found.msg
    assert found.hint


def test_development_without_any_vendor_has_warnings_only(production: Settings) -> None:
    change(production, dict.fromkeys([*REQUIRED.values()][1:], "") | DEVELOPMENT)
    assert ids() == {"W002", "W003", "W004", "W005", "W006"}


def test_a_server_without_the_second_factor_is_warned(production: Settings) -> None:
    production.OPERATOR_TWO_FACTOR = False
    assert ids() == {"W060"}
    change(production, DEVELOPMENT)
    assert ids() == set()


# --- Twilio -------------------------------------------------------------------------------------


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    "missing",
    [
        ["TWILIO_AUTH_TOKEN"],
        ["TWILIO_WHATSAPP_FROM"],
        ["TWILIO_ACCOUNT_SID"],
        ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"],
        ["TWILIO_WHATSAPP_FROM", "TWILIO_AUTH_TOKEN"],
    ],
)
def test_half_set_credentials_are_always_an_error(
    production: Settings, missing: list[str], debug: bool
) -> None:
    change(production, dict.fromkeys(missing, "") | {"DEBUG": debug, "DEVELOPMENT": debug})
    [found] = [found for found in findings() if found.id == "whatspr.E010"]
    assert all(name in found.msg for name in missing)


@pytest.mark.parametrize("token", ["", "token"])
def test_the_auth_token_alone_is_not_half_set(production: Settings, token: str) -> None:
    values = {"TWILIO_ACCOUNT_SID": "", "TWILIO_WHATSAPP_FROM": "", "TWILIO_AUTH_TOKEN": token}
    change(production, values)
    assert "E010" not in ids()


@pytest.mark.parametrize(
    "sender",
    [
        "+14155238886",
        "whatsapp:",
        "whatsapp:14155238886",
        "sms:+14155238886",
        "whatsapp:+1",
        "whatsapp:+1415x",
        "MG1",
    ],
)
def test_a_sender_that_is_no_whatsapp_number_is_an_error(production: Settings, sender: str) -> None:
    production.TWILIO_WHATSAPP_FROM = sender
    assert ids() == {"E011"}


@pytest.mark.parametrize("sender", ["whatsapp:+14155238886", "whatsapp:+4915112345678"])
def test_a_whatsapp_number_is_a_good_sender(production: Settings, sender: str) -> None:
    production.TWILIO_WHATSAPP_FROM = sender
    assert ids() == set()


@pytest.mark.parametrize("token", [",", " , ", "   "])
def test_a_token_list_without_a_token_is_an_error(production: Settings, token: str) -> None:
    production.TWILIO_AUTH_TOKEN = token
    assert ids() & {"E005", "E010"}


# --- Addresses ----------------------------------------------------------------------------------

ADDRESSES = ["PUBLIC_URL", "OPENAI_BASE_URL", "TWILIO_API_BASE_URL", "OPERATOR_WEBHOOK_URL"]


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize(
    "address",
    [
        "http://pr.example.org",
        "pr.example.org",
        "ftp://pr.example.org",
        "https://",
        "https:///path",
        "https://pr.example.org:port",
        "https://pr.example.org:99999",
        "https://pr.example.org:0",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://10.0.0.1",
        "http://0.0.0.0:8000",
        "https://[::1",
        "localhost:8000",
    ],
)
def test_an_unsafe_address_is_an_error(production: Settings, name: str, address: str) -> None:
    setattr(production, name, address)
    assert ids() == {"E012"}


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize(
    "address",
    [
        "https://pr.example.org",
        "https://pr.example.org:8443",
        "http://localhost:8000",
        "http://127.0.0.1:8000",
        "http://127.1.2.3",
        "http://[::1]:8000",
    ],
)
def test_https_anywhere_and_plain_http_on_loopback_are_fine(
    production: Settings, name: str, address: str
) -> None:
    setattr(production, name, address)
    assert ids() == set()


@pytest.mark.parametrize("name", ADDRESSES[1:])
def test_the_vendors_addresses_may_have_a_path(production: Settings, name: str) -> None:
    setattr(production, name, "https://proxy.example.org/v1")
    assert ids() == set()


@pytest.mark.parametrize(
    "address",
    [
        "https://pr.example.org/webhooks/twilio/inbound#rc=5&rp=all",
        "https://pr.example.org/v1",
        "https://pr.example.org?",
        "https://pr.example.org#",
        "https://pr.example.org#rc=5&rp=all",
        "https://user:password@pr.example.org",
        "https://user@pr.example.org",
        "https://pr.example.org.",
        "https://pr..example.org",
        "https://pr_1.example.org",
        "https://pr.example.org\\inbound",
        "https://pr.example.org:",
    ],
)
def test_a_public_address_is_a_scheme_a_host_and_a_port_only(production: Settings, address: str) -> None:
    production.PUBLIC_URL = address
    [found] = findings()
    assert (found.id, "PUBLIC_URL" in found.msg) == ("whatspr.E013", True)
    assert "password@" not in f"{found.msg} {found.hint}"


@pytest.mark.parametrize(
    "address",
    [
        "https://PR.Example.ORG",
        "https://xn--prfung-4ya.example.org",
        "https://198.51.100.7:8443",
        "https://[2001:db8::1]:8443",
        "https://[::1]",
    ],
)
def test_a_public_address_may_be_any_host_with_a_port(production: Settings, address: str) -> None:
    production.PUBLIC_URL = address
    assert ids() == set()


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_finding_names_the_address_that_is_unsafe(production: Settings, name: str) -> None:
    setattr(production, name, "http://pr.example.org")
    assert [name in found.msg for found in findings()] == [True]


# --- Characters and lengths ---------------------------------------------------------------------


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("name", checks.VISIBLE_ASCII)
@pytest.mark.parametrize("odd", [" ", "\n", "\r", "\t", "\x00", "\x7f", "ü", "\ufeff", "\u200b", "\udcff"])
def test_what_http_cannot_carry_is_an_error_without_the_value(
    production: Settings, name: str, odd: str, debug: bool
) -> None:
    change(production, {"DEBUG": debug, "DEVELOPMENT": debug, name: f"https://left{odd}right"})
    [found] = [found for found in findings() if found.id == "whatspr.E014"]
    assert name in found.msg
    assert "left" not in f"{found.msg} {found.hint}"


@pytest.mark.parametrize(
    ("name", "length", "expected"),
    [
        ("SECRET_KEY", 31, {"E015"}),
        ("SECRET_KEY", 32, set()),
        ("HEALTH_API_TOKEN", 23, {"E015"}),
        ("HEALTH_API_TOKEN", 24, set()),
        ("HEALTH_API_TOKEN", 0, set()),
    ],
)
def test_a_short_secret_is_an_error_under_a_public_address(
    production: Settings, name: str, length: int, expected: set[str]
) -> None:
    setattr(production, name, "k" * length)
    assert ids() == expected
    assert all(name in found.msg and "openssl rand -hex 32" in str(found.hint) for found in findings())
    change(production, DEVELOPMENT | {"MAKE_RUN": True})
    assert ids() == set()
    production.DEBUG = False  # behind a tunnel
    assert ids() == expected


@pytest.mark.parametrize("keys", ["k" * 31, f"{'k' * 32},short", f"{'k' * 32},", f",{'k' * 32}", " ", ","])
def test_a_short_or_blank_key_of_pseudonyms_is_an_error(production: Settings, keys: str) -> None:
    production.PSEUDONYM_KEY = keys
    assert ids() == {"E042"}
    assert not any("kkk" in f"{found.msg} {found.hint}" for found in findings())


@pytest.mark.parametrize("keys", ["", "k" * 32, f"{'k' * 32}, {'o' * 32}"])
def test_without_a_key_of_pseudonyms_the_secret_key_is_one_without_a_warning(
    production: Settings, keys: str
) -> None:
    production.PSEUDONYM_KEY = keys
    assert ids() == set()


def test_debug_on_a_server_is_an_error_but_not_behind_a_tunnel(production: Settings) -> None:
    production.DEVELOPMENT, production.MAKE_RUN = True, False
    assert ids() == {"E016"}
    production.MAKE_RUN = True
    assert ids() == set()


# --- Times --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("OPENAI_TIMEOUT_SECONDS", "TURN_DEADLINE_SECONDS"),
        ("TURN_LEASE_RENEWAL_SECONDS", "TURN_LEASE_SECONDS"),
        ("TWILIO_TIMEOUT_SECONDS", "DELIVERY_STALE_SECONDS"),
        ("SESSION_CLEANUP_INTERVAL", "SESSION_TTL_SECONDS"),
        ("SCHEDULES_TIMEOUT_SECONDS", "SCHEDULES_STALE_SECONDS"),
    ],
)
@pytest.mark.parametrize(("inner_value", "outer_value"), [(300, 300), (301, 300), (float("nan"), 300)])
def test_a_timeout_that_does_not_nest_is_an_error(
    production: Settings, inner: str, outer: str, inner_value: float, outer_value: float
) -> None:
    change(production, {inner: inner_value, outer: outer_value})
    told = [found.msg for found in findings() if found.id == "whatspr.E020"]
    assert [inner in message for message in told if outer in message] == [True]


@pytest.mark.parametrize(
    "inner", ["OPENAI_TIMEOUT_SECONDS", "TURN_LEASE_RENEWAL_SECONDS", "TWILIO_TIMEOUT_SECONDS"]
)
@pytest.mark.parametrize("value", [0, -1])
def test_a_timeout_of_nothing_is_an_error(production: Settings, inner: str, value: float) -> None:
    setattr(production, inner, value)
    assert ids() == {"E020"}


def test_a_django_q_timeout_beyond_its_retry_is_an_error(production: Settings) -> None:
    production.Q_CLUSTER = current_settings.Q_CLUSTER | {"timeout": 300, "retry": 300}
    assert ids() == {"E020"}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SESSION_TTL_SECONDS", 59, {"E021"}),
        ("SESSION_TTL_SECONDS", 60, set()),
        ("SESSION_CLEANUP_INTERVAL", 29, {"E021"}),
        ("SESSION_CLEANUP_INTERVAL", 30, set()),
        ("DELIVERY_PART_WAIT_SECONDS", -0.1, {"E021"}),
        ("DELIVERY_PART_WAIT_SECONDS", 0, set()),
        ("TRANSCRIPT_RETENTION_DAYS", -1, {"E021"}),
        ("TRANSCRIPT_RETENTION_DAYS", 10**6, {"E021"}),
        ("SESSION_TTL_SECONDS", 10**11, {"E021"}),
        ("TRUSTED_PROXIES", -1, {"E021"}),
        ("TRUSTED_PROXIES", 10, set()),
        ("TRUSTED_PROXIES", 11, {"E021"}),
        ("TURN_QUIET_SECONDS", -0.1, {"E021"}),
        ("TURN_QUIET_SECONDS", 4.1, {"E045"}),
        ("TURN_QUIET_SECONDS", 4, set()),
        ("TURN_QUIET_MOST_SECONDS", -1, {"E021"}),
        ("PHONE_TURNS_PER_MINUTE", -1, {"E021"}),
        ("PHONE_TURNS_PER_DAY", 0, set()),
        ("TURN_QUIET_MOST_SECONDS", 61, {"E021"}),
        ("HEALTH_DOOMED_THREADS", -5, {"E021"}),
        ("HEALTH_DOOMED_THREADS", 0, set()),
        ("HEALTH_CLEANUP_GRACE_SECONDS", -1, {"E021"}),
        ("HEALTH_CLEANUP_GRACE_SECONDS", 0, set()),
        ("HEALTH_MESSAGE_WAIT_SECONDS", -1, {"E021"}),
        ("HEALTH_WORKER_SILENT_SECONDS", 19, {"E021"}),
        ("HEALTH_WORKER_SILENT_SECONDS", 20, set()),
        ("HEALTH_SCHEDULER_SILENT_SECONDS", 19, {"E021"}),
        ("HEALTH_SCHEDULER_SILENT_SECONDS", 20, set()),
    ],
)
def test_times_below_their_least_value_are_an_error(
    production: Settings, name: str, value: int, expected: set[str]
) -> None:
    change(production, {"SESSION_TTL_SECONDS": 3600, "SESSION_CLEANUP_INTERVAL": 45, name: value})
    assert ids() == expected


HEALTH_SECONDS = [
    *("HEALTH_CLEANUP_GRACE_SECONDS", "HEALTH_MESSAGE_WAIT_SECONDS"),
    *("HEALTH_WORKER_SILENT_SECONDS", "HEALTH_SCHEDULER_SILENT_SECONDS"),
]


@pytest.mark.parametrize("name", [*HEALTH_SECONDS, "DELIVERY_PART_WAIT_SECONDS", "TURN_QUIET_MOST_SECONDS"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), 1e12])
def test_seconds_that_no_clock_shows_are_an_error(production: Settings, name: str, value: float) -> None:
    setattr(production, name, value)
    [found] = findings()
    assert (found.id, name in found.msg) == ("whatspr.E021", True)


def test_a_tick_has_time_for_twice_the_deletion_of_threads(production: Settings) -> None:
    production.SCHEDULES_TIMEOUT_SECONDS = 2 * RUN_SECONDS
    assert ids() == {"E020"}


def test_the_session_config_and_the_checks_say_the_same(production: Settings) -> None:
    change(production, {"SESSION_TTL_SECONDS": 59, "SESSION_CLEANUP_INTERVAL": 29})
    assert [found.msg for found in findings()] == SessionConfig.problems(59, 29)


# --- SQLite -------------------------------------------------------------------------------------


def test_the_sqlite_of_this_python_is_new_enough() -> None:
    assert sqlite3.sqlite_version_info >= checks.SQLITE_MINIMUM
    assert checks.sqlite_version() == []


@pytest.mark.parametrize(("engine", "expected"), [("sqlite3", ["whatspr.E030"]), ("postgresql", [])])
def test_an_old_sqlite_is_an_error_only_where_it_is_used(
    monkeypatch: pytest.MonkeyPatch, engine: str, expected: list[str]
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))  # the machine, not our code
    monkeypatch.setitem(current_settings.DATABASES["default"], "ENGINE", f"django.db.backends.{engine}")
    assert [found.id for found in checks.sqlite_version()] == expected


# --- As a whole ---------------------------------------------------------------------------------


def manage_check(**environment: str) -> "subprocess.CompletedProcess[str]":
    """Run `manage.py check` with nothing but `environment` and without a `.env` file."""
    emptied = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull}
    command = [sys.executable, "manage.py", "check"]
    return subprocess.run(command, cwd=ROOT, env=emptied | environment, capture_output=True, text=True)


def test_an_empty_environment_ends_in_findings_and_not_in_a_traceback() -> None:
    run = manage_check()
    assert run.returncode == 1
    assert set(re.findall(r"whatspr\.(E\d+)", run.stderr)) == {f"E{number}" for number in REQUIRED}
    assert "Traceback" not in run.stderr


def test_development_starts_with_warnings() -> None:
    run = manage_check(DEBUG="on", SECRET_KEY="x" * 50)
    assert run.returncode == 0
    assert set(re.findall(r"whatspr\.(\w\d+)", run.stderr)) == {"W002", "W003", "W004", "W005", "W006"}


@pytest.mark.parametrize(
    "environment",
    [
        {"LOG_LEVEL": "verbose"},
        {"SESSION_TTL_SECONDS": "an hour"},
        {"TURN_LEASE_SECONDS": ""},
        {"DATABASE_URL": "nonsense"},
        {"DATABASE_URL": "$DATABASE_URL_OF_ANOTHER_NAME"},
        {"EMAIL_URL": "$MAIL"},
        {"OPENAI_API_KEY": "sk-1\x1bx"},
        {"PUBLIC_URL": "https://pr.example.org/webhooks/twilio/inbound#rc=5&rp=all"},
        {"PUBLIC_URL": "https://[::1"},
        {"ENV_FILE": "/"},
    ],
    ids=str,
)
def test_a_value_that_cannot_be_read_is_one_clear_line(environment: dict[str, str]) -> None:
    run = manage_check(DEBUG="on", SECRET_KEY="x" * 50, **environment)
    assert run.returncode != 0
    assert re.search(
        r"/ cannot be read" if "ENV_FILE" in environment else next(iter(environment)), run.stderr
    )
    assert "Traceback" not in run.stderr


def test_a_log_level_may_be_written_in_lower_case() -> None:
    assert manage_check(DEBUG="on", SECRET_KEY="x" * 50, LOG_LEVEL="info").returncode == 0


def test_djangos_own_checks_of_every_admin_page_find_nothing() -> None:
    import_module(current_settings.ROOT_URLCONF)  # which registers them: no other process needs them
    assert site.is_registered(ConversationSession)
    assert run_checks(tags=[Tags.admin]) == []


@pytest.mark.parametrize("keys", [{"id": ""}, {"": "secret"}, {"id": " secret"}, {"i d": "secret"}])
def test_webhook_keys_that_are_not_pairs_are_an_error(production: Settings, keys: dict[str, str]) -> None:
    production.TWILIO_WEBHOOK_KEYS = keys
    assert ids() == {"E018"}


@pytest.mark.parametrize(
    "entry", ["https://pr.example.org", "pr.example.org:443", "a.example.org b", "a_b", "a."]
)
def test_a_host_that_no_request_can_have_is_an_error(production: Settings, entry: str) -> None:
    production.ALLOWED_HOSTS = ["pr.example.org", entry]
    assert ids() == {"E019"}


def test_hosts_of_all_forms_are_allowed(production: Settings) -> None:
    production.ALLOWED_HOSTS = ["*", ".example.org", "Web-1", "10.0.0.1", "[::1]"]
    assert ids() == set()


@pytest.mark.parametrize("prices", ["gpt-6-luna", "gpt-6-luna:1/2", "a:1/1/1,a:2/2/2", "a:1/x/1"])
def test_a_price_that_cannot_be_read_is_an_error_that_names_it(production: Settings, prices: str) -> None:
    production.OPENAI_PRICES = prices
    [found] = findings()
    assert found.id == "whatspr.E050"
    assert prices.split(",")[-1] in found.msg
    assert "gpt-6-luna:0.20/0.02/1.60" in str(found.hint)


@pytest.mark.parametrize("budget", [5, 0.5])
def test_a_budget_needs_the_price_of_each_model_in_use(production: Settings, budget: float) -> None:
    production.OPENAI_MODEL, production.OPENAI_WRITER_MODEL = "gpt-6-luna-2026-05-01", "gpt-6.1-terra"
    production.OPENAI_TRANSCRIPTION_MODEL = "gpt-transcribe"
    change(production, {"OPENAI_DAILY_BUDGET": budget, "OPENAI_PRICES": "gpt-6-luna:1/0.1/4"})
    messages = [found.msg for found in findings() if found.id == "whatspr.E051"]
    assert messages == [
        "OPENAI_DAILY_BUDGET needs the price of gpt-6.1-terra (OPENAI_WRITER_MODEL).",
        "OPENAI_DAILY_BUDGET needs the price of gpt-transcribe (OPENAI_TRANSCRIPTION_MODEL).",
    ]
    production.OPENAI_PRICES += ",gpt-6.1-terra:0/0/0,gpt-transcribe:0.006/min"
    assert findings() == []


@pytest.mark.parametrize("budget", [-1, float("nan"), float("inf")])
def test_a_budget_is_an_amount(production: Settings, budget: float) -> None:
    production.OPENAI_DAILY_BUDGET = budget
    assert "whatspr.E021" in {found.id for found in findings()}


def test_without_a_budget_no_price_is_needed(production: Settings) -> None:
    change(production, {"OPENAI_DAILY_BUDGET": 0, "OPENAI_PRICES": ""})
    assert findings() == []


@pytest.mark.parametrize("address", ["olga", "a@x.org;b@x.org", "a@x.org b@x.org", "Olga <olga>", "a@x.org>"])
@pytest.mark.parametrize("name", ["OPERATOR_EMAILS", "EMAIL_FROM"])
def test_an_odd_email_address_is_an_error(production: Settings, name: str, address: str) -> None:
    change(production, {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"})
    assert ids() == set()
    if name == "EMAIL_FROM":
        production.DEFAULT_FROM_EMAIL = address
    else:
        production.OPERATOR_EMAILS = ["Ann <ann@example.org>", '"a; b@c" <d@example.org>', address]
    [found] = findings()
    assert found.id == "whatspr.E041"
    assert name in found.msg


@pytest.mark.parametrize(
    "secret",
    ["", "a password", "A" * 28, "A" * 31, "A" * 88, "ü" * 32, "whsec_" + "A" * 28, "whsk_" + "A" * 32],
)
def test_a_web_hook_without_a_good_secret_is_an_error(production: Settings, secret: str) -> None:
    change(production, {"OPERATOR_WEBHOOK_SECRET": secret})
    assert ids() == set()
    production.OPERATOR_WEBHOOK_URL = "https://hooks.example.org/whatspr"
    [found] = findings()
    assert found.id == "whatspr.E043"
    assert not secret or secret not in f"{found.msg} {found.hint}"


@pytest.mark.parametrize("secret", ["A" * 32, "whsec_" + "A" * 32, "whsec_" + "/" * 85 + "w=="])
def test_a_web_hook_with_a_secret_of_24_to_64_bytes_is_fine(production: Settings, secret: str) -> None:
    change(
        production, {"OPERATOR_WEBHOOK_SECRET": secret, "OPERATOR_WEBHOOK_URL": "https://hooks.example.org"}
    )
    assert ids() == set()
