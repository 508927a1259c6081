"""A flood of log-ins with wrong passwords, each of which costs a processor's time: no webhook is refused.

`TEST_SOAK=1` lets it go on for 60 s, and prints how long the webhooks took.
"""

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import pytest

from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.crowd import SOAK
from tests.support.poster import NO_ANSWER, Poster
from tests.support.processes import installation

pytestmark = pytest.mark.processes

CLIENTS = 24
SECONDS = 60.0 if SOAK else 3.0
PATH = "/admin/login/"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def poster(tmp_path: Path) -> Iterator[Poster]:
    with FakeOpenAI() as openai, FakeTwilio() as twilio, installation(tmp_path) as site:
        site.configure(openai=openai, twilio=twilio, DEBUG="on")  # for the page's static files
        site.serve()
        yield Poster(site, site.url)


def log_in_again_and_again(address: tuple[str, int], over: Event) -> Counter[int]:
    """Post wrong passwords, each over a connection of its own, and count the statuses of the answers."""
    seen: Counter[int] = Counter()
    cookie = token = ""
    while not over.is_set():
        form = urlencode({"username": "root", "password": "wrong", "csrfmiddlewaretoken": token})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        connection = HTTPConnection(*address, timeout=30)
        try:
            connection.request("POST" if token else "GET", PATH, form if token else None, headers)
            response = connection.getresponse()
            page = response.read().decode()
            seen[response.status] += 1
        except (OSError, HTTPException):
            seen[NO_ANSWER] += 1
            continue
        finally:
            connection.close()
        if not token and (found := _TOKEN.search(page)):
            cookie, token = response.headers["Set-Cookie"].partition(";")[0], found[1]
    return seen


def test_no_webhook_is_refused_while_passwords_are_tried(poster: Poster) -> None:
    over = Event()
    with ThreadPoolExecutor(CLIENTS) as threads:
        floods = [threads.submit(log_in_again_and_again, poster.address, over) for _ in range(CLIENTS)]
        poster.post_for(SECONDS)
        over.set()
        seen = sum((flood.result() for flood in floods), Counter[int]())
    print(f"{poster.summary()}; log-ins {dict(seen)}")
    assert seen[200] > CLIENTS
    assert set(poster.statuses) == {200}
    assert poster.rows() == len(poster.seconds)
