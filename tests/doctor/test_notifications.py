"""The doctor at the e-mail server and at the operators' web hook: it sends nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web
from pytest_django import Settings

from sessions_app.doctor import notifications
from sessions_app.doctor.findings import note
from tests.fakes.background_server import BackgroundServer
from tests.fakes.smtp_server import PASSWORD, USER, FakeSMTP
from tests.support.processes import free_port

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def mail(settings: Settings) -> Iterator[FakeSMTP]:
    with FakeSMTP() as fake:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", fake.port
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = USER, PASSWORD
        yield fake


def lines(check: Any) -> list[str]:
    return [f"{finding.level} {finding.what}" for finding in check()]


def test_the_doctor_logs_in_and_sends_nothing(mail: FakeSMTP, settings: Settings) -> None:
    settings.OPERATOR_EMAILS = ["olga@example.org"]
    where = f"127.0.0.1:{mail.port}"
    assert lines(notifications.check_mail) == [
        f"ok {where} takes the log-in; addresses in OPERATOR_EMAILS: 1"
    ]
    assert mail.verbs == ["EHLO", "AUTH", "QUIT"]


def test_a_refused_log_in_is_wrong_and_shows_no_password(mail: FakeSMTP, settings: Settings) -> None:
    settings.EMAIL_HOST_PASSWORD = "another-password"
    [finding] = notifications.check_mail()
    assert finding.what == f"127.0.0.1:{mail.port} refuses the log-in (535)"
    assert "another-password" not in str(finding)


def test_an_e_mail_server_that_is_not_there_is_wrong(mail: FakeSMTP, settings: Settings) -> None:
    settings.EMAIL_PORT = free_port()
    where = f"127.0.0.1:{settings.EMAIL_PORT}"
    assert lines(notifications.check_mail) == [f"FAIL {where} cannot be used: ConnectionRefusedError"]


def test_without_e_mail_nothing_is_wrong() -> None:
    assert list(notifications.check_mail()) == [note("EMAIL_URL is not set: operators get no e-mail")]


class Hook(BackgroundServer):
    """Answers anything with `status`."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status
        self.posts = 0

    def add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", "/hook", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        self.posts += request.method == "POST"
        return web.Response(status=self.status)


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (204, "ok OPERATOR_WEBHOOK_URL answers"),
        (405, "ok OPERATOR_WEBHOOK_URL answers"),
        (502, "FAIL OPERATOR_WEBHOOK_URL answers 502"),
    ],
)
def test_a_web_hook_is_asked_for_its_head_only(settings: Settings, status: int, line: str) -> None:
    with Hook(status) as hook:
        settings.OPERATOR_WEBHOOK_URL = f"{hook.url}/hook?secret=1"
        assert lines(notifications.check_hook) == [line]
    assert hook.posts == 0


def test_a_web_hook_that_is_not_there_is_wrong_and_not_shown(settings: Settings) -> None:
    settings.OPERATOR_WEBHOOK_URL = f"http://127.0.0.1:{free_port()}/secret"
    [line] = lines(notifications.check_hook)
    assert line == "FAIL OPERATOR_WEBHOOK_URL cannot be reached: ClientConnectorError"
