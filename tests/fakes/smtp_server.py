"""A fake SMTP server on loopback: it knows one account, and takes no message.

Sources: RFC 5321 (commands and replies) and RFC 4954 (AUTH), as far as Python's smtplib uses them.
"""

from __future__ import annotations

import socketserver
import threading
from base64 import b64decode
from contextlib import suppress
from typing import Self

USER, PASSWORD = "whatspr", "a-password"
_LOG_IN = f"\0{USER}\0{PASSWORD}".encode()
_REPLIES = {
    "EHLO": "250-fake.example.org\r\n250 AUTH PLAIN",
    "MAIL": "550 5.7.1 No messages here",
    "QUIT": "221 Bye",
}


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        with suppress(ConnectionError):
            self._answer("220 fake.example.org ESMTP")
            verb = ""
            while verb != "QUIT" and (line := self.rfile.readline().decode("ascii", "replace").strip()):
                verb = line.partition(" ")[0].upper()
                self.server.verbs.append(verb)
                self._answer(self._log_in(line) if verb == "AUTH" else _REPLIES.get(verb, "250 OK"))

    def _log_in(self, line: str) -> str:
        """Answer `AUTH PLAIN <base64>`."""
        if b64decode(line.split()[-1]) == _LOG_IN:
            return "235 2.7.0 Authentication successful"
        return "535 5.7.8 Authentication credentials invalid"

    def _answer(self, reply: str) -> None:
        self.wfile.write(f"{reply}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    verbs: list[str]


class FakeSMTP:
    """Serves from a background thread; `verbs` are all commands that it was given."""

    def __init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.verbs = []
        self.port = int(self._server.server_address[1])

    @property
    def verbs(self) -> list[str]:
        return list(self._server.verbs)

    def url(self, *, password: str = PASSWORD) -> str:
        """What EMAIL_URL can be."""
        return f"smtp://{USER}:{password}@127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        run = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        run.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._server.shutdown()
        self._server.server_close()
