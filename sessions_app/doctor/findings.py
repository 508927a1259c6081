"""What the doctor finds: a line each, for people or as JSON. Needs no settings."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    NOTE = "note"
    """Worth knowing, or cannot be examined."""
    WARN = "warn"
    FAIL = "FAIL"


@dataclass(frozen=True)
class Finding:
    """`what` is a sentence without secrets or users' data; `todo` says what to do, "" for nothing."""

    level: Level
    what: str
    todo: str = ""


Check = Callable[[], Iterable[Finding]]
Findings = Sequence[tuple[str, Finding]]
"""Each with the name of its section."""


def ok(what: str) -> Finding:
    return Finding(Level.OK, what)


def note(what: str, todo: str = "") -> Finding:
    return Finding(Level.NOTE, what, todo)


def warn(what: str, todo: str) -> Finding:
    return Finding(Level.WARN, what, todo)


def fail(what: str, todo: str) -> Finding:
    return Finding(Level.FAIL, what, todo)


def is_healthy(findings: Findings) -> bool:
    """Return True if nothing is wrong; warnings may be there."""
    return all(finding.level is not Level.FAIL for _, finding in findings)


def as_line(section: str, finding: Finding) -> str:
    """Return the line of a finding: level, section, what, and what to do."""
    todo = f" -> {finding.todo}" if finding.todo else ""
    return " ".join(f"{finding.level:<5} {section:<11} {finding.what}{todo}".splitlines())


def as_json(findings: Findings) -> str:
    """Return all findings as one JSON object."""
    told = [
        {"section": section, "level": finding.level.lower(), "what": finding.what, "todo": finding.todo}
        for section, finding in findings
    ]
    return json.dumps({"healthy": is_healthy(findings), "findings": told}, indent=2, ensure_ascii=False)


def in_short(findings: Findings) -> list[str]:
    """Return a line for what is wrong, or one that says that nothing is."""
    wrong = [as_line(section, finding) for section, finding in findings if finding.level is Level.FAIL]
    warnings = sum(finding.level is Level.WARN for _, finding in findings)
    more = f"{warnings} warning{'' if warnings == 1 else 's'}; all lines: manage.py doctor"
    return [*wrong, f"{len(wrong)} wrong, {more}"] if wrong or warnings else ["all well (manage.py doctor)"]


def unreadable_settings(reason: str, *, json: bool) -> str:
    """Return what the doctor says where not even the settings can be read."""
    findings = [
        ("settings", fail(reason, "Correct .env or the environment: .env.example has all variables."))
    ]
    return as_json(findings) if json else as_line(*findings[0])
