"""A backup of the test database, taken and put back within the test, and what the command says then."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.fakes.twilio_messages import Message
from tests.support import emptying
from tests.support.erasure import everything_stored

Writes = Callable[..., Message]


def dump(file: Path) -> Path:
    """Write all rows of all tables to `file`, and return it."""
    call_command("dumpdata", output=str(file), use_base_manager=True, verbosity=0)
    return file


def put_back(file: Path) -> None:
    """Have the tables hold what `dump` wrote, and nothing else."""
    this_test: Any = None
    emptying.empty_tables(this_test)
    call_command("loaddata", str(file), verbosity=0)


def after_restore(*options: str) -> str:
    out = StringIO()
    call_command("after_restore", *options, stdout=out)
    return out.getvalue()


def refusal(*options: str) -> str:
    """Return why it refuses. Asserts that nothing has changed."""
    before = everything_stored()
    with pytest.raises(CommandError) as refused:
        after_restore(*options)
    assert everything_stored() == before
    return str(refused.value)


def amount(said: str, what: str) -> int:
    """Return the number that the command said of `what`."""
    [line] = [line for line in said.splitlines() if what in line]
    return int(line.split()[0].replace(",", ""))


def log(folder: Path, *entries: dict[str, Any]) -> str:
    """Write a log of ours and return its name."""
    file = folder / "whatspr.log"
    lines = [
        json.dumps({"level": "info", "timestamp": f"{timezone.now().isoformat()}"} | entry)
        for entry in entries
    ]
    file.write_text("\n".join(["what the system says", *lines]))
    return str(file)
