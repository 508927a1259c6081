"""Signed links: who has one gets the file for 24 hours; any other address gets one and the same 404."""

import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.signing import TimestampSigner
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from structlog.stdlib import ProcessorFormatter

from assistant.models import ReleaseDocument
from sessions_app.messages import document_links
from tests.support.asgi import request, run
from tests.support.documents import CONTENTS, make_documents
from tests.support.factories import phone_number
from whatspr.asgi import pages

pytestmark = pytest.mark.django_db

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@pytest.fixture
def docx() -> ReleaseDocument:
    return make_documents()[0]


@pytest.fixture
def link(docx: ReleaseDocument) -> str:
    return document_links.sign(docx.uuid, "acme.docx")


def everything_of(response: Any) -> tuple[int, bytes, dict[str, str]]:
    return response.status_code, response.content, dict(response.items())


def test_a_document_loads_and_runs_nothing_and_a_pdf_is_shown_in_no_sandbox(client: Client) -> None:
    links = [document_links.sign(one.uuid, f"acme.{one.format}") for one in make_documents()[:2]]
    docx, pdf = (client.get(link)["Content-Security-Policy"] for link in links)
    assert pdf == "default-src 'none'; style-src 'unsafe-inline'"
    assert docx == f"{pdf}; sandbox"


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_link_answers_without_session_or_cookie(
    client: Client, docx: ReleaseDocument, link: str, method: str
) -> None:
    response = getattr(client, method)(link)
    assert response.status_code == 200
    assert dict(response.items()).items() >= {**PRIVATE, "Content-Type": DOCX}.items()
    assert response["Content-Disposition"] == 'inline; filename="acme.docx"'
    assert response["Content-Length"] == str(len(CONTENTS["docx"]))
    assert response["ETag"] == f'"{docx.sha256}"'
    assert response.content == (CONTENTS["docx"] if method == "get" else b"")
    assert not response.cookies
    assert not response.has_header("Vary")


def test_the_address_is_below_the_public_one_and_ends_in_the_name(docx: ReleaseDocument) -> None:
    address = document_links.address(docx.uuid, "acme.docx")
    assert address.startswith("https://pr.example.org/documents/")
    assert address.endswith("/acme.docx")
    assert str(docx.uuid) not in address


def test_a_link_is_good_for_24_hours(client: Client, link: str) -> None:
    begins = timezone.now()
    with time_machine.travel(begins + timedelta(hours=23, minutes=59)):
        assert client.get(link).status_code == 200
    with time_machine.travel(begins + timedelta(hours=24, minutes=1)):
        assert client.get(link).status_code == 404


def wrong_links(docx: ReleaseDocument, link: str) -> list[str]:
    token = link.split("/")[2]
    pdf = make_documents(phone_number(9))[1]
    foreign = TimestampSigner(salt="another", sep=".").sign(docx.uuid.hex)
    other_key = TimestampSigner(key="another", salt=document_links._SALT, sep=".").sign(docx.uuid.hex)
    return [
        "/documents/",
        "/documents//acme.docx",
        "/documents/nothing/acme.docx",
        f"/documents/{token}",
        f"/documents/{token}/",
        f"/documents/{token}/another.docx",
        f"/documents/{token}/acme.docx/",
        f"/documents/{token[:-1]}/acme.docx",
        f"/documents/{token[0].translate({48: 'f', 49: 'f'})}x{token[2:]}/acme.docx",
        f"/documents/{docx.uuid}/acme.docx",
        f"/documents/{foreign}/acme.docx",
        f"/documents/{other_key}/acme.docx",
        f"/documents/{document_links.sign(pdf.uuid, 'x').split('/')[2]}/acme.docx",
        "/documents/%ff%00.%ED%A0%80/ü",
        f"/documents/{'a' * 5000}/acme.docx",
    ]


def test_any_other_address_gets_the_same_404_byte_for_byte(
    client: Client, docx: ReleaseDocument, link: str
) -> None:
    answers = [everything_of(client.get(wrong)) for wrong in wrong_links(docx, link)]
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        answers.append(everything_of(client.get(link)))
    docx.version.release.delete()
    answers.append(everything_of(client.get(link)))
    assert all(answer == answers[0] for answer in answers)
    status, content, headers = answers[0]
    assert (status, content, headers.items() >= PRIVATE.items()) == (404, b"not found", True)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_refused(client: Client, link: str, method: str) -> None:
    response = client.generic(method, link)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db(transaction=True)
def test_no_token_is_in_any_log_at_debug(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], docx: ReleaseDocument, link: str
) -> None:
    """Through the whole web process, as its handlers write it: what fails too, and what is too much."""
    caplog.set_level(logging.DEBUG)
    token = link.split("/")[2]
    paths = [link, f"{link}x", f"/documents/{token[:-1]}/acme.docx"]
    for path in paths:
        for method in ("GET", "HEAD", "POST"):
            run(request(pages, path, method=method, headers=[("Host", "localhost")]))
        run(request(pages, path, method="GET", headers=[("Host", "evil.example.org")]))
        run(request(pages, path, headers=[("Host", "localhost"), ("Content-Length", "99999999")]))
    for name in ("django.request", "whatspr.pages", "anything"):
        logging.getLogger(name).error("Internal Server Error: %s", link)
    [ours] = [one for one in logging.getLogger().handlers if isinstance(one.formatter, ProcessorFormatter)]
    heard = "".join(map(ours.format, caplog.records)) + str(capsys.readouterr())
    assert token[:-1] not in heard
    assert "acme" not in heard
    assert "/documents/…/…" in heard


def refuse(*statement: Any) -> Any:
    raise OperationalError("gone")


def test_a_database_that_fails_is_a_503_without_a_token(
    client: Client, link: str, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.execute_wrapper(refuse):
        response = client.get(link)
    assert response.status_code == 503
    assert link.split("/")[2] not in caplog.text


def test_a_link_survives_no_change_of_the_secret_key(client: Client, link: str, settings: Settings) -> None:
    settings.SECRET_KEY = "another-secret-key-for-tests-0123456789-abcdefghij"
    assert client.get(link).status_code == 404
