"""Clocks that were off: others' times are told by the server's clock, this tablet's own by its own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from checklists.records import visit
from mobile.state import clocks
from mobile.store import memory, visits
from mobile.store.database import Store
from tests.support.elsewhere import said_elsewhere
from tests.support.tablet_samples import ANA, BEN, Clock, a_visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTE = "answer/q1/note"
DAY_MS = 86_400_000


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        opened = Store.open(tmp_path / "tablet.db", now=Clock())
        yield opened
        opened.close()
    time.tzset()


def note_told(store: Store, visit_id: str) -> str:
    return clocks.told(store, visit.KIND, visit_id, visits.answer(store, visit_id, "q1").noted)


def test_own_times_are_told_as_this_tablets_clock_showed_them(store: Store) -> None:
    walked = a_visit(store)
    memory.remember(store, "clock offset", str(DAY_MS))
    visits.note(store, ANA.id, walked.id, "q1", "Seen")
    assert note_told(store, walked.id) == "today 10:42"


def test_others_today_is_the_servers_where_this_tablets_clock_is_off(store: Store) -> None:
    walked = a_visit(store)
    said_elsewhere(store, BEN, visit.KIND, walked.id, {NOTE: "Seen"}, at="2026-03-04T11:07:00.000Z")
    assert note_told(store, walked.id) == "tomorrow 11:07"
    memory.remember(store, "clock offset", str(DAY_MS))
    assert note_told(store, walked.id) == "today 11:07"


def test_time_by_a_clock_known_to_be_off_is_put_right_and_marked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked = a_visit(store)
    op = said_elsewhere(store, BEN, visit.KIND, walked.id, {NOTE: "Seen"}, at="2026-02-20T09:00:00.000Z")
    monkeypatch.setattr(clocks, "offsets", lambda *_: {op.op_id: 11 * DAY_MS})
    assert note_told(store, walked.id) == "≈ today 09:00, corrected"


def test_what_nobody_said_has_no_time(store: Store) -> None:
    assert clocks.told(store, visit.KIND, a_visit(store).id, None) == ""
