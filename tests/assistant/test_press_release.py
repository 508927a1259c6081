"""The press release: what is kept of it, when it is finished, and how it reads."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from assistant import press_release
from assistant.models import PressRelease
from assistant.press_release import FIELDS, IncompleteRelease
from tests.assistant.test_interview_context import complete_fields

PHONE = "+15550000001"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def save_all(phone: str = PHONE, **changes: str) -> None:
    for field, value in complete_fields(**changes).items():
        press_release.save_field(phone=phone, field=field, value=value)


def test_the_company_name_is_asked_first() -> None:
    assert press_release.missing({})[0] == "company_name"


def test_a_saved_field_is_gathered_for_its_own_phone_only() -> None:
    press_release.save_field(phone=PHONE, field="headline", value="Acme flies")

    assert press_release.gathered(phone=PHONE) == {"headline": "Acme flies"}
    assert press_release.gathered(phone="+15550000002") == {}


def test_a_field_saved_again_replaces_the_older_text_and_keeps_the_others() -> None:
    press_release.save_field(phone=PHONE, field="company_name", value="Acme")
    press_release.save_field(phone=PHONE, field="headline", value="Old")
    press_release.save_field(phone=PHONE, field="headline", value="New")

    assert press_release.gathered(phone=PHONE) == {"company_name": "Acme", "headline": "New"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("slogan", "Fly"), ("headline", " \n"), ("headline", "x" * 10_001)],
    ids=["unknown field", "blank value", "too long"],
)
def test_a_value_that_cannot_be_kept_is_refused(field: str, value: str) -> None:
    with pytest.raises(ValueError, match=field):
        press_release.save_field(phone=PHONE, field=field, value=value)

    assert press_release.gathered(phone=PHONE) == {}


def test_characters_that_postgresql_cannot_store_are_replaced() -> None:
    press_release.save_field(phone=PHONE, field="headline", value="a\x00b\ud83dc 🚀")

    assert press_release.gathered(phone=PHONE) == {"headline": "a\ufffdb\ufffdc 🚀"}


def test_there_is_at_most_one_draft_for_a_phone() -> None:
    PressRelease.objects.create(phone=PHONE)

    with pytest.raises(IntegrityError), transaction.atomic():
        PressRelease.objects.create(phone=PHONE)


def test_an_incomplete_release_is_not_finished_and_says_what_is_missing() -> None:
    save_all()
    PressRelease.objects.update(fields={"company_name": "Acme", "headline": "News", "quotes": " "})

    with pytest.raises(IncompleteRelease) as caught:
        press_release.finish(phone=PHONE)

    assert caught.value.missing == [
        *("announcement_type", "key_facts", "quotes", "boilerplate", "media_contact")
    ]
    assert PressRelease.objects.get().status == PressRelease.Status.DRAFT


def test_a_release_of_nothing_misses_every_field() -> None:
    with pytest.raises(IncompleteRelease) as caught:
        press_release.finish(phone=PHONE)

    assert caught.value.missing == list(FIELDS)


def test_a_finished_release_keeps_the_document_that_it_returned() -> None:
    save_all()

    with time_machine.travel(NOON, tick=False):
        document = press_release.finish(phone=PHONE)

    release = PressRelease.objects.get()
    assert (release.status, release.text) == (PressRelease.Status.FINISHED, document)
    assert release.finished_at == NOON


def test_finishing_again_returns_the_same_document() -> None:
    save_all()
    document = press_release.finish(phone=PHONE)

    assert press_release.finish(phone=PHONE) == document


def test_a_document_finished_the_day_before_yesterday_is_not_handed_out_again() -> None:
    with time_machine.travel(NOON - timedelta(days=2), tick=False):
        save_all()
        press_release.finish(phone=PHONE)

    with time_machine.travel(NOON, tick=False), pytest.raises(IncompleteRelease):
        press_release.finish(phone=PHONE)


def test_a_field_saved_after_the_end_starts_a_new_draft() -> None:
    save_all()
    press_release.finish(phone=PHONE)

    press_release.save_field(phone=PHONE, field="headline", value="Next")

    assert press_release.gathered(phone=PHONE) == {"headline": "Next"}


def test_a_discarded_draft_is_out_of_the_way_but_not_lost() -> None:
    press_release.save_field(phone=PHONE, field="headline", value="Never mind")

    press_release.discard_draft(phone=PHONE)

    assert press_release.gathered(phone=PHONE) == {}
    assert PressRelease.objects.get().status == PressRelease.Status.DISCARDED


def test_the_pending_question_is_kept_with_the_draft() -> None:
    press_release.ask(phone=PHONE, field="company_name", thread_id="offline_1")
    press_release.save_field(phone=PHONE, field="company_name", value="Acme")

    assert press_release.pending_question(phone=PHONE, thread_id="offline_1") == "company_name"


def test_a_question_is_open_in_the_thread_in_which_it_was_asked_only() -> None:
    press_release.ask(phone=PHONE, field="company_name", thread_id="offline_1")

    assert press_release.pending_question(phone=PHONE, thread_id="offline_2") == ""


def test_a_question_for_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="slogan"):
        press_release.ask(phone=PHONE, field="slogan", thread_id="offline_1")


def test_the_document_has_the_customary_parts_in_the_customary_order() -> None:
    fields = complete_fields(
        company_name="Acme", announcement_type="A funding round", headline="Acme raises 5 million"
    )

    with time_machine.travel(NOON, tick=False):
        document = press_release.render(fields)

    assert document == (
        "FOR IMMEDIATE RELEASE\n\n"
        "*Acme raises 5 million*\n\n"
        "November 22, 2026 – Acme today announced its funding round.\n\n"
        "The key_facts of Acme\n\n"
        "The quotes of Acme\n\n"
        "*About Acme*\nThe boilerplate of Acme\n\n"
        "*Media contact*\nThe media_contact of Acme\n\n"
        "###"
    )


@pytest.mark.parametrize(
    ("told", "lead"),
    [
        ("Product launch", "Acme today announced its product launch."),
        ("our partnership with Foo", "Acme today announced its partnership with Foo."),
        ("IPO", "Acme today announced its IPO."),
        ("We have bought Foo.", "Acme today announced: We have bought Foo."),
    ],
)
def test_the_lead_reads_as_a_sentence_whatever_was_told(told: str, lead: str) -> None:
    document = press_release.render(complete_fields(company_name="Acme", announcement_type=told))

    assert lead in document


def test_the_admin_shows_a_release_without_the_number_and_without_a_way_to_change_it(
    admin_client: Client,
) -> None:
    save_all(phone="+4915112345678", company_name="Acme")
    release = PressRelease.objects.get()

    listed = admin_client.get("/admin/assistant/pressrelease/").content.decode()
    shown = admin_client.get(f"/admin/assistant/pressrelease/{release.pk}/change/").content.decode()

    assert "…5678" in listed
    assert "Acme" in listed
    assert "The boilerplate of Acme" in shown
    assert "15112345678" not in listed + shown
    assert 'name="_save"' not in shown


def test_the_admin_refuses_to_add_and_to_delete_a_release(admin_client: Client) -> None:
    save_all()
    release = PressRelease.objects.get()

    assert admin_client.get("/admin/assistant/pressrelease/add/").status_code == 403
    deleted = admin_client.post(f"/admin/assistant/pressrelease/{release.pk}/delete/", {"post": "yes"})
    assert deleted.status_code == 403
    assert PressRelease.objects.count() == 1
