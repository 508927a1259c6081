"""Runs the sections of the doctor. One that hangs costs seconds, and the others are reported all the same."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import structlog
from django.db import Error, connections

from sessions_app.db import faults
from sessions_app.doctor.findings import Check, Finding, Level, fail, note

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Section:
    name: str
    check: Check
    seconds: float = 10.0
    """Its deadline."""
    needs: frozenset[str] = frozenset()
    """Names of earlier sections: if anything is wrong there, this one is left out."""


def examine(sections: Sequence[Section]) -> Iterator[tuple[str, Finding]]:
    """Run the sections and yield their findings, each with the section's name.

    A section that others need is waited for; the rest run at once, and are reported in their order.
    """
    needed = frozenset(name for section in sections for name in section.needs)
    wrong: set[str] = set()
    left_out: list[str] = []
    runs: list[_Run] = []
    for section in sections:
        if section.needs & (wrong | set(left_out)):
            left_out.append(section.name)
            continue
        run = _Run(section)
        if section.name not in needed:
            runs.append(run)
            continue
        findings = run.wait()
        yield from ((section.name, finding) for finding in findings)
        if any(finding.level is Level.FAIL for finding in findings):
            wrong.add(section.name)
    for run in runs:
        yield from ((run.section.name, finding) for finding in run.wait())
    if left_out:
        yield (
            "others",
            note(f"not examined: {', '.join(left_out)}", f"Fix the {' and the '.join(wrong)} first."),
        )


class _Run:
    """A section that is examined on a thread of its own, which ends with the process if it hangs."""

    def __init__(self, section: Section) -> None:
        self.section = section
        self._findings: list[Finding] = []
        self._deadline = time.monotonic() + section.seconds
        self._thread = threading.Thread(target=self._examine, name=f"doctor {section.name}", daemon=True)
        self._thread.start()

    def wait(self) -> list[Finding]:
        """Return what was found, at the deadline at the latest."""
        self._thread.join(max(0.0, self._deadline - time.monotonic()))
        if not self._thread.is_alive():
            return self._findings
        late = fail(f"no answer within {self.section.seconds:g} s", "Find out what it waits for.")
        return [*self._findings, late]

    def _examine(self) -> None:
        try:
            for finding in self.section.check():
                self._findings.append(finding)
        except Error as error:
            self._findings.append(fail(faults.in_words(error), "See the database's log."))
        except Exception as error:
            log.exception("doctor_failed", section=self.section.name)
            self._findings.append(
                fail(f"the examination failed: {type(error).__name__}", "Report it with the log line above.")
            )
        finally:
            connections.close_all()
