"""The table and the plots of what the benchmarks have found (`make bench`)."""

from pathlib import Path

import pytest

from benchmarks import figures, plots, report

pytestmark = pytest.mark.no_database


def recorded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = folder / "figures.jsonl"
    monkeypatch.setenv(figures.VARIABLE, str(file))
    figures.add("SQLite", "expiry, of SQL", 1.61, most=1.5)
    figures.add("PostgreSQL", "expiry, of SQL", 1.2, most=1.5)
    figures.add("SQLite", "touch, of SQL", 0.95, least=0.9)
    figures.add(report.EITHER, "a save", 12, unit="ms")
    for rows, took in ((1000, 40), (10_000, 41), (100_000, 43)):
        figures.point("SQLite", "Expiry: ms for 1000 sessions", "ours", rows, took)
    return file


def test_a_missed_goal_is_bold_and_each_row_has_both_databases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list(figures.read(recorded(tmp_path, monkeypatch)))
    report.write(rows, [tmp_path / "img" / "bench-expiry.png"], tmp_path / "table.md")
    table = (tmp_path / "table.md").read_text()
    assert "| expiry, of SQL | <= 1.5 | **1.61** | 1.2 |" in table
    assert "| touch, of SQL | >= 0.9 | 0.95 | – |" in table
    assert "| a save | – | 12 ms | 12 ms |" in table
    assert "![bench-expiry](img/bench-expiry.png)" in table


def test_each_growth_curve_is_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [file] = plots.draw(figures.read(recorded(tmp_path, monkeypatch)), tmp_path)
    assert file.name == "bench-expiry.png"
    assert file.read_bytes().startswith(b"\x89PNG")


def test_without_a_report_nothing_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = recorded(tmp_path, monkeypatch)
    before = file.read_bytes()
    monkeypatch.delenv(figures.VARIABLE)
    figures.add("SQLite", "expiry, of SQL", 2)
    assert file.read_bytes() == before
