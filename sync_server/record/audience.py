"""Whom each op of a batch is for, and which earlier ops more people are to have from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, exists, select

from checklists.journal.said_once import SaidOnce
from checklists.moments import month_of
from checklists.records import action, addendum, comment, finding, thanks, visit
from checklists.records.finding import Finding
from checklists.records.visit import Visit
from sync_server.record import schema
from sync_server.record.feed import NewEntry
from sync_server.record.named import CO_AUDITOR, MENTOR, all_named, mentors_of, people_of
from sync_server.record.schema import EVERYBODY, OWN, SHARED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from checklists.journal.fold import RecordState
    from checklists.journal.op import Op
    from sync_server.record.records import Records
    from sync_server.record.states import Key

# What is promised and whom one thanks is followed up in public; there is little of it.
_FOR_EVERYBODY = frozenset({action.KIND, thanks.KIND})


class Audience:
    """Decides for one batch, after everything in it has been folded."""

    def __init__(self, connection: Connection, records: Records, clocks: Mapping[str, int]) -> None:
        """Take the batch.

        Args:
            connection: of its transaction.
            records: those it touches, as they are now.
            clocks: of its ops, by id, what their tablets' clocks were wrong by.
        """
        self._connection = connection
        self._records = records
        self._clocks = clocks
        # Visits that are wholly in their seal, and their findings, with that seal's id.
        self._in_seal: dict[Key, str] = {}
        self._places: dict[str, tuple[str, str]] = {}
        # Records of which an op has entered as its people's own in this batch.
        self._had_own: set[Key] = set()

    def entries(self, folded: Sequence[tuple[Op, str]]) -> list[NewEntry]:
        """Return what enters the feed for the ops that were folded, each with its body's hash."""
        widened = self._widen()
        joined = list(self._joined(folded))
        earlier = list(self._earlier(widened, joined, {op.op_id for op, _ in folded}))
        now = [entry for op, body_hash in folded for entry in self._of_op(op, body_hash)]
        return [*earlier, *now, *self._seals_after_drafts(folded, now)]

    def _widen(self) -> list[Key]:
        """Give records their audience; return those that others hear of for the first time and need whole."""
        widened: list[Key] = []
        # Visits first: what is all in a seal need not travel twice.
        changed = [state for state, _ in self._records.changed()]
        for state in sorted(changed, key=lambda one: one.kind != visit.KIND):
            for key, audience in self._due(state):
                if self._records.widen(key, audience) and key not in self._in_seal:
                    widened.append(key)
        return widened

    def _due(self, state: RecordState) -> Iterator[tuple[Key, str]]:
        key = (state.kind, state.record)
        if state.kind in _FOR_EVERYBODY or (state.kind == finding.KIND and _is_heard_by_all(Finding(state))):
            yield key, EVERYBODY
        elif state.kind == visit.KIND and state.value("seal") is not None:
            yield from self._of_sealed(state)
        elif state.kind == addendum.KIND:
            yield key, self._records.held((visit.KIND, str(state.value("visit")))).audience

    def _of_sealed(self, state: RecordState) -> Iterator[tuple[Key, str]]:
        findings = self._records.findings_of(state.record)
        seal = state.shown("seal")
        for one in (state, *findings):
            if seal and _is_all_in(one, seal.op_id):
                self._in_seal[one.kind, one.record] = seal.op_id
        # Whoever heard of one of its findings hears how it was signed; a withdrawn one went to all before.
        has_good = any(
            (one.is_good_practice and not one.withdrawn) or self._is_for_all(one.id)
            for one in map(Finding, findings)
        )
        # A visit travels with its findings: without them it would not be what was signed.
        yield from (((one.kind, one.record), EVERYBODY if has_good else SHARED) for one in (state, *findings))

    def _of_op(self, op: Op, body_hash: str) -> Iterator[NewEntry]:
        key = (op.kind, op.record)
        held = self._records.held(key)
        # What a seal says again, all of it, travels with the seal alone.
        is_in_seal = self._in_seal.get(key, op.op_id) != op.op_id
        if is_in_seal or held.audience == OWN:
            self._had_own.add(key)
            yield from self._own(op.op_id, body_hash, op.device, self._people(key))
            return
        yield self._shared(op.op_id, body_hash, key, held.audience)
        # Who had some of it as a draft hears how it went on, also where their scope leaves it out.
        if held.audience == SHARED:
            had = [one for one in ((kind, record) for kind, record, _ in op.parts()) if self._had(one)]
            people = dict.fromkeys(person for one in had for person in self._people(one))
            yield from self._own(op.op_id, body_hash, op.device, people)

    def _had(self, key: Key) -> bool:
        return self._records.held(key).stored or key in self._had_own

    def _seals_after_drafts(
        self, folded: Sequence[tuple[Op, str]], entries: Sequence[NewEntry]
    ) -> Iterator[NewEntry]:
        """Give the seal to those who hear only now, after it, of what was a draft.

        A server that was set back may hear of the seal first, and of what led to it from other tablets.
        """
        keys = {op.op_id: (op.kind, op.record) for op, _ in folded}
        told = {(one.op_id, one.owner) for one in entries}
        for one in entries:
            seal = self._seal_of(keys[one.op_id]) if one.audience == OWN else None
            if seal is not None and (seal, one.owner) not in told:
                told.add((seal, one.owner))
                yield from self._told_now(seal, one.owner)

    def _seal_of(self, key: Key) -> str | None:
        kind, record = key
        state = self._records.state(kind, record)
        walk = record if kind == visit.KIND else state.value("visit") if state else None
        found = self._records.state(visit.KIND, walk) if isinstance(walk, str) else None
        sealed = found.shown("seal") if found else None
        return sealed.op_id if sealed and sealed.value is not None else None

    def _told_now(self, seal: str, person: str | None) -> Iterator[NewEntry]:
        op, feed = schema.op.c, schema.feed.c
        own = (feed.op_id == seal) & (feed.audience == OWN) & (feed.owner == person)
        query = select(op.body_hash).where(op.op_id == seal, ~exists().where(own))
        for row in self._connection.execute(query):
            yield NewEntry(seal, row.body_hash, OWN, device=None, owner=person)

    def _is_for_all(self, record: str) -> bool:
        return self._records.held((finding.KIND, record)).audience == EVERYBODY

    def _shared(self, op_id: str, body_hash: str, key: Key, audience: str) -> NewEntry:
        if audience == EVERYBODY:
            return NewEntry(op_id, body_hash, EVERYBODY)
        area, month = self._place(key)
        return NewEntry(op_id, body_hash, SHARED, area=area, month=month)

    @staticmethod
    def _own(op_id: str, body_hash: str, device: str | None, people: Iterable[str]) -> Iterator[NewEntry]:
        for person in people:
            yield NewEntry(op_id, body_hash, OWN, device=device, owner=person)
            # Its tablet has it by its own name once.
            device = None

    def _people(self, key: Key) -> list[str]:
        """Return whose a record is: its owner, and those who walk or read its visit or ever did.

        Ever: what they hold of it would else stop in the middle. A comment is its author's and the auditor's.
        """
        kind = key[0]
        held = self._records.held(key)
        people = [held.owner or ""]
        leans = held.state is not None and kind in {finding.KIND, comment.KIND}
        named = held.state.value("visit") if held.state and leans else None
        walked = self._records.held((visit.KIND, named)) if isinstance(named, str) else held
        if walked.state is not None and walked.state.kind == visit.KIND:
            people.append(walked.owner or "")
            if kind != comment.KIND:
                people += all_named(walked.state)
        return list(dict.fromkeys(person for person in people if person))

    def _place(self, key: Key) -> tuple[str, str]:
        """Return the area and the month of a record's visit."""
        kind, record = key
        state = self._records.state(kind, record)
        walk = record if kind == visit.KIND else str(state.value("visit") if state else "")
        if walk not in self._places:
            self._places[walk] = self._place_of(self._records.state(visit.KIND, walk))
        return self._places[walk]

    def _place_of(self, state: RecordState | None) -> tuple[str, str]:
        sealed = state.shown("seal") if state else None
        seal = Visit(state).seal if state else None
        if state is None or sealed is None or seal is None:
            return "", ""
        return Visit(state).text("area"), month_of(seal.sealed_at, self._clock(sealed.op_id))

    def _clock(self, op_id: str) -> int:
        if op_id in self._clocks:
            return self._clocks[op_id]
        c = schema.op.c
        return int(self._connection.execute(select(c.clock_ms).where(c.op_id == op_id)).scalar_one())

    def _joined(self, folded: Sequence[tuple[Op, str]]) -> Iterator[tuple[str, str]]:
        """Give (visit, person) for everybody whom this batch is the first to name, or names anew."""
        for op, _ in folded:
            if op.kind == visit.KIND:
                said = SaidOnce(op, op.kind, op.record, op.set)
                for path, named in ((CO_AUDITOR, people_of(said)), (MENTOR, mentors_of(said))):
                    for person, is_one in named.items():
                        # Who is only taken off has had everything since they were named.
                        if is_one or not op.set[f"{path}{person}"][1]:
                            yield op.record, person

    def _earlier(
        self, widened: Sequence[Key], joined: Sequence[tuple[str, str]], now: set[str]
    ) -> Iterator[NewEntry]:
        """What was said before more people were to hear it: they need it from the beginning."""
        for key in widened:
            audience = self._records.held(key).audience
            for op_id, body_hash in self._said(key, now):
                yield self._shared(op_id, body_hash, key, audience)
        for record, person in joined:
            findings = [(one.kind, one.record) for one in self._records.findings_of(record)]
            for key in ((visit.KIND, record), *findings):
                if self._records.held(key).audience == OWN:
                    for op_id, body_hash in self._said(key, now):
                        yield from self._own(op_id, body_hash, None, [person])

    def _said(self, key: Key, now: set[str]) -> Iterator[tuple[str, str]]:
        if not self._records.held(key).stored:
            return
        c = schema.op.c
        wanted = (c.kind == key[0]) & (c.record == key[1]) & c.refusal.is_(None)
        query = select(c.op_id, c.body_hash).where(wanted).order_by(c.stamp, c.op_id)
        yield from (
            (row.op_id, row.body_hash) for row in self._connection.execute(query) if row.op_id not in now
        )


def _is_heard_by_all(found: Finding) -> bool:
    # What was raised without a name is nobody's: its answer is on every tablet for whoever has its code.
    return found.is_good_practice or found.unnamed


def _is_all_in(state: RecordState, seal: str) -> bool:
    """Say whether one op alone holds every value of a record."""
    if isinstance(state, SaidOnce):
        return state.op.op_id == seal
    return all(found.siblings.keys() <= {seal} for found in state.fields.values())
