"""The tree is in the house's form: linter, formatter and types have nothing to say, no file is too long."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_layers import LINES_LIMIT, PACKAGES

ROOT = Path(__file__).parent.parent

SCRIPTS_AND_SHEETS = sorted(
    path for package in PACKAGES for kind in ("js", "css") for path in (ROOT / package).rglob(f"*.{kind}")
)


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "--output-format=concise"], ["ruff", "format", "--check"], ["mypy"]],
    ids=["linter", "formatter", "types"],
)
def test_nothing_is_left_to_put_right(command: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=900, check=False
    )
    assert run.returncode == 0, f"\n{run.stdout}{run.stderr}"


@pytest.mark.parametrize("path", SCRIPTS_AND_SHEETS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_script_or_sheet_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LINES_LIMIT
