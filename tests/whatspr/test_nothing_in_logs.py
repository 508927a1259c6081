"""No number and no text of a user or an operator is in a line that we write, whatever happens to them.

Every logger writes at DEBUG. Each test says how many lines that were (`pytest -rP`).
"""

import math
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, Error, connection
from django.db.models import Model
from django.test import Client
from django_q.models import OrmQ, Task
from pytest_django import Settings

from assistant.models import Fact, ModelCall, PressRelease, ReleaseDocument, ReleaseVersion
from sessions_app.console import times
from sessions_app.housekeeping import schedules
from sessions_app.messages import document_links
from sessions_app.models import (
    AuditEntry,
    BlockedPhone,
    Conversation,
    ConversationSession,
    HousekeepingJob,
    InboundMessage,
    OutboundMessage,
    RemoteThread,
    TurnAttempt,
)
from sessions_app.operators import audit
from sessions_app.privacy import pseudonym
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.sayings import pdf, voice_note
from tests.fakes.twilio_inbound import inbound_params
from tests.fakes.twilio_server import FakeTwilio
from tests.support import triggers
from tests.support.addresses import every_address
from tests.support.asgi import request, run, signed
from tests.support.console_pages import address, client_of
from tests.support.factories import status_params, status_path
from tests.support.inbound_webhook import PATH
from tests.support.interview_runs import hold
from tests.support.interview_scripts import INTERVIEWS
from tests.support.logs import Written, everything_at_debug
from tests.support.openai_turns import tool
from tests.support.releases import COMPLETE, make_release
from tests.support.sent import OGG
from whatspr.asgi import application

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

PHONE = INTERVIEWS["funding"].phone
MARK = "Quokka"
"""It is in every text of ours here; the others are in the interview's."""
MARKS = (PHONE[1:-4], MARK, "Tessera", "Northgate", "Ortega", "sawmill")
RELEASE = {key: value.replace("Acme", f"{MARK}soft") for key, value in COMPLETE.items()}
ROW = f"Failing row contains ({PHONE}, {MARK} row)"
FORM = {
    "text": f"{MARK} reply",
    "reason": f"{MARK} reason",
    "value": f"{MARK} value",
    "phone": PHONE,
    "s": PHONE,
}
WRITTEN: tuple[type[Model], ...] = (
    *(PressRelease, Fact, ReleaseVersion, ReleaseDocument, ModelCall),
    *(InboundMessage, OutboundMessage, Conversation, ConversationSession, TurnAttempt),
    *(RemoteThread, AuditEntry, BlockedPhone),
)
"""Whose rows name a user or have a text, and are written in a conversation."""

_count = count(2)


def marks_in(text: str) -> list[str]:
    return [mark for mark in MARKS if mark.lower() in text.lower()]


Watching = Callable[[], AbstractContextManager[Written]]


@pytest.fixture
def watching(settings: Settings, capfd: pytest.CaptureFixture[str]) -> Watching:
    """Begins to look at what is written. It ends within the test: before that, pytest's own handlers come."""
    settings.OPERATOR_EMAILS = ["olga@example.org"]
    return partial(nothing_of_users, capfd)


@contextmanager
def nothing_of_users(capfd: pytest.CaptureFixture[str]) -> Iterator[Written]:
    """Yield what is written in this block; nothing of the user is in it, nor in what else leaves us."""
    with everything_at_debug(MARKS) as seen:
        yield seen
    lines = seen.text.splitlines()
    assert [line for line in lines if marks_in(line)] == []
    for elsewhere in (*capfd.readouterr(), *(one.message().as_string() for one in mail.outbox)):
        assert marks_in(elsewhere) == []
    tasks = [str(row) for model in (Task, OrmQ) for row in model._default_manager.values_list()]
    assert marks_in("".join(tasks)) == []
    print(f"{connection.vendor}: {len(lines)} lines, {len(mail.outbox)} e-mails")


def assert_hidden(written: Written, kind: str) -> None:
    """Assert that there were errors of this kind, and marks in what the loggers were given."""
    assert kind in written.text
    assert written.hidden.found


def post(params: Any, path: str = PATH) -> int:
    """POST a signed form to the web process and return the status."""
    headers, body = signed(params, path)

    async def chunks() -> Any:
        yield body

    return run(request(application, path, headers=[("Host", "localhost"), *headers], chunks=chunks())).status


def say(body: str, *media: tuple[str, str], sid: str = "") -> int:
    return post(inbound_params(PHONE, body, sid or None, profile_name=f"{MARK} Smith", media=media))


def conversation(twilio: FakeTwilio) -> None:
    """Let a user send a text, a voice note and a file, and approve a release."""
    make_release(RELEASE, phone=PHONE)
    say(f"{MARK} secret launch")
    answer_messages()
    say("", twilio.add_media(voice_note(f"{MARK} voice"), OGG))
    say("", twilio.add_media(pdf(f"{MARK} file"), "application/pdf"))
    answer_messages()
    converse()
    session = ConversationSession.objects.get(phone=PHONE)
    audit.record(operator="olga", action="extend", session=session, reason=f"{MARK} reason")


def converse() -> None:
    """Let the user tell a headline, ask for the release and approve it."""
    headline = f"{MARK}soft opens {next(_count)} kite schools in Novara"
    save = tool("save_headline", value=headline, said=headline)
    for text in (f"{save}\n{headline}\n{tool('finish')}", "1"):
        say(text)
        answer_messages()


def statuses() -> None:
    """Have Twilio tell of the newest parts that they failed."""
    for row in OutboundMessage.objects.filter(phone=PHONE).order_by("-pk")[:2]:
        post(status_params("undelivered", To=f"whatsapp:{PHONE}", ErrorCode="63016"), status_path(row.uuid))


def tick() -> None:
    """Run every job of the housekeeping."""
    HousekeepingJob.objects.update(last_started_at=None, last_finished_at=None)
    schedules.tick()


def operate() -> None:
    """Do what an operator can do to a conversation, by the forms of its page."""
    session = ConversationSession.objects.get(phone=PHONE)
    client = client_of("Operators")
    client.raise_request_exception = False
    form = FORM | {"created_at": times.format(session.created_at), "reply_id": str(uuid.uuid4())}
    for page in ("steer/take_over", "reply", "steer/hand_back", "steer/extend", "block", "block", "reveal"):
        client.post(address(session, page), form)


def visit(client: Client, path: str) -> None:
    """Look at a page and send it a form with more than it asks for."""
    client.get(path, {"s": PHONE, "q": MARK, "phone": PHONE})
    client.post(path, FORM)


class Failing:
    """Lets all statements about our tables but the `first` ones fail, with words that quote a row."""

    def __init__(self, error: type[Exception] = DataError, *, first: float = math.inf) -> None:
        self.error, self.first, self.count = error, first, 0

    def __call__(self, execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        is_ours = '"sessions_app_' in sql or '"assistant_' in sql
        self.count += is_ours
        if is_ours and self.count > self.first:
            raise self.error(ROW)
        return execute(sql, *more)


def _needed(model: type[Model]) -> str:
    """Return a column of the model's table that has to have a value."""
    columns = (one.column for one in model._meta.concrete_fields if not one.null and not one.primary_key)
    return str(next(columns))


def test_a_whole_interview_by_voice(watching: Watching) -> None:
    with watching():
        assert hold(replace(INTERVIEWS["funding"], is_spoken=True)).approved


def test_a_conversation_and_its_operator(
    watching: Watching, fake_openai: Any, fake_twilio: FakeTwilio
) -> None:
    with watching() as written:
        conversation(fake_twilio)
        operate()
        answer_messages()
        statuses()
        tick()
        document = document_links.sign(ReleaseDocument.objects.all()[0].uuid, f"{MARK.lower()}.pdf")
        for path in (document, f"/{PHONE}/{MARK}", "/admin/", "/webhooks/twilio/elsewhere"):
            for query in (b"", f"s={PHONE}&q={MARK}".encode()):
                run(request(application, path, method="GET", query=query, headers=[("Host", "localhost")]))
        post({"From": f"whatsapp:{PHONE}", "Body": MARK})
        run(
            request(
                application, PATH, query=f"From={PHONE}".encode(), headers=[("X-Twilio-Signature", "wrong")]
            )
        )
        assert pseudonym(PHONE) in written.text
        for path in ("/metrics", "/health/sessions", "/health/sessions/details", "/health/ready"):
            answer = client_of("Superuser", name="root").get(path)
            assert (answer.status_code in (200, 503), marks_in(answer.content.decode())) == (True, []), path


@pytest.mark.parametrize("development", [False, True])
def test_each_view_that_works_and_that_fails_at_its_first_and_its_last_statement(
    watching: Watching, settings: Settings, fake_openai: Any, fake_twilio: FakeTwilio, development: bool
) -> None:
    with watching() as written:
        conversation(fake_twilio)
        if development:  # the simulator, the health API and the API's pages are open
            settings.DEBUG, settings.TWILIO_ACCOUNT_SID, settings.TWILIO_WHATSAPP_FROM = True, "", ""
        failed = set()
        for path in every_address():
            is_ours = not path.startswith(("/admin/auth/", "/admin/django_q/"))
            if development and path.startswith("/admin/"):
                continue
            client = client_of("Superuser", name="root")  # anew: a page may have deleted the account
            client.raise_request_exception = False
            with connection.execute_wrapper(counting := Failing()):
                visit(client, path)
            if counting.count and is_ours:
                failed.add(path)
                for failing in (Failing(first=0), Failing(ValueError, first=counting.count - 1)):
                    with connection.execute_wrapper(failing):
                        visit(client, path)
        assert len(failed) > (2 if development else 30)
        assert_hidden(written, "DataError")


def test_each_step_whose_row_does_not_fit(
    watching: Watching, fake_openai: Any, fake_twilio: FakeTwilio
) -> None:
    with watching() as written:
        conversation(fake_twilio)
        for model in WRITTEN:
            before = written.faults
            with triggers.no_row_fits(model._meta.db_table, _needed(model), words=ROW):
                for step in (converse, statuses, tick, operate):
                    with suppress(Error, ObjectDoesNotExist):
                        step()
            assert written.faults > before, f"all rows of {model} fit"
            for left in (InboundMessage, OutboundMessage, Conversation, BlockedPhone):
                left.objects.all().delete()
        assert_hidden(written, "IntegrityError")


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_what_vendors_say_of_a_request(
    watching: Watching, fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, status: int
) -> None:
    with watching():
        conversation(fake_twilio)
        fault = Fault.http(status, 21211, message=ROW)
        fake_twilio.fail_next(fault, times=2)
        fake_openai.fail_next(replace(fault, code="invalid_request_error"), times=2)
        say(f"{MARK} again", fake_twilio.add_media(voice_note(f"{MARK} voice"), OGG))
        answer_messages()
        tick()
