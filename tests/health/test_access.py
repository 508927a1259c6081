"""Who gets the details, the cleanup and the metrics: the token, operators, and a developer here."""

import shlex
from collections.abc import Sequence
from typing import Any

import pytest
from django.conf import settings as current_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from pytest_django import Settings

from sessions_app.models import AuditEntry, ConversationSession
from tests.support.health_api import BEARER, TOKEN, noon, validate  # noqa: F401  (noon is a fixture)

pytestmark = pytest.mark.usefixtures("noon")

DETAILS, CLEANUP, METRICS = "/health/sessions/details", "/health/sessions/cleanup", "/metrics"
SCHEMA, DOCS = "/api/schema", "/api/docs"
PROTECTED = [("GET", DETAILS), ("POST", CLEANUP), ("GET", METRICS)]
protected = pytest.mark.parametrize(("method", "path"), PROTECTED)

GUIDE = """
curl -I /health/sessions
curl -s http://localhost:8000/health/sessions/details
curl -X POST http://localhost:8000/health/sessions/cleanup
curl -I http://localhost:8000/health/sessions
"""
"""The older service's curl lines; what their pipes to jq read is asserted below."""


@pytest.fixture
def token(settings: Settings) -> None:
    settings.HEALTH_API_TOKEN = TOKEN


@pytest.fixture
def development(settings: Settings) -> None:
    settings.DEBUG = True


def permission(may: str) -> Permission:
    """Return the permission to "view" sessions, or to "delete" them, which a viewer has not.

    The tables may have been emptied by the test before, with the permissions that a migration makes.
    """
    sessions = ContentType.objects.get_for_model(ConversationSession)
    made, _ = Permission.objects.get_or_create(codename=f"{may}_conversationsession", content_type=sessions)
    return made


def client_of(*, csrf: bool = False, may: Sequence[str] = (), **user: Any) -> Client:
    """Return the browser of a new user who is signed in."""
    client = Client(enforce_csrf_checks=csrf)
    account = get_user_model().objects.create_user("somebody", **user)
    account.user_permissions.set(map(permission, may))
    client.force_login(account)
    return client


# --- The token ----------------------------------------------------------------------------------


@protected
@pytest.mark.usefixtures("token")
def test_the_token_opens(client: Client, method: str, path: str) -> None:
    assert client.generic(method, path, headers=BEARER).status_code == 200


@protected
@pytest.mark.usefixtures("token", "development")
@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN} x",
        f"Basic {TOKEN}",
        "Bearer ü",
    ],
)
def test_no_token_or_a_wrong_one_is_a_401(client: Client, method: str, path: str, header: str) -> None:
    response: Any = client.generic(method, path, headers={"Authorization": header})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="WhatsPR"'
    validate(path, method.lower(), response)


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x"])
def test_without_a_token_in_the_settings_none_is_valid(
    client: Client, settings: Settings, debug: bool, header: str
) -> None:
    settings.DEBUG = debug
    assert client.get(DETAILS, headers={"Authorization": header}).status_code == 401


@pytest.mark.usefixtures("token")
def test_the_token_needs_no_csrf_token() -> None:
    assert Client(enforce_csrf_checks=True).post(CLEANUP, headers=BEARER).status_code == 200


# --- Operators ----------------------------------------------------------------------------------


@protected
@pytest.mark.parametrize("with_token", [True, False])
def test_an_operator_who_is_signed_in_may(
    settings: Settings, method: str, path: str, with_token: bool
) -> None:
    settings.HEALTH_API_TOKEN = TOKEN if with_token else ""
    client = client_of(is_staff=True, may=["view", "delete"])
    assert client.generic(method, path).status_code == 200


@pytest.mark.parametrize(
    ("user", "status"),
    [
        ({"is_staff": True, "may": ["view"]}, 403),
        ({"is_staff": True, "may": ["view", "delete"]}, 200),
        ({"is_staff": True, "is_superuser": True}, 200),
        ({"is_superuser": True}, 403),
        ({"may": ["view", "delete"]}, 403),
    ],
    ids=["viewer", "operator", "superuser", "superuser without the admin", "no staff"],
)
@pytest.mark.parametrize("debug", [False, True])
def test_of_the_staff_those_who_may_delete_sessions_may_clean_up(
    settings: Settings, user: dict[str, Any], status: int, debug: bool
) -> None:
    client = client_of(**user)
    settings.DEBUG = debug
    response = client.post(CLEANUP)
    assert response.status_code == status
    validate(CLEANUP, "post", response)


def test_the_permission_may_come_from_a_group() -> None:
    client = client_of(is_staff=True)
    group = Group.objects.create(name="operators")
    group.permissions.add(permission("delete"))
    get_user_model().objects.get().groups.add(group)
    assert client.post(CLEANUP).status_code == 200
    assert AuditEntry.objects.get().action == "cleanup"


def test_a_viewer_reads_the_details_and_the_metrics() -> None:
    client = client_of(is_staff=True, may=["view"])
    assert [client.get(path).status_code for path in (DETAILS, METRICS)] == [200, 200]


@pytest.mark.parametrize("path", [DETAILS, METRICS, SCHEMA, DOCS])
@pytest.mark.parametrize("may", [[], ["delete"]])
def test_staff_who_may_not_see_sessions_see_no_figures(path: str, may: list[str]) -> None:
    assert client_of(is_staff=True, may=may).get(path).status_code == 403


@protected
@pytest.mark.parametrize("debug", [False, True])
def test_somebody_else_who_is_signed_in_gets_a_403(
    settings: Settings, method: str, path: str, debug: bool
) -> None:
    client = client_of(is_staff=False)
    settings.DEBUG = debug
    response = client.generic(method, path)
    assert response.status_code == 403
    validate(path, method.lower(), response)


@protected
def test_an_operator_who_is_not_active_any_more_gets_a_401(method: str, path: str) -> None:
    client = client_of(is_staff=True)
    get_user_model().objects.update(is_active=False)
    assert client.generic(method, path).status_code == 401


def test_an_operators_cleanup_needs_the_csrf_token() -> None:
    client = client_of(csrf=True, is_staff=True, may=["view", "delete"])
    assert client.get(DETAILS).status_code == 200
    assert client.post(CLEANUP).status_code == 403
    client.cookies[current_settings.CSRF_COOKIE_NAME] = "a" * 32
    assert client.post(CLEANUP, headers={"X-CSRFToken": "a" * 32}).status_code == 200


def test_a_wrong_token_is_not_made_good_by_a_login() -> None:
    wrong = {"Authorization": "Bearer wrong"}
    assert client_of(is_staff=True).get(DETAILS, headers=wrong).status_code == 401


# --- Development --------------------------------------------------------------------------------


@protected
@pytest.mark.usefixtures("development")
@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_in_development_this_machine_may(client: Client, method: str, path: str, address: str) -> None:
    assert client.generic(method, path, REMOTE_ADDR=address).status_code == 200


@protected
def test_in_production_this_machine_may_not(client: Client, method: str, path: str) -> None:
    assert client.generic(method, path, REMOTE_ADDR="127.0.0.1").status_code == 401


@protected
@pytest.mark.usefixtures("development")
@pytest.mark.parametrize(
    "address", ["192.168.1.7", "10.0.0.1", "::ffff:10.0.0.1", "2001:db8::1", "", "unix:"]
)
def test_in_development_another_machine_may_not(client: Client, method: str, path: str, address: str) -> None:
    assert client.generic(method, path, REMOTE_ADDR=address).status_code == 401


@protected
@pytest.mark.usefixtures("development")
@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-For": ""},
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Host": "pr.example.org"},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_in_development_a_proxy_or_a_foreign_page_may_not(
    client: Client, method: str, path: str, headers: dict[str, str]
) -> None:
    assert client.generic(method, path, headers=headers).status_code == 401


@protected
@pytest.mark.usefixtures("development")
def test_in_development_a_foreign_name_for_this_machine_may_not(
    client: Client, method: str, path: str
) -> None:
    headers = {"Host": "evil.example.org:8000", "Sec-Fetch-Site": "same-origin"}
    assert client.generic(method, path, headers=headers).status_code == 401


@pytest.fixture
def guide(development: None, client: Client) -> list[Any]:
    """The answers to the guide's curl lines, in their order."""
    answers: list[Any] = []
    for line in GUIDE.strip().splitlines():
        words = shlex.split(line)
        method = "HEAD" if "-I" in words else "POST" if "-X" in words else "GET"
        path = words[-1].removeprefix("http://localhost:8000")
        answers.append(client.generic(method, path, headers={"Host": "localhost:8000"}))
    return answers


def test_the_curl_lines_of_the_guide_work_as_written(guide: list[Any]) -> None:
    assert [answer.status_code for answer in guide] == [200] * 4
    details, cleanup = guide[1].json(), guide[2].json()
    assert (details["active_sessions"], details["estimated_memory_bytes"]) == (0, 0)
    assert cleanup["cleanup_results"]["removed_sessions"] == 0


# --- The schema and its page --------------------------------------------------------------------


@pytest.mark.parametrize("path", [SCHEMA, DOCS])
def test_the_schema_is_protected_in_production(client: Client, settings: Settings, path: str) -> None:
    assert client.get(path).status_code == 401
    settings.HEALTH_API_TOKEN = TOKEN
    assert client.get(path, headers=BEARER).status_code == 200
    assert client_of(is_staff=True, may=["view"]).get(path).status_code == 200


@pytest.mark.parametrize("path", [DETAILS, METRICS, SCHEMA, DOCS])
@pytest.mark.parametrize("key", [r'"\000aaaaaaaaa"', "abc", "A" * 32, "a" * 33])
def test_a_session_key_that_none_of_ours_can_have_is_nobodys(client: Client, path: str, key: str) -> None:
    assert (
        client.get(path, headers={"Cookie": f"{current_settings.SESSION_COOKIE_NAME}={key}"}).status_code
        == 401
    )


@pytest.mark.parametrize("path", [SCHEMA, DOCS])
@pytest.mark.usefixtures("development")
def test_the_schema_is_open_in_development(client: Client, path: str) -> None:
    assert client.get(path, REMOTE_ADDR="192.168.1.7").status_code == 200


@pytest.mark.usefixtures("development")
def test_the_page_of_the_schema_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get(DOCS).content.decode()
    assert "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle" in page
    assert "http:" not in page
    assert "https:" not in page


@pytest.mark.parametrize("path", [SCHEMA, DOCS])
@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {"Accept": "////", "Authorization": "Bearer wrong"}, 406),
        ("GET", {"Authorization": "Bearer wrong"}, 401),
        ("OPTIONS", {"Authorization": f"Bearer {TOKEN}"}, 405),
    ],
)
def test_a_problem_with_the_docs_is_told_in_json(
    client: Client, settings: Settings, path: str, method: str, headers: dict[str, str], status: int
) -> None:
    settings.HEALTH_API_TOKEN = TOKEN
    answer = client.generic(method, path, headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
