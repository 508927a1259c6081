"""Twilio fetches both files of an approved release from the real web process: HEAD, then GET."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.background_server import wait_until
from tests.fakes.faults import Fault
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_inbound import inbound_params, signed_post
from tests.fakes.twilio_server import FakeTwilio
from tests.support.factories import phone_number
from tests.support.inbound_webhook import PATH
from tests.support.processes import Installation, Started, installation

pytestmark = pytest.mark.processes

ADA = phone_number(1)
PUBLIC_URL = "https://pr.example.org"
WAIT_SECONDS = 60.0
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFFER = f"""
from assistant import version_texts, versions
from django.utils import timezone
from tests.support.factories import OutboundFactory
from tests.support.releases import COMPLETE, make_release
version = versions.write_version(make_release(COMPLETE, phone="{ADA}"))
choices = [(choice.label, choice.action) for choice in version_texts.choices(version)]
OutboundFactory.create(phone="{ADA}", choices=choices, state="delivered", attempted_at=timezone.now())
"""


@pytest.fixture
def site(tmp_path: Path, openai: FakeOpenAI) -> Iterator[tuple[Installation, FakeTwilio, Started]]:
    """The processes behind a public https address, at DEBUG, with a version that is offered to Ada."""
    with installation(tmp_path) as site, FakeTwilio(deliver_callbacks_to=site.url) as twilio:
        site.configure(openai=openai, twilio=twilio, PUBLIC_URL=PUBLIC_URL, LOG_LEVEL="DEBUG")
        made = site.run("shell", "-c", OFFER)
        assert made.returncode == 0, made.stdout
        web = site.serve()
        with site.answering():
            yield site, twilio, web


def approve(site: Installation) -> None:
    params = inbound_params(ADA, "1")
    token = site.environment["TWILIO_AUTH_TOKEN"]
    assert signed_post(f"{site.url}{PATH}", params, token, public_url=f"{PUBLIC_URL}{PATH}")[0] == 200


def assert_no_token_is_logged(site: Installation, twilio: FakeTwilio) -> None:
    logs = "".join(started.output for started in site.started)
    tokens = {fetch.url.split("/")[-2] for fetch in twilio.fetches}
    assert not any(token in logs for token in tokens)


def test_both_files_are_fetched_as_they_were_stored(
    site: tuple[Installation, FakeTwilio, Started],
) -> None:
    here, twilio, _ = site
    approve(here)
    wait_until(lambda: [one.status for one in twilio.messages] == ["delivered"] * 5, WAIT_SECONDS)
    assert twilio.bodies_to(ADA)[-2:] == ["acme.docx", "acme.pdf"]
    seen = [(one.method, one.status, one.content_type, one.disposition) for one in twilio.fetches]
    word = (200, DOCX, 'inline; filename="acme.docx"')
    pdf = (200, "application/pdf", 'inline; filename="acme.pdf"')
    assert seen == [("HEAD", *word), ("GET", *word), ("HEAD", *pdf), ("GET", *pdf)]
    stored = here.database.query(
        "SELECT sha256 FROM assistant_releasedocument WHERE format IN ('docx', 'pdf') ORDER BY format"
    )
    assert [one.sha256 for one in twilio.fetches if one.method == "GET"] == stored
    assert [one.length for one in twilio.fetches[::2]] == [one.length for one in twilio.fetches[1::2]]
    assert_no_token_is_logged(here, twilio)


def test_a_file_that_fails_twice_becomes_a_link_that_works(
    site: tuple[Installation, FakeTwilio, Started],
) -> None:
    here, twilio, _ = site
    twilio.fail_next(Fault("undelivered", code=63019), 2, when=lambda form: form["Body"] == "acme.docx")
    approve(here)
    wait_until(lambda: len(twilio.messages) == 7 and twilio.counts()["callbacks_pending"] == 0, WAIT_SECONDS)
    bodies = twilio.bodies_to(ADA)
    assert bodies.count("acme.docx") == 2
    assert bodies.count("acme.pdf") == 1
    assert f"{PUBLIC_URL}/documents/" in bodies[-1]
    assert bodies[-1].endswith("/acme.docx")
    assert_no_token_is_logged(here, twilio)
