"""What our logging makes of others' lines: a refused Host, a database error, a 503."""

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
