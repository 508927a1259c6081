"""`.env.example` tells all that the settings read, with the real defaults."""

import json
import os
import re
import subprocess
import sys

from tests.processes import BASE_DIR

EXAMPLE = BASE_DIR / ".env.example"


def variables_read() -> set[str]:
    source = (BASE_DIR / "whatspr" / "settings.py").read_text()
    return set(re.findall(r"""\benv(?:\.\w+)?\(\s*["'](\w+)["']""", source))


def variables_documented() -> set[str]:
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]*)=", EXAMPLE.read_text(), re.MULTILINE))


def test_every_variable_that_is_read_is_in_the_example_file() -> None:
    assert variables_read() - variables_documented() == set()


def test_every_variable_of_the_example_file_is_read() -> None:
    assert variables_documented() - variables_read() == set()


def test_every_variable_of_the_example_file_has_a_comment() -> None:
    blocks = re.split(r"\n\s*\n", EXAMPLE.read_text())
    assert all(block.lstrip().startswith("#") for block in blocks if block.strip())


def test_the_example_file_shows_the_real_defaults() -> None:
    given = dict(re.findall(r"^([A-Z_]+)=(.+)$", EXAMPLE.read_text(), re.MULTILINE))
    code = "import json; from django.conf import settings as s; import sys;"
    code += "print(json.dumps({n: str(getattr(s, n)) for n in sys.argv[1:]}))"
    names = sorted(set(given) - {"DATABASE_URL", "DEBUG"})
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "whatspr.settings",
    }
    run = subprocess.run(
        [sys.executable, "-c", code, *names],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    defaults = {name: value.removesuffix(".0") for name, value in json.loads(run.stdout).items()}
    assert {name: given[name] for name in names} == defaults
