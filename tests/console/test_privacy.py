"""No page of the console shows a number, runs what somebody wrote, stays in a cache or is open to all."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from assistant.models import PressRelease
from sessions_app.models import (
    AuditEntry,
    ConversationSession,
    ErasureReceipt,
    InboundMessage,
    OutboundMessage,
    RemoteThread,
)
from sessions_app.operators import audit
from sessions_app.privacy import pseudonym
from tests.support.console_pages import (
    AUDIT_LOG,
    INBOX,
    LISTS,
    OUTBOX,
    RECEIPTS,
    RELEASES,
    SESSIONS,
    THREADS,
    address,
    client_of,
    deeds,
    person_page,
)
from tests.support.factories import (
    ConversationFactory,
    InboundFactory,
    OutboundFactory,
    TurnFactory,
    idle_session,
)

pytestmark = pytest.mark.django_db

PHONE, OTHER = "+14155559876", "+14155551234"
TURN = uuid.UUID(int=1)
EVIL = "\"><script>alert(1)</script>'<img src=x onerror=alert(1)>"


def conversation_of_evil() -> ConversationSession:
    """Make a row of everything, with `EVIL` wherever a user, a model, a vendor or an operator writes."""
    now = timezone.now()
    asked = {"attention": EVIL, "attention_at": now}
    session = idle_session(PHONE, idle=10)
    ConversationFactory.create(phone=PHONE, paused_at=now, paused_by=EVIL, **asked)
    ConversationFactory.create(phone=OTHER, **asked)
    media = [{"content_type": EVIL, "url": "javascript:alert(1)"}, {"latitude": EVIL, "longitude": EVIL}]
    InboundFactory.create(phone=PHONE, body=EVIL, media=media, error=EVIL, state="failed")
    InboundFactory.create(phone=PHONE, kind="reset", operator=EVIL, state="answered")
    OutboundFactory.create(
        phone=PHONE,
        body=EVIL,
        author="operator",
        operator=EVIL,
        state="failed",
        error_code=EVIL[:64],
        turn=TURN,
    )
    TurnFactory.create(phone=PHONE, turn=TURN, error=EVIL, steps=[{"name": EVIL, "at": 0, "seconds": 1}])
    PressRelease.objects.create(
        phone=PHONE, fields={"company_name": EVIL}, text=EVIL, status="finished", finished_at=now
    )
    audit.record(operator=EVIL, action="extend", session=session, reason=EVIL, why=EVIL)
    left = {"what": EVIL, "at": EVIL, "until": EVIL}
    ErasureReceipt.objects.create(by="user", operator=EVIL, reason=EVIL, erased={EVIL: 1}, remains=[left])
    return session


def pages(session: ConversationSession) -> list[str]:
    """Return the address of every page of the console that shows something of `session`."""
    models: dict[str, Any] = {
        SESSIONS: ConversationSession,
        INBOX: InboundMessage,
        OUTBOX: OutboundMessage,
        THREADS: RemoteThread,
        AUDIT_LOG: AuditEntry,
        RELEASES: PressRelease,
        RECEIPTS: ErasureReceipt,
    }
    rows = [f"{path}{row.pk}/" for path, model in models.items() for row in model.objects.all()]
    of_session = ("live/", "kill/", "reveal/")
    return [
        *("/admin/", *LISTS, RECEIPTS, f"{RECEIPTS}find/", "/admin/search/?s=9876"),
        f"{RECEIPTS}forget/?user={pseudonym(PHONE)}",
        *(f"{row}{page}" for row in rows for page in ("change/", "history/")),
        *(f"{person_page(session.phone)}{page}" for page in ("", *of_session)),
    ]


@pytest.mark.parametrize("group", ["Viewers", "Operators", "Superuser"])
def test_no_page_shows_a_number_runs_what_is_written_or_stays_in_a_cache(group: str) -> None:
    session = conversation_of_evil()
    client = client_of(group)
    for path in pages(session):
        response = client.get(path)
        shown = response.content.decode()
        for unwanted in (PHONE[1:], OTHER[1:], "<script>alert", "<img src=x", 'href="javascript'):
            assert unwanted not in shown, path
        if response.status_code == 200:
            assert "private" in response["Cache-Control"], path


def test_each_page_asks_for_a_sign_in() -> None:
    session = conversation_of_evil()
    deeds = [address(session, page) for page in ("reply", "kill", "reveal", "block", "steer/extend")]
    anybody = Client()
    for path in [*pages(session), *deeds, f"{SESSIONS}{session.pk}/export/json/"]:
        for answer in (anybody.get(path), anybody.post(path)):
            if "/live/" in path:  # a part of a page: it says so itself
                assert "You are signed out" in answer.content.decode()
            else:
                assert (answer.status_code, answer["Location"][:13]) == (302, "/admin/login/"), path


@pytest.mark.parametrize("group", ["Viewers", "none"])
def test_who_may_not_steer_does_nothing(group: str) -> None:
    session = conversation_of_evil()
    client = client_of("Viewers")
    if group == "none":
        User.objects.get().groups.clear()
    done = deeds().count()
    steers = ("take-over", "hand-back", "extend", "retry", "dismiss", "kill")
    views = ("reply", "kill", "reveal", "block", *(f"steer/{steer}" for steer in steers))
    listed = [f"{SESSIONS}{session.pk}/{page}/" for page in ("export/json",)]
    for view in [*(address(session, view) for view in views), *listed]:
        assert client.post(view, {"reason": "a reason"}).status_code == 403, view
    for action in ("kill", "extend", "take_over", "hand_back", "retry", "dismiss", "export_sessions"):
        form = {"action": action, "confirmed": "yes", "format": "json", "_selected_action": [session.pk]}
        form[f"created_at_of_{session.pk}"] = session.created_at.isoformat()
        assert "Content-Disposition" not in client.post(SESSIONS, form).headers, action
    failed = InboundMessage.objects.get(state="failed")
    client.post(INBOX, {"action": "try_again", "_selected_action": [failed.pk]})
    assert InboundMessage.objects.filter(state="failed").exists()
    assert ConversationSession.objects.filter(pk=session.pk).exists()
    assert deeds().count() == done
