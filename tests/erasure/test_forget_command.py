"""`manage.py forget`: says what it would do, asks, erases, and names the receipt; never the number."""

import io
import sys
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sessions_app.models import (
    ConversationSession,
    ErasureReceipt,
    InboundMessage,
    RemoteThread,
    SessionBackend,
)
from sessions_app.privacy import pseudonym
from sessions_app.sessions.backend import Backend
from tests.support.erasure import everything_stored, make_person
from tests.support.factories import phone_number

pytestmark = pytest.mark.django_db(transaction=True)

ADA, BOB = phone_number(1), phone_number(2)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def ada() -> None:
    make_person(ADA)


def forget(*arguments: str) -> str:
    out = StringIO()
    call_command("forget", *arguments, stdout=out)
    assert ADA[1:] not in out.getvalue()
    return out.getvalue()


def refusal(*arguments: str) -> str:
    """Return what it says where it refuses. Asserts that nothing has changed."""
    before = everything_stored()
    with pytest.raises(CommandError) as refused:
        forget(*arguments)
    assert everything_stored() == before
    assert ADA[1:] not in str(refused.value)
    return str(refused.value)


def test_a_dry_run_says_what_would_be_erased_and_what_remains_and_changes_nothing() -> None:
    before = everything_stored()
    said = forget(ADA, "--dry-run")
    assert everything_stored() == before
    assert f"Of {pseudonym(ADA)} is erased:" in said
    assert "1  sessions_app.InboundMessage: what users wrote" in said
    assert "conversations that were open: 1, at OpenAI, until OpenAI confirms" in said
    assert "audit lines with the pseudonym, at us, until 730 days after each" in said
    assert said.endswith("Nothing was changed (--dry-run).\n")


@pytest.mark.parametrize("who", [ADA, pseudonym(ADA), "1 415 555 0001"])
def test_a_person_is_erased_and_the_receipt_is_named(who: str) -> None:
    said = forget(who, "--yes", "--reason", "asked by letter")
    receipt = ErasureReceipt.objects.get(reason="asked by letter")
    assert f"The number of the receipt is {receipt.uuid}." in said
    assert (receipt.by, receipt.operator) == ("command", "")
    assert receipt.threads == list(RemoteThread.objects.filter(state="doomed").values_list("pk", flat=True))
    assert not InboundMessage.objects.filter(phone=ADA).exists()
    assert not ConversationSession.objects.exists()


@pytest.mark.parametrize(("answer", "is_erased"), [("yes\n", True), ("y\n", False), ("", False)])
def test_on_a_terminal_it_asks_for_a_yes(
    monkeypatch: pytest.MonkeyPatch, answer: str, is_erased: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    if is_erased:
        assert 'Type "yes" to erase all of it' in forget(ADA)
    else:
        assert refusal(ADA) == "Nothing was erased."
    assert ConversationSession.objects.exists() is not is_erased


def test_where_nobody_can_be_asked_it_wants_to_be_told_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("yes\n"))
    assert "say --yes" in refusal(ADA)


@pytest.mark.parametrize("who", [BOB, "0001", f"{'0' * 10}…0001"])
def test_who_is_not_found_is_refused(who: str) -> None:
    assert refusal(who, "--yes").endswith("Nothing was erased.")


def test_in_legacy_mode_it_refuses(settings: Any) -> None:
    settings.SESSION_BACKEND = Backend.LEGACY
    SessionBackend.objects.update(backend=Backend.LEGACY)
    for arguments in ([ADA, "--yes"], [ADA, "--dry-run"]):
        assert "legacy mode" in refusal(*arguments)


def test_a_reason_that_is_too_long_is_refused() -> None:
    assert "500 are the most" in refusal(ADA, "--yes", "--reason", "x" * 501)


def test_a_reason_with_a_number_is_refused() -> None:
    assert "must not hold a phone number" in refusal(ADA, "--yes", "--reason", "asked from +1 415 555 0001")


@pytest.mark.parametrize("reason", ["\udcff", "asked by \ud83d", "a\0b"])
def test_a_reason_that_cannot_be_read_is_refused(reason: str) -> None:
    assert "cannot be read" in refusal(ADA, "--yes", "--reason", reason)


@pytest.mark.parametrize("who", ["\udcff", "\0", "+1415555\ud83d"])
def test_a_person_that_cannot_be_read_is_not_found(who: str) -> None:
    assert refusal(who, "--yes").endswith("Nothing was erased.")


def test_nothing_names_the_person_in_what_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        forget(ADA, "--yes")
    assert ADA[1:] not in caplog.text
