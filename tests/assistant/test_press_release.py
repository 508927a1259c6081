"""The press releases of a phone: which one is current, what is set aside, and what is taken up again."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assistant import facts, press_release
from assistant.earlier_fields import KEYS
from assistant.models import Fact, PressRelease
from tests.support.interview import OTHER_PHONE, PHONE, approved_version, first_version, save, tell, values

pytestmark = pytest.mark.django_db

Status = PressRelease.Status


def current_id(phone: str = PHONE) -> int | None:
    release = press_release.current(phone)
    return release.pk if release else None


def parked(kind: str = "product") -> PressRelease:
    release = tell(kind)
    assert press_release.park(phone=PHONE)
    return release


# --- The current one -------------------------------------------------------------------------


def test_a_phone_has_no_release_before_it_told_something() -> None:
    assert press_release.current(PHONE) is None
    assert not PressRelease.objects.exists()


def test_a_draft_is_the_current_release_of_its_phone_only() -> None:
    release = press_release.current_or_new(PHONE)

    assert current_id(PHONE) == release.pk
    assert current_id(OTHER_PHONE) is None
    assert press_release.current_or_new(PHONE) == release


def test_there_is_one_draft_of_a_phone_at_most() -> None:
    press_release.current_or_new(PHONE)

    with pytest.raises(IntegrityError), transaction.atomic():
        PressRelease.objects.create(phone=PHONE)


def test_an_approved_release_stays_the_current_one() -> None:
    version = approved_version()

    assert current_id() == version.release_id


def test_a_draft_goes_before_an_approved_release() -> None:
    approved_version()
    draft = PressRelease.objects.create(phone=PHONE)

    assert current_id() == draft.pk


@pytest.mark.parametrize("status", [Status.PARKED, Status.FINISHED, Status.DISCARDED])
def test_what_is_set_aside_is_not_current(status: Status) -> None:
    PressRelease.objects.create(phone=PHONE, status=status)

    assert current_id() is None


# --- Setting aside ---------------------------------------------------------------------------


def test_a_draft_is_parked_with_all_that_it_has() -> None:
    release = first_version("product").release
    told = values()

    assert press_release.park(phone=PHONE)

    release.refresh_from_db()
    assert (release.status, release.pending_question) == (Status.PARKED, "")
    assert facts.gathered_of(release).values == told
    assert release.versions.count() == 1


def test_an_approved_release_is_closed() -> None:
    release = approved_version().release

    assert press_release.park(phone=PHONE)

    release.refresh_from_db()
    assert release.status == Status.FINISHED


def test_a_draft_without_a_fact_is_deleted() -> None:
    press_release.current_or_new(PHONE)

    assert not press_release.park(phone=PHONE)
    assert not PressRelease.objects.exists()


def test_a_draft_of_nothing_but_proposals_is_deleted() -> None:
    approved_version()
    press_release.park(phone=PHONE)
    press_release.current_or_new(PHONE)

    assert not press_release.park(phone=PHONE)
    assert PressRelease.objects.get().status == Status.FINISHED


def test_nothing_is_parked_where_nothing_is() -> None:
    assert not press_release.park(phone=PHONE)


def test_several_drafts_can_be_parked() -> None:
    first, second = parked("product"), parked("other")

    assert {release.pk for release in PressRelease.objects.filter(status=Status.PARKED)} == {
        *(first.pk, second.pk),
    }


# --- Taking up -------------------------------------------------------------------------------


def test_a_parked_draft_is_taken_up_as_it_was() -> None:
    release = tell("product")
    told = values()
    press_release.park(phone=PHONE)

    taken = press_release.take_up(phone=PHONE, release_id=release.pk)

    assert taken == release
    assert (current_id(), values()) == (release.pk, told)


def test_taking_up_parks_the_draft_that_was_current() -> None:
    first = parked("product")
    second = tell("other")

    press_release.take_up(phone=PHONE, release_id=first.pk)

    second.refresh_from_db()
    assert second.status == Status.PARKED
    assert values()["company_name"] == "Gera Pumps"


def test_taking_up_closes_the_approved_release_that_was_current() -> None:
    first = parked("product")
    approved = approved_version("funding").release

    press_release.take_up(phone=PHONE, release_id=first.pk)

    approved.refresh_from_db()
    assert approved.status == Status.FINISHED
    assert current_id() == first.pk


def test_a_closed_release_is_taken_up_approved() -> None:
    release = approved_version().release
    press_release.park(phone=PHONE)

    taken = press_release.take_up(phone=PHONE, release_id=release.pk)

    assert taken is not None
    assert taken.status == Status.APPROVED


def test_taking_up_twice_is_taking_up_once() -> None:
    first = parked("product")
    second = tell("other")

    for _ in range(2):
        press_release.take_up(phone=PHONE, release_id=first.pk)

    second.refresh_from_db()
    assert (current_id(), second.status) == (first.pk, Status.PARKED)


def test_an_approved_release_beside_a_draft_is_taken_up() -> None:
    approved = approved_version().release
    draft = PressRelease.objects.create(phone=PHONE)
    save("headline", "Acme flies")

    press_release.take_up(phone=PHONE, release_id=approved.pk)

    draft.refresh_from_db()
    assert (current_id(), draft.status) == (approved.pk, Status.PARKED)


def test_a_release_of_another_phone_cannot_be_taken_up() -> None:
    theirs = tell("product", phone=OTHER_PHONE)
    press_release.park(phone=OTHER_PHONE)
    mine = tell("other")

    assert press_release.take_up(phone=PHONE, release_id=theirs.pk) is None

    theirs.refresh_from_db()
    assert (theirs.status, current_id()) == (Status.PARKED, mine.pk)


def test_what_was_discarded_cannot_be_taken_up() -> None:
    release = tell("other")
    PressRelease.objects.update(status=Status.DISCARDED)

    assert press_release.take_up(phone=PHONE, release_id=release.pk) is None


def test_what_can_be_taken_up_is_listed_the_newest_change_first() -> None:
    first, second = parked("product"), parked("other")
    third = approved_version("funding").release
    PressRelease.objects.create(phone=PHONE, status=Status.DISCARDED)
    tell("other", phone=OTHER_PHONE)

    assert list(press_release.listed(PHONE)) == [third, second, first]


def test_two_releases_of_a_phone_are_never_mixed() -> None:
    first = parked("product")
    tell("other", company_name="Negev Foods")
    press_release.take_up(phone=PHONE, release_id=first.pk)

    save("price", "€59 a month")

    assert values()["price"] == "€59 a month"
    assert values()["company_name"] == "Gera Pumps"
    other = PressRelease.objects.exclude(pk=first.pk).get()
    assert "price" not in facts.gathered_of(other).values


# --- What changed outside --------------------------------------------------------------------


def test_a_phone_is_told_once_what_was_changed_outside() -> None:
    press_release.current_or_new(PHONE)
    PressRelease.objects.update(changed_outside=True)

    assert press_release.news([PHONE, OTHER_PHONE]).changed == {PHONE}
    press_release.told(phone=PHONE, until=timezone.now())
    assert press_release.news([PHONE, OTHER_PHONE]).changed == set()


# --- Fields of before facts ------------------------------------------------------------------


def earlier_release(**fields: str) -> PressRelease:
    """Make what code of before facts has written."""
    return PressRelease.objects.create(phone=PHONE, fields=fields)


def test_each_earlier_field_becomes_a_fact() -> None:
    earlier_release(**{field: f"The {field} of Acme" for field in KEYS} | {"announcement_type": "an IPO"})

    press_release.current(PHONE)

    assert values() == {
        "company_name": "The company_name of Acme",
        "announcement_type": "other",
        "headline": "The headline of Acme",
        "detail": "The key_facts of Acme",
        "quote": "The quotes of Acme",
        "boilerplate": "The boilerplate of Acme",
        "media_contact": "The media_contact of Acme",
    }
    assert {fact.source for fact in Fact.objects.all()} == {Fact.Source.APPROVED}
    assert Fact.objects.get(key="announcement_type").said == "an IPO"


def test_earlier_fields_become_facts_once_and_blank_ones_never() -> None:
    earlier_release(company_name="Acme", headline="  ")

    for _ in range(2):
        press_release.current(PHONE)

    assert Fact.objects.count() == 1


def test_a_field_that_older_code_has_written_since_replaces_its_fact() -> None:
    release = earlier_release(company_name="Acme")
    press_release.current(PHONE)
    release.fields = {"company_name": "Acme Rockets"}
    release.save()

    assert values() == {"company_name": "Acme Rockets"}


def test_an_earlier_field_does_not_undo_what_the_user_has_said_since() -> None:
    earlier_release(company_name="Acme")
    press_release.current(PHONE)
    save("company_name", "Acme Rockets")

    assert values() == {"company_name": "Acme Rockets"}


def test_an_earlier_field_does_not_undo_a_correction_that_other_facts_have_the_words_of() -> None:
    earlier_release(headline="Acme flies")
    save("company_name", "Acme")
    save("headline", "Acme soars")

    for _ in range(2):
        press_release.current(PHONE)

    assert values() == {"company_name": "Acme", "headline": "Acme soars"}
