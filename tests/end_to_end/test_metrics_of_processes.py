"""What web, worker and schedules count is at `/metrics` of any web process, also once they have ended."""

import signal
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.fakes.background_server import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_server import FakeTwilio
from tests.support.health_api import BEARER, TOKEN
from tests.support.processes import Installation, installation
from tests.support.waiting import REPLY_SECONDS, wait_for_replies

pytestmark = pytest.mark.processes

PHONE = "+4915110000001"
TICK_SECONDS = 60.0


@pytest.fixture
def site(tmp_path: Path, openai: FakeOpenAI, twilio: FakeTwilio) -> Iterator[Installation]:
    with installation(tmp_path) as made:
        made.configure(openai=openai, twilio=twilio, HEALTH_API_TOKEN=TOKEN)
        yield made


def scrape(site: Installation) -> dict[str, float]:
    with urllib.request.urlopen(urllib.request.Request(f"{site.url}/metrics", headers=BEARER)) as answer:
        families = text_string_to_metric_families(answer.read().decode())
    samples = [sample for family in families for sample in family.samples]
    return {" ".join(filter(None, [one.name, *one.labels.values()])): one.value for one in samples}


def test_the_counts_of_all_processes_are_shown_and_outlive_them(
    site: Installation, twilio: FakeTwilio
) -> None:
    schedules, worker, web = site.start("run_schedules"), site.answer_messages(), site.serve("--workers", "2")
    site.say(PHONE, "Hello")
    wait_for_replies(twilio, PHONE, 1)
    delivered = "SELECT count(*) FROM sessions_app_outboundmessage WHERE state = 'delivered'"
    wait_until(lambda: site.database.query(delivered) == [1], REPLY_SECONDS)
    written = "SELECT count(*) FROM sessions_app_processmetrics WHERE kind = 'schedules'"
    wait_until(lambda: site.database.query(written) == [1], TICK_SECONDS)
    assert (worker.stop(), web.stop()) == (0, 0)
    schedules.stop(signal.SIGTERM)
    site.serve()
    samples = scrape(site)
    expected = {
        "whatspr_webhook_requests_total stored inbound": 1,
        "whatspr_webhook_requests_total stored status": 2,
        "whatspr_turns_total answered": 1,
        "whatspr_reply_wait_seconds_count": 1,
        "whatspr_openai_requests_total ok respond": 1,
        "whatspr_twilio_requests_total ok send": 1,
        "whatspr_deliveries_total delivered": 1,
        "whatspr_job_runs_total expire_sessions done": 1,
    }
    assert {name: samples.get(name) for name in expected} == expected
    wait_until(lambda: scrape(site)["whatspr_processes web"] == 1, REPLY_SECONDS)
    assert site.database.query("SELECT DISTINCT kind FROM sessions_app_processmetrics ORDER BY kind") == [
        *("past", "schedules", "web")
    ]
