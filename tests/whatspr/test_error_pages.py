"""A browser gets a page for each error: in the console's look, with a way on, without the database."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as current_settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from sessions_app import error_pages
from tests.support.asgi import Answered, request, run
from tests.support.console_pages import client_of, viewer, words
from whatspr.asgi import pages

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
MANIFEST = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
PROGRAM = {"Accept": "application/json"}


def fail(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the database is gone")


def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("of whom")


urlpatterns = [path("fail", fail), path("forbid", forbid), path("", include("whatspr.urls"))]
with_failing_pages = pytest.mark.urls(__name__)


def test_each_error_has_a_page_that_stands_alone_and_leads_on() -> None:
    """No test of this needs a database: pytest-django forbids one here."""
    for status in (*error_pages.STATUSES, 404, 500):
        page = error_pages._page(status)
        assert f"Error {status}" in page
        assert page.count('href="/admin/') == (1 if status in (401, 403) else 2), status
        assert "<script" not in page
        assert "style=" not in page


@pytest.mark.parametrize("path", ["/nothing", "/favicon.ico", "/api/docs"])
def test_nothing_of_it_needs_the_list_of_static_files(settings: Settings, path: str, tmp_path: Path) -> None:
    """A server whose files were not collected says what is wrong as well."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {"staticfiles": {"BACKEND": MANIFEST}}
    error_pages._page.cache_clear()
    assert Client().get(path, headers=BROWSER).status_code in (302, 401, 404)


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/fail", 500), ("/forbid", 403)])
@with_failing_pages
def test_djangos_errors_are_shown_without_a_query(path: str, status: int) -> None:
    answer = Client(raise_request_exception=False).get(path, headers=BROWSER)
    assert answer.status_code == status
    assert f"Error {status}" in answer.content.decode()
    assert "of whom" not in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@with_failing_pages
def test_a_500_is_shown_while_every_query_fails_even_to_who_is_signed_in() -> None:
    client = Client(raise_request_exception=False)
    client.cookies[current_settings.SESSION_COOKIE_NAME] = "a" * 32
    for page in ("/admin/", "/admin/sessions_app/conversationsession/"):  # pytest-django refuses the query
        answer = client.get(page, headers=BROWSER)
        assert (answer.status_code, "Error 500" in answer.content.decode()) == (500, True)


@pytest.mark.django_db
def test_every_page_has_our_icon_and_browsers_find_it_beside_other_answers() -> None:
    client = client_of("Superuser")
    icon = "/static/sessions_app/icon.svg"
    for who, page in ((client, "/admin/"), (Client(), "/admin/login/"), (client, "/nothing")):
        assert f'href="{icon}"' in who.get(page, headers=BROWSER).content.decode()
    answer = client.get("/favicon.ico", follow=True)
    assert (answer.redirect_chain, answer["Content-Type"]) == ([(icon, 302)], "image/svg+xml")
    answer.close()


def test_a_foreign_host_gets_the_page_of_a_400() -> None:
    answer = Client().get("/admin/login/", headers={**BROWSER, "Host": "evil.example.org"})
    assert (answer.status_code, "Error 400" in answer.content.decode()) == (400, True)
    assert "evil" not in answer.content.decode()


@pytest.mark.django_db
def test_under_the_console_the_signed_out_are_led_to_the_log_in_and_back() -> None:
    answer = Client().get("/admin/no/such/page/", headers=BROWSER)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/no/such/page/")
    assert viewer().get("/admin/no/such/page/", headers=BROWSER).status_code == 404


@pytest.mark.django_db
def test_who_may_not_is_told_so_and_offered_no_second_log_in() -> None:
    page = viewer().get("/admin/auth/user/", headers=BROWSER)
    assert page.status_code == 403
    assert "does not have the permission" in words(page.content.decode())
    assert "/admin/login/" not in page.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_that_it_is_out_of_date() -> None:
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "olga"}, headers=BROWSER)
    assert answer.status_code == 403
    assert "This form is out of date" in answer.content.decode()


@pytest.mark.parametrize(("headers", "is_page"), [(BROWSER, True), (PROGRAM, False), ({}, False)])
@pytest.mark.django_db
def test_the_address_of_a_form_opened_by_hand_is_a_page_for_browsers(
    headers: dict[str, str], is_page: bool
) -> None:
    answer = client_of("Operators").get("/admin/logout/", headers=headers)
    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")
    assert ("Error 405" in answer.content.decode()) is is_page
    assert answer["Content-Length"] == str(len(answer.content))


@pytest.mark.django_db(transaction=True)  # the API reads in threads of its own
def test_the_docs_ask_a_browser_to_log_in_and_lead_back() -> None:
    answer = Client().get("/api/docs", headers=BROWSER)
    assert (answer.status_code, answer["Content-Type"]) == (401, "text/html; charset=utf-8")
    assert 'href="/admin/login/?next=/api/docs"' in answer.content.decode()
    forbidden = client_of("Nobody").get("/api/docs", headers=BROWSER)
    assert (forbidden.status_code, "Error 403" in forbidden.content.decode()) == (403, True)


@pytest.mark.parametrize("address", ["/health/sessions/details", "/metrics", "/api/schema"])
@pytest.mark.django_db
def test_the_health_api_answers_json_to_every_client(address: str) -> None:
    for headers in (BROWSER, PROGRAM):
        answer = Client().get(address, headers=headers)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/json")


def asked(headers: dict[str, str], *, query: bytes = b"", length: str = "") -> Answered:
    more = {"Host": "localhost", **headers} | ({"Content-Length": length} if length else {})
    return run(request(pages, "/admin/login/", method="GET", query=query, headers=more.items()))


@pytest.mark.parametrize(
    ("status", "more"), [(400, {"query": b"&".join([b"a=1"] * 1001)}), (413, {"length": "9" * 9})]
)
def test_what_never_reaches_django_has_a_page_too(status: int, more: dict[str, Any]) -> None:
    page, plain = asked(BROWSER, **more), asked(PROGRAM, **more)
    assert page.status == plain.status == status
    assert f"Error {status}" in page.body.decode()
    assert page.headers["content-type"] == error_pages.CONTENT_TYPE
    assert page.headers["content-security-policy"] == error_pages.POLICY
    assert "<html" not in plain.body.decode()
