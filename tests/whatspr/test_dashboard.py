"""Grafana's dashboard: its model, its queries, and where compose.yaml puts its files."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.support.grafana import DASHBOARD
from tests.support.processes import BASE_DIR
from tests.support.prometheus import labels_at_metrics, promtool, unknown

FOLDER = BASE_DIR / "deploy" / "grafana"
BOARD: dict[str, Any] = json.loads((FOLDER / "whatspr.json").read_text())
PANELS: list[dict[str, Any]] = BOARD["panels"]
TARGETS = [target for panel in PANELS for target in panel.get("targets", [])]
SERVICES: dict[str, Any] = yaml.safe_load((BASE_DIR / "compose.yaml").read_text())["services"]
MOUNTS = dict(mount.split(":")[1::-1] for mount in SERVICES["grafana"]["volumes"])
"""Path in the container -> path here, or the name of a volume."""


def test_it_is_a_dashboard_as_grafana_documents_it() -> None:
    Draft202012Validator.check_schema(DASHBOARD)
    assert [error.message for error in Draft202012Validator(DASHBOARD).iter_errors(BOARD)] == []


@pytest.mark.parametrize(
    ("panel", "path", "value"),
    [
        ("stat", ("fieldConfig", "defaults", "units"), "s"),
        ("stat", ("options", "colorMode"), "red"),
        ("timeseries", ("gridPos", "w"), 25),
        ("timeseries", ("targets",), []),
        ("gauge", ("type",), "guage"),
        ("row", ("gridPos",), None),
    ],
)
def test_a_mistake_in_a_panel_is_found(panel: str, path: tuple[str, ...], value: Any) -> None:
    copy = json.loads(json.dumps(BOARD))
    place = next(one for one in copy["panels"] if one["type"] == panel)
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert not Draft202012Validator(DASHBOARD).is_valid(copy)


def test_no_two_panels_have_the_same_number_or_place() -> None:
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    taken: Counter[tuple[int, int]] = Counter()
    for at in (panel["gridPos"] for panel in PANELS):
        assert at["x"] + at["w"] <= 24
        taken.update(
            (x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])
        )
    assert max(taken.values()) == 1


def test_each_row_is_a_question() -> None:
    assert all(panel["title"].endswith("?") for panel in PANELS if panel["type"] == "row")


@pytest.mark.django_db
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target["expr"][:60])
def test_all_that_a_query_names_is_at_metrics(target: dict[str, str]) -> None:
    shown = target.get("legendFormat", "")
    assert unknown(target["expr"], shown=shown, known=labels_at_metrics()) == set()


def test_prometheus_can_parse_each_query(tmp_path: Path) -> None:
    queries = [one["expr"] for one in (*TARGETS, *BOARD["annotations"]["list"])]
    rules = [
        {"record": f"query:{nth}", "expr": query.replace("$__rate_interval", "5m")}
        for nth, query in enumerate(queries)
    ]
    (tmp_path / "rules.yml").write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    checked = promtool("check", "rules", tmp_path / "rules.yml")
    assert checked.returncode == 0, checked.stdout
    assert f"{len(queries)} rules found" in checked.stdout


def test_compose_gives_grafana_the_files_where_it_looks_for_them() -> None:
    here = {there: BASE_DIR / path for there, path in MOUNTS.items()}
    (provider,) = provisioned("dashboards", "whatspr.yml")["providers"]
    board = f"{provider['options']['path']}/whatspr.json"
    assert json.loads(here[board].read_text()) == BOARD
    assert SERVICES["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] == board
    for kind in ("dashboards", "datasources"):
        assert here[f"/etc/grafana/provisioning/{kind}"].resolve() == FOLDER / "provisioning" / kind


def test_the_dashboard_begins_with_the_prometheus_of_compose() -> None:
    (source,) = provisioned("datasources", "prometheus.yml")["datasources"]
    (variable,) = BOARD["templating"]["list"]
    assert variable["current"] == {"text": source["name"], "value": source["uid"]}
    assert source["url"] == "http://prometheus:9090"
    assert "--web.listen-address=:9090" in SERVICES["prometheus"]["command"]


@pytest.mark.parametrize("service", sorted(SERVICES.keys() - {"caddy"}))
def test_only_the_front_is_reached_from_other_hosts(service: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[service].get("ports", []))


def provisioned(kind: str, name: str) -> Any:
    return yaml.safe_load((FOLDER / "provisioning" / kind / name).read_text())
