"""Interviews that are held for real: through the worker, with fakes of both vendors at the wire."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import time_machine

from tests.fakes.openai_items import Item, output_text_of
from tests.fakes.openai_model import Model, ModelRequest
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.scripted_model import ScriptedModel
from tests.fakes.scripted_writer import Request, Writer
from tests.fakes.twilio_server import FakeTwilio
from tests.support.interview_scripts import Interview
from tests.support.interview_scripts.interview import APPROVE

if TYPE_CHECKING:
    from assistant.models import Fact, ReleaseVersion

BETWEEN_MESSAGES = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What the writer was asked, and what it answered."""

    request: Request
    answer: Request


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One turn: what the user said, in one message or several, and what came of it."""

    said: Sequence[str]
    replies: Sequence[str]
    """What Twilio got."""
    calls: Sequence[tuple[str, str, str]]
    """Name, arguments and output of the model's calls."""
    written: Sequence[Written]
    version: int
    """The number of the newest version after it, 0 for none."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """An interview that was held."""

    interview: Interview
    exchanges: Sequence[Exchange]
    facts: Mapping[str, str]
    """What is there in the end, by key."""
    versions: "Sequence[ReleaseVersion]"
    requests: Sequence[ModelRequest]
    """What the model was asked, oldest first."""
    evidence: "Mapping[str, Fact]"
    """Every fact that there ever was, by its id."""

    @property
    def approved(self) -> "ReleaseVersion":
        return next(version for version in reversed(self.versions) if version.approved_at)

    @property
    def questions(self) -> int:
        """How often the checks had to ask the user."""
        from assistant.versions import is_blocked

        return sum(is_blocked(version) for version in self.versions)


def hold(interview: Interview, *, writer: Writer | None = None) -> Held:
    """Hold `interview` by the worker of this process, in a database without its phone.

    `writer` writes in place of the interview's own. Raises AssertionError where the script does not fit what
    happened.
    """
    from assistant.facts import gathered
    from assistant.models import Fact, ReleaseVersion

    exchanges, items, requests, written = [], list[Item](), list[ModelRequest](), list[Written]()
    wanted = _noting(writer or interview.writer(), written)
    with _installation(interview, _model(interview, requests), wanted) as wire:
        for message in interview.messages:
            said = (message,) if isinstance(message, str) else message
            heard, called, asked = len(wire.twilio.bodies_to(interview.phone)), len(items), len(written)
            _say(said, interview, wire.twilio)
            items = [item for thread in wire.openai.conversations.values() for item in thread]
            exchanges.append(
                Exchange(
                    said=said,
                    replies=wire.twilio.bodies_to(interview.phone)[heard:],
                    calls=list(_calls(items[called:])),
                    written=written[asked:],
                    version=ReleaseVersion.objects.filter(release__phone=interview.phone).count(),
                )
            )
            wire.clock.shift(BETWEEN_MESSAGES)
        assert not wire.openai.model_errors, wire.openai.model_errors
    versions = ReleaseVersion.objects.filter(release__phone=interview.phone).order_by("number")
    facts = Fact.objects.filter(release__phone=interview.phone)
    return Held(
        interview=interview,
        exchanges=exchanges,
        facts=gathered(interview.phone).values,
        versions=list(versions),
        requests=requests,
        evidence={str(fact): fact for fact in facts},
    )


def _model(interview: Interview, requests: list[ModelRequest]) -> Model:
    script = interview.script or {}
    if interview.is_spoken:
        script = {_remark(text): rounds for text, rounds in script.items()}
    scripted = ScriptedModel(script)

    def model(request: ModelRequest) -> list[Item]:
        requests.append(request)
        return scripted(request)

    return model


def _noting(writer: Writer, written: list[Written]) -> Writer:
    """Return `writer`, which has what it is asked and answers noted in `written`."""

    def write(request: Request) -> Request:
        answer = writer(request)
        assert isinstance(answer, dict)
        written.append(Written(request=request, answer=answer))
        return answer

    return write


def _remark(text: str) -> str:
    """Return what the model is told of a voice message with `text`."""
    from sessions_app.messages.heard import clean

    return f'[The user sent a voice message that says: "{clean(text)}"]'


def _say(said: Sequence[str], interview: Interview, twilio: FakeTwilio) -> None:
    from tests.conftest import answer_messages
    from tests.support.chat import receive
    from tests.support.sent import send_voice

    for text in said:
        if interview.is_spoken and text != APPROVE:
            send_voice(twilio, text, phone=interview.phone)
        else:
            receive(text, interview.phone)
    answer_messages()


@dataclass(frozen=True, kw_only=True)
class _Wire:
    clock: time_machine.Traveller
    openai: FakeOpenAI
    twilio: FakeTwilio


@contextmanager
def _installation(interview: Interview, model: Model, writer: Writer) -> Iterator[_Wire]:
    """Yield a clock and both vendors, which the settings point to; OpenAI only if there is a script."""
    from django.core.cache import cache
    from django.test import override_settings

    cache.clear()
    with ExitStack() as stack:
        openai = stack.enter_context(FakeOpenAI(model=model, writer=writer))
        twilio = stack.enter_context(FakeTwilio(statuses=()))
        stack.enter_context(
            override_settings(
                OPENAI_API_KEY="sk-test" if interview.script else "",
                OPENAI_BASE_URL=openai.base_url,
                TWILIO_ACCOUNT_SID=twilio.account_sid,
                TWILIO_AUTH_TOKEN=twilio.auth_token,
                TWILIO_WHATSAPP_FROM=twilio.sender,
                TWILIO_API_BASE_URL=twilio.url,
                DELIVERY_PART_WAIT_SECONDS=0,
                SESSION_TTL_SECONDS=3600,
            )
        )
        clock = stack.enter_context(time_machine.travel(interview.begins_at, tick=False))
        yield _Wire(clock=clock, openai=openai, twilio=twilio)


def _calls(items: Sequence[Item]) -> Iterator[tuple[str, str, str]]:
    outputs = {
        item["call_id"]: output_text_of(item) for item in items if item["type"] == "function_call_output"
    }
    for item in items:
        if item["type"] == "function_call":
            yield item["name"], item["arguments"], outputs[item["call_id"]]
