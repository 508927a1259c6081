"""What a restore makes of what happened before it, in legacy mode."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from sessions_app.models import ConversationSession, HourlyCount
from sessions_app.telemetry import session_counts
from sessions_app.turns import claims, outcomes
from tests.support import moves
from tests.support.factories import InboundFactory
from tests.support.moves import ADA, backup_of, restart_as

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("folder", "two_sessions"),
]

folder = pytest.fixture(moves.folder)
two_sessions = pytest.fixture(moves.two_sessions)


def restore(settings: Any, folder: Path) -> None:
    call_command("restore_sessions", str(backup_of(folder)))
    restart_as(settings, "database")


def test_who_waited_during_the_rollback_was_accessed_when_they_wrote(settings: Any, folder: Path) -> None:
    wrote = timezone.now() - timedelta(minutes=1)
    ConversationSession.objects.filter(phone=ADA).update(last_accessed=wrote - timedelta(minutes=50))
    InboundFactory.create(phone=ADA, received_at=wrote)
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    [turn] = claims.claim_turns(5)
    outcomes.commit(turn, text="Hello", last_item_id="")
    restore(settings, folder)
    assert ConversationSession.objects.get(phone=ADA).last_accessed == wrote


def test_changes_that_were_not_folded_yet_are_in_the_charts_all_the_same(settings: Any, folder: Path) -> None:
    before = session_counts.totals()  # two were created
    call_command("rollback_sessions")
    restart_as(settings, "legacy")
    restore(settings, folder)
    assert session_counts.totals() == before
    assert sum(HourlyCount.objects.filter(name="created").values_list("amount", flat=True)) == 2
