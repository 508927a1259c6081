"""Operators assign users to one another and leave notes; each of it is in the audit log, without the text."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction

from sessions_app.erasure import forgetting
from sessions_app.housekeeping import address_erasure
from sessions_app.models import AuditEntry, ErasureReceipt, Note, Person
from sessions_app.operators import teamwork
from sessions_app.operators.actions import Refused
from sessions_app.privacy import pseudonym
from tests.fakes.background_server import wait_until
from tests.support.console_pages import make_staff
from tests.support.factories import phone_number
from tests.support.races import at_once
from tests.support.statements import is_blocked

ADA = phone_number(1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def staff() -> None:
    """The operators olga and otto, vera, who may only look, and root, who may do everything."""
    make_staff()
    User.objects.create_user("root", is_staff=True, is_superuser=True)


@pytest.fixture
def ada() -> int:
    return Person.objects.create(phone=ADA).pk


def assigned_to() -> str:
    return Person.objects.get().assigned_to


def notes() -> list[tuple[str, str]]:
    return list(Note.objects.order_by("pk").values_list("operator", "text"))


def note(person: int, text: str = "Calls back on Monday.", *, operator: str = "olga") -> None:
    teamwork.add_note(person, text=text, operator=operator)


def delete(person: int, number: int, *, operator: str, is_superuser: bool = False) -> None:
    teamwork.delete_note(person, note=number, operator=operator, is_superuser=is_superuser)


def test_active_staff_who_may_steer_can_be_assigned() -> None:
    User.objects.filter(username="otto").update(is_active=False)
    outside = User.objects.create_user("outside")
    outside.groups.set([Group.objects.get(name="Operators")])
    assert teamwork.assignable() == ["olga", "root"]


def test_a_user_is_assigned_to_oneself_to_somebody_and_to_nobody(ada: int) -> None:
    for to, shown in (("olga", ""), ("otto", "olga"), ("", "otto")):
        teamwork.assign(ada, to=to, shown=shown, operator="olga")
        assert assigned_to() == to
    entries = AuditEntry.objects.order_by("pk").values_list("operator", "action", "user", "details")
    assert list(entries) == [
        ("olga", "assign", pseudonym(ADA), {"to": to, "taken_from": shown})
        for to, shown in (("olga", ""), ("otto", "olga"), ("", "otto"))
    ]


@pytest.mark.parametrize("to", ["vera", "nobody such", "OLGA", "\0", "x" * 10_000])
def test_nobody_else_can_be_assigned(to: str, ada: int) -> None:
    with pytest.raises(Refused, match="Only operators can be assigned"):
        teamwork.assign(ada, to=to, shown="", operator="olga")
    assert (assigned_to(), AuditEntry.objects.count()) == ("", 0)


def test_of_two_who_assign_at_once_the_second_learns_what_the_first_did(ada: int) -> None:
    def take(name: str) -> str:
        try:
            teamwork.assign(ada, to=name, shown="", operator=name)
        except Refused as refused:
            return str(refused)
        return ""

    told = at_once(lambda: take("olga"), lambda: take("otto"))
    assert sorted(told) == ["", f"The user is now assigned to {assigned_to()}. Nothing was changed."]
    assert AuditEntry.objects.count() == 1


def test_to_assign_again_is_refused(ada: int) -> None:
    with pytest.raises(Refused, match="already assigned to nobody"):
        teamwork.assign(ada, to="", shown="", operator="olga")


def test_a_note_is_kept_with_its_author_and_the_audit_log_does_not_have_its_text(ada: int) -> None:
    note(ada, " Wants the quote\nshorter. ")
    assert notes() == [("olga", "Wants the quote\nshorter.")]
    entry = AuditEntry.objects.get()
    assert (entry.operator, entry.action, entry.user) == ("olga", "add note", pseudonym(ADA))
    assert entry.details == {"note": Note.objects.get().pk, "characters": 24}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "The note is empty."),
        (" \n\u200b", "The note is empty."),
        ("x" * 4001, "The note has 4001 characters; 4000 are allowed."),
        ("Call +1 415 555 0100 tomorrow.", "The note must not hold a phone number"),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused(text: str, why: str, ada: int) -> None:
    with pytest.raises(Refused, match=why):
        note(ada, text)
    assert (notes(), AuditEntry.objects.count()) == ([], 0)


def test_a_nul_and_half_a_character_in_a_note_break_no_database(ada: int) -> None:
    note(ada, "a\0b\ud83d")
    assert notes() == [("olga", "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}")]


def test_a_note_that_is_sent_twice_is_kept_once(ada: int) -> None:
    note(ada)
    with pytest.raises(Refused, match="already there"):
        note(ada)
    note(ada, operator="otto")
    with pytest.raises(Refused, match="already there"):
        note(ada)  # its answer was lost, and a colleague was quicker than the second try
    assert len(notes()) == 2


def test_a_user_has_a_hundred_notes_at_most(ada: int) -> None:
    Note.objects.bulk_create(Note(person_id=ada, operator="olga", text=f"note {n}") for n in range(100))
    with pytest.raises(Refused, match="already 100 notes"):
        note(ada)
    with pytest.raises(Refused, match="already there"):
        note(ada, "note 99")


def test_a_note_is_deleted_by_its_author_or_a_superuser(ada: int) -> None:
    note(ada, "one")
    note(ada, "two")
    one, two = Note.objects.order_by("pk")
    with pytest.raises(Refused, match="Only olga or a superuser"):
        delete(ada, one.pk, operator="otto")
    delete(ada, one.pk, operator="olga")
    delete(ada, two.pk, operator="root", is_superuser=True)
    assert notes() == []
    assert AuditEntry.objects.filter(
        action="delete note", details={"note": two.pk, "author": "olga"}
    ).exists()


def test_a_note_of_somebody_else_is_not_deleted_from_this_page(ada: int) -> None:
    other = Person.objects.create(phone=phone_number(2))
    note(other.pk)
    for number in (Note.objects.get().pk, 4711):
        with pytest.raises(Refused, match="no longer there"):
            delete(ada, number, operator="olga")
    assert len(notes()) == 1


def forget() -> None:
    forgetting.forget(ADA, by=ErasureReceipt.By.COMMAND)


def deeds(person: int) -> dict[str, Callable[[], None]]:
    return {
        "a note": partial(note, person),
        "an assignment": partial(teamwork.assign, person, to="otto", shown="", operator="olga"),
    }


@pytest.mark.parametrize("deed", ["a note", "an assignment"])
def test_what_is_done_for_a_user_who_was_forgotten_is_refused(deed: str, ada: int) -> None:
    forget()
    with pytest.raises(Refused, match="Everything of this user was erased"):
        deeds(ada)[deed]()
    assert (Person.objects.count(), Note.objects.count()) == (0, 0)


@pytest.mark.both_databases
@pytest.mark.parametrize("deed", ["a note", "an assignment"])
@pytest.mark.parametrize("erase", [forget, address_erasure.erase])
def test_an_erasure_waits_for_what_is_being_done_and_erases_it(
    erase: Callable[[], object], deed: str, ada: int
) -> None:
    def erase_on_its_own() -> None:
        try:
            erase()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as eraser:
        with transaction.atomic():
            deeds(ada)[deed]()
            erasing = eraser.submit(erase_on_its_own)
            if connection.vendor == "postgresql":
                wait_until(is_blocked)
            assert not erasing.done()
        erasing.result(20)
    assert (Person.objects.count(), Note.objects.count()) == (0, 0)
