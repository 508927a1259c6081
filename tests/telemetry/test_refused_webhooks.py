"""Refused webhooks: counted in memory, and seen in the table once the process has written."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from sessions_app.doctor import refusals
from sessions_app.doctor.findings import Level
from sessions_app.models import ProcessMetrics, RefusedWebhook
from sessions_app.telemetry import process_metrics, refused_webhooks
from tests.fakes.twilio_inbound import inbound_params
from tests.support import clocks
from tests.support.clocks import NOW
from tests.support.factories import post_raw, post_signed
from tests.support.inbound_webhook import PATH
from tests.support.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

clock = pytest.fixture(autouse=True)(clocks.standing)
ADA = "+14155550001"


@pytest.fixture(autouse=True)
def nothing_counted(clock: time_machine.Traveller) -> Iterator[None]:
    """Other tests of this process have had webhooks refused."""
    refused_webhooks.write()
    RefusedWebhook.objects.all().delete()
    yield
    refused_webhooks.write()


def rows() -> list[tuple[object, ...]]:
    found = RefusedWebhook.objects.order_by("hour", "reason", "checked_for")
    return list(found.values_list("hour", "reason", "checked_for", "amount"))


def test_one_is_in_the_table_once_the_process_has_written(client: Client, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://pr.example.org"
    post_raw(client, f"{PATH}?token=secret", b"From=whatsapp", **{"X-Twilio-Signature": "wrong"})
    post_raw(client, f"/webhooks/{ADA}", b"")
    assert rows() == []
    process_metrics.write(ProcessMetrics.Kind.WEB)
    assert rows() == [
        (NOW, "invalid signature", "https://pr.example.org/webhooks/twilio/inbound?…", 1),
        (NOW, "no such webhook", "", 1),
    ]


def test_one_that_is_signed_for_another_number_names_no_number(client: Client, settings: Settings) -> None:
    settings.TWILIO_WHATSAPP_FROM = "whatsapp:+14155238886"
    post_signed(client, PATH, inbound_params(ADA, "Hello", To="whatsapp:+14155239999"))
    process_metrics.write(ProcessMetrics.Kind.WEB)
    assert rows() == [(NOW, "To is not TWILIO_WHATSAPP_FROM", "", 1)]


def test_the_doctor_knows_the_reasons(client: Client, settings: Settings) -> None:
    settings.TWILIO_WHATSAPP_FROM = "whatsapp:+14155238886"
    post_signed(client, PATH, inbound_params(ADA, "Hello", To="whatsapp:+14155239999"))
    post_raw(client, PATH, b"From=whatsapp", **{"X-Twilio-Signature": "wrong"})
    process_metrics.write(ProcessMetrics.Kind.WEB)
    assert [finding.level for finding in refusals.check()] == [Level.WARN, Level.WARN]


def test_those_of_an_hour_are_one_row_with_the_time_of_the_last(clock: time_machine.Traveller) -> None:
    for seconds in (0, 60, 3600):
        clock.shift(seconds)
        refused_webhooks.count("invalid signature", checked_for="https://here")
        refused_webhooks.write()
    hour = NOW + timedelta(hours=1)
    assert [(row[0], row[3]) for row in rows()] == [(NOW, 2), (hour, 1)]
    assert RefusedWebhook.objects.get(hour=NOW).last_at == NOW + timedelta(seconds=60)


def test_many_different_ones_between_two_writes_are_one_row() -> None:
    for number in range(60):
        refused_webhooks.count("invalid signature", checked_for=f"https://{number:02d}")
    refused_webhooks.write()
    assert RefusedWebhook.objects.count() == 51
    assert RefusedWebhook.objects.get(reason="other", checked_for="").amount == 10


def test_what_could_not_be_written_is_written_the_next_time() -> None:
    def fail(*_: object) -> None:
        raise OperationalError("gone")

    refused_webhooks.count("body_too_large", checked_for="")
    with connection.execute_wrapper(fail), pytest.raises(OperationalError):
        refused_webhooks.write()
    refused_webhooks.count("body_too_large", checked_for="")
    for _ in range(2):
        refused_webhooks.write()
    assert rows() == [(NOW, "body_too_large", "", 2)]


def test_what_is_refused_while_it_is_written_is_not_lost() -> None:
    def refuse() -> None:
        for _ in range(1000):
            refused_webhooks.count("body_too_large", checked_for="")

    refuse()
    at_once(refuse, refused_webhooks.write)
    refused_webhooks.write()
    assert rows() == [(NOW, "body_too_large", "", 2000)]


def test_what_does_not_fit_the_columns_is_cut() -> None:
    refused_webhooks.count("x" * 65, checked_for="y" * 201)
    refused_webhooks.write()
    assert rows() == [(NOW, "x" * 64, "y" * 200, 1)]
