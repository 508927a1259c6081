"""What is left of a person when everything of theirs was erased: nothing, in any table."""

import pytest
import time_machine

from assistant import versions
from sessions_app.erasure import forgetting
from sessions_app.models import AuditEntry, ErasureReceipt, TwilioErasure
from sessions_app.operators import audit
from tests.support import clocks
from tests.support.chat import ADA, BOB, fakes, say  # noqa: F401  (fakes is a fixture)
from tests.support.erasure import everything_stored
from tests.support.releases import COMPLETE, make_release

pytestmark = pytest.mark.django_db(transaction=True)
clock = pytest.fixture(clocks.standing)
WORDS = "Marked words of Ada"
BY = ErasureReceipt.By


@pytest.fixture
def ada(clock: time_machine.Traveller) -> str:
    """Return a phone that has said something, has a release with a version, and an audit line."""
    say(WORDS, ADA)
    versions.write_version(make_release(COMPLETE, phone=ADA))
    audit.record(operator="olga", action="extend", phone=ADA)
    return ADA


def test_nothing_is_left_of_a_person_but_what_the_receipt_says(ada: str) -> None:
    say("Hello", BOB)
    forgetting.add_up()
    of_bob = len([row for row in everything_stored() if BOB in row])
    receipt = forgetting.forget(ada, by=BY.COMMAND, operator="root", reason="asked by letter")
    left = everything_stored()
    assert [row for row in left if any(mark in row for mark in (WORDS, *COMPLETE.values()))] == []
    named = [row for row in left if ADA in row]
    assert {row.split(" ")[0] for row in named} == {TwilioErasure._meta.label}
    assert AuditEntry.objects.count() == 1
    assert len([row for row in left if BOB in row]) == of_bob
    assert receipt.erased["sessions_app.InboundMessage"] == 1
    assert receipt.erased["assistant.Fact"] == len(COMPLETE)


def test_what_would_be_erased_is_counted_and_left_alone(ada: str) -> None:
    forgetting.add_up()
    found = forgetting.found(ada)
    before = everything_stored()
    assert forgetting.found(ada) == found
    assert everything_stored() == before
    assert forgetting.forget(ada, by=BY.COMMAND).erased == found
    assert forgetting.found(ada) == {}
