"""What has to hold at the end of every history, worked out from the ops themselves."""

import json
from collections import defaultdict
from typing import Any

from checklists.journal.canonical import digest
from checklists.journal.chain import START, Link, feed_hash, link_hash
from checklists.journal.fold import RecordState
from checklists.records import finding, visit
from checklists.records.finding import finding_hash
from checklists.records.visit import Visit, visit_hash
from mobile.store import journal
from sync_server.record import schema
from sync_server.record.schema import EVERYBODY
from tests.sync.simulator.broken import Broken
from tests.sync.simulator.tablet import Tablet
from tests.sync.simulator.world import World, device_of

Key = tuple[str, str]


def check(world: World) -> None:
    """Compare everything with everything.

    Raises:
        Broken: a promise does not hold.
    """
    _Checks(world).run()


class _Checks:
    def __init__(self, world: World) -> None:
        self.world = world
        office = world.office
        self.ops = {row.op_id: row for row in office.rows(schema.op)}
        self.kept = office.rows(schema.kept)
        self.feed = office.rows(schema.feed)
        self.photos = office.rows(schema.photo)
        self.records = {(row.kind, row.id): row for row in office.rows(schema.record)}
        self.applied = {op: json.loads(row.body) for op, row in self.ops.items() if row.refusal is None}

    def run(self) -> None:
        self.nothing_is_lost()
        self.record_is_what_was_said()
        self.feed_verifies()
        self.chains_verify()
        self.records_have_a_beginning()
        self.seals_hold()
        self.photos_are_whole()
        for tablet in self.world.tablets:
            self.tablet_agrees(tablet)

    def nothing_is_lost(self) -> None:
        here = {op: row.body for op, row in self.ops.items()} | {row.op_id: row.body for row in self.kept}
        for op in sorted(self.world.said.keys() | self.world.office.acknowledged):
            _must(op in here, f"op {op} is lost")
            body = self.world.said.get(op)
            _must(body is None or here[op] == body, f"op {op} is not what was said")

    def record_is_what_was_said(self) -> None:
        heads: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        replaced: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for op, said in self.applied.items():
            for name, (_, ids) in said["set"].items():
                heads[said["kind"], said["record"]][name].add(op)
                replaced[said["kind"], said["record"]][name].update(ids)
        _must(heads.keys() == self.records.keys(), "the record's keys are not those that were said")
        for key, row in self.records.items():
            state = RecordState.from_json(row.state)
            for name in heads[key].keys() | state.fields.keys():
                expected = heads[key][name] - replaced[key][name]
                found = state.field(name)
                _must(set(found.siblings) == expected, f"{key} {name} has other siblings than were said")
                _must(found.replaced == replaced[key][name], f"{key} {name} forgot what was replaced")
                for one in found.siblings.values():
                    said = self.applied[one.op_id]["set"][name][0]
                    _must(one.value == said, f"{key} {name} shows what nobody said")

    def feed_verifies(self) -> None:
        head, keys = START, self.world.office.keys
        for n, row in enumerate(self.feed, start=1):
            body_hash = digest(self.ops[row.op_id].body)
            head = feed_hash(head, row.op_id, body_hash)
            _must((row.seq, row.hash) == (n, head), f"feed entry {row.seq} does not follow")
            _must(row.countersign == keys.countersignature(row.op_id, body_hash), f"{n} is not countersigned")
        _must({row.op_id for row in self.feed} == self.applied.keys(), "feed and record are not the same ops")

    def chains_verify(self) -> None:
        bodies = {op: row.body_hash for op, row in self.ops.items()} | {
            row.op_id: row.body_hash for row in self.kept
        }
        chains: dict[Key, list[Any]] = defaultdict(list)
        for row in self.world.office.rows(schema.link):
            chains[row.device, row.incarnation].append(row)
        for (device, incarnation), links in chains.items():
            _chain(device, incarnation, [Link(**_place(row)) for row in links], bodies)
        for tablet in self.world.tablets:
            own = {op: digest(body) for op, body in tablet.ops().items()}
            by_incarnation: dict[str, list[Link]] = defaultdict(list)
            for row in tablet.store.rows("select * from link order by incarnation, n"):
                by_incarnation[row["incarnation"]].append(Link(**_columns(row)))
            for incarnation, found in by_incarnation.items():
                _chain(device_of(tablet), incarnation, found, own)

    def records_have_a_beginning(self) -> None:
        for key, row in self.records.items():
            named = RecordState.from_json(row.state).fields.keys() & {"auditor", "raised_by", "author"}
            _must(bool(named), f"{key} goes on from what was never applied")

    def seals_hold(self) -> None:
        states = {key: RecordState.from_json(row.state) for key, row in self.records.items()}
        for (kind, record), state in states.items():
            seal = Visit(state).seal if kind == visit.KIND else None
            if seal is None:
                continue
            _must(seal.visit_hash == visit_hash(state), f"visit {record} was changed after its seal")
            for name, signed in seal.findings.items():
                same = finding_hash(states[finding.KIND, name]) == signed
                _must(same, f"finding {name} was changed after the seal of its visit")

    def photos_are_whole(self) -> None:
        received = {row.sha256 for row in self.photos if row.received_at}
        for key, row in self.records.items():
            state = RecordState.from_json(row.state)
            for name, value in state.values().items():
                if "photo/" in name and value is not None:
                    sha = name.rpartition("/")[2]
                    _must(sha in received, f"photo {sha} of {key} has not arrived")
                    _must(self.world.office.objects.is_whole(sha), f"photo {sha} of {key} is not whole")

    def tablet_agrees(self, tablet: Tablet) -> None:
        name, device = self.world.name(tablet), device_of(tablet)
        may_see = {
            (self.ops[row.op_id].kind, self.ops[row.op_id].record)
            for row in self.feed
            if row.audience in {EVERYBODY, device}
        }
        own = {(row["kind"], row["record"]) for row in tablet.store.rows("select kind, record from op")}
        _must(may_see <= own, f"{name} has never heard of {sorted(may_see - own)}")
        for kind, record in sorted(own):
            row = self.records.get((kind, record))
            expected = RecordState.from_json(row.state) if row else RecordState(record, kind)
            found = journal.state(tablet.store, kind, record)
            _must(_shape(found) == _shape(expected), f"{name} and the server differ about {kind} {record}")
        places = {(row.seq, row.hash) for row in self.feed}
        for row in tablet.store.rows("select seq, hash from entry"):
            _must((row["seq"], row["hash"]) in places, f"{name} read what is not in the feed")


def _must(holds: bool, sentence: str) -> None:  # noqa: FBT001 - it reads as a sentence
    if not holds:
        raise Broken(sentence)


def _shape(state: RecordState) -> dict[str, object]:
    return {
        name: ({op: one.value for op, one in found.siblings.items()}, found.replaced)
        for name, found in state.fields.items()
    }


def _chain(device: str, incarnation: str, links: list[Link], bodies: dict[str, str]) -> None:
    prev = START
    for n, link in enumerate(links, start=1):
        expected = link_hash(device, incarnation, n, prev, link.op_id, bodies[link.op_id])
        _must((link.n, link.prev, link.hash) == (n, prev, expected), f"the chain of {device} breaks at {n}")
        prev = link.hash


def _place(row: Any) -> dict[str, Any]:
    return {"n": row.n, "op_id": row.op_id, "prev": row.prev, "hash": row.hash}


def _columns(row: Any) -> dict[str, Any]:
    return {name: row[name] for name in ("n", "op_id", "prev", "hash")}
