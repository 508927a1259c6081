"""What a start of a command loads: modules that it does not need make it slow (`benchmarks start`)."""

import json
import subprocess
import sys

import pytest

from tests.support.processes import BASE_DIR

HEAVY = (
    "openai",
    "twilio",
    "assistant.verification",
    "assistant.template",
    "sessions_app.housekeeping.schedules",
)


@pytest.mark.processes
@pytest.mark.no_database
def test_setting_up_loads_neither_interviewer_nor_the_jobs() -> None:
    found = "import django, json, sys; django.setup(); print(json.dumps(sorted(sys.modules)))"
    ended = subprocess.run(
        [sys.executable, "-c", found],
        cwd=BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "whatspr.settings", "ENV_FILE": "/dev/null", "DEBUG": "on"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not set(HEAVY) & set(json.loads(ended.stdout))
