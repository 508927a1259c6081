"""docs/benchmarks.md: the table of what was measured beside its goals, and the plots."""

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HEAD = """\
# Benchmarks

Made by `make bench` on {machine}, {date}. A ratio is the median of one run, in which both sides took
turns; milliseconds are of this machine. A figure in **bold** misses its goal. The top of each file in
`benchmarks/` says what it compares; `.venv/bin/python -m benchmarks --help` shows how to measure less.

| | goal | SQLite | PostgreSQL |
| --- | --- | --- | --- |
"""
EITHER = ""
"""The database of a figure that needs none."""


def write(rows: Sequence[Mapping[str, Any]], plots: Iterable[Path], file: Path) -> None:
    """Write the table and the pictures, which lie beside `file` or below."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    text = HEAD.format(machine=machine, date=f"{datetime.now(UTC):%Y-%m-%d}")
    figures: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        if "what" in row:
            figures.setdefault(row["what"], {})[row["database"]] = row
    text += "".join(_line(what, found) for what, found in figures.items())
    text += "".join(f"\n![{one.stem}]({os.path.relpath(one, file.parent)})\n" for one in plots)
    file.write_text(text)


def _line(what: str, found: Mapping[str, Mapping[str, Any]]) -> str:
    goal = _goal(next(iter(found.values())))
    cells = [_figure(found.get(name) or found.get(EITHER)) for name in ("SQLite", "PostgreSQL")]
    return f"| {what} | {goal} | {cells[0]} | {cells[1]} |\n"


def _goal(row: Mapping[str, Any]) -> str:
    for sign, bound in (("<=", row["most"]), (">=", row["least"])):
        if bound is not None:
            return f"{sign} {bound:g} {row['unit']}".strip()
    return "–"


def _figure(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "–"
    shown = f"{row['figure']:.3g} {row['unit']}".strip()
    return shown if is_reached(row) else f"**{shown}**"


def is_reached(row: Mapping[str, Any]) -> bool:
    """Return True if the figure has no goal, or is as good as it."""
    most, least = row["most"], row["least"]
    return (most is None or row["figure"] <= most) and (least is None or row["figure"] >= least)
