"""What an operator does on the session page, and what is said when it cannot be done."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions_app.console import times
from sessions_app.messages import opt_outs
from sessions_app.models import (
    Conversation,
    ConversationSession,
    InboundMessage,
    OptOut,
    OutboundMessage,
    Person,
)
from sessions_app.operators.actions import MAX_REPLY
from tests.support.console_pages import SESSIONS, address, client_of, deeds, html, said, steer
from tests.support.factories import ConversationFactory, InboundFactory, idle_session, phone_number

pytestmark = pytest.mark.django_db

PAGES = (
    "reply",
    "kill",
    *(f"steer/{what}" for what in ("take-over", "hand-back", "extend", "retry", "dismiss")),
)


def session_of_somebody(**more: Any) -> ConversationSession:
    """A live session in which the user has just written."""
    session = idle_session(phone_number(1), idle=30)
    ConversationFactory.create(phone=session.phone, **more)
    InboundFactory.create(phone=session.phone, state=InboundMessage.State.ANSWERED)
    return session


def paused_by(session: ConversationSession) -> str:
    return Conversation.objects.get(phone=session.phone).paused_by


def reply(client: Client, session: ConversationSession, text: str, reply_id: str = "", **more: str) -> Any:
    form = {"text": text, "reply_id": reply_id or str(uuid.uuid4()), **more}
    return steer(client, session, "reply", **form)


def replies() -> list[str]:
    return list(OutboundMessage.objects.order_by("id").values_list("body", flat=True))


def box(response: Any) -> str:
    """Return what stands in the reply's box."""
    return str(response.context["text"])


def test_the_page_says_that_the_user_has_opted_out_and_a_reply_is_refused() -> None:
    session, olga = session_of_somebody(), client_of("Operators")
    opt_outs.add([session.phone], how=OptOut.How.WORD)
    page = html(olga, session)
    assert "The user has opted out" in page
    assert "A reply is possible again after the user sends START." in page
    assert "Take over" not in page
    refused = reply(olga, session, "Hello")
    assert refused.status_code == 409
    assert "The user has opted out and gets no messages from us." in said(refused)[0]
    assert (replies(), box(refused)) == ([], "Hello")


def test_an_operator_takes_over_and_hands_back() -> None:
    session, olga = session_of_somebody(), client_of("Operators")
    taken = steer(olga, session, "steer/take-over")
    assert said(taken) == ["You have taken over. The bot is paused; messages are held for you."]
    assert paused_by(session) == "olga"
    assert "Hand back to the bot" in html(olga, session)
    assert said(steer(olga, session, "steer/hand-back")) == ["The bot answers again."]
    assert paused_by(session) == ""


def test_an_operator_takes_over_from_a_colleague() -> None:
    session = session_of_somebody(paused_at=timezone.now(), paused_by="anna")
    olga = client_of("Operators")
    assert "Take over from anna" in html(olga, session)
    steer(olga, session, "steer/take-over")
    assert paused_by(session) == "olga"


def test_a_reply_by_hand_goes_out_once_and_takes_over() -> None:
    session, olga, reply_id = session_of_somebody(), client_of("Operators"), str(uuid.uuid4())
    reply(olga, session, "Hello\r\nthere", reply_id)
    again = reply(olga, session, "Hello\r\nthere", reply_id)
    assert replies() == ["Hello\nthere"]
    assert said(again) == ["This reply has already been sent. It is not sent again."]
    assert box(again) == ""
    assert paused_by(session) == "olga"


def test_an_operators_reply_is_shown_with_the_name() -> None:
    session, olga = session_of_somebody(), client_of("Operators")
    reply(olga, session, "Hello there")
    page = html(olga, session)
    assert 'data-who="operator"' in page
    assert '<p class="sp-name">olga</p>' in page


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "The reply is empty."),
        (" \n ", "The reply is empty."),
        ("\u200b \u2800", "The reply is empty."),
        ("x" * (MAX_REPLY + 1), f"The reply has {MAX_REPLY + 1} characters; {MAX_REPLY} are allowed."),
        ("a\0b", "The reply was not sent: Null characters are not allowed."),
    ],
)
def test_a_refused_reply_stands_in_the_box_again(text: str, why: str) -> None:
    session = session_of_somebody()
    refused = reply(client_of("Operators"), session, text)
    assert refused.status_code == 409
    assert said(refused) == [why]
    assert box(refused) == text.replace("\0", "")
    assert replies() == []


def test_a_refused_reply_can_be_sent_again_as_the_same_one() -> None:
    session, olga, reply_id = session_of_somebody(), client_of("Operators"), str(uuid.uuid4())
    refused = reply(olga, session, "x" * (MAX_REPLY + 1), reply_id)
    assert str(refused.context["reply_id"]) == reply_id
    reply(olga, session, "short", reply_id)
    assert replies() == ["short"]


def test_a_reply_outside_the_24_hours_is_refused_with_its_text_kept() -> None:
    session = session_of_somebody()
    InboundMessage.objects.update(received_at=timezone.now() - timedelta(hours=25))
    assert "24 hours for a reply ended on" in " ".join(html(client_of("Operators"), session).split())
    refused = reply(client_of("Operators"), session, "my long text")
    assert "only within 24 hours" in said(refused)[0]
    assert box(refused) == "my long text"


def test_two_operators_at_once_do_not_both_reply() -> None:
    session, olga, anna = session_of_somebody(), client_of("Operators"), client_of("Operators", name="anna")
    reply(olga, session, "from olga")
    refused = reply(anna, session, "from anna")
    assert said(refused) == ["olga has taken over this conversation. Take it over first."]
    assert box(refused) == "from anna"
    assert replies() == ["from olga"]


@pytest.mark.parametrize("reply_id", ["nonsense", "", "\0", "1" * 5000])
def test_a_form_with_a_broken_id_sends_nothing_and_keeps_the_text(reply_id: str) -> None:
    session = session_of_somebody()
    form = {"text": "my text", "reply_id": reply_id}
    refused = steer(client_of("Operators"), session, "reply", **form)
    assert said(refused) == ["The form was incomplete, and nothing was sent. Please send it again."]
    assert box(refused) == "my text"
    assert replies() == []


@pytest.mark.parametrize("of_user", ["something is stored", "nothing is stored"])
def test_a_reply_to_a_session_that_is_gone_can_be_copied(of_user: str) -> None:
    session = session_of_somebody()
    page = address(session, "reply")
    ConversationSession.objects.all().delete()
    if of_user == "nothing is stored":
        Person.objects.all().delete()
    form = {
        "text": "my <b>text</b>",
        "reply_id": str(uuid.uuid4()),
        "created_at": times.format(session.created_at),
    }
    refused = client_of("Operators").post(page, form)
    assert refused.status_code == 409
    assert "my &lt;b&gt;text&lt;/b&gt;</textarea>" in refused.content.decode()


def test_a_huge_form_is_refused() -> None:
    session = session_of_somebody()
    assert reply(client_of("Operators"), session, "x" * 300_000).status_code == 400
    assert replies() == []


def test_extending_gives_the_session_its_whole_time() -> None:
    session = session_of_somebody()
    steer(client_of("Operators"), session, "steer/extend")
    before, session = session.last_accessed, ConversationSession.objects.get()
    assert session.last_accessed > before


def test_a_failed_turn_can_be_retried_where_there_is_one() -> None:
    session, olga = session_of_somebody(), client_of("Operators")
    assert "Retry the failed turn" not in html(olga, session)
    assert "There is no failed turn to retry in this session" in said(steer(olga, session, "steer/retry"))[0]
    InboundMessage.objects.update(state="failed", turn=uuid.uuid4())
    assert "Retry the failed turn" in html(olga, session)
    assert said(steer(olga, session, "steer/retry")) == ["The failed turn will be retried."]
    assert InboundMessage.objects.get().state == InboundMessage.State.RECEIVED


def test_attention_is_dismissed_once() -> None:
    session, olga = session_of_somebody(attention_at=timezone.now(), attention="help"), client_of("Operators")
    assert "Dismiss" in html(olga, session)
    assert said(steer(olga, session, "steer/dismiss")) == ["This conversation no longer needs attention."]
    assert "no longer needs" in said(steer(olga, session, "steer/dismiss"))[0]
    assert deeds().filter(action="dismiss").count() == 1


def test_killing_asks_first() -> None:
    session, olga = session_of_somebody(), client_of("Operators")
    page = html(olga, session, "kill")
    assert "This cannot be undone" in page
    assert session.phone not in page
    assert ConversationSession.objects.exists()
    killed = steer(olga, session, "kill")
    assert said(killed) == ["The session has ended. Its thread will be deleted."]
    assert not ConversationSession.objects.exists()


def test_killing_twice_is_said_and_done_once() -> None:
    session, olga = session_of_somebody(), client_of("Operators")
    steer(olga, session, "kill")
    assert said(steer(olga, session, "kill")) == ["This session has already ended. Nothing was changed."]
    assert deeds().filter(action="kill").count() == 1


def test_to_ask_for_the_kill_of_a_session_that_is_gone_leads_to_the_page() -> None:
    session = session_of_somebody()
    page = address(session)
    session.delete()
    response = client_of("Operators").get(f"{page}kill/", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0] == page


@pytest.mark.parametrize("view", PAGES)
def test_a_page_that_shows_an_older_session_changes_nothing(view: str) -> None:
    session = session_of_somebody(attention_at=timezone.now())
    session.created_at -= timedelta(seconds=1)
    more = {"text": "x", "reply_id": str(uuid.uuid4())} if view == "reply" else {}
    refused = steer(client_of("Operators"), session, view, **more)
    assert said(refused) == ["This session has ended, and a new one has begun. Nothing was changed."]
    assert not deeds().exists()


@pytest.mark.parametrize("created_at", ["", "yesterday", "2026-99-99T00:00:00Z", "2026-01-01T00:00:00", "\0"])
@pytest.mark.parametrize("view", ["reply", "kill", "steer/extend"])
def test_a_form_that_does_not_say_what_it_showed_changes_nothing(view: str, created_at: str) -> None:
    session = session_of_somebody()
    form = {"created_at": created_at, "text": "x", "reply_id": str(uuid.uuid4())}
    refused = steer(client_of("Operators"), session, view, **form)
    assert "Nothing was changed" in said(refused)[0]
    assert not deeds().exists()


@pytest.mark.parametrize("view", PAGES)
def test_an_expired_session_is_left_alone(view: str) -> None:
    session = session_of_somebody()
    ConversationSession.objects.update(last_accessed=timezone.now() - timedelta(hours=2))
    more = {"text": "x", "reply_id": str(uuid.uuid4())} if view == "reply" else {}
    assert said(steer(client_of("Operators"), session, view, **more)) == [
        "This session has just expired. Nothing was changed."
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_viewer_may_do_nothing(page: str) -> None:
    session = session_of_somebody()
    form = {"created_at": times.format(session.created_at), "text": "x", "reply_id": str(uuid.uuid4())}
    assert client_of("Viewers", name="vera").post(address(session, page), form).status_code == 403
    assert not deeds().exists()


@pytest.mark.parametrize("page", PAGES)
def test_a_form_from_elsewhere_is_refused(page: str) -> None:
    session = session_of_somebody()
    olga = Client(enforce_csrf_checks=True)
    olga.cookies = client_of("Operators").cookies
    form = {"created_at": times.format(session.created_at), "text": "x", "reply_id": str(uuid.uuid4())}
    assert olga.post(address(session, page), form).status_code == 403


@pytest.mark.parametrize("page", [page for page in PAGES if page != "kill"])
def test_to_look_at_where_a_form_goes_shows_the_page_and_does_nothing(page: str) -> None:
    session = session_of_somebody()
    response = client_of("Operators").get(address(session, page), follow=True)
    assert response.redirect_chain[-1][0] == address(session)
    assert not deeds().exists()


def test_an_unknown_deed_shows_the_page_and_does_nothing() -> None:
    session = session_of_somebody()
    response = steer(client_of("Operators"), session, "steer/frobnicate")
    assert response.redirect_chain[-1][0] == address(session)
    assert not deeds().exists()


@pytest.mark.parametrize("pk", ["0", "9" * 40])
@pytest.mark.parametrize("page", ["reply", "kill", "steer/extend"])
def test_a_form_about_nobody_is_refused(page: str, pk: str) -> None:
    form = {"created_at": "x", "text": "x", "reply_id": str(uuid.uuid4())}
    response = client_of("Operators").post(f"{SESSIONS}person/{pk}/{page}/", form, follow=True)
    assert said(response) == ["Nothing is stored of this user any more."]
