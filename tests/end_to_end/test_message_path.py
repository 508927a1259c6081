"""How far one message travels through the code: the files that it passes, and the changes between them.

The story has eight names (docs/architecture.md); what surrounds it must not pull the reader away from it.
"""

import asyncio
import sys
import threading
from collections import defaultdict
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from django.conf import settings as current_settings
from django.test import Client

from assistant.interview import get_interviewer
from sessions_app.db.thread_pool import POOL_SIZE, async_twin, close_connections
from sessions_app.messages import twilio_api
from sessions_app.turns.worker import Worker
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_inbound import inbound_params
from tests.fakes.twilio_server import FakeTwilio
from tests.support.chat import ADA
from tests.support.factories import post_signed
from tests.support.inbound_webhook import PATH

pytestmark = pytest.mark.django_db(transaction=True)

ROOMS = ("webhooks/", "sessions_app/", "assistant/", "whatspr/")


class Travel:
    """The files whose functions are called, in their order, thread by thread.

    Models do not count, nor does a coroutine that goes on after an await.
    """

    def __init__(self) -> None:
        self.calls: defaultdict[int, list[str]] = defaultdict(list)
        self._begun: set[FrameType] = set()
        self.is_over = False
        self._all_threads = threading.Barrier(POOL_SIZE)
        self._root = f"{current_settings.BASE_DIR}/"

    def note(self, frame: FrameType, event: str, _: Any) -> None:
        if self.is_over:  # the pool's threads outlive the test
            sys.setprofile(None)
            return
        file = frame.f_code.co_filename.removeprefix(self._root)
        if event != "call" or not file.startswith(ROOMS) or "/models" in file:
            return
        if frame not in self._begun:
            self._begun.add(frame)
            self.calls[threading.get_ident()].append(file)

    def begin(self) -> None:
        """Note calls from here on."""
        sys.setprofile(self.note)

    def begin_in_pool(self) -> None:
        """Note calls of a thread of the pool from here on; to be called on all of them at once."""
        self._all_threads.wait()
        self.begin()

    @staticmethod
    def end() -> None:
        sys.setprofile(None)

    @property
    def files(self) -> set[str]:
        return {file for calls in self.calls.values() for file in calls}

    @property
    def changes(self) -> int:
        return sum(one != other for calls in self.calls.values() for one, other in pairwise(calls))


async def answer_and_send(travel: Travel) -> None:
    """Answer what waits and send the reply, without the polls that find nothing."""
    travel.begin()
    begin_in_pool = async_twin(travel.begin_in_pool)
    await asyncio.gather(*(begin_in_pool() for _ in range(POOL_SIZE)))
    worker = Worker()
    await worker.claim_turns()
    await asyncio.wait(list(worker._turns.values()))
    await worker.claim_sends()
    await asyncio.wait(list(worker._sends))
    travel.end()
    await get_interviewer().close()
    await twilio_api.close()
    close_connections()


def test_a_message_of_a_known_user_passes_few_files(
    client: Client, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    web, worker = Travel(), Travel()
    post_signed(client, PATH, inbound_params(ADA, "hello", "SM" + "1" * 32))
    asyncio.run(answer_and_send(worker))
    worker.calls.clear()
    web.begin()
    post_signed(client, PATH, inbound_params(ADA, "again", "SM" + "2" * 32))
    web.end()
    asyncio.run(answer_and_send(worker))
    worker.is_over = True
    assert len(fake_twilio.bodies_to(ADA)) == 2
    # Log lines, counters and request ids are 16 of them, in 5 files; six statements past the ORM are 12.
    assert worker.changes <= 200, worker.changes
    # Three are middleware of the console's pages, which a webhook does not pass outside of the tests.
    assert len(web.files | worker.files) <= 74, sorted(web.files | worker.files)
