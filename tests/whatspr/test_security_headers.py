"""What a server adds to its answers, what it sends to https, and what Django's deployment check says."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml
from django.test import Client
from pytest_django import Settings

from tests.support.processes import BASE_DIR
from tests.support.settings_process import settings_of

pytestmark = pytest.mark.django_db

PUBLIC_URL = "https://pr.example.org"
SHIPPED = (
    *("SECURE_SSL_REDIRECT", "SECURE_SSL_HOST", "SECURE_REDIRECT_EXEMPT", "SECURE_HSTS_SECONDS"),
    *("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"),
)
TLS = {"X-Forwarded-Proto": "https"}
YEAR = "max-age=31536000"


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    """The settings that a server under an https address has."""
    return settings_of([*SHIPPED], PUBLIC_URL=PUBLIC_URL)


@pytest.fixture
def server(settings: Settings, shipped: dict[str, Any]) -> Client:
    for name, value in shipped.items():
        setattr(settings, name, value)
    return Client()


def test_djangos_deployment_check_finds_nothing_with_the_environment_of_compose() -> None:
    example = (BASE_DIR / ".env.example").read_text()
    needed = re.findall(r"^([A-Z_]+)=$", example.partition("# --- Optional")[0], re.MULTILINE)
    values = {
        "SECRET_KEY": os.urandom(32).hex(),
        "PUBLIC_URL": PUBLIC_URL,
        "TWILIO_WHATSAPP_FROM": "whatsapp:+14155238886",
    }
    web = yaml.safe_load((BASE_DIR / "compose.yaml").read_text())["services"]["web"]["environment"]
    environment = {name: values.get(name, "x") for name in needed}
    environment |= {name: re.sub(r"\$\{[^}]*\}", "x", value) for name, value in web.items()}
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=BASE_DIR,
        env=environment | {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull},
        capture_output=True,
        text=True,
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == "System check identified no issues (2 silenced).\n"


@pytest.mark.parametrize(
    "path", ["/", "/admin/", "/admin/login/?next=/admin/", "/documents/x", "/api/docs", "/nothing"]
)
def test_a_page_is_sent_to_https_at_the_public_address_whatever_host_was_asked_for(
    server: Client, path: str
) -> None:
    answer = server.get(path, headers={"Host": "10.0.0.7:8000"})
    assert (answer.status_code, answer["Location"]) == (301, PUBLIC_URL + path)


@pytest.mark.parametrize("path", ["/health/live", "/health/sessions", "/health/sessions/details", "/metrics"])
def test_probes_and_prometheus_are_answered_without_tls(server: Client, path: str) -> None:
    assert server.get(path, headers={"Host": "10.0.0.7:8000"}).status_code in (200, 401)


def test_a_webhook_without_tls_is_refused_not_redirected(server: Client) -> None:
    path, form = "/webhooks/twilio/inbound", "application/x-www-form-urlencoded"
    for signature in ({}, {"X-Twilio-Signature": "of nobody"}):
        assert server.post(path, "Body=hello", form, headers=signature).status_code == 403


def test_a_browser_is_told_to_use_https_for_a_year_for_this_host_alone(server: Client) -> None:
    assert server.get("/admin/login/", headers=TLS)["Strict-Transport-Security"] == YEAR
    assert "Strict-Transport-Security" not in server.get("/health/live")


def test_cookies_are_for_this_very_host_and_https_only(server: Client) -> None:
    server.get("/admin/login/", headers=TLS)
    cookie = server.cookies["__Host-csrftoken"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_without_https_nothing_is_redirected_and_cookies_have_their_usual_names() -> None:
    assert settings_of([*SHIPPED], PUBLIC_URL="http://127.0.0.1:8000", DEBUG="on") == {
        "SECURE_SSL_REDIRECT": False,
        "SECURE_SSL_HOST": "127.0.0.1:8000",
        "SECURE_REDIRECT_EXEMPT": ["^health/", "^metrics$", "^webhooks/"],
        "SECURE_HSTS_SECONDS": 0,
        "SESSION_COOKIE_NAME": "sessionid",
        "CSRF_COOKIE_NAME": "csrftoken",
        "SESSION_COOKIE_SECURE": False,
        "CSRF_COOKIE_SECURE": False,
    }


@pytest.mark.parametrize("path", ["/admin/login/", "/nothing", "/health/live", "/metrics"])
def test_every_answer_says_what_a_browser_may_load(client: Client, path: str) -> None:
    policy = dict(
        one.strip().partition(" ")[::2] for one in client.get(path)["Content-Security-Policy"].split(";")
    )
    assert policy.pop("script-src") == "'self' 'unsafe-eval'"
    assert policy.pop("img-src") == "'self' data:"
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert set(policy.values()) == {"'self'", "'none'"}


def test_the_page_of_the_api_evaluates_nothing(client: Client, settings: Settings) -> None:
    settings.DEBUG = True
    policy = client.get("/api/docs")["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
