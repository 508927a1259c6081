"""What our logging makes of others' lines and of exceptions: no value of theirs is in it."""

import json

import pytest

from tests.support.logs import run_with_logging

FORMATS = ["json", "console"]
REQUEST = """
import django
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import path

urlpatterns = [path("<int:status>", lambda request, status: HttpResponse(status=status))]
settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["pr.example.org"],
    LOGGING_CONFIG=None,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
)
django.setup()
host, address, status = sys.argv[1:]
assert Client().post(address, headers={"host": host}).status_code == int(status)
"""
DATABASE_ERRORS = """
import psycopg
from django import db

def run_a_statement(error, cause):
    try:
        raise error("Key (phone)=(+4915112345678)") from cause("the same")
    except db.Error:
        structlog.get_logger("whatspr.ours").exception("fault")
        logging.getLogger("django-q").exception("fault")
"""


@pytest.mark.parametrize("log_format", FORMATS)
@pytest.mark.parametrize("host", ["elsewhere.example.org", "x" * 5000, "two words"])
def test_a_foreign_host_is_one_short_line(host: str, log_format: str) -> None:
    [line] = run_with_logging(REQUEST, host, "/", "400", log_format=log_format, level="INFO").splitlines()
    assert "Invalid HTTP_HOST header" in line
    assert host[:90] in line
    assert len(line) < 350


@pytest.mark.parametrize("log_format", FORMATS)
def test_a_database_that_cannot_be_used_is_one_line_with_the_reason(log_format: str) -> None:
    code = f"{DATABASE_ERRORS}\nrun_a_statement(db.OperationalError, psycopg.errors.AdminShutdown)"
    written = run_with_logging(code, log_format=log_format, level="INFO")
    assert ["gone" in line and "57P01" in line for line in written.splitlines()] == [True, True]
    assert "phone" not in written


@pytest.mark.parametrize("log_format", FORMATS)
def test_a_statement_that_failed_has_its_stack_and_no_text(log_format: str) -> None:
    code = f"{DATABASE_ERRORS}\nrun_a_statement(db.IntegrityError, psycopg.errors.UniqueViolation)"
    written = run_with_logging(code, log_format=log_format, level="INFO")
    assert written.count("in run_a_statement") == 2
    assert written.count("IntegrityError reason=failed code=23505") == 2
    assert "phone" not in written


@pytest.mark.parametrize(("status", "lines"), [("503", 0), ("500", 1)])
def test_a_503_that_a_view_answered_is_not_repeated_by_django(status: str, lines: int) -> None:
    arguments = "pr.example.org", f"/{status}", status
    written = run_with_logging(REQUEST, *arguments, log_format="json", level="INFO")
    assert len(written.splitlines()) == lines


@pytest.mark.parametrize("text", ["two\nlines", "\u2028\u2029\x85", "\x1b[31m", '"quoted"', "\0"])
def test_in_json_every_event_is_one_line_of_ascii(text: str) -> None:
    code = "structlog.get_logger('whatspr.x').info('event', text=eval(sys.argv[1]))"
    [line] = run_with_logging(code, ascii(text), log_format="json", level="INFO").splitlines()
    assert json.loads(line)["text"] == text
    assert line.isascii()


RAISING = """
def run():
    try:
        raise KeyError("+4915112345678")
    except KeyError as error:
        raise kind(28, "our secret launch") from error
"""


@pytest.mark.parametrize("log_format", FORMATS)
@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("OSError", "OSError ENOSPC"),
        ("ValueError", "ValueError"),
        ("db.DataError", "DataError reason=failed"),
    ],
)
def test_an_exception_has_its_stack_and_its_causes_and_no_words(
    kind: str, shown: str, log_format: str
) -> None:
    code = f"""
from django import db
kind = {kind}
{RAISING}
try:
    run()
except Exception:
    structlog.get_logger('whatspr.x').exception('fault')
    logging.getLogger('django.request').error('fault', exc_info=True)
"""
    written = run_with_logging(code, log_format=log_format, level="INFO")
    for words in ("KeyError", shown, "in run"):
        assert written.count(words) >= 2
    assert "+49" not in written
    assert "secret" not in written


@pytest.mark.parametrize("log_format", FORMATS)
@pytest.mark.parametrize(
    "where", ["run()", "thread = threading.Thread(target=run); thread.start(); thread.join()"]
)
def test_an_exception_that_nothing_catches_is_logged_without_words(where: str, log_format: str) -> None:
    code = f"""
import atexit, os, threading
kind = ValueError
{RAISING}
atexit.register(os._exit, 0)
{where}
"""
    written = run_with_logging(code, log_format=log_format, level="INFO")
    for words in ("uncaught", "KeyError", "ValueError"):
        assert words in written
    assert "+49" not in written
    assert "secret" not in written


@pytest.mark.parametrize(
    "library",
    [
        *("twilio.http_client", "urllib3.connectionpool", "httpx2", "openai._base_client", "aiohttp.client"),
        *("django-q", "django.db.backends", "django.template", "asyncio", "granian.access", "anything"),
    ],
)
def test_libraries_write_nothing_below_warning(library: str) -> None:
    code = """
logging.getLogger(sys.argv[1]).setLevel('DEBUG')
logging.getLogger(sys.argv[1]).info('to=%s', '+14155550001')
"""
    assert run_with_logging(code, library, log_format="console", level="DEBUG") == ""


@pytest.mark.parametrize("name", ["whatspr.x", "webhooks.x", "sessions_app.x", "assistant.x"])
def test_our_own_loggers_write_at_debug(name: str) -> None:
    code = "structlog.get_logger(sys.argv[1]).debug('event')"
    assert "event" in run_with_logging(code, name, log_format="console", level="DEBUG")


@pytest.mark.parametrize("log_format", FORMATS)
def test_a_warning_of_a_library_has_its_words_and_place_without_values(log_format: str) -> None:
    code = """
def retry():
    log = logging.getLogger('urllib3.connectionpool')
    log.warning('Retrying after %s: %s', 'our secret launch', '+14155550001')
    log.warning('Failed: ' + '+14155550001')
retry()
"""
    first, second = run_with_logging(code, log_format=log_format, level="INFO").splitlines()
    assert "Retrying after %s: %s" in first
    assert "retry" in second
    for line in (first, second):
        assert "<string>:" in line
        assert "secret" not in line
        assert "555" not in line


def test_a_request_that_fails_is_named_by_its_route() -> None:
    written = run_with_logging(REQUEST, "pr.example.org", "/500", "500", log_format="json", level="INFO")
    line = json.loads(written)
    assert (line["event"], line["status"], line["route"]) == ("request_failed", 500, "<int:status>")


@pytest.mark.parametrize("log_format", FORMATS)
def test_a_connection_that_is_refused_has_the_reason_in_words(log_format: str) -> None:
    code = """
import django
from django.conf import settings
from django import db
settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "USER": "x",
    "HOST": "127.0.0.1", "PORT": "1"}})
try:
    db.connection.ensure_connection()
except db.Error:
    structlog.get_logger("whatspr.x").exception("fault")
"""
    [line] = run_with_logging(code, log_format=log_format, level="INFO").splitlines()
    assert "gone" in line
    assert "refused" in line
