"""Each package that is used has a licence that allows it."""

import pytest
from django.conf import settings

from scripts.licences import licences_of, page, refused


def test_every_package_has_an_allowed_licence() -> None:
    packages = licences_of("dev")
    assert packages.keys() > licences_of("base").keys() > {"django", "psycopg"}
    assert refused(packages) == {}


@pytest.mark.parametrize("stated", ["AGPL-3.0-only", "MIT AND GPL-3.0-or-later", "none"])
def test_other_licences_are_refused(stated: str) -> None:
    assert refused({"a-package": stated}) == {"a-package": stated}


def test_one_licence_of_a_choice_is_enough() -> None:
    assert refused({"a-package": "GPL-2.0-only OR MIT"}) == {}


def test_the_committed_page_is_what_the_command_makes() -> None:
    assert (settings.BASE_DIR / "docs/licences.md").read_text() == page(), "python -m scripts.licences"
