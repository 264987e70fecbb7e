"""What has to hold at the end of every history, worked out from the ops themselves."""

import json
import sqlite3
from collections import defaultdict
from typing import Any

from checklists.journal.canonical import as_bytes, digest
from checklists.journal.chain import START, Link, check_chain, feed_hash
from checklists.journal.fold import RecordState, fold
from checklists.protocol.refusals import CATALOGUE, UNKNOWN_KIND
from checklists.records import finding, visit
from checklists.records.finding import finding_hash
from checklists.records.visit import Visit, visit_hash
from mobile.store import journal, ops, scope
from tests.sync.simulator.broken import must
from tests.sync.simulator.tablet import Tablet
from tests.sync.simulator.world import World

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
        self.rows = {row["op_id"]: row for row in office.rows("select * from op")}
        self.kept = office.rows("select * from kept")
        self.feed = office.rows("select * from feed order by seq")
        self.histories = office.histories()
        self.ops = {op: ops.read(_bytes(row["body"])) for op, row in self.rows.items()}
        self.applied = {op: self.ops[op] for op, row in self.rows.items() if row["refusal"] is None}
        self.states = fold(self.applied.values())
        self.records = office.rows("select * from record")
        self.ops_of: dict[Key, set[str]] = defaultdict(set)
        for op in self.applied.values():
            for kind, record, _ in op.parts():
                self.ops_of[kind, record].add(op.op_id)

    def run(self) -> None:
        self.nothing_is_lost()
        self.record_is_what_was_said()
        self.states_are_the_records()
        self.histories_are_in_their_seals()
        self.feed_verifies()
        self.chains_verify()
        self.records_have_a_beginning()
        self.seals_hold()
        self.nothing_waits_for_an_update()
        self.photos_are_whole()
        for tablet in self.world.tablets:
            _OnTablet(self, tablet).run()
        self.world.events["siblings"] += sum(
            len(found.siblings) > 1 for state in self.states.values() for found in state.fields.values()
        )

    def nothing_is_lost(self) -> None:
        here: dict[str, set[bytes]] = defaultdict(set)
        for row in (*self.rows.values(), *self.kept):
            here[row["op_id"]].add(_bytes(row["body"]))
        for history in self.histories.values():
            for one in history:
                here[one.op_id].add(one.body())
        for op in sorted(self.world.said.keys() | self.world.office.acknowledged):
            must(op in here, f"op {op} is lost")
            body = self.world.said.get(op)
            must(body is None or body in here[op], f"op {op} is not what was said")

    def record_is_what_was_said(self) -> None:
        """Work out each field without the code that folds: a value goes only with an op that names it."""
        said: dict[Key, dict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
        replaced: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for op_id in self.applied:
            body = json.loads(_bytes(self.rows[op_id]["body"]).decode("utf-8", "surrogatepass"))
            for part in (body, *body.get("also", [])):
                for name, change in part["set"].items():
                    said[part["kind"], part["record"]][name][op_id] = change[0]
                    replaced[part["kind"], part["record"]][name].update(change[1])
        must(said.keys() == self.states.keys(), "the record's keys are not those that were said")
        for key, state in self.states.items():
            must(said[key].keys() == state.fields.keys(), f"{key} has other fields than were said")
            for name, found in state.fields.items():
                gone = replaced[key][name]
                expected = {op: value for op, value in said[key][name].items() if op not in gone}
                shown = {op: one.value for op, one in found.siblings.items()}
                must(shown == expected, f"{key} {name} has other values than were said")
                must(found.replaced == gone, f"{key} {name} forgot what was replaced")

    def states_are_the_records(self) -> None:
        rows = {(row["kind"], row["id"]): row for row in self.records}
        must(rows.keys() == self.states.keys(), "the record has other records than were said")
        for key, row in rows.items():
            if row["state"] is not None:
                same = shape(RecordState.from_json(row["state"])) == shape(self.states[key])
                must(same, f"the record's state of {key} is not what its ops make")

    def histories_are_in_their_seals(self) -> None:
        """What a folded op said and nobody has replaced, its seal says: the value, who gave it, and when."""
        folded = [one for history in self.histories.values() for one in history]
        replaced = {
            (other, name)
            for op in (*self.applied.values(), *folded)
            for _, _, fields in op.parts()
            for name, change in fields.items()
            for other in change[1]
        }
        for seal_id in self.histories.keys() & self.applied.keys():
            seal = self.applied[seal_id]
            must(seal.draft, f"seal {seal_id} does not name its history")
            said = {(kind, record, name): one for kind, record, name, one, _ in seal.changes()}
            for op in self.histories[seal_id]:
                for kind, record, name, one, _ in op.changes():
                    there = said.get((kind, record, name))
                    same = there and (there.value, there.person, there.at) == (one.value, one.person, one.at)
                    must(same or (op.op_id, name) in replaced, f"seal {seal_id} loses {name} of {op.op_id}")

    def feed_verifies(self) -> None:
        head, keys = START, self.world.office.keys
        for n, row in enumerate(self.feed, start=1):
            body_hash = digest(_bytes(self.rows[row["op_id"]]["body"]))
            head = feed_hash(head, row["op_id"], body_hash)
            must((row["seq"], row["hash"]) == (n, head), f"feed entry {row['seq']} does not follow")
            same = row["countersign"] == keys.countersignature(row["op_id"], body_hash)
            must(same, f"feed entry {n} is not countersigned")
        must(
            {row["op_id"] for row in self.feed} == self.applied.keys(), "feed and record are not the same ops"
        )

    def chains_verify(self) -> None:
        rows = (*self.rows.values(), *self.kept)
        for row in rows:
            must(digest(_bytes(row["body"])) == row["body_hash"], f"the body of {row['op_id']} has changed")
        by_place = {(row["device"], row["incarnation"], row["n"]): row["body_hash"] for row in self.kept}
        chains: dict[Key, list[tuple[Link, str]]] = defaultdict(list)
        for row in self.world.office.rows("select * from link order by device, incarnation, n"):
            place = (row["device"], row["incarnation"], row["n"])
            stored = self.rows.get(row["op_id"])
            body_hash = by_place.get(place) or (stored["body_hash"] if stored else "")
            chains[place[:2]].append((_link(row), body_hash))
        for (device, incarnation), links in chains.items():
            must(links[0][0].n == 1, f"the chain of {device} has no beginning")
            check_chain(device, incarnation, links)

    def records_have_a_beginning(self) -> None:
        for key, state in self.states.items():
            named = state.fields.keys() & {"auditor", "raised_by", "author"}
            must(named, f"{key} goes on from what was never applied")

    def seals_hold(self) -> None:
        for (kind, record), state in self.states.items():
            seal = Visit(state).seal if kind == visit.KIND else None
            if seal is None:
                continue
            findings = {name: self.states[finding.KIND, name] for name in seal.findings}
            same = seal.visit_hash == visit_hash(state) and all(
                finding_hash(found) == seal.findings[name] for name, found in findings.items()
            )
            must(same or self._stands_beside(state), f"visit {record} was changed after its seal")

    def nothing_waits_for_an_update(self) -> None:
        """What an older version did not know has been decided by one that knows it."""
        waiting = [op for op, row in self.rows.items() if row["refusal"] == UNKNOWN_KIND.number]
        must(not waiting, f"{sorted(waiting)} still wait for a server that knows their kind")

    def _stands_beside(self, state: RecordState) -> bool:
        """Say whether a restored server got a draft first, its seal back later: then both stay in sight."""
        sealed = state.shown("seal")
        if not sealed or not self.world.events["server set back"]:
            return False
        said = self.applied[sealed.op_id].changes()
        return all(
            sealed.op_id in self.states[kind, record].field(name).siblings for kind, record, name, *_ in said
        )

    def photos_are_whole(self) -> None:
        office = self.world.office
        received = {row["sha256"] for row in office.rows("select * from photo where received_at is not null")}
        for key, state in self.states.items():
            for name, value in state.values().items():
                sha = name.rpartition("/")[2]
                if "photo/" in name and value is not None and sha not in self.world.gone_photos:
                    must(sha in received, f"photo {sha} of {key} has not arrived")
                    must(office.objects.is_whole(sha), f"photo {sha} of {key} is not whole")


class _OnTablet:
    """What has to hold on one tablet."""

    def __init__(self, office: _Checks, tablet: Tablet) -> None:
        self.office = office
        self.tablet = tablet
        self.name = office.world.name(tablet)
        self.here = {row["op_id"]: row for row in tablet.store.rows("select * from op")}
        self.refused = {row["op_id"]: row for row in tablet.store.rows("select * from refusal")}
        self.users = set(tablet.users())
        self.scope = scope.read(tablet.store)
        self.may_see = {row["op_id"] for row in office.feed if self._sees(row)}

    def run(self) -> None:
        self.has_what_concerns_it()
        self.says_what_the_record_says()
        self.explains_every_refusal()
        self.refused_seal_gives_its_draft_back()
        self.what_came_from_the_feed_is_in_it()
        self.chain_verifies()

    def has_what_concerns_it(self) -> None:
        missing = self.may_see - self.here.keys()
        must(not missing, f"{self.name} has never heard of {sorted(missing)}")

    def says_what_the_record_says(self) -> None:
        """Every record in scope, and every other one all of whose ops are here, is what the server says."""
        # What was written here comes back by itself; the rest of its record when its person signs in again.
        whole = [row["op_id"] for row in self.office.feed if self._sees(row) and not self._only_wrote(row)]
        seen = {key for op in whole for key in self._keys(op)}
        for key in sorted(seen | {key for op in self.here for key in self._keys(op)}):
            # What a seal says again does not travel to those who had not heard it before.
            if key in seen or self.office.ops_of[key] <= self.here.keys():
                expected = self.office.states.get(key, RecordState(key[1], key[0]))
                found = journal.state(self.tablet.store, *key)
                must(shape(found) == shape(expected), f"{self.name} and the server differ about {key}")

    def explains_every_refusal(self) -> None:
        """Whatever the server keeps and has not applied is listed for its author with its number."""
        numbers = {op: row["refusal"] for op, row in self.office.rows.items() if row["refusal"] is not None}
        kept = {
            row["op_id"]: row["refusal"] for row in self.office.kept if row["op_id"] not in self.office.rows
        }
        for op, number in {**kept, **numbers}.items():
            if op in self.here:
                told = self.refused.get(op)
                must(told, f"{self.name} has not been told that {op} was refused")
                assert told
                refusal = CATALOGUE[number]
                same = (told["sentence"], told["advice"]) == (refusal.sentence, refusal.advice)
                must(told["number"] == number and same, f"{self.name} was told something else of {op}")
        applied = self.refused.keys() & self.office.applied.keys()
        must(not applied, f"{self.name} sets {sorted(applied)} aside, which the server has applied")

    def refused_seal_gives_its_draft_back(self) -> None:
        """What a refused seal stood in for is here again by itself, or another seal stands in for it."""
        put_away = self.tablet.histories()
        for seal in self.refused.keys() & self.office.histories.keys():
            others = {one.op_id for other in put_away.keys() - {seal} for one in put_away[other]}
            gone = {one.op_id for one in self.office.histories[seal]} - self.here.keys() - others
            must(not gone, f"{self.name} has not taken {sorted(gone)} out of the refused {seal}")

    def what_came_from_the_feed_is_in_it(self) -> None:
        """What the server had applied once it has applied now, whatever it had forgotten meanwhile."""
        came = {row["op_id"] for row in self.tablet.store.rows("select op_id from entry")} - {None}
        gone = came - self.office.applied.keys()
        must(not gone, f"{self.name} had {sorted(gone)} from the server, which does not apply them now")

    def chain_verifies(self) -> None:
        own = {op: row["body_hash"] for op, row in self.here.items()}
        by_incarnation: dict[str, list[tuple[Link, str]]] = defaultdict(list)
        for row in self.tablet.store.rows("select * from link order by incarnation, n"):
            by_incarnation[row["incarnation"]].append((_link(row), own[row["op_id"]]))
        for incarnation, links in by_incarnation.items():
            check_chain(self.tablet.device, incarnation, links)

    def _sees(self, row: sqlite3.Row) -> bool:
        match row["audience"]:
            case "all":
                return True
            case "shared":
                in_area = self.scope.areas is None or row["area"] in self.scope.areas
                return in_area and (self.scope.since is None or row["month"] >= self.scope.since)
            case _:
                return row["device"] == self.tablet.device or row["owner"] in self.users

    def _only_wrote(self, row: sqlite3.Row) -> bool:
        return row["audience"] == "own" and row["owner"] not in self.users

    def _keys(self, op_id: str) -> list[Key]:
        op = self.office.ops.get(op_id) or ops.read(self.here[op_id]["body"])
        return [(kind, record) for kind, record, _ in op.parts()]


def shape(state: RecordState) -> dict[str, object]:
    """Return what two states have to have in common to be the same."""
    return {
        name: (
            {
                op: (json.dumps(one.value, sort_keys=True), one.person, one.at)
                for op, one in found.siblings.items()
            },
            set(found.replaced),
        )
        for name, found in state.fields.items()
    }


def _bytes(body: bytes | str) -> bytes:
    return as_bytes(body) if isinstance(body, str) else body


def _link(row: sqlite3.Row) -> Link:
    return Link(**{name: row[name] for name in ("n", "op_id", "prev", "hash")})
