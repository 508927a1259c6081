"""The pictures of the documentation: those that are shown are those that are drawn, and they are small."""

import re

from scripts.pictures import IMAGES, IN_DOCS
from tests.support.processes import BASE_DIR

MOST_BYTES = 150 * 1024


def test_the_documents_show_what_the_script_draws_and_nothing_else_is_there() -> None:
    documents = "".join(file.read_text() for file in (BASE_DIR / "README.md", *BASE_DIR.glob("docs/*.md")))
    shown = set(re.findall(r"img/([a-z-]+\.(?:webp|png))", documents))
    drawn = {f"console-{name}{ending}.webp" for ending, scenes in IN_DOCS.items() for name in scenes}
    plots = {name for name in shown if name.startswith("bench-")}  # of `make bench`, see benchmarks/plots.py
    assert shown == drawn | plots | {"simulator.webp"} == {file.name for file in IMAGES.iterdir()}


def test_no_picture_is_heavy() -> None:
    assert [file.name for file in IMAGES.iterdir() if file.stat().st_size > MOST_BYTES] == []
