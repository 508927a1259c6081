"""What the tests of the operators' console share: who looks, where, and what they do there."""

import re
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db.models import QuerySet
from django.test import Client

from assistant.models import PressRelease
from sessions_app.console import times
from sessions_app.conversations import people
from sessions_app.models import AuditEntry, Conversation, ConversationSession
from sessions_app.operators import audit
from tests.support.factories import (
    ConversationFactory,
    InboundFactory,
    OutboundFactory,
    SessionFactory,
    ThreadFactory,
)

NEEDS_A_PERSON = "/admin/sessions_app/conversation/"
SESSIONS = "/admin/sessions_app/conversationsession/"
INBOX = "/admin/sessions_app/inboundmessage/"
OUTBOX = "/admin/sessions_app/outboundmessage/"
THREADS = "/admin/sessions_app/remotethread/"
AUDIT_LOG = "/admin/sessions_app/auditentry/"
RECEIPTS = "/admin/sessions_app/erasurereceipt/"
RELEASES = "/admin/assistant/pressrelease/"
BLOCKED = "/admin/sessions_app/blockedphone/"
PHONE = "+14155559876"
"""Of whom `one_row_a_list` tells."""
LISTS = (SESSIONS, INBOX, OUTBOX, THREADS, AUDIT_LOG, RELEASES)


PASSWORD = "for-tests-only"


def make_staff() -> None:
    """Make the operators olga and otto, and vera, who may only look; their password is `PASSWORD`."""
    for name, group in (("olga", "Operators"), ("otto", "Operators"), ("vera", "Viewers")):
        user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
        user.groups.set([Group.objects.get(name=group)])


def client_of(group: str, *, name: str = "olga") -> Client:
    """Return a client signed in as `name`, a member of "Viewers" or "Operators", or a "Superuser"."""
    user, _ = User.objects.get_or_create(username=name, is_staff=True, is_superuser=group == "Superuser")
    user.groups.set(Group.objects.filter(name=group))
    return _signed_in(user)


def operator() -> Client:
    """The client of olga, an operator: to be made a file's own fixture, as the clocks are."""
    return client_of("Operators")


def viewer() -> Client:
    """The client of vera, who may only look: for the same."""
    return client_of("Viewers", name="vera")


def client_with(*permissions: str) -> Client:
    """Return a client that is in no group, but has `permissions` (codenames)."""
    user = User.objects.create_user("nobody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return _signed_in(user)


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def person_page(phone: str) -> str:
    """Return the path of the page of the user of `phone`."""
    return people.page(people.of(phone).pk)


def address(session: ConversationSession, page: str = "") -> str:
    """Return the path of the page of a session's user, or of the one below it that is named."""
    return person_page(session.phone) + (f"{page}/" if page else "")


def html(client: Client, session: ConversationSession, page: str = "", **query: str) -> str:
    """GET a page of `session`, which has to be there, and return it."""
    response = client.get(address(session, page), query)
    assert response.status_code == 200, response
    return str(response.content.decode())


def steer(client: Client, session: ConversationSession, page: str, **form: str) -> Any:
    """Send a form of the session page as it was shown for `session`, and follow where it leads."""
    form = {"created_at": times.format(session.created_at), **form}
    return client.post(address(session, page), form, follow=True)


def search(client: Client, path: str, term: str, **filters: str) -> Any:
    """Type `term` into the search box of the list at `path`, and follow where it leads."""
    return client.post(f"{path}search/", {"q": term, **filters}, follow=True)


def said(response: Any) -> list[str]:
    """Return the messages on top of a page."""
    return [str(message) for message in response.context["messages"]]


def words(page: str, element: str = "") -> str:
    """Return what a reader sees, of the element with an id where it is given."""
    if element:
        begins = page.index(f'id="{element}"')
        page = page[page.index(">", begins) + 1 : page.index("</section>", begins)]
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def deeds() -> QuerySet[AuditEntry]:
    """Return the entries of the audit log, the oldest first, without those about what somebody has read."""
    return AuditEntry.objects.exclude(action__startswith="read ").order_by("pk")


def conversation(**more: Any) -> tuple[ConversationSession, Conversation]:
    session = SessionFactory.create()
    return session, ConversationFactory.create(phone=session.phone, **more)


def one_row_a_list() -> list[Any]:
    """Make a row of each of the console's models, in the order of `LISTS`."""
    session = SessionFactory.create(phone=PHONE)
    rows = [session, InboundFactory.create(phone=PHONE), OutboundFactory.create(phone=PHONE)]
    audit.record(operator="olga", action="extend", session=session)
    release = PressRelease.objects.create(phone=PHONE)
    return [*rows, ThreadFactory.create(), AuditEntry.objects.get(), release]
