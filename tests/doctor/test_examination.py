"""The sections of the doctor: none keeps the others from being told."""

import json
import threading
from collections.abc import Iterator

from sessions_app.doctor.examination import Section, examine
from sessions_app.doctor.findings import Finding, as_json, as_line, fail, in_short, note, ok, warn

BROKEN = fail("broken", "Mend it.")


def section(name: str, *findings: Finding, needs: str = "") -> Section:
    return Section(name=name, check=lambda: findings, needs=frozenset(needs.split()))


def test_a_section_that_hangs_is_told_at_its_deadline_with_what_it_found() -> None:
    over = threading.Event()

    def hang() -> Iterator[Finding]:
        yield ok("the first half")
        over.wait(10)
        yield ok("the second half")

    told = list(examine([Section(name="slow", check=hang, seconds=0.2), section("next", ok("well"))]))
    over.set()
    late = fail("no answer within 0.2 s", "Find out what it waits for.")
    assert told == [("slow", ok("the first half")), ("slow", late), ("next", ok("well"))]


def test_sections_are_examined_at_the_same_time() -> None:
    together = threading.Barrier(2, timeout=10)

    def meet() -> Iterator[Finding]:
        together.wait()
        yield ok("met")

    told = list(examine([Section(name=name, check=meet) for name in ("one", "two")]))
    assert told == [("one", ok("met")), ("two", ok("met"))]


def test_a_section_is_left_out_if_what_it_needs_is_wrong() -> None:
    told = list(
        examine(
            [
                section("settings", ok("well")),
                section("database", BROKEN, needs="settings"),
                section("migrations", ok("unseen"), needs="settings database"),
                section("work", ok("unseen"), needs="settings database migrations"),
                section("files", ok("well"), needs="settings"),
            ]
        )
    )
    assert told == [
        ("settings", ok("well")),
        ("database", BROKEN),
        ("files", ok("well")),
        ("others", note("not examined: migrations, work", "Fix the database first.")),
    ]


def test_a_warning_leaves_nothing_out() -> None:
    told = examine(
        [section("database", warn("full", "Tidy up.")), section("work", ok("seen"), needs="database")]
    )
    assert [name for name, _ in told] == ["database", "work"]


def test_a_fault_of_the_doctor_is_told_without_its_words() -> None:
    def stumble() -> Iterator[Finding]:
        yield ok("so far")
        raise ValueError("+4915112345678")

    told = list(examine([Section(name="odd", check=stumble), section("next", ok("well"))]))
    assert [(name, finding.what) for name, finding in told] == [
        ("odd", "so far"),
        ("odd", "the examination failed: ValueError"),
        ("next", "well"),
    ]


def test_a_finding_is_one_line_whatever_it_says() -> None:
    assert as_line("openai", fail("two\nlines", "Do\nthis.")) == "FAIL  openai      two lines -> Do this."


def test_json_says_if_all_is_healthy() -> None:
    found = [("files", ok("well")), ("work", warn("late", "Look."))]
    assert json.loads(as_json(found)) == {
        "healthy": True,
        "findings": [
            {"section": "files", "level": "ok", "what": "well", "todo": ""},
            {"section": "work", "level": "warn", "what": "late", "todo": "Look."},
        ],
    }
    assert json.loads(as_json([*found, ("database", BROKEN)]))["healthy"] is False


def test_in_short_it_says_what_is_wrong_and_counts_warnings() -> None:
    assert in_short([("files", ok("well"))]) == ["all well (manage.py doctor)"]
    assert in_short([("work", warn("late", "Look.")), ("database", BROKEN)]) == [
        "FAIL  database    broken -> Mend it.",
        "1 wrong, 1 warning; all lines: manage.py doctor",
    ]
