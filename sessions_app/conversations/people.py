"""The rows behind the console's pages of users: made when a page is first needed."""

from collections.abc import Collection

from django.urls import reverse

from sessions_app.models import Person


def of(phone: str) -> Person:
    """Return the row of the user of `phone`, which is made if there is none."""
    person, _ = Person.objects.get_or_create(phone=phone)
    return person


def pages(phones: Collection[str]) -> dict[str, str]:
    """Return the path of each user's page in the console by phone; rows that are missing are made."""
    Person.objects.bulk_create((Person(phone=phone) for phone in sorted(set(phones))), ignore_conflicts=True)
    found = Person.objects.filter(phone__in=phones).values_list("phone", "pk")
    return {phone: page(pk) for phone, pk in found}


def page(pk: int) -> str:
    """Return the path of the page of a `Person`."""
    return reverse("admin:sessions_app_conversationsession_person", args=[pk])
