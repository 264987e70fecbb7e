"""What the description calls valid, and what nearly is, at a size for every day."""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING

import structlog

from sync_server.api.description import ROUTES
from tests.reliability.schema_requests import run

if TYPE_CHECKING:
    from pathlib import Path


def test_every_answer_is_one_that_is_described(tmp_path: Path) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            report = run(len(ROUTES) * 15, seed=7, folder=tmp_path, examples_each=20)
    finally:
        structlog.reset_defaults()
    assert report.wrong == {}
    # Not all of them refused at the door.
    assert {200, 400, 401} <= set(report.statuses)
