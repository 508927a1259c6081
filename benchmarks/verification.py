"""What it takes to check a written release: every sentence against its facts.

The releases are those of the tests of gate 2, in four languages. Each is checked as if its facts and
sentences were seen for the first time, with a word that no earlier one had, and again, as after a revision.
"""

import random
import time
from collections.abc import Sequence
from dataclasses import replace

from assistant.verification import Fact, Sentence, verify
from benchmarks import figures
from benchmarks.databases import percentile
from benchmarks.report import EITHER
from tests.assistant.verification.test_written import RELEASES

GOAL_MS = 100
"""95 of 100 releases take no longer, together with house style."""
ROUNDS = 15
LETTERS = "abcdefghijklmnoprstuvw"


def main() -> None:
    for release in RELEASES:
        verify(release.clean, release.facts, language=release.language)  # loads the tables of words
    taken: dict[str, list[float]] = {"new": [], "again": []}
    for _ in range(ROUNDS):
        for release in RELEASES:
            word = "".join(random.choices(LETTERS, k=6))
            facts = [replace(fact, said=f"{fact.said} {word}") for fact in release.facts]
            sentences = [
                replace(one, text=f"{one.text} {word}") if one.facts else one for one in release.clean
            ]
            for times in taken.values():
                times.append(_milliseconds(sentences, facts, release.language))
    for what, times in taken.items():
        slow = percentile(times, 0.95)
        figures.add(EITHER, f"verifying a release, {what}, p95", slow, unit="ms", most=GOAL_MS)
        print(
            f"verify {what:6}  median {percentile(times, 0.5):5.1f} ms, p95 {slow:5.1f} ms"
            f" (goal {GOAL_MS}), most {max(times):5.1f} ms",
            flush=True,
        )


def _milliseconds(sentences: Sequence[Sentence], facts: Sequence[Fact], language: str) -> float:
    started = time.perf_counter()
    verify(sentences, facts, language=language)
    return 1000 * (time.perf_counter() - started)
