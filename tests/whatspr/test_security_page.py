"""docs/security.md names the tests that hold its promises: each of them is there."""

import re

from tests.support.processes import BASE_DIR

_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_each_test_that_the_page_names_exists() -> None:
    named = set(_TEST.findall((BASE_DIR / "docs/security.md").read_text()))
    assert len(named) > 100
    assert [test for test in named if not is_there(*test)] == []


def is_there(file: str, name: str) -> bool:
    path = BASE_DIR / file
    return path.is_file() and (not name or f"def {name}(" in path.read_text())
