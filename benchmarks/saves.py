"""What it takes to save a fact: the check of the words, and the whole save with its transaction.

The words are the cases of the tests of gate 1, in four languages, each said among the messages of a session.
"""

import sys
import time
import uuid
from collections.abc import Callable
from functools import partial

from benchmarks import figures
from benchmarks.databases import in_each_database, make_tables, percentile, progress

GOAL_MS = 20
"""95 of 100 saves take no longer."""
MESSAGES = 40
"""Of the session, in which a fact's words are looked for."""


def main() -> None:
    in_each_database("benchmarks.saves")


def _measure(name: str) -> None:
    make_tables()
    from django.db import transaction
    from django.utils import timezone

    from assistant import saving
    from assistant.interviewer import UserMessage, UserTurn
    from assistant.verification import supported
    from tests.assistant.verification import cases_across, cases_de, cases_en, cases_es, cases_he

    sets = (cases_en, cases_de, cases_es, cases_he, cases_across)
    cases = [case for one in sets for case in one.CASES]
    progress(f"{name}: {len(cases)} values")

    def save(number: int) -> None:
        case = cases[number]
        earlier = [
            UserMessage(text=cases[(number + back) % len(cases)].said, at=timezone.now())
            for back in range(MESSAGES)
        ]
        turn = UserTurn(
            phone=f"+4930{number:07d}",
            token=uuid.uuid4(),
            language=case.language,
            messages=earlier[1:2],
            earlier=lambda: earlier,
        )
        with transaction.atomic():
            saving.save(turn, key="detail", value=case.value, said=case.said)

    checks = [partial(supported, case.value, case.said, language=case.language) for case in cases]
    saves = [partial(save, number) for number in range(len(cases))]
    for what, calls in (("check", checks), ("save", saves)):
        calls[0]()  # loads the tables of words
        taken = [_milliseconds(call) for call in calls]
        slow = percentile(taken, 0.95)
        figures.add(name, f"saving a fact, {what}, p95", slow, unit="ms", most=GOAL_MS)
        print(
            f"{name:10}  {what:5}  median {percentile(taken, 0.5):5.1f} ms, "
            f"p95 {slow:5.1f} ms"
            f" (goal {GOAL_MS}), most {max(taken):5.1f} ms",
            flush=True,
        )


def _milliseconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    _measure(sys.argv[1])
