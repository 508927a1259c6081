"""What the tally of a cluster's run makes of messages that were lost, doubled, crossed or refused."""

from typing import Any

import pytest

from scripts.cluster.crowd import Phone
from scripts.cluster.tally import Tally, count

ADA, BOB = "+14155550000", "+14155550001"
ONE, TWO, BOBS = f"message 1 of {ADA}", f"message 2 of {ADA}", f"message 1 of {BOB}"


def tally(*, heard: list[str], bob_heard: list[str] | None = None, **more: Any) -> Tally:
    """Count what two phones said: Ada one and two, Bob one."""
    ada = Phone(ADA, said=[ONE, TWO], heard=heard, refused=more.pop("refused", []))
    bob = Phone(BOB, said=[BOBS], heard=[BOBS] if bob_heard is None else bob_heard)
    facts: dict[str, Any] = {"told": [[ONE, TWO], [BOBS]], "stored": 3, "posts": {200: 3}} | more
    return count([ada, bob], **facts)


def test_each_message_answered_once_in_its_place_is_flawless() -> None:
    found = tally(heard=[ONE, TWO])
    assert found.is_flawless
    assert (found.phones, found.sent, found.stored, found.answered) == (2, 3, 3, 3)


@pytest.mark.parametrize(
    ("flaw", "facts"),
    [
        ("lost", {"heard": [ONE]}),
        ("doubled", {"heard": [ONE, TWO, TWO]}),
        ("crossed", {"heard": [ONE, TWO], "bob_heard": [BOBS, ONE]}),
        ("crossed", {"heard": [ONE, TWO], "told": [[ONE, TWO, BOBS]]}),
        ("crossed", {"heard": [ONE, TWO, "Sorry, something went wrong."]}),
        ("out_of_order", {"heard": [TWO, ONE]}),
        ("told_again", {"heard": [ONE, TWO], "told": [[ONE, TWO], [TWO], [BOBS]]}),
        ("refused", {"heard": [ONE, TWO], "refused": [f"message 3 of {ADA}"], "stored": 4}),
    ],
)
def test_a_flaw_is_counted(flaw: str, facts: dict[str, Any]) -> None:
    found = tally(**facts)
    assert getattr(found, flaw) == 1
    assert not found.is_flawless


def test_a_message_that_is_not_in_the_inbox_is_a_flaw() -> None:
    assert not tally(heard=[ONE, TWO], stored=2).is_flawless
