"""Pages behind the event loop: what cannot be a request, whole bodies, foreign hosts, too many at once."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.wsgi import get_wsgi_application
from pytest_django import Settings

from tests.support.asgi import Answered, pieces, request, run
from webhooks.doorstep import Refused
from whatspr.asgi import application, pages
from whatspr.pages import Pages, Threads

pytestmark = pytest.mark.django_db(transaction=True)

FORM = "application/x-www-form-urlencoded"


def get(path: str, *, query: bytes = b"", method: str = "GET", **headers: str) -> Answered:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return run(request(pages, path, method=method, query=query, headers=named))


def test_an_answer_without_django_has_its_headers_too(settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 60
    large = run(request(application, "/admin/login/", method="POST", headers=[("Content-Length", "9" * 9)]))
    refused = run(request(application, "/webhooks/x"))
    assert (large.status, refused.status) == (413, 404)
    for answer in (large, refused):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert answer.headers["strict-transport-security"] == "max-age=60"


# --- What Django cannot make a request of -----------------------------------------------------


@pytest.mark.parametrize("path", ["/health/live", "/admin/login/", "/", "/nothing"])
@pytest.mark.parametrize("codec", ["rot13", "zlib", "hex", "bz2", "uu", "quopri", "base64", "undefined"])
@pytest.mark.parametrize("media_type", [FORM, "a/b"])
def test_a_charset_that_is_no_text_encoding_is_a_400_and_one_line(
    caplog: pytest.LogCaptureFixture, path: str, codec: str, media_type: str
) -> None:
    answer = get(path, query=b"a=%41", Content_Type=f"{media_type}; charset={codec}", Host="localhost")
    assert (answer.status, answer.headers["content-type"]) == (400, "application/json")
    assert json.loads(answer.body)["detail"]
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.parametrize("path", ["/health/live", "/admin/login/"])
def test_more_parameters_than_django_takes_are_a_400_and_one_line(
    caplog: pytest.LogCaptureFixture, path: str
) -> None:
    answer = get(path, query=b"&".join(b"a=1" for _ in range(1001)), Host="localhost")
    assert (answer.status, answer.headers["content-type"]) == (400, "application/json")
    assert len(caplog.records) == 1


@pytest.mark.parametrize("query", [b"\xff\xfe", b"%ED%A0%80=%FF", b"a\x00b", "ü=ä".encode()])
def test_a_query_that_is_no_text_never_fails(query: bytes) -> None:
    assert get("/health/live", query=query).status == 200


# --- Forms ------------------------------------------------------------------------------------


def log_in(content_type: str, chunks: AsyncIterator[bytes]) -> Answered:
    """Post a log-in without Content-Length, as some proxies send it."""
    token = "a" * 32
    headers = {
        "Host": "localhost",
        "Content-Type": content_type,
        "Transfer-Encoding": "chunked",
        "Cookie": f"{settings.CSRF_COOKIE_NAME}={token}",
        "X-CSRFToken": token,
    }
    return run(request(pages, "/admin/login/", headers=headers.items(), chunks=chunks))


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=utf8", "; charset=ISO-8859-1"])
def test_a_form_without_a_length_is_read_to_its_end(charset: str) -> None:
    User.objects.create_superuser("operator", password="a long password")
    body = b"username=operator&password=a+long+password"
    answer = log_in(FORM + charset, pieces(body[:10], body[10:11], body[11:]))
    assert (answer.status, answer.headers["location"]) == (302, "/admin/")


def test_a_form_in_parts_is_read() -> None:
    User.objects.create_superuser("operator", password="a long password")
    fields = {"username": "operator", "password": "a long password"}
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{fields[name]}\r\n' for name in fields
    ]
    body = ("".join(parts) + "--x--\r\n").encode()
    assert log_in("multipart/form-data; boundary=x", pieces(body)).status == 302


def test_a_form_that_says_that_it_is_too_large_is_refused_unread() -> None:
    async def unread() -> AsyncIterator[bytes]:
        await asyncio.Event().wait()
        yield b""

    headers = {"Content-Length": "1000000", "Content-Type": FORM}
    answer = asyncio.run(request(pages, "/admin/login/", headers=headers.items(), chunks=unread()))
    assert (answer.status, answer.headers["connection"]) == (413, "close")


def test_a_form_that_is_too_large_is_refused_while_it_is_read(settings: Settings) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 10_000

    assert log_in(FORM, endless()).status == 413


# --- Hosts and headers ------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["10.0.0.7:8000", "web", "evil.example.org", "a_b", "[", ""])
@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/health/sessions"])
def test_a_probe_may_ask_for_any_host(path: str, host: str) -> None:
    assert get(path, Host=host).status in (200, 503)  # no worker runs, so this is not ready


@pytest.mark.parametrize("path", ["/health/sessions/details", "/metrics"])
def test_a_monitor_may_ask_for_any_host_and_needs_its_token(settings: Settings, path: str) -> None:
    settings.HEALTH_API_TOKEN = "t" * 32
    assert get(path, Host="prometheus-target").status == 401
    assert get(path, Host="prometheus-target", Authorization="Bearer " + "t" * 32).status == 200


def test_a_page_of_a_foreign_host_is_refused() -> None:
    assert get("/admin/login/", Host="evil.example.org").status == 400


def environ_of(*headers: tuple[str, str]) -> dict[str, Any]:
    """Return what Django is told of a request with these headers."""
    seen: dict[str, Any] = {}

    def spy(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.update(environ)
        start_response("200 OK", [])
        return [b""]

    asyncio.run(request(Pages(spy, threads=1), "/", method="GET", headers=headers))
    return seen


def test_a_header_with_an_underscore_does_not_pass_for_the_one_of_a_proxy() -> None:
    seen = environ_of(("X-Forwarded-For", "192.0.2.1"), ("x_forwarded_for", "198.51.100.1"))
    assert seen["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"


def test_repeated_headers_are_joined_and_cookies_in_their_own_way() -> None:
    seen = environ_of(("Cookie", "a=1"), ("Cookie", "b=2"), ("Accept", "x/y"), ("Accept", "z/z"))
    assert (seen["HTTP_COOKIE"], seen["HTTP_ACCEPT"]) == ("a=1;b=2", "x/y,z/z")


# --- Files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=1-"}], ids=["whole", "a part"])
def test_a_file_is_never_read_into_memory(settings: Settings, headers: dict[str, str]) -> None:
    settings.STATIC_ROOT = settings.BASE_DIR / "sessions_app" / "static"
    file = next(settings.STATIC_ROOT.rglob("*.css"))
    pages = Pages(get_wsgi_application(), threads=1)  # whitenoise looks for its files when it is made
    path = f"/static/{file.relative_to(settings.STATIC_ROOT)}"
    answer = asyncio.run(request(pages, path, method="GET", headers=headers.items()))
    assert (answer.status, answer.file, answer.body) == (200, str(file), b"")
    assert answer.headers["content-length"] == str(file.stat().st_size)


# --- Threads ----------------------------------------------------------------------------------


def test_a_probe_does_not_wait_for_pages() -> None:
    release = threading.Event()

    def slow(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow":
            release.wait()
        start_response("200 OK", [])
        return [environ["PATH_INFO"].encode()]

    async def work() -> list[bytes]:
        application = Pages(slow, threads=2)
        stuck = [asyncio.ensure_future(request(application, "/slow", method="GET")) for _ in range(20)]
        probe = await request(application, "/health/live", method="GET")
        release.set()
        return [probe.body, *(answer.body for answer in await asyncio.gather(*stuck))]

    assert asyncio.run(work()) == [b"/health/live", *[b"/slow"] * 20]


def test_more_pages_than_may_wait_are_refused() -> None:
    release = threading.Event()

    async def work() -> None:
        pool = Threads(1, "page", waiting=2)
        held = [asyncio.ensure_future(pool.run(release.wait)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(Refused, match="too busy"):
            await pool.run(release.wait)
        release.set()
        await asyncio.gather(*held)

    asyncio.run(work())
