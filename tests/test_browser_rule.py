"""A test that needs a browser is skipped with a sentence where there is none, and is an error under CI."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import conftest

SAMPLE = (
    "import pytest\n\n@pytest.mark.browser\ndef test_page_opens():\n    pass\n\ndef test_sum():\n    pass\n"
)


def outcome(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run two tests, one of them marked, with this environment and our conftest."""
    shutil.copy(conftest.__file__, folder / "conftest.py")
    (folder / "test_sample.py").write_text(SAMPLE)
    given = {name: value for name, value in os.environ.items() if name not in {"CI", "FLOORWALK_CHROMIUM"}}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", "-W", "ignore", str(folder)],
        cwd=folder,
        env={**given, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_browser_test_is_skipped_with_a_sentence_where_there_is_none(tmp_path: Path) -> None:
    run = outcome(tmp_path, FLOORWALK_CHROMIUM="/no/such/browser")
    assert run.returncode == 0
    assert "1 passed, 1 skipped" in run.stdout
    assert "needs a Chromium and none was found: install one" in run.stdout


def test_browser_test_without_a_browser_is_an_error_under_ci(tmp_path: Path) -> None:
    run = outcome(tmp_path, FLOORWALK_CHROMIUM="/no/such/browser", CI="true")
    assert run.returncode == 1
    assert "1 passed" in run.stdout
    assert "1 error" in run.stdout
    assert "needs a Chromium and none was found" in run.stdout


def test_browser_test_runs_where_one_is_named(tmp_path: Path) -> None:
    run = outcome(tmp_path, FLOORWALK_CHROMIUM=sys.executable, CI="true")
    assert run.returncode == 0
    assert "2 passed" in run.stdout


def test_named_browser_that_is_not_there_is_not_replaced_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOORWALK_CHROMIUM", "/no/such/browser")
    assert conftest.chromium() is None
