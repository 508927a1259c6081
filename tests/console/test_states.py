"""What the page of a user says and offers in each state: nothing that can only be refused, no false alarm."""

import re
import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from sessions_app.messages import blocks, opt_outs
from sessions_app.models import Conversation, ConversationSession, InboundMessage, OptOut, Person
from tests.support import console_pages
from tests.support.console_pages import address, html, person_page, said, words
from tests.support.factories import (
    ConversationFactory,
    EndedSessionFactory,
    InboundFactory,
    idle_session,
    phone_number,
)

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)

PHONE = phone_number(1)
State = InboundMessage.State
EXPIRED = timedelta(hours=2)


def set_conversation(**state: object) -> None:
    Conversation.objects.filter(phone=PHONE).update(**state)


def expire() -> None:
    ConversationSession.objects.update(last_accessed=timezone.now() - EXPIRED)


def wait() -> None:
    InboundFactory.create(phone=PHONE, state=State.RECEIVED, received_at=timezone.now() - EXPIRED)


def fail() -> None:
    InboundFactory.create(phone=PHONE, state=State.FAILED, turn=uuid.uuid4())


def end() -> None:
    ConversationSession.objects.all().delete()
    EndedSessionFactory.create(phone=PHONE, ended_at=timezone.now())


def begin_anew() -> None:
    end()
    idle_session(PHONE, idle=0)


def ask() -> None:
    set_conversation(attention_at=timezone.now(), attention="The user asks for a person.")


def pause() -> None:
    set_conversation(paused_at=timezone.now(), paused_by="olga")


def colleague() -> None:
    set_conversation(paused_at=timezone.now(), paused_by="otto")


def opt_out() -> None:
    opt_outs.add([PHONE], how=OptOut.How.WORD)


def block() -> None:
    blocks.add([PHONE], operator="olga", reason="x")


LIVE = {"take-over", "extend", "kill"}
STATES: dict[str, tuple[Sequence[Callable[[], None]], set[str]]] = {
    "live": ([], LIVE),
    "expired": ([expire], set()),
    "expired, with a message from before": ([expire, wait], LIVE),
    "expired, asked for": ([ask, expire], set()),
    "expired, failed": ([fail, expire], set()),
    "asked for": ([ask], {*LIVE, "dismiss"}),
    "failed": ([fail], {*LIVE, "retry"}),
    "failed in a session that has ended": ([fail, begin_anew], LIVE),
    "taken over": ([pause], {"hand-back", "extend", "kill"}),
    "taken over by a colleague": ([colleague], {*LIVE, "hand-back"}),
    "taken over, failed": ([pause, fail], {"hand-back", "extend", "kill"}),
    "opted out": ([fail, opt_out], {"extend", "kill"}),
    "blocked": ([fail, block], {"extend", "kill"}),
    "no session": ([end], set()),
    "no session, failed since": ([end, fail], {"retry"}),
    "no session, asked for": ([end, ask], {"dismiss"}),
}
"""State -> what happens before, and what is offered then."""


@pytest.fixture
def session() -> ConversationSession:
    """A live session in which the user has just written."""
    session = idle_session(PHONE, idle=30)
    ConversationFactory.create(phone=PHONE)
    InboundFactory.create(phone=PHONE, state=State.ANSWERED)
    Person.objects.get_or_create(phone=PHONE)
    return session


def offered(page: str) -> set[str]:
    actions = page[page.index('id="sp-actions"') : page.index('id="sp-gathered"')]
    return set(re.findall(r"/steer/([a-z-]+)/", actions)) | set(re.findall(r"/(kill)/", actions))


@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_is_never_refused(operator: Client, session: ConversationSession, state: str) -> None:
    events, expected = STATES[state]
    for event in events:
        event()
    page = html(operator, session)
    assert offered(page) == expected
    [created] = set(re.findall(r'name="created_at" value="([^"]*)"', page))
    for what in expected:
        with transaction.atomic():
            answer = operator.post(address(session, f"steer/{what}"), {"created_at": created}, follow=True)
            levels = [message.level_tag for message in answer.context["messages"]]
            assert levels == ["success"], (what, said(answer))
            transaction.set_rollback(True)


def test_an_open_page_takes_the_actions_away_when_the_session_expires(
    operator: Client, session: ConversationSession
) -> None:
    [live] = re.findall(r'id="sp-live" hx-get="([^"]*)"', html(operator, session))
    expire()
    news = operator.get(live.replace("&amp;", "&")).content.decode()
    assert offered(news + 'id="sp-gathered"') == set()
    assert "The session has just expired. A reply is possible in a few minutes" in words(news)


def test_to_ask_for_the_kill_of_an_expired_session_leads_to_its_page(
    operator: Client, session: ConversationSession
) -> None:
    expire()
    assert operator.get(address(session, "kill"))["Location"] == person_page(PHONE)


def test_what_failed_in_a_session_that_has_ended_is_no_alarm(
    operator: Client, session: ConversationSession
) -> None:
    fail()
    assert "1 not answered" in words(html(operator, session), "sp-status")
    end()
    assert "not answered" not in words(html(operator, session), "sp-status")


@pytest.mark.parametrize(
    ("idle", "shown"),
    [(3599, "less than a minute left"), (3541, "less than a minute left"), (3400, "3 min left")],
)
def test_the_last_minute_of_a_session_is_not_said_to_be_none(
    operator: Client, session: ConversationSession, idle: int, shown: str
) -> None:
    ConversationSession.objects.update(last_accessed=timezone.now() - timedelta(seconds=idle - 0.5))
    status = words(html(operator, session), "sp-status")
    assert status.startswith(f"Near expiry: {shown}")


def test_a_reason_that_is_a_sentence_is_not_followed_by_a_comma(
    operator: Client, session: ConversationSession
) -> None:
    ask()
    status = words(html(operator, session), "sp-status")
    assert re.search(r"Needs a person, since [\d:]{8} : The user asks for a person.", status)


def test_a_session_that_only_its_messages_keep_is_said_to_be_so(
    operator: Client, session: ConversationSession
) -> None:
    expire()
    wait()
    status = words(html(operator, session), "sp-status")
    assert status.startswith("Expired: it ends when its messages are answered")


def test_an_end_is_not_shown_as_an_alarm_but_a_lost_sign_in_is(
    operator: Client, session: ConversationSession
) -> None:
    live = f"{address(session, 'live')}"
    expire()
    assert '<span class="sp-badge">Expired</span>' in html(operator, session)
    end()
    assert '<span class="sp-badge">No session</span>' in html(operator, session)
    assert '<p class="sp-banner sp-bad">' in " ".join(Client().get(live).content.decode().split())
    Person.objects.all().delete()
    gone = operator.get(live).content.decode()
    assert "Nothing is stored of this user any more" in gone
    assert "sp-bad" not in gone
