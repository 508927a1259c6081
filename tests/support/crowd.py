"""Phones that talk to an installation while things go wrong, and the count of what became of their words.

Counted at the fakes, never in our own tables: what OpenAI was told and what Twilio was given.
"""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial
from http.client import HTTPException

from tests.fakes.background_server import wait_until
from tests.fakes.fake_vendor import FakeVendor
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_inbound import inbound_params, signed_post
from tests.fakes.twilio_server import FakeTwilio
from tests.support.processes import Installation

SOAK = bool(os.environ.get("TEST_SOAK"))
PATIENCE_SECONDS = 90.0
POLL_SECONDS = 0.05
REPEAT_SECONDS = 0.2
NO_ANSWER = 0
"""Stands for the status where the connection failed."""
SHORT_TIMES = {
    "TURN_LEASE_SECONDS": "3",
    "TURN_LEASE_RENEWAL_SECONDS": "0.7",
    "TWILIO_TIMEOUT_SECONDS": "2",
    "DELIVERY_STALE_SECONDS": "3",
}
"""So that a dead worker's turns and sends are taken over within seconds."""
_REPLY = re.compile(r"You said: (.*?) \(turn \d+\)", re.DOTALL)


class Crowd:
    """Who talks to `site`. `said` has what was acknowledged, by phone; `answers` the status of each post.

    A message of several lines is answered by its first one.
    """

    def __init__(self, site: Installation, openai: FakeOpenAI, twilio: FakeTwilio) -> None:
        self.site = site
        self._openai = openai
        self._twilio = twilio
        self.said: defaultdict[str, list[str]] = defaultdict(list)
        self.chosen: defaultdict[str, list[str]] = defaultdict(list)
        """The replies to choices, which OpenAI hears nothing of: the last that each phone sent."""
        self.answers: list[int] = []

    def say(self, phone: str, body: str) -> None:
        """Post a message until it is acknowledged, as Twilio does where the URL asks for repeats.

        That is on a failed connection and on 5xx, with the same MessageSid (Twilio itself gives up
        after some tries).
        """
        self._post_until_acknowledged(phone, body)
        self.said[phone].append(body)

    def choose(self, phone: str, digit: str, *, reply: str) -> None:
        """Post what chooses from the last reply, and expect `reply`."""
        self._post_until_acknowledged(phone, digit)
        self.chosen[phone].append(reply)

    def _post_until_acknowledged(self, phone: str, body: str) -> None:
        params = inbound_params(phone, body)
        wait_until(lambda: self.post(params) == 200, PATIENCE_SECONDS, every=REPEAT_SECONDS)

    def post(self, params: dict[str, str]) -> int:
        """Post once and return the status. AssertionError for one that Twilio would not repeat."""
        inbound = f"{self.site.url}/webhooks/twilio/inbound"
        try:
            status, _ = signed_post(inbound, params, self._twilio.auth_token)
        except (OSError, HTTPException):
            status = NO_ANSWER
        self.answers.append(status)
        assert status in (NO_ANSWER, 200) or status >= 500, status
        return status

    def heard(self, phone: str) -> list[str]:
        """Return the words that the replies to `phone` answer, in the order in which Twilio got them."""
        return [word for body in self._twilio.bodies_to(phone) for word in _words(body)]

    def told(self, phone: str) -> list[str]:
        """Return what OpenAI was told in the conversations in which `phone` is named, in order."""
        conversations = [self._openai.texts(key) for key in self._openai.conversations]
        said = [[text for role, text in texts if role == "user"] for texts in conversations]
        return [text for texts in said if any(phone in text for text in texts) for text in texts]

    def wait_until_heard(self, *phones: str) -> None:
        """Wait until each of `phones` (of all, if none is named) has heard as much as it said."""
        for phone in phones or list(self.said):
            wait_until(partial(self._is_answered, phone), PATIENCE_SECONDS, every=POLL_SECONDS)

    def _is_answered(self, phone: str) -> bool:
        return len(self.heard(phone)) >= len(self._expected(phone))

    def _expected(self, phone: str) -> list[str]:
        return [text.splitlines()[0] for text in self.said[phone]] + self.chosen[phone]

    def assert_each_was_answered_once(self) -> None:
        """Each word stands once in its own phone's conversation, and was answered once; all in order."""
        for phone, said in self.said.items():
            assert self.told(phone) == said
            assert self.heard(phone) == self._expected(phone)

    def tally(self) -> str:
        """Return the count of it all, for people."""
        missing = sum(_more(self._expected(phone), self.heard(phone)) for phone in self.said)
        doubled = sum(_more(self.heard(phone), self._expected(phone)) for phone in self.said)
        asked_again = sum(_more(self.told(phone), said) for phone, said in self.said.items())
        return (
            f"{sum(map(len, self.said.values()))} messages of {len(self.said)} phones, "
            f"posts {dict(Counter(self.answers))}, {len(self._twilio.messages)} replies, "
            f"looked up {_looks(self._openai)} times at OpenAI and {_looks(self._twilio)} at Twilio; "
            f"missing {missing}, doubled {doubled}, told to OpenAI again {asked_again}"
        )


def _words(body: str) -> list[str]:
    found = _REPLY.match(body)
    if found:
        return found[1].split(" | ")
    return [] if body.startswith("FOR ") else [body]  # the text that follows an approval answers nothing


def _looks(fake: FakeVendor) -> int:
    return sum(request.method == "GET" for request in fake.requests)


def _more(some: Sequence[str], others: Sequence[str]) -> int:
    return (Counter(some) - Counter(others)).total()
