"""Superusers erase a person in the console, for a reason; who sees the audit log sees the receipts."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from sessions_app.models import (
    AuditEntry,
    ConversationSession,
    ErasureReceipt,
    InboundMessage,
    SessionBackend,
)
from sessions_app.operators import number_search
from sessions_app.privacy import pseudonym
from tests.support.console_pages import RECEIPTS, SESSIONS, client_of, client_with, html, said, viewer
from tests.support.erasure import make_person
from tests.support.factories import InboundFactory, ThreadFactory, idle_session, phone_number

pytestmark = pytest.mark.django_db

ADA, BOB = phone_number(1), phone_number(2)
FIND, FORGET = f"{RECEIPTS}find/", f"{RECEIPTS}forget/"
REASON = {"reason": "asked by letter"}


@pytest.fixture
def root() -> Client:
    return client_of("Superuser", name="root")


def forget(client: Client, phone: str = ADA, **form: str) -> str:
    """Send the form of the page that asks whether to erase a person; return the page after that."""
    path = f"{FORGET}?user={pseudonym(phone)}"
    return str(client.post(path, form, follow=True).content.decode())


def test_the_session_page_leads_to_what_would_be_erased(root: Client) -> None:
    session = idle_session(ADA, idle=5)
    InboundFactory.create(phone=ADA, state="answered")
    path = f"{FORGET}?user={pseudonym(ADA).replace('…', '%E2%80%A6')}"
    assert f'href="{path}"' in html(root, session)
    page = root.get(path).content.decode()
    assert f"{pseudonym(ADA)}</strong> is erased" in page
    assert "who is in a conversation, and its thread: 1" in page
    assert "conversations that were open: 1, at OpenAI, until OpenAI confirms" in page
    assert ADA[1:] not in page
    assert ConversationSession.objects.exists()


def test_a_person_without_a_session_is_found_from_the_list_and_no_number_gets_into_an_address(
    root: Client,
) -> None:
    InboundFactory.create(phone=ADA, state="answered")
    assert f'href="{FIND}"' in root.get(RECEIPTS).content.decode()
    answer = root.post(FIND, {"person": "+1 415 555-0001"})
    assert ADA[1:] not in answer["Location"]
    assert f"{pseudonym(ADA)}</strong> is erased" in root.get(answer["Location"]).content.decode()
    assert "Nothing is stored of this person." in root.post(FIND, {"person": BOB}).content.decode()
    searched = AuditEntry.objects.filter(action=number_search.ACTION).order_by("pk")
    assert [line.user for line in searched] == [pseudonym(ADA), pseudonym(BOB)]


def test_who_has_searched_by_too_many_numbers_finds_nobody_by_one_more(root: Client) -> None:
    InboundFactory.create(phone=ADA, state="answered")
    for _ in range(number_search.MOST):
        number_search.record(BOB, operator="root")
    assert "which is the most" in root.post(FIND, {"person": ADA}).content.decode()
    assert root.post(FIND, {"person": pseudonym(ADA)})["Location"]


def test_with_a_reason_everything_is_erased_and_the_receipt_is_shown(root: Client) -> None:
    make_person(ADA, words="Marked words")
    before = AuditEntry.objects.count()
    page = forget(root, **REASON)
    receipt = ErasureReceipt.objects.get(by="console")
    assert str(receipt.uuid) in page
    assert "conversations at OpenAI: 1" in page
    assert "what users wrote: 1" in page
    assert not InboundMessage.objects.filter(phone=ADA).exists()
    assert AuditEntry.objects.count() == before + 1
    entry = AuditEntry.objects.get(action="forget")
    assert (entry.operator, entry.reason, entry.user) == ("root", "asked by letter", "")
    assert entry.details == {"receipt": str(receipt.uuid)}
    assert (receipt.operator, receipt.reason) == ("root", "asked by letter")


def test_without_a_reason_nothing_happens(root: Client) -> None:
    idle_session(ADA, idle=5)
    assert "This field is required" in forget(root, reason=" ")
    assert ConversationSession.objects.exists()
    assert not ErasureReceipt.objects.exists()


def test_a_form_that_was_not_ours_is_refused() -> None:
    idle_session(ADA, idle=5)
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(User.objects.create_superuser("root"))
    assert careful.post(f"{FORGET}?user={pseudonym(ADA)}", REASON).status_code == 403
    assert ConversationSession.objects.exists()


@pytest.mark.parametrize("group", ["Viewers", "Operators"])
def test_only_superusers_erase(group: str) -> None:
    session = idle_session(ADA, idle=5)
    client = client_of(group)
    assert "Erase everything" not in html(client, session)
    assert FIND not in client.get(RECEIPTS).content.decode()
    for path in (FIND, f"{FORGET}?user={pseudonym(ADA)}"):
        answers = (client.get(path), client.post(path, {**REASON, "person": ADA}))
        assert [answer.status_code for answer in answers] == [403, 403]
    assert ConversationSession.objects.exists()


def test_who_sees_the_audit_log_sees_the_receipts_and_what_is_outstanding() -> None:
    thread = ThreadFactory.create(state="doomed")
    receipt = ErasureReceipt.objects.create(by="user", erased={"gone.Table": 2}, threads=[thread.pk])
    ErasureReceipt.objects.create(by="command", reason="by letter", remains=[])
    vera = viewer()
    page = vera.get(RECEIPTS).content.decode()
    assert "conversations at OpenAI: 1" in page
    assert "nothing: all is confirmed" in page
    assert "gone.Table: 2" in vera.get(f"{RECEIPTS}{receipt.pk}/change/").content.decode()
    assert f'href="{RECEIPTS}"' in vera.get(SESSIONS).content.decode()
    assert client_with("view_conversationsession").get(RECEIPTS).status_code == 403


def test_the_list_has_no_search_box_and_an_address_that_searches_shows_it_all() -> None:
    ErasureReceipt.objects.create(by="user")
    answer = viewer().get(RECEIPTS, {"q": ADA}, follow=True)
    assert answer.redirect_chain == [(RECEIPTS, 302)]
    assert said(answer) == ["Nothing was searched: this list has no search box."]


def test_a_receipt_is_neither_changed_nor_removed(root: Client) -> None:
    receipt = ErasureReceipt.objects.create(by="user")
    for page in ("change", "delete"):
        assert root.post(f"{RECEIPTS}{receipt.pk}/{page}/", {"reason": "none"}).status_code == 403
    assert ErasureReceipt.objects.get().reason == ""


@pytest.mark.parametrize("user", ["", "nobody", "0000000000…0001", "9f86d08188…\0001", ADA])
def test_an_address_that_names_nobody_leads_to_the_list(root: Client, user: str) -> None:
    idle_session(ADA, idle=5)
    answer = root.get(FORGET, {"user": user}, follow=True)
    assert said(answer)[0].endswith("Nothing was erased.")


def test_in_legacy_mode_nothing_is_erased(root: Client) -> None:
    idle_session(ADA, idle=5)
    SessionBackend.objects.update(backend=SessionBackend.Backend.MOVING)
    assert "Actions are not possible now" in forget(root, **REASON)
    assert ConversationSession.objects.exists()
