"""Alerts: promtool accepts and tests them, all that they name exists, and the runbook explains each."""

import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import OperationalError

from sessions_app.db.group_commit import TooManyWait
from sessions_app.metrics import WEBHOOKS
from tests.support.processes import BASE_DIR
from tests.support.prometheus import FOLDER, TOKEN_FILE, labels_at_metrics, promtool, rules, unknown
from webhooks.doorstep import FAULTS, INBOUND_PATH, Misdirected, Refused, refusal

NAMES = [rule["alert"] for rule in rules()]
RUNBOOK = (BASE_DIR / "docs" / "runbook.md").read_text()
TESTS: list[dict[str, Any]] = yaml.safe_load((FOLDER / "rules_test.yml").read_text())["tests"]


def test_prometheus_accepts_its_configuration_and_the_rules(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "prometheus")
    token, file = tmp_path / "token", folder / "prometheus.yml"
    token.write_text("a-token")
    file.write_text(file.read_text().replace(TOKEN_FILE, str(token)))
    checked = promtool("check", "config", file)
    assert checked.returncode == 0, checked.stdout
    assert f"{len(NAMES)} rules found" in checked.stdout


def test_each_alert_fires_when_it_should_and_none_where_all_is_well() -> None:
    tested = promtool("test", "rules", FOLDER / "rules_test.yml")
    assert tested.returncode == 0, tested.stdout


def test_each_alert_has_a_case_in_which_it_fires_and_one_in_which_it_does_not() -> None:
    cases = [case for test in TESTS for case in test.get("alert_rule_test", [])]
    assert {case["alertname"] for case in cases if case["exp_alerts"]} == set(NAMES)
    assert {case["alertname"] for case in cases if not case["exp_alerts"]} == set(NAMES)


def test_the_case_in_which_all_is_well_has_every_series_that_an_alert_reads() -> None:
    well = " ".join(series["series"] for series in TESTS[0]["input_series"])
    # The only one that is there while something is wrong, and then only.
    read = {name for rule in rules() for name in re.findall(r"whatspr_\w+", rule["expr"])}
    assert read - set(re.findall(r"whatspr_\w+", well)) == {"whatspr_vendor_refuses_account"}


@pytest.mark.django_db
@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_all_that_an_alert_names_is_at_metrics(rule: dict[str, Any]) -> None:
    shown = " ".join(rule["annotations"].values())
    assert unknown(rule["expr"], shown=shown, known=labels_at_metrics()) == set()


@pytest.mark.parametrize(
    ("query", "shown", "wrong"),
    [
        ("whatspr_a_total == 0", "", {"whatspr_a_total"}),
        ('whatspr_b{kind="web", state=~"x"}', "", {"whatspr_b{state}"}),
        ("sum by (kind, state) (whatspr_b)", "", {"state"}),
        ("whatspr_b", "of {{ $labels.state }}, {{ $labels.kind }}, {{ $value }}", {"state"}),
        ('sum by (kind, le) (whatspr_b{kind!="web"})', "{{kind}} of {{instance}}", set()),
    ],
)
def test_a_name_or_label_that_does_not_exist_is_found(query: str, shown: str, wrong: set[str]) -> None:
    assert unknown(query, shown=shown, known={"whatspr_b": {"kind"}}) == wrong


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_each_alert_has_a_severity_and_leads_to_its_section_of_the_runbook(rule: dict[str, Any]) -> None:
    assert rule["labels"] in ({"severity": "critical"}, {"severity": "warning"})
    assert rule["annotations"].keys() == {"summary", "description", "runbook_url"}
    assert rule["annotations"]["runbook_url"] == f"docs/runbook.md#{rule['alert'].lower()}"


def test_the_runbook_has_a_section_for_each_alert_and_no_other() -> None:
    sections = re.split("^## ", RUNBOOK, flags=re.MULTILINE)[1:]
    assert [section.partition("\n")[0] for section in sections] == sorted(NAMES, key=NAMES.index)
    for section in sections:
        assert re.findall(r"^- \*\*(.+?)\*\*: ", section, re.MULTILINE) == [
            *("It means", "Users notice", "Look at", "Do")
        ]


def test_each_link_within_the_runbook_leads_to_a_section() -> None:
    assert set(re.findall(r"\(#(\w+)\)", RUNBOOK)) <= {name.lower() for name in NAMES}


@pytest.mark.parametrize(
    ("alert", "error"),
    [
        ("WhatsprWebhooksRefused", Refused(403, "invalid signature")),
        ("WhatsprWebhooksRefused", Misdirected(403, "To is not TWILIO_WHATSAPP_FROM")),
        ("WhatsprWebhooksRefused", Misdirected(403, "AccountSid is not TWILIO_ACCOUNT_SID")),
        ("WhatsprWebhooksFail", TooManyWait()),
        ("WhatsprWebhooksFail", TimeoutError()),
        ("WhatsprWebhooksFail", OperationalError()),
        ("WhatsprWebhooksFail", ZeroDivisionError()),
    ],
    ids=repr,
)
def test_the_alerts_on_webhooks_know_the_results_that_are_counted(alert: str, error: Exception) -> None:
    before = counted()
    try:
        refusal(error, path=INBOUND_PATH, began=time.perf_counter())
    except ZeroDivisionError:
        assert alert == "WhatsprWebhooksFail"
    (result,) = {one for one, amount in counted().items() if amount > before.get(one, 0)}
    (rule,) = (rule for rule in rules() if rule["alert"] == alert)
    (pattern,) = set(re.findall(r'result=~"([^"]*)"', rule["expr"]))
    assert re.fullmatch(pattern, result)
    assert result in FAULTS


def counted() -> dict[str, float]:
    """Return how many inbound webhooks this process has counted, by their results."""
    (family,) = WEBHOOKS.collect()
    return {
        sample.labels["result"]: sample.value
        for sample in family.samples
        if sample.name.endswith("_total") and sample.labels["webhook"] == "inbound"
    }
