"""The sample plant's earlier walks: all of them applied, none of the pages empty."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from checklists.journal.fold import RecordState
from checklists.records.visit import SignedBy, Visit
from sync_server.record import schema
from sync_server.sample.history import DEVICE_NAME, load_history
from tests.support.server import sample_organisation

if TYPE_CHECKING:
    from tests.sync_server.conftest import Central

NOW = datetime.now(UTC)


@pytest.fixture
def lived_in(central: Central) -> Central:
    state = central.app.state
    assert load_history(state.engine, state.keys, sample_organisation(), NOW) > 0
    return central


def test_earlier_walks_are_applied_like_any_other(lived_in: Central) -> None:
    assert lived_in.rows(select(schema.op.c.op_id).where(schema.op.c.refusal.is_not(None))) == []
    assert lived_in.rows(select(schema.kept)) == []
    visits = lived_in.rows(select(schema.visit).order_by(schema.visit.c.started_at))
    assert [row.sealed_at is not None for row in visits] == [True, True, True, False]
    assert all(row.answered == row.questions for row in visits if row.sealed_at)
    assert all(row.started_at < NOW.isoformat() for row in visits)
    kinds = {row.kind for row in lived_in.rows(select(schema.finding.c.kind))}
    assert kinds == {"good_practice", "opportunity", "nonconformity", "near_miss", "idea", "problem"}
    addenda = select(func.count()).select_from(schema.record).where(schema.record.c.kind == "addendum")
    assert lived_in.rows(addenda)[0][0] == 1


def test_completed_visits_of_the_sample_are_signed_by_both(lived_in: Central) -> None:
    for row in lived_in.rows(select(schema.record.c.state).where(schema.record.c.kind == "visit")):
        visit = Visit(RecordState.from_json(row.state))
        assert [visit.signature(who) is not None for who in SignedBy] == [visit.status == "completed"] * 2


def test_good_practices_of_the_sample_reach_a_new_tablet(lived_in: Central) -> None:
    ops = lived_in.tablet().pull()
    assert len(ops) >= 5
    assert {op["kind"] for op in ops} == {"finding"}


def test_history_is_written_once(lived_in: Central) -> None:
    state = lived_in.app.state
    assert load_history(state.engine, state.keys, sample_organisation(), NOW) == 0
    devices = lived_in.rows(select(schema.device.c.name, schema.device.c.revoked_at))
    assert [(row.name, row.revoked_at is not None) for row in devices] == [(DEVICE_NAME, True)]
