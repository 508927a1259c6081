"""What the benchmarks have found, for the table and the plots of docs/benchmarks.md.

Each measurement runs in a process of its own: all of them add to the file that BENCHMARK_FIGURES names.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VARIABLE = "BENCHMARK_FIGURES"


def add(
    database: str,
    what: str,
    figure: float,
    *,
    unit: str = "",
    most: float | None = None,
    least: float | None = None,
) -> None:
    """Record a row of the table; `most` or `least` is its goal, without one it has none."""
    _write({"database": database, "what": what, "figure": figure, "unit": unit, "most": most, "least": least})


def point(database: str, plot: str, line: str, x: float, y: float) -> None:
    """Record a point of a line in a plot; the plot's title says what `y` is, `x` are rows."""
    _write({"database": database, "plot": plot, "line": line, "x": x, "y": y})


def read(file: Path) -> Iterator[dict[str, Any]]:
    """Yield what was recorded, in that order."""
    yield from map(json.loads, file.read_text().splitlines())


def _write(row: dict[str, Any]) -> None:
    if name := os.environ.get(VARIABLE):
        with Path(name).open("a") as file:
            print(json.dumps(row), file=file)
