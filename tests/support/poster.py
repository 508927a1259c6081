"""Twilio as it posts one message after the other, while something goes on that must not harm them."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException

from tests.fakes.twilio_inbound import inbound_params, signed_post
from tests.support.factories import phone_number
from tests.support.processes import Installation

NO_ANSWER = 0
"""Stands for the status where no answer came in Twilio's 15 seconds."""


@dataclass
class Poster:
    """Posts to `site` at `url`, which may be that of a front."""

    site: Installation
    url: str
    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def address(self) -> tuple[str, int]:
        host, _, port = self.url.removeprefix("http://").partition(":")
        return host, int(port)

    def rows(self) -> int:
        """Return how many messages are stored."""
        (count,) = self.site.database.query("SELECT count(*) FROM sessions_app_inboundmessage")
        return int(count)

    def post_while(self, more: Callable[[], bool]) -> None:
        """Post signed messages, each over a connection of its own, as long as `more()` is true."""
        while more():
            self.post()

    def post_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        self.post_while(lambda: time.monotonic() < until)

    def post(self) -> int:
        params = inbound_params(phone_number(len(self.seconds)), "Hello")
        path = "/webhooks/twilio/inbound"
        began = time.monotonic()
        try:
            status, _ = signed_post(
                self.url + path,
                params,
                self.site.environment["TWILIO_AUTH_TOKEN"],
                public_url=self.site.url + path,
            )
        except (OSError, HTTPException):
            status = NO_ANSWER
        self.seconds.append(time.monotonic() - began)
        self.statuses[status] += 1
        return status

    def summary(self) -> str:
        times = sorted(self.seconds)
        middle, high = times[len(times) // 2], times[int(len(times) * 0.99)]
        return (
            f"{len(times)} webhooks {dict(self.statuses)}, p50 {middle * 1000:.1f} ms, "
            f"p99 {high * 1000:.1f} ms, longest {times[-1] * 1000:.0f} ms"
        )
