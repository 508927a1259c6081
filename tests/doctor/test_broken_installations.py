"""What docs/doctor.md shows: the doctor on a real installation, healthy and broken in each way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.doctor_page import CASES, Case, World, broken, world

pytestmark = pytest.mark.processes

PAGE = Path(settings.BASE_DIR, "docs/doctor.md").read_text()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("doctor")) as made:
        yield made


def test_a_healthy_installation_has_no_fault(made: World) -> None:
    status, lines = made.doctor()
    assert [line for line in lines if line.startswith("FAIL")] == []
    assert status == 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_doctor_finds_what_is_broken(made: World, case: Case) -> None:
    with broken(made, case) as (status, lines):
        assert any(line.startswith(case.says) for line in lines), lines
    assert status == (1 if case.fails else 0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_page_shows_each_case(case: Case) -> None:
    _, _, shown = PAGE.partition(f"### {case.title}\n")
    assert f"\n{case.says}" in shown.partition("###")[0]
