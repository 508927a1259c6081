"""Content-Types of strangers: whatever they say, they cost no time and leave nothing behind."""

import encodings
import time
from urllib.parse import urlencode

import pytest

from tests.support.asgi import Answered, pieces, request, run
from tests.support.inbound_webhook import PATH, hello
from whatspr.asgi import application

pytestmark = pytest.mark.django_db(transaction=True)

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
LONG = 100_000
IN_TIME_SECONDS = 1.0


def post(path: str, content_type: str) -> Answered:
    headers = {"Host": "localhost", "Content-Type": content_type, "X-Twilio-Signature": "x"}
    return run(
        request(application, path, headers=headers.items(), chunks=pieces(urlencode(hello()).encode()))
    )


@pytest.mark.parametrize("path", [PATH, "/admin/login/", "/health/live"])
@pytest.mark.parametrize(
    "parameters",
    ['"' + ";" * LONG, ";charset" * (LONG // 8), "charset=" + " " * LONG, " " * LONG],
    ids=["quote", "many", "blank charset", "blank"],
)
@pytest.mark.parametrize("media_type", [FORM, MULTIPART])
def test_a_long_one_is_read_in_no_time(path: str, media_type: str, parameters: str) -> None:
    began = time.monotonic()
    assert 400 <= post(path, f"{media_type};{parameters}").status < 500
    assert time.monotonic() - began < IN_TIME_SECONDS


@pytest.mark.parametrize("path", [PATH, "/admin/login/"])
@pytest.mark.parametrize("media_type", [FORM, MULTIPART, "text/plain"])
@pytest.mark.parametrize("parameter", ["charset={}", "charset*={}''utf-8", "charset*0=a; charset*0*=b''{}"])
def test_an_unknown_charset_is_refused_and_forgotten(path: str, media_type: str, parameter: str) -> None:
    name = f"unknown{time.monotonic_ns()}"
    answer = post(path, f"{media_type}; {parameter.format(name)}")
    assert 400 <= answer.status < 500
    assert name not in encodings._cache
