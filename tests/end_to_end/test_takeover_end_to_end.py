"""Real processes: an operator takes over and hands back while users write and a worker is killed."""

import os
import random
import re
import signal
import uuid
from contextlib import suppress
from pathlib import Path

import pytest

from sessions_app.models import ConversationSession
from sessions_app.operators import actions
from sessions_app.operators.actions import Refused, SeenSession
from tests.fakes.background_server import wait_until
from tests.fakes.openai_model import ModelRequest
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.crowd import SHORT_TIMES
from tests.support.factories import phone_number
from tests.support.processes import installation

pytestmark = pytest.mark.processes

PHONES = [phone_number(number) for number in (1, 2)]
MESSAGES = 8
PATIENCE_SECONDS = 60.0
_REPLY = re.compile(r"You said: (.*) \(turn \d+\)", re.DOTALL)


def think(request: ModelRequest) -> float:
    return random.uniform(0.05, 0.4)


def operate(stop: str) -> None:
    """What the operator's process does: steer all sessions in turn until the file `stop` is there."""
    print("operator_started", flush=True)
    replies = 0
    while not Path(stop).exists():
        for session in ConversationSession.objects.all():
            shown = SeenSession.now(session)
            with suppress(Refused):
                actions.take_over(shown, operator="olga")
            for _ in range(random.choice([0, 0, 1, 2])):
                replies += 1
                text = f"by hand {replies}"
                actions.reply(shown, operator="olga", text=text, reply_id=uuid.uuid4())
            actions.hand_back(shown, operator="olga")
            # A random while in which the bot answers, or thinks.
            wait_until(lambda: random.random() < 0.1, PATIENCE_SECONDS, every=0.05)
    print(f"replies by hand: {replies}.", flush=True)


def test_each_message_is_answered_once_by_the_bot_or_by_an_operator(tmp_path: Path) -> None:
    with FakeOpenAI(think=think) as openai, FakeTwilio() as twilio, installation(tmp_path) as site:
        site.configure(openai=openai, twilio=twilio, DELIVERY_PART_WAIT_SECONDS="1", **SHORT_TIMES)
        stop = site.folder / "stop"
        call = f"from tests.end_to_end.test_takeover_end_to_end import operate; operate({str(stop)!r})"
        operator = site.start("shell", "-c", call)
        workers = [site.start("answer_messages") for _ in range(2)]
        site.serve("--threads", "4")
        for started, word in [(operator, "operator"), *((worker, "worker") for worker in workers)]:
            started.wait_for(f"{word}_started")

        waiting = "SELECT id FROM sessions_app_inboundmessage WHERE state = 'received'"
        for number in range(MESSAGES):
            for phone in PHONES:
                site.say(phone, f"message {number} of {phone}")
            if number == MESSAGES // 2:
                wait_until(lambda: openai.in_flight, PATIENCE_SECONDS)
                os.kill(workers[0].pid, signal.SIGKILL)
            elif number % 2:  # else the next one arrives while the bot thinks
                wait_until(lambda: not site.database.query(waiting), PATIENCE_SECONDS, every=0.05)
        stop.touch()
        assert operator.wait(PATIENCE_SECONDS) == 0, operator.output

        unsettled = (
            "SELECT body FROM sessions_app_inboundmessage WHERE state <> 'answered' UNION ALL "
            "SELECT body FROM sessions_app_outboundmessage WHERE state IN ('queued', 'sending')"
        )
        wait_until(lambda: not site.database.query(unsettled), PATIENCE_SECONDS)
        assert site.database.query("SELECT phone FROM sessions_app_conversation WHERE paused_by <> ''") == []
        by_hand = {
            f"by hand {number}"
            for number in range(1, int(operator.output.split("replies by hand: ")[1].split(".")[0]) + 1)
        }
        sent = [message.body for message in twilio.messages]
        assert sorted(body for body in sent if body in by_hand) == sorted(by_hand)
        for phone in PHONES:
            said = [f"message {number} of {phone}" for number in range(MESSAGES)]
            rows = f"SELECT body, operator FROM sessions_app_inboundmessage WHERE phone = '{phone}'"
            answered_by_hand = {body for body, name in site.database.query(rows) if name}
            replies = [found[1].split(" | ") for body in twilio.bodies_to(phone)
                       if (found := _REPLY.fullmatch(body))]  # fmt: skip
            # The fake repeats all it is told with a turn, so what a person answered before it as well.
            assert all(set(words) - answered_by_hand for words in replies)
            heard = [word for words in replies for word in words if word not in answered_by_hand]
            assert heard == [text for text in said if text not in answered_by_hand]
            [conversation] = [key for key in openai.conversations if phone in str(openai.texts(key))]
            texts = openai.texts(conversation)
            # In order, and each once: but for a call that was on its way when its turn was taken over, and
            # came to its end just after the next turn had looked for it.
            told = list(dict.fromkeys(text for role, text in texts if role == "user"))
            assert told == said[: len(told)]
            assert set(said[len(told) :]) <= answered_by_hand  # told with the next turn
