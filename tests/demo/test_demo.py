"""`make demo`: all that the console can show is there, nothing is real, and an empty database is needed."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models
from django.test import Client, TransactionTestCase, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assistant.models import PressRelease, ReleaseDocument, ReleaseVersion
from assistant.versions import is_blocked
from scripts import run
from scripts.demo import database, people
from scripts.demo.database import DemoRefused
from scripts.demo.world import HOURS
from sessions_app.console.sessions import status
from sessions_app.console.sessions.status import Status
from sessions_app.models import (
    BlockedPhone,
    ConversationSession,
    ErasureReceipt,
    HourlyCount,
    InboundMessage,
    Note,
    OptOut,
    OutboundMessage,
    Person,
    RemoteThread,
    SessionChange,
    TurnAttempt,
    VendorAccount,
)
from sessions_app.telemetry import model_usage, release_counts, session_counts
from tests.settings import VARIABLES
from tests.support import emptying
from tests.support.processes import BASE_DIR, free_port

pytestmark = [pytest.mark.processes, pytest.mark.django_db]
PHONE_LIKE = re.compile(r"\+\d[\d ().-]{6,}\d")


@pytest.fixture(scope="module", autouse=True)
def demo(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The database of the tests, filled once for this file."""
    settings: dict[str, Any] = {
        "DEBUG": True,
        "PUBLIC_URL": f"http://127.0.0.1:{free_port()}",
        "SIMULATOR_MEDIA_FOLDER": tmp_path_factory.mktemp("media"),
        "OPENAI_PRICES": "gpt-6-luna:0.20/0.02/1.60,gpt-6.1-terra:1.25/0.125/10,gpt-transcribe:0.006/min",
        "DELIVERY_MAX_ATTEMPTS": 2,
        "PHONE_TURNS_PER_MINUTE": 5,
        "TRANSCRIPT_RETENTION_DAYS": 7,
        "TURN_QUIET_SECONDS": 1.5,
    }
    with django_db_blocker.unblock(), override_settings(**settings):
        try:
            database.fill(sessions=30)
            yield
        finally:
            cache.clear()
            emptying.empty_tables(TransactionTestCase())


def states_of(model: Any, field: str = "state") -> set[str]:
    return set(model.objects.values_list(field, flat=True))


def test_every_badge_of_the_sessions_list_is_there() -> None:
    sessions = list(ConversationSession.objects.all())
    facts = status.facts_of(sessions)
    shown = {badge.status for one in sessions for badge in status.badges(one, facts[one.pk])}
    assert shown == set(Status)


@pytest.mark.parametrize(
    ("model", "field", "all_of"),
    [
        (InboundMessage, "state", InboundMessage.State),
        (OutboundMessage, "state", OutboundMessage.State),
        (OutboundMessage, "author", OutboundMessage.Author),
        (TurnAttempt, "outcome", TurnAttempt.Outcome),
        (RemoteThread, "state", RemoteThread.State),
        (ErasureReceipt, "by", [ErasureReceipt.By.CONSOLE, ErasureReceipt.By.USER]),
        (OptOut, "how", [OptOut.How.WORD, OptOut.How.ERROR]),
        (VendorAccount, "vendor", [VendorAccount.Vendor.OPENAI]),
    ],
)
def test_every_state_is_there(model: type[models.Model], field: str, all_of: Any) -> None:
    assert states_of(model, field) == {one.value for one in all_of}


def test_messages_of_the_kinds_that_users_send_are_there() -> None:
    kinds = InboundMessage.Kind
    assert {kinds.TEXT, kinds.CHOICE, kinds.REACTION, kinds.STOP, kinds.FORGET, kinds.RESET} <= states_of(
        InboundMessage, "kind"
    )
    heard = [entry for message in InboundMessage.objects.all() for entry in message.heard]
    assert {entry["kind"] for entry in heard} == {"voice", "picture", "file", "place", "sticker"}
    assert InboundMessage.objects.filter(details__has_key="button_payload").exists()
    assert OutboundMessage.objects.exclude(document=None).exists()


def test_releases_are_there_in_four_languages_and_all_stages() -> None:
    releases = PressRelease.objects.all()
    assert set(releases.exclude(language="").values_list("language", flat=True)) == {"en", "de", "es", "he"}
    wanted = {PressRelease.Status.DRAFT, PressRelease.Status.PARKED, PressRelease.Status.APPROVED}
    assert states_of(PressRelease, "status") == wanted | {PressRelease.Status.FINISHED}
    assert releases.filter(facts=None).exists()
    versions = ReleaseVersion.objects.all()
    assert any(is_blocked(version) for version in versions)
    assert versions.filter(number__gt=2).exists()
    assert versions.filter(approved_by="").exclude(approved_at=None).exists()
    assert versions.filter(approved_by="olga").exists()
    assert releases.filter(facts__operator="otto", facts__confirmed_at=None).exists()
    assert states_of(ReleaseDocument, "format") >= {"docx", "pdf"}


def test_operators_work_together_and_their_colleagues_can_read_about_it() -> None:
    assert Note.objects.count() >= 3
    assert set(Person.objects.values_list("assigned_to", flat=True)) >= {"olga", "otto"}
    assert BlockedPhone.objects.get().operator == "olga"


def test_the_sums_are_those_of_the_tables() -> None:
    assert session_counts.active() == ConversationSession.objects.count()
    assert HourlyCount.objects.dates("hour", "day").count() >= 29
    days = model_usage.by_day(since=model_usage.day_began().date().replace(year=2000))
    assert len(days) >= 29
    assert all(usage.cost for usage in days.values())


def test_as_many_stop_as_began_a_session_and_approved_nothing() -> None:
    """Give or take those of the day that was lived through: some have not left, and some come twice."""
    month = HourlyCount.objects.exclude(hour__gte=timezone.now() - timedelta(hours=HOURS))
    amounts = Counter(dict(month.values_list("name").annotate(models.Sum("amount"))))
    approved, stopped = amounts[release_counts.APPROVED], release_counts.stops(amounts).total()
    assert approved > stopped > 0
    assert approved + stopped == amounts[SessionChange.Reason.CREATED]


def test_every_number_is_reserved_for_fiction() -> None:
    found: set[str] = set()
    for model in apps.get_models():
        texts = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.values_list(*texts):
            found |= {re.sub(r"[ ().-]", "", number) for number in PHONE_LIKE.findall(str(row))}
    assert len(found) > 30
    assert [number for number in sorted(found) if not people.RESERVED.fullmatch(number)] == []


def test_every_page_of_every_list_opens() -> None:
    client = Client()
    assert client.login(username=database.ADMIN, password=database.PASSWORD)
    dashboard = client.get("/admin/").content.decode()
    paths = set(re.findall(r'href="(/admin/[a-z_]+/[a-z]+/)"', dashboard))
    assert len(paths) > 8
    assert {client.get(path).status_code for path in paths} == {200}


def test_a_database_that_has_something_is_refused_and_stays_as_it_is() -> None:
    before = InboundMessage.objects.count()
    with pytest.raises(DemoRefused, match=r"not empty: it has .*InboundMessage"):
        database.fill()
    assert InboundMessage.objects.count() == before


def test_no_password_is_offered_of_an_account_that_is_not_there() -> None:
    assert f"changepassword {run.OPERATOR}" not in run.banner(8000, None)


def test_production_is_refused() -> None:
    with override_settings(DEBUG=False), pytest.raises(DemoRefused, match="DEBUG is not on"):
        database.fill()


def test_the_demo_never_sees_the_keys_of_a_server(tmp_path: Path) -> None:
    keys = dict.fromkeys(VARIABLES, "of-a-server")
    with patch.dict(os.environ, {**keys, "ENV_FILE": "/etc/whatspr.env"}):
        database.use(tmp_path / "demo.sqlite3", port=8000)
        assert "of-a-server" not in os.environ.values()
        assert os.environ["ENV_FILE"] == os.devnull
        assert os.environ["DATABASE_URL"] == f"sqlite:///{tmp_path}/demo.sqlite3"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--sessions", "-1"], "from 0 to 50,000"),
        (["--sessions", "1000000"], "from 0 to 50,000"),
        (["--sessions", "many"], "invalid"),
        (["--port", "0"], "from 1 to 65,535"),
        (["--port", "99999"], "from 1 to 65,535"),
        ([], "The demo was not filled: .* is there already"),
    ],
)
def test_a_command_that_cannot_be_is_refused_with_a_sentence(
    tmp_path: Path, options: list[str], says: str
) -> None:
    file = tmp_path / "demo.sqlite3"
    file.write_bytes(b"somebody's own")
    command = [sys.executable, "-m", "scripts.demo", "--file", str(file), *options]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=120)
    assert done.returncode
    assert re.search(says, done.stderr)
    assert "Traceback" not in done.stderr
    assert file.read_bytes() == b"somebody's own"
