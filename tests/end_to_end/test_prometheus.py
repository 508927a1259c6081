"""A real Prometheus with compose.yaml's command, this repository's configuration and a real web process.

The files are as they are, but for what a container has for itself (addresses, folders), and for the times:
30 seconds are one here, and so is each time that an alert waits before it fires.
"""

import json
import re
import shutil
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.health_api import TOKEN
from tests.support.processes import BASE_DIR, START_SECONDS, Installation, free_port, installation
from tests.support.prometheus import TOKEN_FILE
from webhooks.doorstep import FAULTS

pytestmark = pytest.mark.processes

SERVICE: dict[str, Any] = yaml.safe_load((BASE_DIR / "compose.yaml").read_text())["services"]["prometheus"]
BOARD: dict[str, Any] = json.loads((BASE_DIR / "deploy/grafana/whatspr.json").read_text())
QUERIES = [target["expr"] for panel in BOARD["panels"] for target in panel.get("targets", [])]


class Prometheus:
    def __init__(self, site: Installation) -> None:
        self.port = free_port()
        self.token_file = site.folder / "health_api_token"
        self._places = {
            TOKEN_FILE: str(self.token_file),
            "/etc/prometheus": str(site.folder / "etc"),
            "=/prometheus": f"={site.folder / 'data'}",
            "web:8000": f"127.0.0.1:{site.port}",
            "listen-address=:9090": f"listen-address=127.0.0.1:{self.port}",
            "$$": "$",
        }
        shutil.copytree(BASE_DIR / "deploy/prometheus", site.folder / "etc")
        for file in (site.folder / "etc").glob("*.yml"):
            text = re.sub(r"(_interval: |for: )\w+", r"\g<1>1s", file.read_text())
            file.write_text(self._here(text))
        command = [self._here(word) for word in (*SERVICE["entrypoint"], *SERVICE["command"])]
        self.started = site.start_program(*command, HEALTH_API_TOKEN=TOKEN)

    def _here(self, text: str) -> str:
        for there, here in self._places.items():
            text = text.replace(there, here)
        return text

    def ask(self, path: str, **parameters: str) -> Any:
        """Return the data that the API answers with."""
        url = f"http://127.0.0.1:{self.port}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            said = json.load(answer)
        assert said["status"] == "success"
        return said["data"]

    def alerts(self) -> dict[str, str]:
        """Return the state of each alert: pending or firing."""
        return {alert["labels"]["alertname"]: alert["state"] for alert in self.ask("alerts")["alerts"]}

    def is_answered(self) -> bool:
        """Return True if the last scrape of the only target succeeded."""
        return [target["health"] for target in self.ask("targets")["activeTargets"]] == ["up"]


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, openai: FakeOpenAI, twilio: FakeTwilio
) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("site")) as made:
        made.configure(openai=openai, twilio=twilio, HEALTH_API_TOKEN=TOKEN)
        made.serve()
        yield made


@pytest.fixture(scope="module")
def prometheus(site: Installation) -> Prometheus:
    made = Prometheus(site)
    made.started.wait_for("Server is ready")
    wait_until(made.is_answered, START_SECONDS, every=0.1)
    return made


def test_an_alert_fires_while_no_worker_runs_and_ends_with_the_first(
    site: Installation, prometheus: Prometheus
) -> None:
    wait_until(lambda: prometheus.alerts().get("WhatsprNoWorker") == "firing", START_SECONDS, every=0.1)
    with site.answering():
        wait_until(lambda: "WhatsprNoWorker" not in prometheus.alerts(), START_SECONDS, every=0.1)


def test_nobody_else_on_the_machine_can_read_the_token(prometheus: Prometheus) -> None:
    assert prometheus.token_file.stat().st_mode & 0o777 == 0o600
    assert TOKEN not in Path(f"/proc/{prometheus.started.pid}/cmdline").read_text()


def test_it_answers_each_query_of_the_dashboard(prometheus: Prometheus) -> None:
    wait_until(
        lambda: prometheus.ask("query", query="whatspr_sessions_active")["result"], START_SECONDS, every=0.1
    )
    for query in QUERIES:
        assert "result" in prometheus.ask("query", query=query.replace("$__rate_interval", "5m"))


def test_it_renames_our_label_job_as_the_alerts_expect(prometheus: Prometheus) -> None:
    query = 'whatspr_job_interval_seconds{job="whatspr", exported_job="expire_sessions"}'
    assert len(prometheus.ask("query", query=query)["result"]) == 1


@pytest.mark.parametrize("fault", [*FAULTS, "failed"])
def test_it_knows_faults_before_they_happen(prometheus: Prometheus, fault: str) -> None:
    query = f'{{__name__=~"whatspr_(webhook_requests|job_runs)_total", result="{fault}"}} == 0'
    wait_until(lambda: prometheus.ask("query", query=query)["result"], START_SECONDS, every=0.1)
