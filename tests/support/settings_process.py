"""The settings of a process of its own, for given environment variables."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.processes import BASE_DIR


def settings_of(names: list[str], *, cwd: Path = BASE_DIR, **environment: str) -> dict[str, Any]:
    """Return these settings of a process of its own, as JSON has them; no `.env` is read unless named."""
    code = "import json; from django.conf import settings as s; import sys;"
    code += "print(json.dumps({n: getattr(s, n) for n in sys.argv[1:]}, default=str))"
    own = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(BASE_DIR),
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "whatspr.settings",
    }
    run = subprocess.run(
        [sys.executable, "-c", code, *names],
        cwd=cwd,
        env=own | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found
