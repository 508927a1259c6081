"""The simulator: signs as any phone, so it exists in development without Twilio only."""

import json
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from sessions_app.messages import media as fetching
from sessions_app.models import InboundMessage, OutboundMessage
from sessions_app.sessions import live
from tests.support.documents import make_documents
from tests.support.factories import FORM, InboundFactory, OutboundFactory, SessionFactory
from webhooks.simulator import transcript
from webhooks.simulator.views import MAX_PHONES

pytestmark = pytest.mark.django_db

PAGE, SIGN, MESSAGES = "/simulator/", "/simulator/sign", "/simulator/messages"
PHONE, OTHER_PHONE = "+15005550001", "+15005550002"
SCOPED_ID = "US.13491208655302741918"
State = OutboundMessage.State


@pytest.fixture(autouse=True)
def development(settings: Settings) -> None:
    settings.DEBUG = True


def ask(client: Client, wish: Any, **more: Any) -> HttpResponse:
    """POST `wish` to the signing address, as JSON."""
    body = wish if isinstance(wish, bytes | str) else json.dumps(wish)
    response: Any = client.post(SIGN, body, content_type="application/json", **more)
    plain: HttpResponse = response
    return plain


def post_as_the_browser_does(client: Client, signed: HttpResponse) -> Any:
    """Post the request that the simulator has signed to its webhook."""
    request = json.loads(signed.content)
    headers = {"X-Twilio-Signature": request["signature"]}
    return client.post(request["url"], request["form"], content_type=FORM, headers=headers)


def look(client: Client, *phones: str, after: int | list[int] = 0) -> Any:
    return client.get(MESSAGES, {"phone": phones, "after": after}).json()["phones"]


def bodies(seen: Any) -> list[str]:
    return [message["body"] for message in seen["messages"]]


# --- Where it exists ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other_set_up",
    [
        {"DEBUG": False},
        {"TWILIO_ACCOUNT_SID": "AC" + "1" * 32, "TWILIO_WHATSAPP_FROM": "whatsapp:+14155238886"},
        {"TWILIO_ACCOUNT_SID": "AC" + "1" * 32},
        {"TWILIO_WHATSAPP_FROM": "whatsapp:+14155238886"},
    ],
)
def test_outside_development_without_twilio_no_address_of_it_exists(
    settings: Settings, other_set_up: dict[str, Any]
) -> None:
    for name, value in other_set_up.items():
        setattr(settings, name, value)
    client = Client(enforce_csrf_checks=True)
    answers = [client.get(PAGE), ask(client, {"phone": PHONE, "body": "Hi"}), client.get(MESSAGES)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.parametrize("path", [PAGE, MESSAGES])
def test_a_host_that_is_not_ours_is_refused(client: Client, path: str) -> None:
    assert client.get(path, headers={"Host": "rebound.example.com"}).status_code == 400


def test_the_page_names_the_interviewer_and_the_channel(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert '<dd data-testid="interviewer">Offline scripted demo</dd>' in page
    assert '<dd data-testid="channel">simulator</dd>' in page


def test_the_page_says_so_when_openai_interviews(client: Client, settings: Settings) -> None:
    settings.OPENAI_API_KEY, settings.OPENAI_MODEL = "sk-test", "gpt-6-luna"
    assert "OpenAI (gpt-6-luna)" in client.get(PAGE).content.decode()


def test_the_page_loads_nothing_from_elsewhere(client: Client) -> None:
    response = client.get(PAGE)
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "http" not in response.content.decode().replace("http-equiv", "")


def test_a_form_is_only_signed_for_our_own_page() -> None:
    client = Client(enforce_csrf_checks=True)
    token = client.get(PAGE).cookies[settings.CSRF_COOKIE_NAME].value
    wish = {"phone": PHONE, "body": "Hi"}
    assert ask(client, wish).status_code == 403
    assert ask(client, wish, headers={"X-CSRFToken": token}).status_code == 200


# --- Messages of the phones -------------------------------------------------------------------


@pytest.mark.parametrize("phone", [PHONE, "+447700900123", SCOPED_ID])
@pytest.mark.parametrize("body", ["Hello", "  a b+c&d=ü%\n\n*x* 🎉 ", "/status", "x" * 4096, "🎉" * 4096])
def test_a_signed_message_is_stored_by_the_real_webhook(client: Client, phone: str, body: str) -> None:
    response = post_as_the_browser_does(client, ask(client, {"phone": phone, "body": body}))
    assert (response.status_code, response.content) == (200, b"<Response/>")
    message = InboundMessage.objects.get()
    assert (message.phone, message.body, message.media) == (phone, body, [])


def test_the_same_form_posted_again_is_absorbed(client: Client) -> None:
    signed = ask(client, {"phone": PHONE, "body": "Hello"})
    answers = [post_as_the_browser_does(client, signed) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert InboundMessage.objects.count() == 1


def test_the_same_text_sent_again_is_another_message(client: Client) -> None:
    for _ in range(2):
        post_as_the_browser_does(client, ask(client, {"phone": PHONE, "body": "Hello"}))
    assert InboundMessage.objects.count() == 2


def kept(client: Client, content: bytes, content_type: str) -> str:
    """Have a phone's file kept and return its SID."""
    answer = client.post("/simulator/media", content, content_type=content_type)
    return str(answer.json()["medium"])


@pytest.mark.parametrize("content_type", ["audio/wav", "image/png", "application/pdf", "text/vcard"])
def test_a_file_arrives_as_media_that_the_worker_can_fetch(
    client: Client, settings: Any, tmp_path: Path, content_type: str
) -> None:
    settings.SIMULATOR_MEDIA_FOLDER = tmp_path
    sid = kept(client, b"content", content_type)
    post_as_the_browser_does(client, ask(client, {"phone": PHONE, "medium": sid}))
    (medium,) = InboundMessage.objects.get().media
    assert medium["content_type"] == content_type
    assert fetching.parse(medium["url"])
    assert client.get(medium["url"].removeprefix(settings.PUBLIC_URL)).content == b"content"


def test_a_file_that_is_too_big_is_refused(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.SIMULATOR_MEDIA_FOLDER, settings.DATA_UPLOAD_MAX_MEMORY_SIZE = tmp_path, 4 * 2**20
    answer = client.post("/simulator/media", bytes(2**21 + 1), content_type="image/png")
    assert (answer.status_code, "2 MB" in answer.json()["error"]) == (400, True)


@pytest.mark.parametrize("sid", ["ME" + "0" * 32, "../../etc/passwd", "", "ME1"])
def test_a_file_that_was_not_kept_cannot_be_sent(
    client: Client, settings: Any, tmp_path: Path, sid: str
) -> None:
    settings.SIMULATOR_MEDIA_FOLDER = tmp_path
    assert b"no such file" in ask(client, {"phone": PHONE, "medium": sid}).content


def test_a_location_arrives_as_a_place(client: Client) -> None:
    post_as_the_browser_does(client, ask(client, {"phone": PHONE, "location": True}))
    assert InboundMessage.objects.get().media[0]["address"] == "Via Po 1, Turin, Italy"


def test_the_form_has_what_twilio_sends_of_a_number(client: Client) -> None:
    signed = json.loads(ask(client, {"phone": PHONE, "body": "Hello"}).content)
    form = parse_qs(signed["form"])
    assert form["From"] == [f"whatsapp:{PHONE}"]
    assert form["WaId"] == [PHONE.removeprefix("+")]
    assert form["MessageSid"][0].startswith("SM")
    assert form["MessageSid"] == form["SmsSid"] == form["SmsMessageSid"]


def test_a_user_without_a_number_has_no_whatsapp_id(client: Client) -> None:
    signed = json.loads(ask(client, {"phone": SCOPED_ID, "body": "Hello"}).content)
    form = parse_qs(signed["form"])
    assert form["From"] == form["ExternalUserId"] == [f"whatsapp:{SCOPED_ID}"]
    assert "WaId" not in form


def test_a_number_is_taken_as_people_write_it(client: Client) -> None:
    post_as_the_browser_does(client, ask(client, {"phone": " +1 (500) 555-0001 ", "body": "Hello"}))
    assert InboundMessage.objects.get().phone == PHONE


# --- Status callbacks -------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["delivered", "read", "failed", "undelivered"])
def test_a_signed_status_callback_moves_the_reply(client: Client, word: str) -> None:
    reply = OutboundFactory.create(state=State.SENT, sid="SM" + "7" * 32)
    response = post_as_the_browser_does(client, ask(client, {"uuid": str(reply.uuid), "status": word}))
    reply.refresh_from_db()
    assert (response.status_code, reply.state, reply.sid) == (200, word, "SM" + "7" * 32)


def test_a_failure_carries_an_error_code(client: Client) -> None:
    reply = OutboundFactory.create(state=State.SENT, sid="SM1")
    post_as_the_browser_does(client, ask(client, {"uuid": str(reply.uuid), "status": "undelivered"}))
    reply.refresh_from_db()
    assert reply.error_code == "63024"


# --- Bad input --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wish",
    [
        b"",
        b"no JSON",
        b"\xff\xfe",
        "[" * 100_000,
        [],
        "null",
        {},
        {"phone": PHONE},
        {"body": "Hi"},
        {"phone": 15005550001, "body": "Hi"},
        {"phone": "15005550001", "body": "Hi"},
        {"phone": "+1500", "body": "Hi"},
        {"phone": "+49301", "body": "Hi"},
        {"phone": "US.", "body": "Hi"},
        {"phone": "US.1\0", "body": "Hi"},
        {"phone": "+\ud800", "body": "Hi"},
        {"phone": PHONE, "body": " \n "},
        {"phone": PHONE, "body": ["Hi"]},
        {"phone": PHONE, "body": "half \ud83c"},
        {"phone": PHONE, "body": "x" * 4097},
        {"phone": PHONE, "body": "x" * 300_000},
        {"phone": PHONE, "medium": 1},
        {"uuid": str(uuid.uuid4()), "status": "delivered"},
        {"uuid": "1", "status": "delivered"},
        {"uuid": None, "status": "delivered"},
    ],
)
def test_bad_input_is_answered_with_its_reason(client: Client, wish: Any) -> None:
    response = ask(client, wish)
    assert response.status_code == 400
    assert json.loads(response.content)["error"]


@pytest.mark.parametrize("word", ["", "teleported", "Read", None])
def test_a_status_word_that_twilio_does_not_know_is_refused(client: Client, word: str | None) -> None:
    reply = OutboundFactory.create(state=State.SENT, sid="SM1")
    assert ask(client, {"uuid": str(reply.uuid), "status": word}).status_code == 400


def test_a_reply_that_was_not_sent_yet_has_no_status_callback(client: Client) -> None:
    reply = OutboundFactory.create(state=State.QUEUED)
    assert ask(client, {"uuid": str(reply.uuid), "status": "delivered"}).status_code == 400


def test_without_an_auth_token_the_reason_is_told(client: Client, settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = ""
    assert b"TWILIO_AUTH_TOKEN" in ask(client, {"phone": PHONE, "body": "Hi"}).content
    assert b"TWILIO_AUTH_TOKEN is empty" in client.get(PAGE).content


@pytest.mark.parametrize(
    "query",
    [
        {"phone": "nobody"},
        {"phone": PHONE, "after": "-1"},
        {"phone": PHONE, "after": "²"},
        {"phone": PHONE, "after": "1" * 5000},
        {"phone": PHONE, "after": ""},
        {"phone": [PHONE, OTHER_PHONE], "after": [1, 2, 3]},
        {"phone": [PHONE] * (MAX_PHONES + 1)},
    ],
)
def test_an_odd_question_for_messages_is_refused(client: Client, query: dict[str, Any]) -> None:
    response = client.get(MESSAGES, query)
    assert response.status_code == 400
    assert response.json()["error"]


def test_the_largest_id_finds_nothing_and_harms_nothing(client: Client) -> None:
    assert bodies(look(client, PHONE, after=10**18 * 9)[0]) == []


# --- What the phones show ---------------------------------------------------------------------


def test_the_first_look_returns_both_directions_in_the_order_of_time(client: Client) -> None:
    first, second, third, fourth = (timezone.now() + timedelta(minutes=n) for n in range(4))
    OutboundFactory.create(phone=PHONE, body="3", created_at=fourth)
    InboundFactory.create(phone=PHONE, body="0", received_at=first)
    InboundFactory.create(phone=PHONE, body="2", received_at=third)
    OutboundFactory.create(phone=PHONE, body="1", created_at=second)
    [seen] = look(client, PHONE)
    assert bodies(seen) == ["0", "1", "2", "3"]
    assert [message["direction"] for message in seen["messages"]] == ["in", "out", "in", "out"]


def test_a_phone_shows_its_own_messages_only(client: Client) -> None:
    for phone in (PHONE, OTHER_PHONE):
        InboundFactory.create(phone=phone, body=f"from {phone}")
        OutboundFactory.create(phone=phone, body=f"to {phone}")
    [first, second] = look(client, PHONE, OTHER_PHONE)
    assert sorted(bodies(first)) == [f"from {PHONE}", f"to {PHONE}"]
    assert sorted(bodies(second)) == [f"from {OTHER_PHONE}", f"to {OTHER_PHONE}"]
    assert (first["phone"], first["label"]) == (PHONE, "+1 500-555-0001")


def test_a_later_look_returns_new_replies_and_the_states_of_known_ones(client: Client) -> None:
    known = OutboundFactory.create(phone=PHONE, state=State.DELIVERED)
    new = OutboundFactory.create(phone=PHONE, state=State.SENT, part=2, parts=3)
    [seen] = look(client, PHONE, after=known.pk)
    assert seen["states"] == {str(known.uuid): "delivered"}
    [message] = seen["messages"]
    assert (message["id"], message["uuid"], message["state"]) == (new.pk, str(new.uuid), "sent")
    assert (message["part"], message["parts"]) == (2, 3)


def test_each_phone_may_have_its_own_place_to_go_on_from(client: Client) -> None:
    mine, others = OutboundFactory.create(phone=PHONE), OutboundFactory.create(phone=OTHER_PHONE)
    [first, second] = look(client, PHONE, OTHER_PHONE, after=[mine.pk, 0])
    assert first["messages"] == []
    assert [message["uuid"] for message in second["messages"]] == [str(others.uuid)]


def test_a_message_sent_from_another_window_is_seen_with_its_state(client: Client) -> None:
    known = OutboundFactory.create(phone=PHONE)
    InboundFactory.create(phone=PHONE, body="from elsewhere", state=InboundMessage.State.HELD)
    [seen] = look(client, PHONE, after=known.pk)
    assert [(m["body"], m["state"]) for m in seen["messages"]] == [("from elsewhere", "held")]


def test_a_transcript_is_the_newest_hundred_of_each_direction(client: Client) -> None:
    InboundFactory.create_batch(105, phone=PHONE)
    replies = OutboundFactory.create_batch(105, phone=PHONE)
    [seen] = look(client, PHONE)
    ids = [message["id"] for message in seen["messages"] if message["direction"] == "out"]
    assert len(seen["messages"]) == 2 * transcript.TRANSCRIPT
    assert ids == [reply.pk for reply in replies[5:]]


def test_a_later_look_is_bounded_too(client: Client) -> None:
    InboundFactory.create_batch(60, phone=PHONE)
    replies = OutboundFactory.create_batch(60, phone=PHONE)
    [seen] = look(client, PHONE, after=replies[-1].pk)
    assert len(seen["messages"]) == transcript.RECENT_INBOUND
    assert len(seen["states"]) == transcript.RECENT_STATES


def test_a_look_costs_three_queries_a_phone(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    OutboundFactory.create_batch(5, phone=PHONE)
    with django_assert_num_queries(6):
        look(client, PHONE, OTHER_PHONE, after=1)
    with django_assert_num_queries(0):
        assert client.get(MESSAGES).json() == {"phones": []}


# --- Buttons ----------------------------------------------------------------------------------------


def offered(*labels: str, **more: Any) -> OutboundMessage:
    choices = [[label, "say"] for label in labels]
    row: OutboundMessage = OutboundFactory.create(phone=PHONE, sid="SM" + "a" * 32, choices=choices, **more)
    return row


@pytest.mark.parametrize(
    ("labels", "text", "payload"),
    [(("Yes", "No"), "ButtonText", "ButtonPayload"), (("a", "No", "c", "d"), "ListTitle", "ListId")],
)
def test_a_tap_is_posted_as_twilio_posts_it(
    client: Client, labels: tuple[str, ...], text: str, payload: str
) -> None:
    row = offered(*labels)
    signed = ask(client, {"phone": PHONE, "tapped": str(row.uuid), "number": 2, "body": "No"})
    form = parse_qs(json.loads(signed.content)["form"])
    assert (form[text], form[payload], form["Body"]) == (["No"], ["2"], ["No"])
    assert form["OriginalRepliedMessageSid"] == [row.sid]
    assert post_as_the_browser_does(client, signed).status_code == 200
    assert InboundMessage.objects.get().is_choice


@pytest.mark.parametrize("number", [0, 3, -1, "1", None, 1.5])
def test_a_button_that_is_not_there_cannot_be_tapped(client: Client, number: object) -> None:
    answer = ask(client, {"phone": PHONE, "tapped": str(offered("Yes", "No").uuid), "number": number})
    assert (answer.status_code, json.loads(answer.content)) == (400, {"error": "There is no such button."})


def test_a_reply_shows_its_buttons_with_titles_that_fit(client: Client) -> None:
    offered("Mit einem Menschen sprechen", "x" * 30)
    [message] = look(client, PHONE)[0]["messages"]
    assert message["buttons"] == ["Mit Mensch sprechen", "x" * 19 + "…"]


# --- The session ------------------------------------------------------------------------------


def expire(client: Client) -> Any:
    answer = client.post("/simulator/expire", {"phone": PHONE}, content_type="application/json")
    return json.loads(answer.content)


def test_a_session_whose_clock_is_set_ahead_is_over(client: Client) -> None:
    SessionFactory.create(phone=PHONE)
    assert live.touch(PHONE, waiting_since=timezone.now())
    assert expire(client) == {"expired": True}
    assert not live.touch(PHONE, waiting_since=timezone.now())
    assert expire(client) == {"expired": False}


def test_a_phone_leads_to_its_session_in_the_admin(client: Client) -> None:
    sessions = "/admin/sessions_app/conversationsession/"
    address = "/simulator/session?phone=" + quote(PHONE)
    assert client.get(address).headers["Location"] == sessions
    session = SessionFactory.create(phone=PHONE)
    assert client.get(address).headers["Location"] == f"{sessions}{session.pk}/change/"


# --- Documents --------------------------------------------------------------------------------


def test_a_document_has_a_name_a_kind_and_a_link_of_this_host(client: Client) -> None:
    docx, pdf = make_documents(PHONE)
    for document, name in ((docx, "acme.docx"), (pdf, "acme.pdf")):
        OutboundFactory.create(phone=PHONE, state="sent", document=document.uuid, body=name)
    shown = [message["document"] for message in look(client, PHONE)[0]["messages"]]
    assert [(one["name"], one["kind"]) for one in shown] == [
        ("acme.docx", "Word document"),
        ("acme.pdf", "PDF"),
    ]
    assert [client.get(one["url"]).content for one in shown] == [bytes(docx.content), bytes(pdf.content)]


def test_a_document_that_fails_fails_as_one_that_could_not_be_fetched(client: Client) -> None:
    document = make_documents(PHONE)[0].uuid
    sent = OutboundFactory.create(phone=PHONE, state="sent", sid="SM1", document=document, body="acme.docx")
    signed = ask(client, {"uuid": str(sent.uuid), "status": "failed"})
    assert parse_qs(json.loads(signed.content)["form"])["ErrorCode"] == ["63019"]
    assert post_as_the_browser_does(client, signed).status_code == 200
    assert OutboundMessage.objects.get(is_second_try=True).body == "acme.docx"
