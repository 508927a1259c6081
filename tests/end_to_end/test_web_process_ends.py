"""The web process is stopped, or killed, while Twilio posts over kept connections: every 200 has its row.

`TEST_SOAK=1` does it ten times as often.
"""

import os
import signal
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_inbound import inbound_params
from tests.fakes.twilio_server import FakeTwilio
from tests.fakes.twilio_signing import signed_request
from tests.support.crowd import SOAK
from tests.support.factories import phone_number
from tests.support.poster import Poster
from tests.support.processes import START_SECONDS, Installation, Started, installation

pytestmark = pytest.mark.processes

POSTERS = 16
BETWEEN = 200
"""Messages that are answered before each kill or stop."""
ROUNDS = 10 if SOAK else 1
INBOUND = "/webhooks/twilio/inbound"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Installation]:
    with FakeOpenAI() as openai, FakeTwilio() as twilio, installation(tmp_path) as made:
        made.configure(openai=openai, twilio=twilio)
        yield made


def signed_message(site: Installation, number: int) -> tuple[str, dict[str, str], bytes]:
    """Return MessageSid, headers and body of a message."""
    params = inbound_params(phone_number(number), "Hello")
    token = site.environment["TWILIO_AUTH_TOKEN"]
    return params["MessageSid"], *signed_request(site.url + INBOUND, params, token)


class KeptConnections:
    """POSTERS connections over which messages come, one after the other, while the block runs.

    `answered` has the MessageSids of those that were answered 200; a connection that was cut is made anew.
    """

    def __init__(self, site: Installation) -> None:
        self._site = site
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._post, args=[number]) for number in range(POSTERS)]
        self.answered: set[str] = set()
        self.unanswered: set[str] = set()
        self.others: list[int] = []

    def __enter__(self) -> "KeptConnections":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def wait_for_more(self) -> None:
        before = len(self.answered)
        wait_until(lambda: len(self.answered) > before + BETWEEN, START_SECONDS)

    def summary(self) -> str:
        return f"{len(self.answered)} answered 200, {self.others}, {len(self.unanswered)} cut"

    def _post(self, number: int) -> None:
        while not self._over.is_set():
            connection = HTTPConnection("127.0.0.1", self._site.port, timeout=15)
            try:
                connection.connect()
            except OSError:
                self._over.wait(0.05)
                continue
            with connection.sock:
                self._post_over(connection, number)

    def _post_over(self, connection: HTTPConnection, number: int) -> None:
        while not self._over.is_set():
            sid, headers, body = signed_message(self._site, number)
            try:
                connection.request("POST", INBOUND, body, headers)
                response = connection.getresponse()
                response.read()
            except (OSError, HTTPException):
                self.unanswered.add(sid)
                return
            if response.status == 200:
                self.answered.add(sid)
            else:
                self.others.append(response.status)
            if response.will_close:
                return


def stored(site: Installation) -> set[str]:
    return set(site.database.query("SELECT message_sid FROM sessions_app_inboundmessage"))


def child_of(site: Installation, web: Started) -> int:
    (child,) = site.pids() - {web.pid}
    return child


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_every_200_has_its_row_after_the_child_was_killed(site: Installation, round_: int) -> None:
    web = site.serve()
    with KeptConnections(site) as posts:
        posts.wait_for_more()
        os.kill(child_of(site, web), signal.SIGKILL)
        posts.wait_for_more()  # of the next child
    print(posts.summary())
    assert not posts.others
    assert posts.answered <= stored(site)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_stop_answers_all_that_it_stores(site: Installation, round_: int) -> None:
    web = site.serve()
    with KeptConnections(site) as posts:
        posts.wait_for_more()
        assert web.stop() == 0
    print(posts.summary())
    assert not posts.others
    assert posts.answered == stored(site)


def test_a_message_of_which_half_has_come_at_a_stop_is_stored_and_answered(site: Installation) -> None:
    web = site.serve()
    sid, headers, body = signed_message(site, 1)
    lines = [
        f"{name}: {value}" for name, value in ({"Host": "a", "Content-Length": len(body)} | headers).items()
    ]
    head = "\r\n".join([f"POST {INBOUND} HTTP/1.1", *lines, "", ""]).encode()
    with socket.create_connection(("127.0.0.1", site.port), timeout=15) as connection:
        connection.sendall(head + body[:9])
        Poster(site, site.url).post()  # by now the head has been read
        web.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not listens(site))
        connection.sendall(body[9:])
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    assert web.wait() == 0
    assert sid in stored(site)


def listens(site: Installation) -> bool:
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", site.port)) == 0


@pytest.mark.postgres("SQLite has no server that could be restarted")
def test_pages_go_on_after_their_connections_were_ended(site: Installation) -> None:
    site.serve()

    def ask_for_pages() -> Counter[int]:
        with ThreadPoolExecutor(POSTERS) as threads:
            return Counter(threads.map(lambda _: page_of_nobody(site), range(POSTERS)))

    assert ask_for_pages() == {302: POSTERS}  # to the log-in
    assert site.database.break_connections() >= 2
    assert ask_for_pages() == {302: POSTERS}


def page_of_nobody(site: Installation) -> int:
    """Ask for a page with a session that the database has to look up."""
    connection = HTTPConnection("127.0.0.1", site.port, timeout=15)
    with closing(connection):
        connection.request("GET", "/admin/", headers={"Cookie": f"sessionid={'a' * 32}"})
        return connection.getresponse().status
