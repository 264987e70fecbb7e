"""The table of refusals, without a database: what is not foreseen is refused rather than applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklists.ids import new_id
from checklists.journal.stamp import LAST
from checklists.protocol import refusals
from checklists.records import visit
from checklists.records.person import Role
from sync_server.record.permissions import refusal_for
from sync_server.sample.pen import Pen
from tests.support.sending import AT, GEMBA, TOMASZ

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklists.journal.fold import RecordState

BEGUN = {**GEMBA, "auditor": TOMASZ}


class NothingKnown:
    """A record with nothing in it."""

    def state(self, _kind: str, _record: str) -> RecordState | None:
        return None

    def owner(self, _kind: str, _record: str) -> str | None:
        return None

    def findings_of(self, _visit: str) -> Sequence[RecordState]:
        return ()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_may_begin_a_gemba_walk(role: Role) -> None:
    op = Pen(new_id()).write(TOMASZ, visit.KIND, new_id(), AT, BEGUN)
    assert refusal_for(op, role, NothingKnown(), fits=True) is None


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.QUALITY_MANAGER, Role.ADMIN])
def test_who_audits_may_audit(role: Role) -> None:
    op = Pen(new_id()).write(TOMASZ, visit.KIND, new_id(), AT, {**BEGUN, "kind": "internal_audit"})
    assert refusal_for(op, role, NothingKnown(), fits=True) is None


def test_stamp_that_leaves_no_room_is_refused() -> None:
    op = Pen(new_id()).write(TOMASZ, visit.KIND, new_id(), AT, BEGUN).model_copy(update={"stamp": LAST})
    assert refusal_for(op, Role.AUDITOR, NothingKnown(), fits=True) is refusals.VALUE_NOT_TAKEN


def test_clock_that_is_wrong_by_centuries_is_no_reason_to_refuse() -> None:
    stamp = "010000000000000:000000"
    op = Pen(new_id()).write(TOMASZ, visit.KIND, new_id(), AT, BEGUN).model_copy(update={"stamp": stamp})
    assert refusal_for(op, Role.AUDITOR, NothingKnown(), fits=True) is None


def test_what_goes_on_from_nothing_is_refused() -> None:
    op = Pen(new_id()).write(TOMASZ, visit.KIND, new_id(), AT, {"answer/a/note": "Seen"})
    assert refusal_for(op, Role.AUDITOR, NothingKnown(), fits=True) is refusals.BEGINNING_NOT_TAKEN
