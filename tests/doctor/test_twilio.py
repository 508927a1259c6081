"""The doctor at Twilio: the account, the sender, its webhook as Twilio has it, the buttons."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from sessions_app.doctor import twilio_account
from sessions_app.doctor.findings import Finding
from sessions_app.models import ContentTemplate
from tests.fakes.faults import Fault
from tests.fakes.proxy_page import ProxyPage
from tests.fakes.twilio_server import FakeTwilio
from webhooks.doorstep import INBOUND_PATH

pytestmark = pytest.mark.django_db(transaction=True)

OURS = "https://pr.example.org/webhooks/twilio/inbound"


@pytest.fixture
def twilio(fake_twilio: FakeTwilio) -> FakeTwilio:
    """With a webhook as it should be."""
    fake_twilio.account.webhook = {"callback_url": f"{OURS}#rc=5&rp=all", "callback_method": "POST"}
    return fake_twilio


def lines(check: Callable[[], object] = twilio_account.check) -> list[str]:
    found = check()
    assert hasattr(found, "__iter__")
    return [_line(one) for one in found]


def _line(finding: Finding) -> str:
    return f"{finding.level} {finding.what}"


def test_an_account_that_is_well(twilio: FakeTwilio) -> None:
    assert lines() == [
        "ok the account is active",
        "ok the sender whatsapp:+14155238886 is online",
        "ok the sender's webhook is ours, and failed messages are repeated",
        "note the API does not tell if media need a log-in",
    ]


def test_the_path_that_is_expected_there_is_that_of_the_doorstep() -> None:
    assert twilio_account.WEBHOOK_PATH == INBOUND_PATH


def test_without_twilio_the_simulator_is_named(settings: Settings) -> None:
    settings.DEBUG = True
    assert lines() == ["note not set: messages go to the simulator"]
    assert lines(twilio_account.check_buttons) == []


def test_a_wrong_token_is_told_in_words_and_never_shown(twilio: FakeTwilio, settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = "a-wrong-token"
    assert lines() == ["FAIL Twilio refuses the account: Twilio refused our credentials (20003)"]
    assert "a-wrong-token" not in str(list(twilio_account.check()))


@pytest.mark.parametrize(
    ("attribute", "value", "line"),
    [
        ("status", "suspended", "FAIL the account is suspended"),
        ("kind", "Trial", "warn a trial account: only verified numbers get messages"),
        ("sender_status", "PENDING_VERIFICATION", "FAIL the sender is PENDING_VERIFICATION"),
        (
            "webhook",
            {"callback_url": "https://old.example.org/inbound", "callback_method": "POST"},
            "FAIL the sender's webhook is https://old.example.org/inbound",
        ),
        (
            "webhook",
            {"callback_url": OURS, "callback_method": "GET"},
            "FAIL the sender's webhook is called by GET",
        ),
        (
            "webhook",
            {"callback_url": OURS, "callback_method": "POST"},
            "warn the sender's webhook lacks #rc=5&rp=all: a message that we could not store is lost",
        ),
        ("webhook", {}, "warn the API names no webhook of the sender"),
    ],
)
def test_what_is_wrong_there_is_told(twilio: FakeTwilio, attribute: str, value: object, line: str) -> None:
    setattr(twilio.account, attribute, value)
    assert line in lines()


def test_the_overrides_count_in_any_order(twilio: FakeTwilio) -> None:
    twilio.account.webhook["callback_url"] = f"{OURS}#rp=all&rc=5"
    assert "ok the sender's webhook is ours, and failed messages are repeated" in lines()


def test_why_a_sender_is_offline_is_told(twilio: FakeTwilio) -> None:
    twilio.account.sender_status = "OFFLINE"
    twilio.account.offline_reasons = [{"code": "63112", "message": "Meta has disabled the account"}]
    assert "FAIL the sender is OFFLINE: Meta has disabled the account" in lines()


def test_a_number_that_is_no_sender_is_wrong_and_the_sandbox_is_not(
    twilio: FakeTwilio, settings: Settings
) -> None:
    twilio.account.has_sender = False
    assert any(line.startswith("note whatsapp:+14155238886 is Twilio's sandbox") for line in lines())
    settings.TWILIO_WHATSAPP_FROM = "whatsapp:+14155550199"
    assert "FAIL whatsapp:+14155550199 is not a WhatsApp sender of this account" in lines()


@pytest.mark.parametrize(
    "path", ["/2010-04-01/Accounts/*.json", "/v2/Channels/Senders", "/v2/Channels/Senders/*"]
)
def test_an_outage_of_twilio_is_told(twilio: FakeTwilio, path: str) -> None:
    twilio.fail_next(Fault.http(503), path=path, method="GET")
    assert any(line.startswith("FAIL Twilio fails: ") for line in lines())


def test_an_account_without_the_beta_of_senders_is_not_wrong(twilio: FakeTwilio) -> None:
    twilio.fail_next(Fault.http(404), path="/v2/Channels/Senders", method="GET")
    assert lines() == [
        "ok the account is active",
        "note the API does not tell of senders (404)",
        "note the API does not tell if media need a log-in",
    ]


def test_a_proxy_that_answers_in_twilios_place_is_told(twilio: FakeTwilio, settings: Settings) -> None:
    with ProxyPage() as proxy:
        settings.TWILIO_API_BASE_URL = proxy.url
        assert lines() == ["FAIL Twilio fails: the answer was not Twilio's (JSONDecodeError)"]


# --- Buttons -------------------------------------------------------------------------------------


def test_buttons_that_are_missing_or_refused_are_warnings(twilio: FakeTwilio) -> None:
    missing = "warn 32 of 32 lists of choices have no buttons: users answer with digits"
    assert lines(twilio_account.check_buttons) == [missing]
    assert ContentTemplate.objects.count() == len(twilio.contents) == 0
    call_command("make_content")
    assert lines(twilio_account.check_buttons) == ["ok all 32 lists of choices have their buttons"]
    one = ContentTemplate.objects.order_by("pk")[:1]
    ContentTemplate.objects.filter(pk__in=one).update(refused_at=timezone.now(), refused_code="63021")
    assert "warn WhatsApp refuses buttons: WhatsApp found the content invalid (63021)" in lines(
        twilio_account.check_buttons
    )
