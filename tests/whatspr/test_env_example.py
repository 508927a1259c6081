"""`.env.example` tells all that the settings read, with the real defaults."""

import re
from pathlib import Path

import pytest

from tests.support.processes import BASE_DIR
from tests.support.settings_process import settings_of

EXAMPLE = BASE_DIR / ".env.example"


def variables_read() -> set[str]:
    source = (BASE_DIR / "whatspr" / "settings.py").read_text()
    return set(re.findall(r"""\benv(?:\.\w+)?\(\s*["'](\w+)["']""", source))


def variables_documented() -> set[str]:
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]*)=", EXAMPLE.read_text(), re.MULTILINE))


def test_every_variable_that_is_read_is_in_the_example_file() -> None:
    assert variables_read() - variables_documented() == set()


def test_every_variable_of_the_example_file_is_read() -> None:
    of_compose = set(re.findall(r"\$\{(\w+)", (BASE_DIR / "compose.yaml").read_text()))
    assert variables_documented() == variables_read() | of_compose


def uncommented(text: str) -> list[str]:
    """Return the variables of an example file that have no comment above them, or above those around them."""
    missing, is_explained = [], False
    for line in text.splitlines():
        if variable := re.match(r"#? ?([A-Z][A-Z0-9_]*)=", line):
            if not is_explained:
                missing.append(variable[1])
        else:
            is_explained = line.startswith("# ") and not line.startswith("# ---")
    return missing


def test_every_variable_of_the_example_file_has_a_comment() -> None:
    assert uncommented(EXAMPLE.read_text()) == []


def test_a_variable_after_a_heading_or_a_blank_line_needs_a_comment_of_its_own() -> None:
    text = "# --- Heading ---\nONE=\n# What two and three are.\nTWO=\n# THREE=3\n\nFOUR=\n"
    assert uncommented(text) == ["ONE", "FOUR"]


def test_the_example_file_shows_the_real_defaults() -> None:
    given = dict(re.findall(r"^([A-Z_]+)=(.+)$", EXAMPLE.read_text(), re.MULTILINE))
    names = sorted(set(given))
    defaults = {name: str(value).removesuffix(".0") for name, value in settings_of(names).items()}
    assert {name: given[name] for name in names} == defaults


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("", BASE_DIR / "var/whatspr.sqlite3"),
        ("sqlite:///var/mine.sqlite3", BASE_DIR / "var/mine.sqlite3"),
        ("sqlite:////srv/mine.sqlite3", Path("/srv/mine.sqlite3")),
    ],
)
def test_the_database_is_where_the_file_says_wherever_a_command_is_called(
    tmp_path: Path, url: str, file: Path
) -> None:
    copied = EXAMPLE.read_text().replace("DATABASE_URL=", f"DATABASE_URL={url}")
    (tmp_path / ".env").write_text(copied)
    found = settings_of(["DATABASES"], ENV_FILE=str(tmp_path / ".env"), cwd=tmp_path)
    assert found["DATABASES"]["default"]["NAME"] == str(file)
