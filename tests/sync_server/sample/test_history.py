"""The sample plant's earlier walks: all of them applied, none of the pages empty."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from sqlalchemy import func, select

from checklists.journal.fold import RecordState
from checklists.protocol import routes
from checklists.records.action import Action, ActionStatus
from checklists.records.visit import SignedBy, Visit
from sync_server.record import schema
from sync_server.sample.history import DEVICE_NAME, load_history
from sync_server.sample.walks import sample_walks
from tests.support.server import sample_organisation

if TYPE_CHECKING:
    from tests.sync_server.conftest import Central

NOW = datetime.now(UTC)


def loaded(central: Central) -> int:
    state = central.app.state
    return load_history(state.engine, state.keys, state.objects, sample_organisation(), NOW)


@pytest.fixture
def lived_in(central: Central) -> Central:
    assert loaded(central) > 0
    return central


def test_earlier_walks_are_applied_like_any_other(lived_in: Central) -> None:
    assert lived_in.rows(select(schema.op.c.op_id).where(schema.op.c.refusal.is_not(None))) == []
    assert lived_in.rows(select(schema.kept)) == []
    visits = lived_in.rows(select(schema.visit).order_by(schema.visit.c.started_at))
    assert [row.sealed_at is not None for row in visits] == [True, True, True, True, True, True, False]
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
    # Its completed visits too, with what was added to them.
    assert {op["kind"] for op in ops} == {"finding", "visit", "addendum", "action", "thanks"}


def test_history_is_written_once(lived_in: Central) -> None:
    assert loaded(lived_in) == 0
    devices = lived_in.rows(select(schema.device.c.name, schema.device.c.revoked_at))
    assert [(row.name, row.revoked_at is not None) for row in devices] == [(DEVICE_NAME, True)]


def test_photos_of_the_sample_are_received_and_shown_to_tablets(lived_in: Central) -> None:
    tablet = lived_in.tablet()
    announced = {
        name.rpartition("/")[2]: values[0]
        for op in tablet.pull()
        for name, values in op["set"].items()
        if "photo/" in name
    }
    rows = lived_in.rows(select(schema.photo))
    assert {row.sha256 for row in rows} == set(announced)
    assert len(rows) == 6
    for row in rows:
        assert row.received_at is not None
        assert lived_in.app.state.objects.is_whole(row.sha256)
        with Image.open(lived_in.app.state.objects.photo(row.sha256)) as photo:
            assert (photo.format, photo.size) == ("JPEG", (row.width, row.height))
        assert row.bytes == announced[row.sha256]["bytes"] < 120_000
        small = tablet.client.get(routes.thumbnail(row.sha256), headers=tablet.headers)
        assert (small.status_code, small.headers["Content-Type"]) == (200, "image/jpeg")
    pictured = select(schema.finding.c.kind).join(
        schema.photo_of, schema.photo_of.c.record == schema.finding.c.id
    )
    assert sorted(row.kind for row in lived_in.rows(pictured)) == [
        *["good_practice"] * 4,
        "nonconformity",
    ]


def test_what_came_of_the_walks_is_open_done_looked_at_and_thanked_for(lived_in: Central) -> None:
    states = lived_in.rows(select(schema.record.c.state).where(schema.record.c.kind == "action"))
    actions = [Action(RecordState.from_json(row.state)) for row in states]
    assert {one.status for one in actions} == set(ActionStatus)
    assert {one.status for one in actions if one.is_promise} == {ActionStatus.OPEN, ActionStatus.VERIFIED}
    assert any(one.is_late(NOW.date()) for one in actions)
    assert any(one.photos for one in actions)
    given = select(func.count()).select_from(schema.record).where(schema.record.c.kind == "thanks")
    assert lived_in.rows(given)[0][0] == 3


def test_every_sample_photo_belongs_to_a_finding_or_to_what_was_done() -> None:
    walks = sample_walks()
    findings = [found for one in walks.visit for answer in one.answer for found in answer.finding]
    done = [one.done for found in (*findings, *walks.raised) for one in found.action if one.done]
    named = {one.photo for one in (*findings, *walks.raised) if one.photo}
    named |= {one.photo for one in done if one.photo}
    assert {one.name for one in resources.files("sync_server.sample").joinpath("photos").iterdir()} == {
        *named,
        "README.md",
    }
