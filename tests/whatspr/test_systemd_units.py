"""The systemd units leave the processes few rights; systemd's own measure of it is held."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

UNITS = sorted((settings.BASE_DIR / "deploy/systemd").glob("*.service"))
MOST_EXPOSED = 3.0
"""From 0 (little) to 10; 8.5 before the units had these lines."""
NATIVE_CODE = """
import ctypes, io, sys
if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0):  # PR_SET_MDWE, since Linux 6.3
    sys.exit(3)
import docx, granian, lxml.etree, psycopg, pydantic_core, regex, typst
docx.Document().save(io.BytesIO())
assert typst.Compiler(b"= Press release").compile(format="pdf").startswith(b"%PDF")
"""


def test_there_is_a_unit_for_each_process() -> None:
    assert len(UNITS) == 3


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_is_little_exposed(unit: Path, tmp_path: Path) -> None:
    instance = tmp_path / unit.name.replace("@", "@1")
    instance.write_bytes(unit.read_bytes())
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", str(instance)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    (figure,) = re.findall(r"Overall exposure level for .*: ([0-9.]+) ", said)
    assert float(figure) <= MOST_EXPOSED


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_what_a_unit_writes_is_for_its_user_alone(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    assert "UMask=0077" in lines
    assert "NoNewPrivileges=yes" in lines


def test_no_package_needs_memory_that_is_both_written_and_executed() -> None:
    done = subprocess.run([sys.executable, "-c", NATIVE_CODE], capture_output=True, text=True, timeout=60)
    if done.returncode == 3:
        pytest.skip("this kernel cannot refuse such memory")
    assert done.returncode == 0, done.stderr
