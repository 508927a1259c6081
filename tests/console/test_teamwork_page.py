"""Operators assign a user and leave notes on the user's page, and see at once what a colleague did."""

from typing import Any

import pytest
from django.test import Client

from sessions_app.conversations import people
from sessions_app.models import AuditEntry, Note, Person
from tests.support.console_pages import (
    PHONE,
    client_of,
    client_with,
    deeds,
    make_staff,
    person_page,
    said,
    words,
)
from tests.support.factories import SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def staff() -> None:
    make_staff()


@pytest.fixture
def olga() -> Client:
    return client_of("Operators")


def send(client: Client, page: str, by_script: bool = False, **form: str) -> Any:
    """Send a form of the page of `PHONE`'s user, and follow where it leads."""
    headers = {"Accept": "application/json"} if by_script else {}
    return client.post(f"{person_page(PHONE)}{page}/", form, follow=True, headers=headers)


def page(client: Client) -> str:
    return str(client.get(person_page(PHONE)).content.decode())


def note(text: str = "Calls back.", operator: str = "olga") -> Note:
    return Note.objects.create(person=people.of(PHONE), operator=operator, text=text)


def test_an_operator_assigns_a_user_who_has_no_session(olga: Client) -> None:
    assert "Assigned to: nobody" in page(olga)
    assigned = send(olga, "assign", to="otto", shown="")
    assert said(assigned) == ["The user is now assigned to otto."]
    assert "Assigned to: otto" in assigned.content.decode()
    assert said(send(olga, "assign", to="", shown="otto")) == ["The user is now assigned to nobody."]


def test_a_user_is_offered_to_those_who_may_steer(olga: Client) -> None:
    shown = page(olga)
    assert all(f'<option value="{name}"' in shown for name in ("", "olga", "otto"))
    assert '<option value="vera"' not in shown


def test_an_assignment_on_a_page_that_is_out_of_date_changes_nothing(olga: Client) -> None:
    send(client_of("Operators", name="otto"), "assign", to="otto", shown="")
    assert said(send(olga, "assign", to="olga", shown="")) == [
        "The user is now assigned to otto. Nothing was changed."
    ]
    assert Person.objects.get().assigned_to == "otto"


def test_a_note_is_shown_with_its_author_newest_last(olga: Client) -> None:
    send(olga, "notes", text="First <b>\r\nline")
    send(client_of("Operators", name="otto"), "notes", text="Second")
    shown = page(olga)
    assert shown.index("First &lt;b&gt;\nline") < shown.index("Second")
    assert "olga" in words(shown[shown.index('id="sp-notes"') :])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "The note is empty."),
        ("x" * 4001, "The note has 4001 characters; 4000 are allowed."),
        ("Call 0049 170 1234567", "The note must not hold a phone number"),
    ],
)
def test_a_refused_note_stands_in_the_box_again(text: str, why: str, olga: Client) -> None:
    refused = send(olga, "notes", text=text)
    assert refused.status_code == 409
    assert why in said(refused)[0]
    assert refused.context["note_text"] == text
    assert not Note.objects.exists()


def test_a_script_is_told_what_became_of_a_note(olga: Client) -> None:
    for told in ("", "This note is already there."):
        answer = send(olga, "notes", by_script=True, text="Once")
        assert (answer.status_code, answer.json()) == (200, {"isDone": True, "isUsed": True, "told": told})
    refused = send(olga, "notes", by_script=True, text=" ")
    assert (refused.status_code, refused.json()["told"]) == (409, "The note is empty.")
    assert Note.objects.count() == 1


def test_the_text_of_a_note_about_a_user_who_was_erased_can_be_copied(olga: Client) -> None:
    path = f"{person_page(PHONE)}notes/"
    Person.objects.all().delete()
    refused = olga.post(path, {"text": "my <b>text</b>"})
    assert refused.status_code == 409
    assert "my &lt;b&gt;text&lt;/b&gt;</textarea>" in refused.content.decode()
    assert "your text was not taken" in refused.content.decode()


def test_authors_and_superusers_are_offered_to_delete_a_note(olga: Client) -> None:
    path = f"notes/{note().pk}/delete"
    otto, root = client_of("Operators", name="otto"), client_of("Superuser", name="root")
    assert [path in page(client) for client in (olga, otto, root)] == [True, False, True]
    assert said(send(otto, path)) == ["Only olga or a superuser can delete this note."]
    assert said(send(olga, path)) == ["The note was deleted."]
    assert said(send(olga, path)) == ["This note is no longer there."]


FORMS = ("assign", "notes", "notes/1/delete")


def test_viewers_read_notes_and_change_nothing() -> None:
    note()
    vera = client_of("Viewers", name="vera")
    shown = page(vera)
    assert "Calls back." in shown
    assert "Assigned to: nobody" in shown
    assert not any(f'action="{person_page(PHONE)}{form}/"' in shown for form in FORMS)
    for form in FORMS:
        assert send(vera, form, to="olga", text="x").status_code == 403, form
    assert not deeds().exists()


def test_staff_who_may_see_no_session_see_no_note() -> None:
    note()
    nobody = client_with()
    assert nobody.get(person_page(PHONE)).status_code == 403
    assert b"Calls back" not in nobody.get(f"{person_page(PHONE)}live/").content


@pytest.mark.parametrize("form", FORMS)
def test_a_form_from_elsewhere_is_refused(form: str, olga: Client) -> None:
    other = Client(enforce_csrf_checks=True)
    other.cookies = olga.cookies
    assert other.post(f"{person_page(PHONE)}{form}/", {"to": "olga", "text": "x"}).status_code == 403


@pytest.mark.parametrize("form", FORMS)
def test_to_look_at_where_a_form_goes_shows_the_page_and_does_nothing(form: str, olga: Client) -> None:
    response = olga.get(f"{person_page(PHONE)}{form}/", follow=True)
    assert response.redirect_chain[-1][0] == person_page(PHONE)
    assert not deeds().exists()


def test_who_reads_notes_is_in_the_audit_log_as_who_reads_the_transcript(olga: Client) -> None:
    SessionFactory.create(phone=PHONE)
    note()
    page(olga)
    assert AuditEntry.objects.get().action == "read transcript"


@pytest.mark.parametrize("to", ["\0", "\ud83d", "x" * 5000, "vera", "<b>"])
def test_nobody_is_assigned_to_what_is_no_operator(to: str, olga: Client) -> None:
    to = to.encode("utf-8", "replace").decode()
    assert said(send(olga, "assign", to=to, shown="")) == [
        "Only operators can be assigned. Nothing was changed."
    ]


@pytest.mark.parametrize("pk", ["0", "9" * 40])
@pytest.mark.parametrize("form", ["assign", "notes", f"notes/{'9' * 40}/delete"])
def test_a_form_about_nobody_is_refused(form: str, pk: str, olga: Client) -> None:
    path = f"{person_page(PHONE).removesuffix(f'{people.of(PHONE).pk}/')}{pk}/{form}/"
    refused = olga.post(path, {"to": "olga", "text": "x"}, follow=True)
    assert "Everything of this user was erased. Nothing was changed." in said(refused)


def test_a_huge_note_is_refused(olga: Client) -> None:
    assert send(olga, "notes", text="x" * 300_000).status_code == 400
    assert not Note.objects.exists()
