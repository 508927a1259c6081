"""What the user saw, quoted, tapped or attached reaches the model: in order, and each of it once."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from assistant.interview import Reply
from assistant.openai.interview import TAKEOVER_NOTE
from assistant.openai.pickup import RECAP_NOTE
from sessions_app.models import InboundMessage, OutboundMessage
from sessions_app.turns import claims, outcomes
from sessions_app.turns.canned_replies import APOLOGY, HELP, WELCOME
from sessions_app.turns.heard_texts import PROBLEMS
from tests.conftest import answer_messages
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_inbound import inbound_params
from tests.support import clocks
from tests.support.chat import ADA, BOB, receive, say, thread_of, try_again
from tests.support.clocks import TTL
from tests.support.factories import InboundFactory, OutboundFactory, post_signed
from tests.support.inbound_webhook import PATH
from tests.support.operators import hand_back, reply
from tests.support.statements import recorded_statements

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("fake_openai", "fake_twilio"),
]

clock = pytest.fixture(autouse=True)(clocks.going_on)
OUR_SID, THEIR_SID = "SM" + "a" * 32, "SM" + "b" * 32
PICTURE = ("https://api.twilio.com/media/1", "image/jpeg")
PLACE = {"latitude": "52.52", "longitude": "13.405", "label": "Acme"}
_NOTES = {TAKEOVER_NOTE: "note", RECAP_NOTE: "note"}


def sends(body: str, phone: str = ADA, *, answered: bool = True, **more: Any) -> None:
    """Let Twilio's webhook bring a message with all its parameters, and have it answered."""
    post_signed(Client(), PATH, inbound_params(phone, body, **more))
    if answered:
        answer_messages()


def told(fake: FakeOpenAI) -> list[str]:
    """Return what is in Ada's thread, oldest first, without what the fake model answered."""
    said = fake.texts(thread_of())
    return [f"{role}: {_NOTES.get(text, text)}" for role, text in said if not text.startswith("You said")]


# --- Replies that the bot did not write ---------------------------------------------------------


def test_the_menu_is_told_to_the_thread_that_begins_after_it(fake_openai: FakeOpenAI) -> None:
    say("menu")
    say("What did the menu say?")
    say("And then?")
    assert told(fake_openai) == [
        f"assistant: {WELCOME}", "developer: note", "user: What did the menu say?", "user: And then?",
    ]  # fmt: skip


def test_the_menu_after_a_reset_is_told_without_anything_from_before_it(fake_openai: FakeOpenAI) -> None:
    say("a secret")
    say("/help")
    say("reset")
    say("What did the menu say?")
    assert told(fake_openai) == [f"assistant: {WELCOME}", "developer: note", "user: What did the menu say?"]


def test_help_is_told_before_the_next_message_with_what_it_answered(fake_openai: FakeOpenAI) -> None:
    say("red")
    say("/help")
    say("blue")
    say("green")
    assert told(fake_openai) == [
        "user: red", "developer: note", "user: /help", f"assistant: {HELP}", "user: blue", "user: green",
    ]  # fmt: skip


def test_what_came_without_text_is_told_with_the_answer_to_it(fake_openai: FakeOpenAI) -> None:
    say("red")
    gone = PROBLEMS["gone"]
    sends("", media=[PICTURE, PICTURE, ("https://api.twilio.com/media/3", "audio/ogg")])
    say("blue")
    assert told(fake_openai)[2:] == [
        "user: [The user sent 2 pictures and a voice message, which you cannot see yet.]",
        f"assistant: {gone}",
        "user: blue",
    ]


def test_an_apology_is_told(fake_openai: FakeOpenAI) -> None:
    say("red")
    fake_openai.fail_next(Fault.http(422, "unprocessable"))
    say("blue")
    say("green")
    assert told(fake_openai) == ["user: red", "developer: note", f"assistant: {APOLOGY}", "user: green"]


@pytest.mark.parametrize("state", ["failed", "undelivered"])
def test_a_fixed_text_that_the_user_never_got_is_not_told(fake_openai: FakeOpenAI, state: str) -> None:
    say("red")
    say("/help")
    OutboundMessage.objects.filter(body=HELP).update(state=state)
    say("blue")
    assert told(fake_openai) == ["user: red", "user: blue"]


def test_a_fixed_text_and_an_operators_reply_are_told_together(fake_openai: FakeOpenAI) -> None:
    say("red")
    say("/help")
    reply("Olga here")
    hand_back()
    say("blue")
    assert told(fake_openai) == [
        "user: red", "developer: note", "user: /help", f"assistant: {HELP}", "assistant: Olga here",
        "user: blue",
    ]  # fmt: skip


@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "incomplete"])
@pytest.mark.parametrize("before", [["red", "/help"], ["reset"]])
def test_a_turn_that_is_tried_again_tells_everything_once(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller, fault: str, before: list[str]
) -> None:
    for body in before:
        say(body)
    fake_openai.fail_next(Fault(fault))
    say("blue")
    try_again(clock)
    say("green")
    said = [line for line in told(fake_openai) if line.startswith(("user: ", f"assistant: {WELCOME}"))]
    shown = ["user: red", "user: /help"] if "red" in before else [f"assistant: {WELCOME}"]
    assert said == [*shown, "user: blue", "user: green"]


def test_a_replaced_thread_is_told_everything_once_and_in_order(fake_openai: FakeOpenAI) -> None:
    say("reset")
    say("red")
    say("/help")
    fake_openai.fail_next(Fault("delete_conversation"))
    say("blue")
    say("green")
    assert told(fake_openai) == [
        f"assistant: {WELCOME}", "user: red", "user: /help", f"assistant: {HELP}", "developer: note",
        "user: blue", "user: green",
    ]  # fmt: skip


def test_a_new_session_is_told_no_fixed_text_of_an_expired_one(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller
) -> None:
    say("red")
    say("/help")
    clock.shift(TTL + 1)
    say("blue")
    assert told(fake_openai) == ["user: blue"]


def test_a_usual_turn_asks_for_nothing_that_was_said_before_it(fake_openai: FakeOpenAI) -> None:
    say("red")
    receive("blue")
    with recorded_statements() as sent:
        [turn] = claims.claim_turns(1)
        outcomes.commit(turn, Reply(text="Fine."))
    assert not [sql for sql in sent if "sessions_app_outboundmessage" in sql.partition("FROM")[2]]
    assert not [sql for sql in sent if "UPDATE" in sql and "untold" in sql.partition(" WHERE ")[0]]


# --- What the user quotes -----------------------------------------------------------------------


def test_the_quoted_reply_is_above_the_text(fake_openai: FakeOpenAI) -> None:
    OutboundFactory.create(phone=ADA, sid=OUR_SID, body="Who is\nthe CEO?", state="read")
    sends("Which one did I quote?", OriginalRepliedMessageSid=OUR_SID)
    assert told(fake_openai) == [
        'user: [The user quotes an earlier message that was sent to them: "Who is the CEO?"]\n'
        "Which one did I quote?"
    ]


def test_the_users_own_message_can_be_quoted(fake_openai: FakeOpenAI) -> None:
    InboundFactory.create(phone=ADA, message_sid=THEIR_SID, body="x" * 400, state="answered")
    sends("This.", OriginalRepliedMessageSid=THEIR_SID)
    assert told(fake_openai) == [
        f'user: [The user quotes an earlier message of their own: "{"x" * 299}…"]\nThis.'
    ]


def test_a_quote_is_not_cut_inside_a_family(fake_openai: FakeOpenAI) -> None:
    InboundFactory.create(phone=ADA, message_sid=THEIR_SID, body="x" + "👩‍👩‍👧‍👦" * 60, state="answered")
    sends("This.", OriginalRepliedMessageSid=THEIR_SID)
    assert f'"x{"👩‍👩‍👧‍👦" * 42}…"' in told(fake_openai)[0]


@pytest.mark.parametrize(
    ("body", "media", "words"),
    [
        ("", [PLACE], "[a place: Acme (52.52, 13.405)]"),
        ("", [{"content_type": "image/png"}] * 2, "[2 pictures]"),
        ("\u200b", [{"content_type": "audio/ogg"}], "\u200b [a voice message]"),
        ("Our\nrobot", [{"content_type": "image/png"}], "Our robot [a picture]"),
    ],
)
def test_a_quoted_attachment_is_named(
    fake_openai: FakeOpenAI, body: str, media: list[dict[str, str]], words: str
) -> None:
    InboundFactory.create(phone=ADA, message_sid=THEIR_SID, body=body, media=media, state="answered")
    sends("This.", OriginalRepliedMessageSid=THEIR_SID)
    assert told(fake_openai) == [f'user: [The user quotes an earlier message of their own: "{words}"]\nThis.']


@pytest.mark.parametrize("sid", [OUR_SID, THEIR_SID, "SM" + "9" * 32])
def test_nothing_of_a_message_of_another_phone_or_an_unknown_one_is_told(
    fake_openai: FakeOpenAI, sid: str
) -> None:
    OutboundFactory.create(phone=BOB, sid=OUR_SID, body="a secret", state="read")
    InboundFactory.create(phone=BOB, message_sid=THEIR_SID, body="a secret", state="answered")
    sends("This.", OriginalRepliedMessageSid=sid)
    assert told(fake_openai) == ["user: [The user quotes an earlier message.]\nThis."]


@pytest.mark.parametrize("fault", ["reset_after", "delete_conversation"])
def test_a_quote_is_told_once_over_a_retry_and_in_a_new_thread(
    fake_openai: FakeOpenAI, clock: time_machine.Traveller, fault: str
) -> None:
    say("red")
    OutboundMessage.objects.update(sid=OUR_SID, body="Who is the CEO?")
    sends("This.", OriginalRepliedMessageSid=OUR_SID)
    fake_openai.fail_next(Fault(fault))
    say("blue")
    try_again(clock)
    quoted = [line for line in told(fake_openai) if "CEO" in line and line.startswith("user")]
    assert quoted == [
        'user: [The user quotes an earlier message that was sent to them: "Who is the CEO?"]\nThis.'
    ]


# --- Places, buttons, attachments ---------------------------------------------------------------


def test_a_place_alone_is_a_message_for_the_model(fake_openai: FakeOpenAI) -> None:
    where: dict[str, Any] = {
        "Latitude": "52.52",
        "Longitude": "13.405",
        "Label": "Acme",
        "Address": "Main St 1, Berlin",
    }
    sends("", MessageType="location", **where)
    assert told(fake_openai) == [
        "user: [The user sent a place: Acme, Main St 1, Berlin (52.52, 13.405). "
        "If it tells the city, ask whether that is the right one.]"
    ]


@pytest.mark.parametrize("body", ["", " ", "\u200b", "\u2800", "\ufe0f"])
@pytest.mark.parametrize("blank", [{}, {"ButtonText": " "}])
@pytest.mark.parametrize("parameter", ["ButtonText", "ListTitle"])
def test_a_tapped_button_is_what_the_user_said(
    fake_openai: FakeOpenAI, parameter: str, blank: dict[str, Any], body: str
) -> None:
    tapped: dict[str, Any] = blank | {parameter: "Yes, please", "ButtonPayload": "yes_1"}
    sends(body, MessageType="button", **tapped)
    assert told(fake_openai) == ["user: Yes, please"]
    assert InboundMessage.objects.get().details["button_payload"] == "yes_1"


def test_a_caption_is_told_with_the_picture_that_cannot_be_seen(fake_openai: FakeOpenAI) -> None:
    sends("Our new robot", media=[PICTURE])
    assert told(fake_openai) == [
        "user: Our new robot\n[The user also sent a picture, which you cannot see yet.]"
    ]


@pytest.mark.parametrize(
    ("content_type", "name"),
    [
        ("image/png", "picture"), ("image/webp", "sticker"), ("video/mp4", "video"),
        ("audio/ogg", "voice message"), ("application/pdf", "document"), ("text/vcard", "contact card"),
    ],
)  # fmt: skip
def test_each_kind_of_attachment_has_its_name(fake_openai: FakeOpenAI, content_type: str, name: str) -> None:
    sends("Look", media=[("https://api.twilio.com/media/1", content_type)])
    assert f"[The user also sent a {name}, which you cannot see yet.]" in told(fake_openai)[0]


def test_the_profiles_name_is_kept_and_not_told(fake_openai: FakeOpenAI) -> None:
    sends("red", profile_name="Ada L\0velace")
    assert told(fake_openai) == ["user: red"]
    assert InboundMessage.objects.get().details == {"profile_name": "Ada L\ufffdvelace"}
