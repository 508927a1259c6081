"""The doctor's own webhook: from here to PUBLIC_URL and back."""

import http.server
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest
from aiohttp import web
from pytest_django import Settings

from sessions_app.models import OutboundMessage
from tests.fakes.background_server import BackgroundServer
from tests.support.processes import free_port
from webhooks import front_door

pytestmark = pytest.mark.django_db(transaction=True)


class Front(BackgroundServer):
    """Answers each webhook with `status`, a signed one with `signed_status`."""

    def __init__(self, status: int, signed_status: int, text: str = "<Response/>") -> None:
        super().__init__()
        self.status, self.signed_status, self.text = status, signed_status, text

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post("/webhooks/twilio/status/{uuid}", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        is_signed = "X-Twilio-Signature" in request.headers
        status = self.signed_status if is_signed else self.status
        return web.Response(status=status, text=self.text, headers={"Location": "https://www.example.org/"})


def lines() -> list[str]:
    return [f"{finding.level} {finding.what}" for finding in front_door.check()]


def test_our_own_web_process_takes_the_signed_webhook_only(live_server: Any, settings: Settings) -> None:
    settings.PUBLIC_URL = live_server.url
    assert lines() == [
        f"ok {live_server.url} refuses a webhook without a signature",
        "ok a signed webhook went there and came back",
    ]
    assert not OutboundMessage.objects.exists()


@pytest.mark.parametrize(
    ("front", "line"),
    [
        (Front(301, 301), "answers 301 to a webhook without a signature, not 403"),
        (Front(200, 200), "answers 200 to a webhook without a signature, not 403"),
        (
            Front(403, 403),
            "answers 403 to a webhook that we have signed: it knows another address or token",
        ),
        (Front(403, 502), "answers 502 to a webhook that we have signed"),
        (Front(403, 200, "<html>"), "answers 200 to a webhook that we have signed"),
    ],
)
def test_a_front_that_answers_otherwise_is_wrong(front: Front, line: str, settings: Settings) -> None:
    with front:
        settings.PUBLIC_URL = front.url
        assert f"FAIL {front.url} {line}" in lines()


def test_an_address_that_nothing_answers_at_is_wrong(settings: Settings) -> None:
    settings.PUBLIC_URL = f"http://127.0.0.1:{free_port()}"
    [line] = lines()
    assert line.startswith(f"FAIL {settings.PUBLIC_URL} cannot be reached from here")


def test_without_an_address_there_is_nothing_to_reach(settings: Settings) -> None:
    settings.PUBLIC_URL = ""
    assert lines() == ["note PUBLIC_URL or TWILIO_AUTH_TOKEN is not set: no webhook can reach us"]


# --- TLS -----------------------------------------------------------------------------------------


class _Refusing(http.server.BaseHTTPRequestHandler):
    """Refuses what is not signed, and takes what is."""

    text: ClassVar[bytes] = b"<Response/>"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200 if "X-Twilio-Signature" in self.headers else 403)
        self.send_header("Content-Length", str(len(self.text)))
        self.end_headers()
        self.wfile.write(self.text)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def tls_front(folder: Path, *, days: int) -> Iterator[tuple[str, Path]]:
    """Yield the address of a TLS front, and the file of its certificate, which is valid for so many days."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-days", str(days)]
    subprocess.run([*command, "-out", certificate, "-keyout", key], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Refusing)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"https://localhost:{server.server_address[1]}", certificate
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("days", "level"), [(90, "ok"), (3, "warn")])
def test_the_end_of_the_certificate_is_told(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, days: int, level: str
) -> None:
    with tls_front(tmp_path, days=days) as (settings.PUBLIC_URL, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        *others, last = lines()
    assert [line[:2] for line in others] == ["ok", "ok"]
    assert last.startswith(f"{level} the certificate is valid until 20")


def test_a_certificate_of_an_unknown_authority_is_wrong(tmp_path: Path, settings: Settings) -> None:
    with tls_front(tmp_path, days=90) as (settings.PUBLIC_URL, _):
        [line] = lines()
    assert line.startswith(f"FAIL the certificate of {settings.PUBLIC_URL} is refused: ")
