"""Two servers on a PostgreSQL that is being torn down, at a size for every day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.reliability.postgresql import run
from tests.support.postgresql import running_postgresql

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_is_missed_while_back_ends_are_killed(tmp_path: Path) -> None:
    with running_postgresql() as postgresql:
        report = run(writers=3, pushes=6, seed=7, folder=tmp_path, postgresql=postgresql)
    assert report.wrong == []
    assert report.acknowledged == report.read == 3 * 6 * 4
    assert report.kills > 0
