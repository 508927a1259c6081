"""docs/house-style.md."""

from pathlib import Path

from django.conf import settings

from tests.support.house_style_page import page


def test_the_page_says_what_the_rows_say() -> None:
    assert Path(settings.BASE_DIR, "docs/house-style.md").read_text() == page()
