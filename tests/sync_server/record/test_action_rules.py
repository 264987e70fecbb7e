"""Who may do what with an action and with thanks, without a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checklists.ids import new_id
from checklists.protocol import refusals
from checklists.records import action, thanks
from checklists.records.person import Role
from sync_server.record.permissions import OWNER_FIELD, refusal_for
from sync_server.sample.pen import Pen
from tests.support.sending import ANA, AT, GIULIA, LARS, TOMASZ

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklists.journal.fold import RecordState
    from checklists.protocol.refusals import Refusal

MOMENT = "2026-03-03T10:42:00.000Z"
PHOTO = {"bytes": 1000, "width": 1024, "height": 768, "taken_at": MOMENT}
DONE = {"done_at": MOMENT, "done_note": "It stands there", f"done/photo/{'e' * 64}": PHOTO}
HOLDS = {"verified": "effective", "verified_by": TOMASZ, "verified_at": MOMENT}
EMPTIED = {"done_at": None, "done_note": None, f"done/photo/{'e' * 64}": None}


class Record:
    """What was applied so far; each op is asked about before it is written."""

    def __init__(self) -> None:
        self.pen = Pen(new_id())
        self.known: dict[tuple[str, str], RecordState] = {}

    def state(self, kind: str, record: str) -> RecordState | None:
        return self.known.get((kind, record))

    def owner(self, kind: str, record: str) -> str | None:
        state = self.state(kind, record)
        return str(state.value(OWNER_FIELD[kind])) if state else None

    def findings_of(self, _visit: str) -> Sequence[RecordState]:
        return ()

    def say(
        self,
        person: str,
        values: dict[str, Any],
        record: str,
        *,
        role: Role = Role.AUDITOR,
        kind: str = "action",
    ) -> Refusal | None:
        op = self.pen.write(person, kind, record, AT, values)
        refusal = refusal_for(op, role, self, fits=True)
        if refusal is None:
            self.known[kind, record] = self.pen.state(kind, record)
        return refusal

    def proposed(self, **values: Any) -> str:
        """Giulia proposes that Lars does something."""
        record = new_id()
        said = {"text": "Label both sides", "kind": "corrective_action", "owner": LARS, "due": "2026-03-12"}
        assert self.say(GIULIA, {"proposed_by": GIULIA, **said, **values}, record) is None
        return record

    def done(self) -> str:
        """Lars has done it."""
        record = self.proposed()
        assert self.say(LARS, DONE, record) is None
        return record


@pytest.fixture
def known() -> Record:
    return Record()


@pytest.mark.parametrize("role", list(Role))
def test_anybody_who_may_walk_proposes(known: Record, role: Role) -> None:
    said = {"proposed_by": LARS, "kind": "promise", "owner": LARS, "text": "A printer", "due": "2026-03-12"}
    assert known.say(LARS, said, new_id(), role=role) is None


def test_nobody_proposes_in_anothers_name(known: Record) -> None:
    assert known.say(LARS, {"proposed_by": GIULIA, "text": "x"}, new_id()) is refusals.NOT_YOURS
    assert known.say(GIULIA, {"proposed_by": LARS}, known.proposed()) is refusals.NOT_YOURS


def test_nobody_promises_for_another(known: Record) -> None:
    said = {"proposed_by": GIULIA, "kind": "promise", "owner": LARS, "text": "x"}
    assert known.say(GIULIA, said, new_id()) is refusals.PROMISE_IS_ONES_OWN
    assert known.say(GIULIA, {"kind": "promise"}, known.proposed()) is refusals.PROMISE_IS_ONES_OWN


@pytest.mark.parametrize("person", [GIULIA, LARS])
def test_proposer_and_owner_change_what_was_agreed(known: Record, person: str) -> None:
    assert known.say(person, {"due": "2026-03-20"}, known.proposed()) is None


def test_others_leave_what_was_agreed_as_it_is(known: Record) -> None:
    record = known.proposed()
    assert known.say(TOMASZ, {"due": "2026-12-20"}, record) is refusals.ACTION_AGREED
    assert known.say(TOMASZ, {"withdrawn": True}, record) is refusals.ACTION_AGREED


def test_quality_manager_changes_it_and_says_it_is_done(known: Record) -> None:
    record = known.proposed()
    assert known.say(ANA, {"owner": TOMASZ}, record, role=Role.QUALITY_MANAGER) is None
    assert known.say(ANA, DONE, record, role=Role.QUALITY_MANAGER) is None


@pytest.mark.parametrize("person", [GIULIA, TOMASZ])
def test_only_its_owner_says_it_is_done(known: Record, person: str) -> None:
    record = known.proposed()
    assert known.say(person, DONE, record) is refusals.ACTION_OF_OWNER
    assert known.say(LARS, DONE, record) is None
    assert known.say(person, {"done_at": None}, record) is refusals.ACTION_OF_OWNER


def test_taking_an_action_over_and_saying_it_is_done_in_one_breath_is_refused(known: Record) -> None:
    assert known.say(GIULIA, {"owner": GIULIA, **DONE}, known.proposed()) is refusals.ACTION_OF_OWNER


def test_somebody_else_says_it_holds(known: Record) -> None:
    assert known.say(TOMASZ, HOLDS, known.done()) is None


def test_what_was_seen_is_said_by_whoever_looked(known: Record) -> None:
    record = known.done()
    seen = {"verified_note": "All readable", f"verified/photo/{'f' * 64}": PHOTO}
    assert known.say(LARS, seen, record) is refusals.ANOTHER_VERIFIES
    assert known.say(GIULIA, seen, record) is refusals.NOT_YOURS
    assert known.say(TOMASZ, {**HOLDS, **seen}, record) is None
    assert known.say(GIULIA, {f"verified/photo/{'f' * 64}": None}, record) is None


def test_owner_does_not_judge_their_own_work(known: Record) -> None:
    record = known.done()
    assert known.say(LARS, {**HOLDS, "verified_by": LARS}, record) is refusals.ANOTHER_VERIFIES
    handed_on = {**HOLDS, "verified_by": LARS, "owner": GIULIA}
    assert known.say(LARS, handed_on, record) is refusals.ANOTHER_VERIFIES


def test_nobody_judges_in_anothers_name(known: Record) -> None:
    assert known.say(TOMASZ, {**HOLDS, "verified_by": GIULIA}, known.done()) is refusals.NOT_YOURS


def test_what_does_not_hold_is_open_again(known: Record) -> None:
    record = known.done()
    assert known.say(TOMASZ, {**HOLDS, "verified": "not_effective", **EMPTIED}, record) is None
    assert action.Action(known.known["action", record]).status is action.ActionStatus.REOPENED
    again = {**DONE, "verified": None, "verified_by": None, "verified_at": None}
    assert known.say(LARS, again, record) is None


def test_what_does_not_hold_does_not_stay_done(known: Record) -> None:
    said = {**HOLDS, "verified": "not_effective"}
    assert known.say(TOMASZ, said, known.done()) is refusals.NOT_EFFECTIVE_REOPENS


def test_action_begins_with_who_proposes_it(known: Record) -> None:
    assert known.say(LARS, {"text": "x"}, new_id()) is refusals.BEGINNING_NOT_TAKEN


def test_thanks_are_given_in_ones_own_name(known: Record) -> None:
    record = new_id()
    said = {"from": LARS, "to_person": TOMASZ, "text": "For the rack"}
    assert known.say(LARS, said, record, kind=thanks.KIND) is None
    assert known.say(LARS, {"text": "For both racks"}, record, kind=thanks.KIND) is None
    assert known.say(TOMASZ, {"text": "x"}, record, kind=thanks.KIND) is refusals.NOT_YOURS
    assert known.say(TOMASZ, said, new_id(), kind=thanks.KIND) is refusals.NOT_YOURS
