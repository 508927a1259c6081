"""`python -m scripts.cluster`, short: each kind of service is killed once while phones converse."""

import json
import os
import signal
import subprocess
import sys

import pytest

from scripts.cluster import faults, report, runs
from scripts.cluster.site import missing
from tests.support.processes import BASE_DIR, get

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(bool(missing()), reason=f"not installed here: {', '.join(missing())}"),
]

PHONES = 8
THINK_SECONDS = 0.5
KILLED = ("pgbouncer", "caddy", "worker-1", "web-2")


def test_each_message_is_answered_once_while_any_service_is_killed_and_replaced() -> None:
    with runs.at_work(runs.Setup(PHONES, THINK_SECONDS), bursts=runs.STORM_BURSTS) as run:
        for what in KILLED:
            faults.bring_about(run.site, what)
        assert get(f"{run.site.prometheus_url}/-/healthy") == 200
        run.sample()
    assert run.result.is_flawless, run.result
    assert run.result.sent > PHONES
    assert {name for name, service in run.site.services.items() if service.starts == 2} == set(KILLED)
    assert all(service.has_ended() for service in run.site.services.values())
    assert json.loads(report.as_json(run))["tally"]["lost"] == 0
    assert "NOT FLAWLESS" not in report.as_text(run)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["load", "--phones", "0"], "from 1 to 10000"),
        (["load", "--phones", "ten"], "invalid"),
        (["storm", "--minutes", "nan"], "from 0.1 to 1440"),
        (["storm", "--think", "-1"], "from 0 to 60"),
        (["--folder", str(BASE_DIR)], "is not an empty folder"),
        (["--folder", "/no/such/folder"], "is not an empty folder"),
        (["strom"], "invalid choice"),
    ],
)
def test_an_impossible_wish_is_refused_before_anything_starts(arguments: list[str], said: str) -> None:
    command = [sys.executable, "-m", "scripts.cluster", *arguments]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert said in done.stderr


def test_ctrl_c_ends_all_of_it() -> None:
    command = [sys.executable, "-m", "scripts.cluster", "load", "--phones", "1"]
    with subprocess.Popen(command, cwd=BASE_DIR, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as cluster:
        assert cluster.stderr
        seen = b""
        while b"turns" not in seen:  # it shows how far it is
            shown = os.read(cluster.stderr.fileno(), 4096)
            assert shown, seen
            seen += shown
        cluster.send_signal(signal.SIGINT)
        assert cluster.wait(30) == 1
