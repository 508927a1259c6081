"""What goes out after an approval: the text, a sentence, and the release as Word and PDF."""

import asyncio
import hashlib
from typing import Any

import pytest
import time_machine
from django.utils import translation
from pytest_django import Settings

from assistant.bidi import isolated
from assistant.models import ReleaseDocument, ReleaseVersion
from sessions_app.conversations import attention
from sessions_app.models import Conversation, OutboundMessage
from sessions_app.turns import approval
from sessions_app.turns.worker import Worker
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.scripted_writer import Line, ScriptedWriter
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import ADA, fakes, receive, say, states, told, user_texts
from tests.support.openai_turns import tool
from tests.support.releases import COMPLETE, make_release

__all__ = ["fakes"]

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.going_on)
FINISH = "#tool finish {}"
APPROVES = f"{tool('approve', said='looks good')}\nlooks good"
FILES = ["acme.docx", "acme.pdf"]


def offer(phone: str = ADA) -> ReleaseVersion:
    make_release(COMPLETE, phone=phone)
    say(FINISH, phone)
    return ReleaseVersion.objects.get(release__phone=phone)


def attached(fake: FakeTwilio) -> list[tuple[str, str]]:
    """Return the name of each file that was attached, and the end of its address."""
    return [(one.body, one.media_urls[0].rpartition("/")[2]) for one in fake.messages if one.media_urls]


@pytest.mark.parametrize("words", ["1", APPROVES])
def test_text_sentence_word_and_pdf_go_out_in_that_order(fake_twilio: FakeTwilio, words: str) -> None:
    version = offer()
    say(words)
    assert fake_twilio.bodies_to(ADA)[-4:] == [version.text, approval.HERE_IT_IS, *FILES]
    assert attached(fake_twilio) == [(name, name) for name in FILES]
    assert len(fake_twilio.messages) == 6


def test_the_scripted_interview_sends_them_too(settings: Settings, fake_twilio: FakeTwilio) -> None:
    settings.OPENAI_API_KEY = ""
    release = make_release(COMPLETE)
    release.skipped = {"detail": ["before"], "subhead": ["before"], "link": ["before"]}
    release.save()
    say("hello")
    say("looks good, thanks")
    assert fake_twilio.bodies_to(ADA)[-2:] == FILES


@pytest.mark.parametrize("language", ["de", "es", "he"])
def test_the_sentence_is_in_the_users_language(fake_twilio: FakeTwilio, language: str) -> None:
    offer()
    say({"de": "/language deutsch", "es": "/language español", "he": "/language עברית"}[language])
    say("1")
    with translation.override(language):
        assert fake_twilio.bodies_to(ADA)[-3] == isolated(translation.gettext(approval.HERE_IT_IS))


def test_the_files_are_the_stored_bytes(fake_twilio: FakeTwilio) -> None:
    version = offer()
    say("1")
    stored = {one.uuid: one for one in version.documents.all()}
    sent = OutboundMessage.objects.exclude(document=None).order_by("pk")
    assert [stored[row.document].format for row in sent if row.document] == ["docx", "pdf"]
    assert all(hashlib.sha256(bytes(one.content)).hexdigest() == one.sha256 for one in stored.values())


def test_approving_once_more_sends_nothing_twice(fake_twilio: FakeTwilio) -> None:
    offer()
    say("1")
    say("1")
    assert [name for name, _ in attached(fake_twilio)] == FILES


def test_an_address_that_is_not_https_gets_the_text_alone(
    settings: Settings, fake_twilio: FakeTwilio
) -> None:
    settings.PUBLIC_URL = "http://pr.example.org"
    version = offer()
    say("1")
    assert fake_twilio.bodies_to(ADA)[-1] == version.text
    say("/status")
    assert "/documents/" not in fake_twilio.bodies_to(ADA)[-1]


def test_files_that_cannot_be_made_stop_neither_approval_nor_text(
    fake_twilio: FakeTwilio, caplog: pytest.LogCaptureFixture
) -> None:
    version = offer()
    ReleaseVersion.objects.update(parts=[{"nobody": "can print this"}])
    say("1")
    assert fake_twilio.bodies_to(ADA)[-2:] == [version.text, approval.NOT_MADE]
    assert Conversation.objects.get(phone=ADA).attention == attention.Kind.DOCUMENTS
    assert "documents_not_made" in caplog.text
    assert states() == ["answered"] * 2


async def answer_unsent() -> None:
    """Answer what waits, and be gone before the reply is sent."""
    worker = Worker()
    await worker.claim_turns()
    await asyncio.wait(list(worker._turns.values()))
    await worker._close()


@pytest.mark.parametrize("word", ["menu", "stop"])
def test_a_reset_or_an_opt_out_cancels_what_is_not_sent_yet(fake_twilio: FakeTwilio, word: str) -> None:
    offer()
    receive("1")
    asyncio.run(answer_unsent())
    assert OutboundMessage.objects.filter(state="queued").exclude(document=None).count() == 2
    say(word)
    assert attached(fake_twilio) == []
    assert OutboundMessage.objects.filter(state="cancelled").exclude(document=None).count() == 2


def test_status_makes_new_links_and_attaches_nothing(
    client: Any, fake_twilio: FakeTwilio, clock: time_machine.Traveller
) -> None:
    version = offer()
    say("1")
    clock.shift(7200)
    say("/status")
    text = fake_twilio.bodies_to(ADA)[-1]
    links = [
        line.removeprefix("https://pr.example.org") for line in text.split("\n") if "/documents/" in line
    ]
    found = [client.get(link).content for link in links]
    documents = ReleaseDocument.objects.filter(version=version, format__in=approval.SENT).order_by("format")
    assert found == [bytes(one.content) for one in documents]
    assert len(attached(fake_twilio)) == 2


def test_the_thread_is_told_of_the_files_but_of_no_token(
    fake_openai: FakeOpenAI, fake_twilio: FakeTwilio
) -> None:
    offer()
    say("1")
    say("/status")
    say("thanks")
    known = str([fake_openai.texts(conversation) for conversation in fake_openai.conversations])
    assert "[The user was sent the file acme.docx.]" in known
    assert "/documents/…/acme.pdf" in known
    assert user_texts(fake_openai)[-1] == "thanks"


def test_the_model_is_told_not_to_repeat_the_text(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio) -> None:
    fake_openai.writer = ScriptedWriter([Line(1, "{news}, {when} {where}.", "news when where company_name")])
    offer()
    say(APPROVES)
    assert "do not repeat it" in told(fake_twilio)[-1]
