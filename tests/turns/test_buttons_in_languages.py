"""Every list of choices that the bot really sends has its buttons, in each language."""

import pytest
from django.core.management import call_command
from django.utils import translation

from assistant import version_texts
from assistant.offline.questions import WAITS
from assistant.translation import translated
from assistant.versions import write_version as offer
from sessions_app.messages import outbox
from sessions_app.models import ContentTemplate, OutboundMessage
from tests.conftest import answer_messages
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support import clocks
from tests.support.chat import say
from tests.support.languages import FORGET_WORDS, LANGUAGES, MENU_WORDS, PHONES
from tests.support.releases import COMPLETE, make_release

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("language", LANGUAGES)]

clock = pytest.fixture(autouse=True)(clocks.going_on)


@pytest.fixture(autouse=True)
def made(fake_twilio: FakeTwilio) -> None:
    call_command("make_content", verbosity=0)


def sent_with(fake: FakeTwilio, language: str) -> str:
    """Return the name of the template of the newest message, which is as long as its list."""
    row = OutboundMessage.objects.order_by("-pk")[0]
    assert row.content_sid, row.body
    message = fake.messages[-1]
    template = ContentTemplate.objects.get(sid=message.content_sid)
    titles = fake.contents[message.content_sid].titles
    assert (template.language, message.body, len(titles)) == (language, row.body, len(row.choices))
    return template.name


def test_the_welcome(fake_twilio: FakeTwilio, language: str) -> None:
    say(MENU_WORDS[language], PHONES[language])
    assert sent_with(fake_twilio, language) == "welcome"
    make_release({"company_name": "Bolt"}, phone=PHONES[language])
    say(MENU_WORDS[language], PHONES[language])
    assert sent_with(fake_twilio, language) == "welcome_back"


def test_the_languages(fake_twilio: FakeTwilio, language: str) -> None:
    say("/language", PHONES[language])
    # Their names are the same in each language, and so is a list with the question as a variable.
    assert fake_twilio.contents[fake_twilio.messages[-1].content_sid].titles[1] == "Deutsch"


def test_whether_to_delete_everything(fake_twilio: FakeTwilio, language: str) -> None:
    say(FORGET_WORDS[language], PHONES[language])
    assert sent_with(fake_twilio, language) == "forget"


def test_the_kinds_of_announcements(fake_twilio: FakeTwilio, language: str) -> None:
    for text in ("ok", "Acme"):
        say(text, PHONES[language])
    assert sent_with(fake_twilio, language) == "announcement"


def test_go_on_or_something_new(fake_twilio: FakeTwilio, language: str) -> None:
    phone = PHONES[language]
    make_release({"company_name": "Acme", "announcement_type": "other"}, phone=phone)
    say("ok", phone)
    assert sent_with(fake_twilio, language) == "go_on"


def test_a_version(fake_openai: FakeOpenAI, fake_twilio: FakeTwilio, language: str) -> None:
    make_release(COMPLETE, phone=PHONES[language])
    say("#tool finish {}", PHONES[language])
    assert sent_with(fake_twilio, language) == "version"
    assert len(fake_twilio.messages) > 1


def test_a_version_that_waits(fake_twilio: FakeTwilio, language: str) -> None:
    version = offer(make_release(COMPLETE, phone=PHONES[language]))
    with translation.override(language):
        choices = version_texts.choices(version)
        text = f"{translated(WAITS, number=1)}\n\n{version_texts.as_list(choices)}"
        offered = [(choice.label, choice.action) for choice in choices]
    outbox.queue(phone=PHONES[language], text=text, choices=offered)
    answer_messages()
    assert sent_with(fake_twilio, language) == "version_waits"
