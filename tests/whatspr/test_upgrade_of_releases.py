"""Press releases of before facts and versions (migration 0002): all of it is there, and goes on.

The models of that migration stand for its code, which may run on the new tables for a while.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from assistant import facts, press_release, versions
from assistant.earlier_fields import KEYS
from assistant.models import Fact, PressRelease, ReleaseVersion
from sessions_app.models import OutboundMessage
from sessions_app.turns import release_texts
from tests.conftest import answer_messages
from tests.fakes.twilio_server import FakeTwilio
from tests.support.arrivals import message_arrives
from tests.support.factories import phone_number
from tests.support.releases import values_of

BEFORE = ("assistant", "0002_pending_thread"), ("sessions_app", "0014_user_addresses")
BATCH = 500
ADA, BOB = phone_number(1), phone_number(2)
AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FULL = {
    "company_name": "Acme",
    "announcement_type": "Product launch",
    "headline": "Acme flies",
    "key_facts": "It flies at 900 km/h.\nIt lands, too.",
    "quotes": "“We fly,” says Ines, CEO",
    "boilerplate": "Acme makes kites.",
    "media_contact": "Ines, ines@acme.example",
}
DOCUMENT = "FOR IMMEDIATE RELEASE\n\nAcme flies\n\n###"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def old() -> Iterator[Any]:
    """The tables as they were, and the model of a release then; afterwards as other tests need them."""
    for app, migration in BEFORE:
        call_command("migrate", app, migration, verbosity=0)
    yield MigrationLoader(connection).project_state(list(BEFORE)).apps.get_model("assistant", "PressRelease")
    call_command("migrate", verbosity=0)


def upgrade() -> None:
    call_command("migrate", verbosity=0)


def told(release: Any) -> list[tuple[str, str, str, str]]:
    """Return key, value, words and source of each fact, as a set would be."""
    rows = Fact.objects.filter(release_id=release.pk).order_by("key")
    assert not rows.exclude(confirmed_at__isnull=False, superseded_at=None).exists()
    return list(rows.values_list("key", "value", "said", "source"))


def values_in(release: PressRelease) -> dict[str, str]:
    return facts.gathered_of(release).values


def texts_of(release: Any) -> list[tuple[int, str, datetime | None]]:
    rows = ReleaseVersion.objects.filter(release_id=release.pk).order_by("number")
    return list(rows.values_list("number", "text", "approved_at"))


ODD_FIELDS: list[tuple[Any, dict[str, str]]] = [
    ({}, {}),
    ({"headline": "", "quotes": " \n", "key_facts": None}, {}),
    ({"headline": "  Acme flies\n"}, {"headline": "Acme flies"}),
    ({"headline": "x" * 10_000}, {"headline": "x" * 10_000}),
    ({"headline": "אקמה 🚀 “flies”"}, {"headline": "אקמה 🚀 “flies”"}),
    ({"headline": 7, "quotes": ["One", "Zwölf"]}, {"headline": "7", "quote": '["One", "Zwölf"]'}),
    ({"quotes": {"said": "Hi"}, "key_facts": False}, {"quote": '{"said": "Hi"}', "detail": "false"}),
    ({"slogan": "Fly", "quotes": "Hi", "n" * 99: "Air"}, {"quote": "Hi", "detail_2": "Fly\nAir"}),
    (["Acme", "flies"], {"detail_2": '["Acme", "flies"]'}),
    ({"announcement_type": "IPO"}, {"announcement_type": "other"}),
    ({"announcement_type": "We raised a seed round"}, {"announcement_type": "funding"}),
]


def test_each_field_is_a_fact_that_its_own_words_approve(old: Any) -> None:
    releases = [
        old.objects.create(phone=ADA, status=status, fields=FULL)
        for status in ("draft", "finished", "discarded")
    ]
    upgrade()
    for release in releases:
        assert told(release) == sorted(
            (KEYS[name], "product" if name == "announcement_type" else text, text, "approved")
            for name, text in FULL.items()
        )


def test_partial_blank_and_odd_fields_lose_nothing(old: Any) -> None:
    phones = [phone_number(number) for number in range(len(ODD_FIELDS))]
    for phone, (fields, _) in zip(phones, ODD_FIELDS, strict=True):
        old.objects.create(phone=phone, fields=fields)
    upgrade()
    for phone, (_, expected) in zip(phones, ODD_FIELDS, strict=True):
        assert values_of(phone) == expected
    assert Fact.objects.count() == sum(len(expected) for _, expected in ODD_FIELDS)  # and nothing was adopted


def test_lone_surrogates_which_only_sqlite_keeps_are_replaced(old: Any) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL's JSON has none")
    release = old.objects.create(phone=ADA, fields={"headline": "a\x00b\ud83dc"})
    upgrade()
    assert [value for _, value, *_ in told(release)] == ["a\ufffdb\ufffdc"]


def test_a_finished_text_is_the_approved_version_of_its_facts(old: Any) -> None:
    release = old.objects.create(phone=ADA, status="finished", fields=FULL, text=DOCUMENT, finished_at=AT)
    upgrade()
    assert texts_of(release) == [(1, DOCUMENT, AT)]
    version = ReleaseVersion.objects.get()
    assert version.facts == list(Fact.objects.order_by("pk").values_list("pk", flat=True))
    assert (version.approved_by, version.approval) == ("", "")


def test_releases_without_a_finished_text_have_no_version(old: Any) -> None:
    old.objects.create(phone=ADA, fields=FULL, text="Not finished")
    old.objects.create(phone=ADA, status="discarded", fields=FULL, text="Discarded")
    old.objects.create(phone=ADA, status="finished", fields=FULL)
    upgrade()
    assert not ReleaseVersion.objects.exists()


def test_several_releases_of_a_phone_stay_apart(old: Any) -> None:
    for number in range(3):
        old.objects.create(
            phone=ADA,
            status="finished",
            fields=FULL | {"headline": f"News {number}"},
            text=f"Text {number}",
            finished_at=AT,
        )
    old.objects.create(phone=ADA, status="discarded", fields={"headline": "Given up"})
    old.objects.create(phone=ADA, fields={"headline": "Coming"})
    old.objects.create(phone=BOB, fields={"headline": "Of Bob"})
    upgrade()
    assert (values_of(ADA), values_of(BOB)) == ({"headline": "Coming"}, {"headline": "Of Bob"})
    listed = list(press_release.listed(ADA))
    assert {facts.gathered_of(one).values["headline"] for one in listed} == {
        "Coming",
        "News 0",
        "News 1",
        "News 2",
    }
    assert {str(row.text) for row in ReleaseVersion.objects.all()} == {"Text 0", "Text 1", "Text 2"}
    for version in ReleaseVersion.objects.all():
        assert values_in(version.release)["headline"][-1] == version.text[-1]


def test_more_than_a_batch_is_all_there(old: Any) -> None:
    count = 2 * BATCH + 1
    fields = [{"headline": f"News {number}"} for number in range(count)]
    old.objects.bulk_create(
        old(phone=f"+1{number}", status="finished", fields=fields[number], text=f"Text {number}")
        for number in range(count)
    )
    upgrade()
    assert Fact.objects.count() == ReleaseVersion.objects.count() == count
    for version in ReleaseVersion.objects.select_related("release"):
        [fact] = version.release.facts.all()
        assert (version.facts, fact.value[5:]) == ([fact.pk], version.text[5:])


# --- The interview goes on ----------------------------------------------------------------------


def talk(text: str) -> None:
    message_arrives(message_sid=f"SM{PressRelease.objects.count()}{text}"[:34], phone=ADA, body=text)
    answer_messages()


def thread_of_ada(old: Any) -> str:
    session = old._meta.apps.get_model("sessions_app", "ConversationSession")
    thread = old._meta.apps.get_model("sessions_app", "RemoteThread")
    now = timezone.now()
    session.objects.create(phone=ADA, thread_id="offline_1", created_at=now, last_accessed=now)
    thread.objects.create(thread_id="offline_1", state="live", adopted=True, created_at=now)
    return "offline_1"


@pytest.mark.parametrize(
    ("pending", "answer", "key"),
    [
        ("headline", "Acme lands", "headline"),
        ("key_facts", "Acme sells 900 kites a year.", "detail"),
        ("quotes", "We fly high.", "quote"),
        ("media_contact", "Ines Ortega, ines@acme.example, +39 011 555 0123", "media_contact"),
    ],
)
def test_the_answer_to_a_question_of_before_is_taken(
    old: Any, fake_twilio: FakeTwilio, pending: str, answer: str, key: str
) -> None:
    before = {"company_name": "Acme", "announcement_type": "IPO"}
    old.objects.create(phone=ADA, fields=before, pending_question=pending, pending_thread=thread_of_ada(old))
    upgrade()
    talk(answer)
    assert values_of(ADA) == {"company_name": "Acme", "announcement_type": "other", key: answer}
    assert "one fact after another" not in fake_twilio.bodies_to(ADA)[-1]
    assert PressRelease.objects.get().pending_question not in ("", pending, key)


def test_a_full_draft_is_asked_only_for_what_is_new(old: Any, fake_twilio: FakeTwilio) -> None:
    old.objects.create(phone=ADA, fields=FULL)
    upgrade()
    known = facts.gathered(ADA)
    assert set(known.missing) == {
        "product_name", "product_summary", "availability",
        "quote_speaker", "quote_role", "city", "release_date",
    }  # fmt: skip
    talk("hello")
    assert PressRelease.objects.get().pending_question == known.open[0]


def test_a_finished_release_is_listed_and_sent_again(old: Any, fake_twilio: FakeTwilio) -> None:
    old.objects.create(phone=ADA, status="finished", fields=FULL, text=DOCUMENT, finished_at=AT)
    upgrade()
    talk("/drafts")
    assert "1. Acme flies (approved)" in fake_twilio.bodies_to(ADA)[-1]
    talk("1")
    talk("hello")
    talk("send it again")
    assert DOCUMENT in fake_twilio.bodies_to(ADA)[-1]


def test_the_next_release_proposes_what_was_said_last_time(old: Any) -> None:
    old.objects.create(phone=ADA, status="finished", fields=FULL, text=DOCUMENT, finished_at=AT)
    upgrade()
    release = press_release.begin(ADA)
    proposed = [fact.value for fact in facts.gathered_of(release).proposals]
    assert proposed == [FULL["company_name"], FULL["boilerplate"], FULL["media_contact"]]


# --- Old code on the new tables -----------------------------------------------------------------


def test_a_draft_that_old_code_begins_is_taken_up(old: Any) -> None:
    upgrade()
    old.objects.create(phone=ADA, fields={"headline": "Acme flies"}, pending_question="quotes")
    assert values_of(ADA) == {"headline": "Acme flies"}
    assert PressRelease.objects.get().skipped == {}


def test_what_old_code_changes_supersedes_what_was_migrated(old: Any) -> None:
    release = old.objects.create(phone=ADA, fields={"headline": "Acme flies", "company_name": "Acme"})
    upgrade()
    release.fields |= {"headline": "Acme lands", "quotes": "We land"}
    release.save(update_fields=["fields", "updated_at"])
    for _ in range(2):
        assert values_of(ADA) == {"company_name": "Acme", "headline": "Acme lands", "quote": "We land"}
    assert list(Fact.objects.exclude(superseded_at=None).values_list("value", flat=True)) == ["Acme flies"]


def test_what_old_code_finishes_has_its_text_as_approved_version(old: Any) -> None:
    release = old.objects.create(phone=ADA, fields=FULL)
    upgrade()
    release.fields["headline"] = "Acme lands"
    release.text, release.status, release.finished_at = DOCUMENT, "finished", AT
    release.save()
    assert [choice.label for choice in release_texts.drafts(ADA).choices] == ["Acme lands (approved)"]
    assert texts_of(release) == [(1, DOCUMENT, AT)]
    taken = press_release.take_up(phone=ADA, release_id=release.pk)
    assert (press_release.current(ADA), versions.latest(taken)) == (taken, ReleaseVersion.objects.get())


def test_what_old_code_finishes_after_a_version_is_the_next_version(old: Any) -> None:
    release = old.objects.create(phone=ADA, fields=FULL)
    upgrade()
    ReleaseVersion.objects.create(release_id=release.pk, number=1, text="Ours", facts=[], created_at=AT)
    release.text, release.status, release.finished_at = DOCUMENT, "finished", AT
    release.save()
    for _ in range(2):
        press_release.listed(ADA)
    assert texts_of(release) == [(1, "Ours", None), (2, DOCUMENT, AT)]


def test_what_a_user_corrects_stays_corrected(old: Any, fake_twilio: FakeTwilio) -> None:
    thread = thread_of_ada(old)
    old.objects.create(phone=ADA, fields=FULL, pending_question="quotes", pending_thread=thread)
    upgrade()
    talk("no, the headline is Acme lands in Turin")
    assert values_of(ADA)["headline"] == "Acme lands in Turin"
    assert values_of(ADA)["headline"] == "Acme lands in Turin"  # the field still says what it said


def test_messages_that_old_code_queues_offer_nothing(old: Any) -> None:
    outbound = old._meta.apps.get_model("sessions_app", "OutboundMessage")
    upgrade()
    outbound.objects.create(phone=ADA, body="Which headline?", created_at=AT)
    assert OutboundMessage.objects.get().choices == []
