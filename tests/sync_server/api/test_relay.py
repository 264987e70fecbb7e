"""A restored server gets back what it had applied, from any tablet that holds it, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, select, update

from checklists.ids import new_id
from checklists.journal.canonical import as_text, canonical
from checklists.journal.chain import START
from checklists.protocol import routes
from checklists.protocol.limits import PUSH_OPS
from checklists.records import finding, visit
from sync_server.record import schema
from sync_server.record.database import writing
from tests.support.sending import ANA, GIULIA, LARS, TOMASZ, Tablet

if TYPE_CHECKING:
    from checklists.protocol.messages import Entry
    from tests.sync_server.conftest import Central

FORGOTTEN = (
    schema.draft_history,
    schema.feed,
    schema.op,
    schema.kept,
    schema.link,
    schema.photo_of,
    schema.photo,
    schema.finding,
    schema.visit,
    schema.record,
)


def forget(central: Central) -> None:
    """Put the record back to when nothing had been pushed."""
    with writing(central.app.state.engine) as connection:
        for table in FORGOTTEN:
            connection.execute(delete(table))
        connection.execute(update(schema.counter).values(value=0, head=START))


def everything(tablet: Tablet) -> list[Entry]:
    """Pull all there is, in feed order."""
    entries = [*tablet.entries("shared"), *tablet.entries("own")]
    return sorted(entries, key=lambda one: one.seq)


def hello(tablet: Tablet) -> bool:
    message = {"incarnation": tablet.pen.incarnation, **tablet.cursors}
    known: bool = tablet.post(routes.HELLO, message).json()["cursors_known"]
    return known


def test_hello_says_whether_the_server_knows_the_cursors(central: Central) -> None:
    tablet = central.tablet()
    tablet.finding(kind="good_practice")
    tablet.push()
    assert hello(tablet)
    everything(tablet)
    assert hello(tablet)
    forget(central)
    assert not hello(tablet)
    tablet.cursors["shared"] = {"seq": 0, "hash": START}
    assert not hello(tablet)
    tablet.cursors["own"] = {"seq": 0, "hash": START}
    assert hello(tablet)


def test_forgotten_ops_come_back_from_a_tablet_that_did_not_write_them(central: Central) -> None:
    author, reader = central.tablet(), central.tablet()
    record = author.visit()
    author.finding(visit=record, kind="good_practice")
    author.seal_whole(record)
    draft = author.visit()
    author.push()
    reader.people = [TOMASZ]
    entries = everything(reader)
    forget(central)
    reply = reader.relay(entries)
    assert (reply.taken, reply.known, reply.refused) == (2, 0, 0)
    rows = {row.id: row.sealed_at for row in central.rows(select(schema.visit))}
    assert rows.keys() == {record, draft}
    assert rows[record] is not None
    assert [op["record"] for op in central.tablet().pull()] == [record]
    again = reader.relay(entries)
    assert (again.taken, again.known, again.refused) == (0, 2, 0)
    # Its author puts its own chain back, and nothing counts twice.
    assert author.push(author.message([])).n == 0


def test_permission_is_not_asked_again(central: Central) -> None:
    """Somebody has left since, and one can't seal what was sealed: it was applied all the same."""
    author, reader = central.tablet(), central.tablet()
    found = author.finding(person=GIULIA, kind="good_practice")
    author.push()
    entries = everything(reader)
    forget(central)
    with writing(central.app.state.engine) as connection:
        connection.execute(schema.person.update().where(schema.person.c.id == GIULIA).values(active=False))
    assert reader.relay(entries).taken == 1
    assert [row.id for row in central.rows(select(schema.finding))] == [found]


def test_what_the_server_has_not_countersigned_is_not_taken(central: Central) -> None:
    author, reader = central.tablet(), central.tablet()
    author.finding(kind="good_practice")
    author.finding(kind="good_practice", person=TOMASZ)
    author.push()
    first, second = everything(reader)
    forget(central)
    said = {**json.loads(first.body), "person": ANA}
    odd = [
        first.model_copy(update={"countersign": "0" * 64}),
        first.model_copy(update={"countersign": second.countersign}),
        first.model_copy(update={"countersign": ""}),
        first.model_copy(update={"countersign": "é"}),
        first.model_copy(update={"body": as_text(canonical(said))}),
        first.model_copy(update={"body": "{}"}),
    ]
    reply = reader.post(
        routes.RELAY, {"entries": [one.model_dump(include={"body", "countersign"}) for one in odd]}
    )
    assert reply.json() == {"taken": 0, "known": 0, "refused": 6}
    assert central.count(schema.op) == 0


def test_op_that_came_before_what_it_leans_on_is_applied_when_relayed(central: Central) -> None:
    author, reader = central.tablet(), central.tablet()
    record = author.visit()
    author.push()
    own = author.finding(visit=record, kind="good_practice")
    message = author.batch()
    author.push(message)
    reader.people = [TOMASZ]
    entries = everything(reader)
    forget(central)
    # The tablet's chain is put back from its second op's place, under a new name, before the visit is there.
    author.pen.incarnation = message["incarnation"] = new_id()
    message["ops"][0]["link"]["n"] = 1
    assert [one.number for one in author.push(author.relinked(message)).refused] == [210]
    assert reader.relay(entries).taken == 2
    assert [row.id for row in central.rows(select(schema.finding))] == [own]
    assert central.rows(select(schema.op.c.refusal).where(schema.op.c.kind == finding.KIND))[0][0] is None
    # And what is relayed once more is known.
    assert reader.relay(entries).known == 2


@pytest.mark.parametrize("seal_first", [True, False])
def test_whoever_gives_back_a_draft_hears_of_its_seal_outside_their_scope(
    central: Central,
    seal_first: bool,  # noqa: FBT001 - both
) -> None:
    author, reader = central.tablet(), central.tablet()
    reader.people, reader.scope = [TOMASZ], {"areas": []}
    record = author.visit()
    author.finding(visit=record)
    author.push()
    drafts = everything(reader)
    author.seal_whole(record)
    author.push()
    (seal,) = author.entries("shared")
    forget(central)
    # One of them is all that came through, so that the visit itself is not there yet.
    for given in [[seal], drafts] if seal_first else [drafts[1:], [seal]]:
        author.relay(given)
    reader.cursors["own"] = {"seq": 0, "hash": START}
    assert json.loads(seal.body)["op_id"] in {op["op_id"] for op in reader.pull("own")}
    # Once is enough, whatever else comes back.
    author.relay(drafts)
    assert json.loads(seal.body)["op_id"] not in {op["op_id"] for op in reader.pull("own")}


def test_draft_history_comes_back_with_its_seal(central: Central) -> None:
    author = central.tablet()
    record = author.visit()
    author.seal_whole(record)
    message = author.batch()
    author.push(message)
    (entry,) = author.entries("shared")
    forget(central)
    op_id = json.loads(entry.body)["op_id"]
    assert author.relay([entry], **{op_id: message["ops"][0]["draft"]}).taken == 1
    assert [row.visit for row in central.rows(select(schema.draft_history))] == [record]


def test_draft_history_of_a_seal_others_gave_back_comes_with_its_own_tablet(central: Central) -> None:
    author, reader = central.tablet(), central.tablet()
    record = author.visit()
    author.seal_whole(record)
    message = author.batch()
    author.push(message)
    entries = everything(reader)
    (draft,) = [one["draft"] for one in message["ops"]]
    for how in ("push", "relay"):
        forget(central)
        assert reader.relay(entries).taken == 1
        assert central.count(schema.draft_history) == 0
        if how == "push":
            assert author.push(message).refused == []
        else:
            assert author.relay(entries, **{json.loads(entries[0].body)["op_id"]: draft}).known == 1
        assert [row.visit for row in central.rows(select(schema.draft_history))] == [record]


def test_photo_of_what_came_back_is_received_if_it_is_here(central: Central) -> None:
    author, reader = central.tablet(), central.tablet()
    name = str(central.app.state.objects.keep(b"\xff\xd8\xff\xe0 a photo"))
    ref = {"bytes": 14, "width": 20, "height": 10, "taken_at": "2026-03-03T10:42:00.000Z"}
    author.finding(kind="good_practice", **{f"photo/{name}": ref})
    author.push()
    entries = everything(reader)
    forget(central)
    reader.relay(entries)
    ((received_at,),) = central.rows(select(schema.photo.c.received_at))
    assert received_at is not None


def test_clock_of_its_tablet_comes_back_too(central: Central) -> None:
    author = central.tablet()
    author.finding(kind="good_practice")
    author.push({**author.batch(), "sent_at": "2020-01-01T00:00:00.000Z"})
    (entry,) = author.entries("shared")
    forget(central)
    author.relay([entry])
    author.cursors["shared"] = {"seq": 0, "hash": START}
    assert [one.clock_ms for one in author.entries("shared")] == [entry.clock_ms]


def test_own_chain_goes_on_after_its_ops_were_relayed_by_others(central: Central) -> None:
    author, reader = central.tablet(), central.tablet()
    author.finding(kind="good_practice", person=LARS)
    message = author.batch()
    author.push(message)
    entries = everything(reader)
    forget(central)
    reader.relay(entries)
    assert (author.push(message).n, author.push(message).refused) == (1, [])
    assert (central.count(schema.op), central.count(schema.feed)) == (1, 1)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"entries": 5},
        {"entries": [{"body": "{}"}]},
        {"entries": [{"body": None, "countersign": "c"}]},
        {"entries": [{"body": "{}", "countersign": "c" * 65}]},
        {"entries": [{"body": "{}", "countersign": "c", "clock_ms": 10**30}]},
    ],
)
def test_relay_nobody_can_read_is_refused(central: Central, message: dict[str, Any]) -> None:
    assert central.tablet().post(routes.RELAY, message).json()["number"] == 301


def test_more_entries_than_agreed_are_too_many(central: Central) -> None:
    entry = {"body": "{}", "countersign": "c"}
    reply = central.tablet().post(routes.RELAY, {"entries": [entry] * (PUSH_OPS + 1)})
    assert (reply.status_code, reply.json()["number"]) == (413, 302)


def test_whole_visit_taken_back_is_as_it_was(central: Central) -> None:
    author, reader = central.tablet(), central.tablet()
    record = author.visit()
    author.write(TOMASZ, visit.KIND, {"answer/good-first/judgement": "conforms"}, record)
    author.push()
    author.seal_whole(record)
    author.push()
    reader.people = [TOMASZ]
    entries = everything(reader)
    before = central.rows(select(schema.visit))
    forget(central)
    assert reader.relay(entries).refused == 0
    assert central.rows(select(schema.visit)) == before
