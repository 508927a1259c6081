"""The audit log, which nobody can change, and the reveal of a number, which it is told of."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from sessions_app.housekeeping import pruning
from sessions_app.models import AuditEntry, ConversationSession, Unchangeable, UserAddress
from sessions_app.operators import audit
from sessions_app.privacy import pseudonym
from tests.support.console_pages import AUDIT_LOG, PHONE, SESSIONS, address, client_of, said, search
from tests.support.factories import SessionFactory

pytestmark = pytest.mark.django_db

TABLE = AuditEntry._meta.db_table
USER_ID = "US.13491208655302741918"


def entry(**more: Any) -> AuditEntry:
    audit.record(**({"operator": "olga", "action": "extend", "phone": PHONE} | more))
    return AuditEntry.objects.latest("pk")


_COLUMNS = 'id, at, operator, action, "user", session_id, reason, details'
# A way of its own to lose an entry, of each database.
OVERWRITE = {
    "sqlite": f"""INSERT OR REPLACE INTO {TABLE} ({_COLUMNS})
        SELECT id, at, operator, action, "user", session_id, 'none', details FROM {TABLE}""",
    "postgresql": f"TRUNCATE {TABLE}",
}[connection.vendor]


@pytest.mark.parametrize(
    "statement", [f"UPDATE {TABLE} SET reason = 'none'", f"DELETE FROM {TABLE}", OVERWRITE]
)
def test_the_database_refuses_to_change_an_entry_and_to_remove_it(statement: str) -> None:
    kept = entry(reason="The user asked")
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditEntry.objects.get(pk=kept.pk).reason == "The user asked"


def test_entries_go_when_their_time_is_over_and_no_sooner(settings: Any) -> None:
    settings.AUDIT_RETENTION_DAYS = 730
    AuditEntry.objects.create(operator="old", action="kill", at=timezone.now() - timedelta(days=731))
    AuditEntry.objects.create(operator="kept", action="kill", at=timezone.now() - timedelta(days=729))
    assert pruning.prune("sessions_app.AuditEntry") == 1
    assert [one.operator for one in AuditEntry.objects.all()] == ["kept"]


def test_the_database_keeps_the_entries_of_a_year_whatever_a_setting_says(settings: Any) -> None:
    settings.AUDIT_RETENTION_DAYS = 1  # E021 refuses it; a process that asks no checks may have it
    AuditEntry.objects.create(operator="kept", action="kill", at=timezone.now() - timedelta(days=364))
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        pruning.prune("sessions_app.AuditEntry")
    assert AuditEntry.objects.count() == 1


def test_the_model_refuses_it_before_the_database_is_asked() -> None:
    kept = entry()
    kept.reason = "another"
    for change in (kept.save, kept.delete, AuditEntry.objects.all().delete):
        with pytest.raises(Unchangeable):
            change()
    with pytest.raises(Unchangeable):
        AuditEntry.objects.update(reason="another")
    assert AuditEntry.objects.get().reason == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_flush_between_tests_empties_it_and_leaves_it_guarded(turn: str) -> None:
    assert not AuditEntry.objects.exists()
    entry(reason=turn)
    with pytest.raises(DatabaseError):
        connection.cursor().execute(f"DELETE FROM {TABLE}")


def test_the_log_is_filtered_by_action_operator_and_date() -> None:
    entry(operator="olga", action="kill")
    entry(operator="omar", action="extend")
    AuditEntry.objects.create(operator="old", action="kill", at=timezone.now() - timedelta(days=3))
    viewer = client_of("Viewers", name="vera")

    def operators(query: str) -> set[str]:
        return {one.operator for one in viewer.get(f"{AUDIT_LOG}?{query}").context["cl"].result_list}

    assert operators("") == {"olga", "omar", "old"}
    assert operators("action=kill") == {"olga", "old"}
    assert operators("operator=omar") == {"omar"}
    assert operators("days=1") == {"olga", "omar"}
    assert operators("days=7") == {"olga", "omar", "old"}
    assert operators("days=x") == operators("operator=%00") == operators("action=%00") == set()
    page = viewer.get(AUDIT_LOG).content.decode()
    assert "?action=kill" in page
    assert "?operator=omar" in page


@pytest.mark.parametrize("term", [pseudonym(PHONE), PHONE, USER_ID, "olga"])
def test_the_log_is_searched_by_user_and_by_operator(term: str) -> None:
    UserAddress.objects.create(address=USER_ID, phone=PHONE)
    entry()
    entry(operator="omar", phone="+14155550000")
    found = search(client_of("Operators", name="otto"), AUDIT_LOG, term).context["cl"].result_list
    assert {(one.operator, one.user) for one in found} - {("otto", pseudonym(PHONE))} == {
        ("olga", pseudonym(PHONE))
    }


def test_a_name_that_is_no_operators_gets_into_no_url() -> None:
    answer = search(client_of("Viewers"), AUDIT_LOG, "Ada Lovelace")
    assert answer.redirect_chain == [(AUDIT_LOG, 302)]
    assert said(answer) == ["The audit log has no operator of this name."]


def reveal(client: Client, session: ConversationSession, reason: str) -> Any:
    return client.post(address(session, "reveal"), {"reason": reason})


def test_a_number_is_shown_once_for_a_reason() -> None:
    session = SessionFactory.create(phone=PHONE)
    operator = client_of("Operators")
    path = address(session, "reveal")
    assert PHONE not in operator.get(path).content.decode()
    assert not AuditEntry.objects.exists()

    answer = reveal(operator, session, "The user asked to be called")
    assert PHONE in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert PHONE not in str(answer.cookies)
    told = AuditEntry.objects.get()
    assert (told.operator, told.action, told.reason) == ("olga", "reveal", "The user asked to be called")
    assert (told.user, told.session_id) == (pseudonym(PHONE), session.pk)
    assert PHONE not in operator.get(path).content.decode()


def test_all_addresses_of_a_user_are_shown_for_one_reason() -> None:
    session = SessionFactory.create(phone=PHONE)
    for one in (PHONE, USER_ID):
        UserAddress.objects.create(address=one, phone=PHONE)
    operator = client_of("Operators")
    assert USER_ID not in operator.get(address(session, "reveal")).content.decode()
    answer = reveal(operator, session, "Asked for by the user").content.decode()
    assert [answer.count(one) for one in (PHONE, USER_ID)] == [1, 1]


@pytest.mark.parametrize("reason", ["", "  ", "ab", "x" * 501])
def test_without_a_reason_no_number_is_shown(reason: str) -> None:
    session = SessionFactory.create(phone=PHONE)
    answer = reveal(client_of("Operators"), session, reason).content.decode()
    assert PHONE not in answer
    assert "characters" in answer or "required" in answer
    assert not AuditEntry.objects.exists()


def test_the_number_of_a_user_who_is_gone_is_not_shown() -> None:
    answer = client_of("Operators").post(f"{SESSIONS}person/99999/reveal/", {"reason": "a reason"})
    assert answer.status_code == 404
    assert not AuditEntry.objects.exists()
