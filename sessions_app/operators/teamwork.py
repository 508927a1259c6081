"""Operators share the work: who looks after a user, and notes for colleagues.

Neither changes what the bot does, and the user sees nothing of it. Each action is one transaction with its
line in the audit log, which never has a note's text.
"""

from django.contrib.auth.models import User
from django.db import transaction

from assistant.invisible import is_blank, storable
from sessions_app.models import Note, Person
from sessions_app.operators import audit, roles
from sessions_app.operators.actions import AlreadySent, Refused
from sessions_app.phones import holds_number

MAX_NOTE = 4000
"""Characters in a note."""
MAX_NOTES = 100
"""Notes about one user: the page shows all of them."""
_GONE = "Everything of this user was erased. Nothing was changed."


def assignable() -> list[str]:
    """Return the names of those who can look after a user: active staff who may steer sessions."""
    backend = "django.contrib.auth.backends.ModelBackend"
    staff = User.objects.with_perm(roles.STEER, backend=backend).filter(is_staff=True)
    return list(staff.order_by("username").values_list("username", flat=True))


def assign(person: int, *, to: str, shown: str, operator: str) -> None:
    """Assign the user to `to`, or to nobody (""), as long as `shown` is assigned. Raises `Refused`."""
    if to and to not in assignable():
        raise Refused("Only operators can be assigned. Nothing was changed.")
    with transaction.atomic():
        row = _locked(person)
        if row.assigned_to != shown:
            raise Refused(f"The user is now assigned to {row.assigned_to or 'nobody'}. Nothing was changed.")
        if to == shown:
            raise Refused(f"The user is already assigned to {to or 'nobody'}.")
        row.assigned_to = to
        row.save(update_fields=["assigned_to"])
        audit.record(operator=operator, action="assign", phone=row.phone, to=to, taken_from=shown)


def add_note(person: int, *, text: str, operator: str) -> None:
    """Add a note by `operator`. Raises `Refused`, also for their newest one sent twice."""
    text = storable(text).strip()
    if is_blank(text):
        raise Refused("The note is empty.")
    if len(text) > MAX_NOTE:
        raise Refused(f"The note has {len(text)} characters; {MAX_NOTE} are allowed.")
    if holds_number(text):
        raise Refused(
            "The note must not hold a phone number, or 7 digits that look like one: "
            "viewers read notes, and they see no numbers."
        )
    with transaction.atomic():
        row = _locked(person)
        notes = list(row.notes.order_by("-pk")[:MAX_NOTES])
        own = [note.text for note in notes if note.operator == operator]
        if own[:1] == [text]:
            raise AlreadySent("This note is already there.")
        if len(notes) == MAX_NOTES:
            raise Refused(f"There are already {MAX_NOTES} notes about this user. Delete one first.")
        note = Note.objects.create(person=row, operator=operator, text=text)
        audit.record(
            operator=operator, action="add note", phone=row.phone, note=note.pk, characters=len(text)
        )


def delete_note(person: int, *, note: int, operator: str, is_superuser: bool) -> None:
    """Delete a note: its author may, and superusers. Raises `Refused`."""
    with transaction.atomic():
        row = _locked(person)
        found = row.notes.filter(pk=note).first()
        if found is None:
            raise Refused("This note is no longer there.")
        if not (is_superuser or found.operator == operator):
            raise Refused(f"Only {found.operator} or a superuser can delete this note.")
        found.delete()
        audit.record(
            operator=operator, action="delete note", phone=row.phone, note=note, author=found.operator
        )


def _locked(person: int) -> Person:
    """Return the row, locked: an erasure of the user waits, and erases what is added."""
    row = Person.objects.select_for_update().filter(pk=person).first()
    if row is None:
        raise Refused(_GONE)
    return row
