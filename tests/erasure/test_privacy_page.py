"""What docs/privacy.md names is there: files, commands, settings with their defaults."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

PAGE = Path(settings.BASE_DIR, "docs/privacy.md")
TEXT = PAGE.read_text()
EXAMPLE = Path(settings.BASE_DIR, ".env.example").read_text()


def test_each_file_that_it_links_is_there() -> None:
    linked = re.findall(r"\]\((?!https://)([^)#]+)\)", TEXT)
    assert "data.md" in linked
    assert [one for one in linked if not (PAGE.parent / one).exists()] == []


def test_each_command_that_it_names_is_there() -> None:
    assert {"forget", "export_person"} <= set(re.findall(r"manage\.py (\w+)", TEXT)) <= get_commands().keys()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", TEXT))))
def test_each_setting_that_it_names_is_there(name: str) -> None:
    assert re.search(rf"^#? ?{name}=", EXAMPLE, re.MULTILINE)


def test_the_periods_are_the_defaults() -> None:
    stated = dict(re.findall(r"\| `(\w+)` \| (\d+)", TEXT))
    units = {"SESSION_TTL_SECONDS": 3600, "AUDIT_RETENTION_DAYS": 365}
    for name, amount in stated.items():
        assert f"\n{name}={int(amount) * units.get(name, 1)}\n" in EXAMPLE
