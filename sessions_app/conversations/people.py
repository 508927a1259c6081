"""The rows behind the console's pages of users: made when a page is first needed."""

from collections.abc import Collection

from django.urls import reverse

from sessions_app.models import Person


def of(phone: str) -> Person:
    """Return the row of the user of `phone`, which is made if there is none."""
    person, _ = Person.objects.get_or_create(phone=phone)
    return person


def of_all(phones: Collection[str]) -> dict[str, Person]:
    """Return the rows of the users by phone; those that are missing are made, and nothing else is written."""
    found = {person.phone: person for person in Person.objects.filter(phone__in=phones)}
    if missing := sorted(set(phones) - set(found)):
        Person.objects.bulk_create((Person(phone=phone) for phone in missing), ignore_conflicts=True)
        found |= {person.phone: person for person in Person.objects.filter(phone__in=missing)}
    return found


def pages(phones: Collection[str]) -> dict[str, str]:
    """Return the path of each user's page in the console by phone."""
    return {phone: page(person.pk) for phone, person in of_all(phones).items()}


def page(pk: int) -> str:
    """Return the path of the page of a `Person`."""
    return reverse("admin:sessions_app_conversationsession_person", args=[pk])
