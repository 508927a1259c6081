"""The pictures of the documentation: those that are shown are those that are drawn, and they are small."""

import re

from scripts.pictures import IMAGES, IN_DOCS
from tests.support.processes import BASE_DIR

MOST_BYTES = 150 * 1024


def test_the_documents_show_what_the_script_draws_and_nothing_else_is_there() -> None:
    documents = "".join((BASE_DIR / name).read_text() for name in ("README.md", "docs/console.md"))
    shown = set(re.findall(r"img/([a-z-]+\.webp)", documents))
    drawn = {f"console-{name}{ending}.webp" for ending, scenes in IN_DOCS.items() for name in scenes}
    assert shown == drawn | {"simulator.webp"} == {file.name for file in IMAGES.iterdir()}


def test_no_picture_is_heavy() -> None:
    assert [file.name for file in IMAGES.iterdir() if file.stat().st_size > MOST_BYTES] == []
