"""What leaves compressed, and what does not."""

import gzip
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.templatetags.static import static
from django.test import RequestFactory
from pytest_django import Settings
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.support.asgi import Answered, request, run
from tests.support.console_pages import SESSIONS, client_of
from tests.support.health_api import BEARER, TOKEN
from tests.support.settings_process import settings_of
from whatspr.asgi import pages
from whatspr.compression import CompressText

pytestmark = pytest.mark.django_db(transaction=True)

CODINGS = {"Accept-Encoding": "gzip, deflate, br, zstd"}
STYLES = "/static/unfold/css/styles.css"
FONT = "/static/unfold/fonts/material-symbols/Material-Symbols-Outlined.woff2"


def get(path: str, **headers: str) -> Answered:
    """Return what leaves for a browser on this machine."""
    told = {"Host": "localhost", **CODINGS, **headers}
    return run(request(pages, path, method="GET", headers=told.items()))


@pytest.fixture
def signed_in(settings: Settings) -> dict[str, str]:
    """The headers of a superuser, and of a program that may read the API."""
    settings.HEALTH_API_TOKEN = TOKEN
    cookie = client_of("Superuser").cookies[settings.SESSION_COOKIE_NAME].value
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}", **BEARER}


@pytest.mark.parametrize("path", [SESSIONS, "/api/schema", STYLES])
def test_pages_the_api_and_styles_are_a_third_of_their_size_or_less(
    path: str, signed_in: dict[str, str]
) -> None:
    answer = get(path, **signed_in)
    assert (answer.status, answer.headers["content-encoding"]) == (200, "gzip")
    assert "Accept-Encoding" in answer.headers["vary"]
    assert len(answer.body) < len(gzip.decompress(answer.body)) / 3


@pytest.mark.parametrize("coding", ["", "br", "identity", "\xe9"])
def test_a_client_that_does_not_ask_for_gzip_gets_the_plain_page(coding: str) -> None:
    answer = get("/admin/login/", **{"Accept-Encoding": coding})
    assert "content-encoding" not in answer.headers
    assert b"Log in" in answer.body


@pytest.mark.parametrize("path", ["/health/live", "/webhooks/twilio/inbound", FONT])
def test_small_answers_webhooks_and_fonts_stay_as_they_are(path: str) -> None:
    assert "content-encoding" not in get(path).headers


def test_a_style_that_a_browser_has_is_not_sent_again_in_development() -> None:
    again = get(STYLES, **{"If-None-Match": get(STYLES).headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def compressed(answer: HttpResponse) -> bytes:
    request = RequestFactory().get("/", headers=CODINGS)
    CompressText(lambda request: answer)(request)
    return answer.content


@pytest.mark.parametrize("content_type", ["audio/ogg", "image/jpeg", "application/pdf", "", "video/mp4"])
def test_what_users_send_is_not_compressed_again(content_type: str) -> None:
    assert compressed(HttpResponse(b"a" * 5000, content_type=content_type)) == b"a" * 5000


def test_two_answers_with_one_content_differ_in_length() -> None:
    """By the padding against BREACH, which reads secrets off the length of answers."""
    assert len({len(compressed(HttpResponse(b"a" * 5000))) for _ in range(30)}) > 1


def test_on_a_server_a_browser_keeps_a_static_file_for_a_year_and_gets_it_compressed(
    settings: Settings, tmp_path: Path
) -> None:
    shipped = settings_of(["STORAGES", "WHITENOISE_AUTOREFRESH"], PUBLIC_URL="https://pr.example.org")
    settings.STORAGES, settings.STATIC_ROOT = shipped["STORAGES"], tmp_path
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = shipped["WHITENOISE_AUTOREFRESH"]
    ours_alone = ["admin", "drf_spectacular_sidecar", "rest_framework", "unfold", "webhooks", "*otp*"]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=ours_alone)
    request = RequestFactory().get(static("sessions_app/console/every_page.css"), headers=CODINGS)
    assert re.search(r"every_page\.[0-9a-f]{12}\.css$", request.path)
    answer = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))(request)
    assert answer["Content-Encoding"] == "gzip"
    assert int(re.findall(r"max-age=(\d+)", answer["Cache-Control"])[0]) >= 365 * 86400
    answer.close()
