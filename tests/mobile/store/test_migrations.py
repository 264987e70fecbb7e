"""A database from before a step keeps everything that was in it."""

from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from checklists.journal.chain import START, make_link
from checklists.journal.op import Op
from mobile.store import chain, findings, migrations, outbox, people, pulls
from mobile.store.database import Store
from tests.support.tablet_samples import ANA

DEVICE, INCARNATION = "d" * 32, "1" * 32

Step = Callable[[Database], None]


def a_database(path: Path, *steps: Step) -> Database:
    """Return a database as the version with these steps left it."""
    database = Database(path)
    built = Migrations("tablet")
    for step in steps:
        built()(step)
    built.apply(database)
    return database


def an_op(number: int) -> Op:
    return Op.model_validate(
        {
            "op_id": f"{number:032x}",
            "device": DEVICE,
            "person": ANA.id,
            "stamp": f"{number:015d}:000000",
            "at": "2026-03-03T09:00:00.000Z",
            "record": "f" * 32,
            "kind": "finding",
            "version": 1,
            "set": {f"{'statement' if number else 'kind'}": ["good_practice" if not number else "x", []]},
        }
    )


def test_links_feed_and_person_of_before_the_streams_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "tablet.db"
    before = [step for step in migrations._STEPS if step.__name__ < "m007"]
    database = a_database(path, *before)
    ours = database.execute
    ours(
        "insert into identity values (1, ?, ?, '000000000000009:000000', '', '', '', '', null)",
        (DEVICE, INCARNATION),
    )
    last = None
    for number in range(3):
        op = an_op(number)
        row = (op.op_id, op.kind, op.record, op.device, op.person, op.stamp, op.at, op.body(), op.body_hash())
        ours("insert into op values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        last = make_link(DEVICE, INCARNATION, last, op.op_id, op.body_hash())
        link = (INCARNATION, last.n, last.op_id, last.prev, last.hash, "received" if number < 2 else None)
        ours("insert into link values (?, ?, ?, ?, ?, ?)", link)
    ours("insert into entry values (7, ?, ?, 'mark', null)", ("7" * 64, an_op(0).op_id))
    ours("insert into entry values (8, ?, null, 'mark', x'7b7d')", ("8" * 64,))
    ours("insert into checkpoint values (8, ?, '')", ("8" * 64,))
    ours("insert into memory values ('signed in', ?)", (ANA.id,))
    database.conn.commit()
    database.close()
    store = Store.open(path)
    # What was linked stays linked; one change waits as before, under the link it had.
    assert chain.head(store) == last
    assert [one.link.n for one in outbox.batch(store, chain.confirmed(store))] == [3]
    # Both streams are read from the beginning; what the old feed brought is not forgotten.
    assert [pulls.cursor(store, stream).hash for stream in pulls.STREAMS] == [START, START]
    rows = store.rows("select seq, standing, countersign from entry order by seq")
    assert [tuple(row) for row in rows] == [(7, "lost", "mark"), (8, "lost", "mark")]
    assert pulls.reread(store) == 0
    assert people.users(store) == [ANA.id]
    findings.raise_finding(store, ANA.id, values={"kind": "idea"})
    assert outbox.counts(store).changes == 2
    store.close()
