"""Sealed visits of others, held whole: whoever reads finds the same as if every field had its rows."""

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from checklists.ids import new_id
from checklists.journal.canonical import as_text
from checklists.journal.fold import fold
from checklists.journal.op import Op
from checklists.protocol.messages import Cursor, Entry, Page
from mobile.errors import VisitSealed
from mobile.store import (
    earlier,
    findings,
    journal,
    naming,
    ops,
    photos,
    programme,
    pulls,
    reference,
    seals,
    visits,
    whole,
)
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.store.migrations import _STEPS
from tests.support.tablet_samples import ANA, BEN, DOCK_2, a_photo, a_reference, a_visit, sign_both

SHA, BEFORE, AFTER = "5" * 64, "6" * 64, "7" * 64


def a_seal(store: Store, *, planned: str | None = None, photo: bool = False) -> Op:
    """Walk a visit with three findings and seal it; return the op that holds it."""
    visit = a_visit(store, **({"planned": planned} if planned else {})).id
    visits.note(store, ANA.id, visit, "q1", "Seen 3 times")
    for kind, statement in (("good_practice", "Labels"), ("good_practice", ""), ("opportunity", "Lamp")):
        values = {"kind": kind, "statement": statement, "visit": visit, "question": "q1"}
        finding = findings.raise_finding(store, ANA.id, values=values)
        if photo and kind == "good_practice" and statement:
            findings.add_photo(store, ANA.id, finding.id, SHA, a_photo())
        if photo and kind == "opportunity":
            findings.correct(store, ANA.id, finding.id, "A new lamp")
            findings.add_photo(store, ANA.id, finding.id, BEFORE, a_photo())
            findings.add_photo(store, ANA.id, finding.id, AFTER, a_photo(), findings.CORRECTED)
    sign_both(store, visit)
    visits.seal(store, ANA.id, visit)
    return ops.of_record(store, "visit", visit)[-1]


def take(store: Store, *said: Op) -> int:
    before = pulls.cursor(store, "shared").seq
    entries = [
        Entry(seq=before + n, hash=f"{before + n:064x}", countersign="c", body=as_text(op.body()))
        for n, op in enumerate(said, start=1)
    ]
    end = Cursor(seq=before + len(said), hash=f"{before + len(said):064x}")
    return pulls.take(store, Page(stream="shared", entries=entries, cursor=end, more=False)).news


def everything(store: Store, said: Sequence[Op]) -> dict[str, object]:
    """Return what screens read about the records of some ops."""
    keys = sorted({(kind, record) for op in said for kind, record, _ in op.parts()})
    visits_ = [record for kind, record in keys if kind == "visit"]
    return {
        "states": [journal.state(store, *key) for key in keys],
        "names": [naming.name_of(store, *key) for key in keys],
        "sealed": [seals.is_sealed(store, one) for one in visits_],
        "answers": [visits.answer(store, one, "q1") for one in visits_],
        "completed": [one.state for one in visits.completed(store, ANA.id)],
        "drafts": [one.id for one in visits.drafts(store, ANA.id)],
        "findings": [[one.state for one in findings.all_of_visit(store, visit)] for visit in visits_],
        "raised": [one.id for one in findings.raised_by(store, ANA.id)],
        "wins": [one.state for one in findings.wins(store)],
        "due": programme.due(store, ANA.id),
        "pictures": photos.to_fetch(store),
        "earlier": earlier.earlier_here(store, "purchasing", DOCK_2.id),
    }


@pytest.fixture
def there(open_store: Callable[..., Store]) -> Store:
    store = open_store("there.db")
    reference.replace(store, a_reference(), "first")
    return store


def test_sealed_visit_of_somebody_else_takes_no_row_for_each_answer(store: Store, there: Store) -> None:
    op = a_seal(store)
    assert take(there, op) == 1
    assert there.rows("select * from field") == []
    assert len(there.rows("select * from part where whole")) == 4
    assert take(there, op) == 0


def test_what_is_held_whole_reads_like_any_other(store: Store, there: Store, tmp_path: Path) -> None:
    said = [a_seal(store, planned="march", photo=True), a_seal(store)]
    take(there, *said)
    with_rows = Store.open(tmp_path / "rows.db")
    reference.replace(with_rows, a_reference(), "first")
    with patch.object(whole, "read", lambda _body: None):
        take(with_rows, *said)
    assert with_rows.rows("select * from part where whole") == []
    found = everything(there, said)
    assert found == everything(with_rows, said)
    assert found["states"] == [state for _, state in sorted(fold(said).items())]
    assert found["pictures"] == [SHA, BEFORE, AFTER]
    assert len(found["wins"]) == 2
    assert found["due"] == []
    with_rows.close()


def test_what_is_held_whole_reads_the_same_after_an_update(
    store: Store, there: Store, tmp_path: Path
) -> None:
    said = [a_seal(store, planned="march", photo=True), a_seal(store)]
    take(there, *said)
    steps = Migrations("tablet")
    for step in _STEPS:
        if step.__name__ < "m009":
            steps()(step)
    database = Database(tmp_path / "before.db")
    steps.apply(database)
    database.table("op").insert_all(map(dict, there.rows("select * from op")))
    # As it was: every row by itself, in the order of its id, a finding's with the visit it belongs to.
    visits_ = {op.op_id: op.record for op in said}
    for row in there.rows("select * from part order by record"):
        values = {key: row[key] for key in row.keys() if key not in {"place", "findings", "walked"}}  # noqa: SIM118 - a Row is no dict
        values["photos"] = row["photos"] if row["win"] else "[]"
        visit = visits_[row["op_id"]] if row["kind"] == "finding" else ""
        database.table("part").insert({**values, "visit": visit})
    database.conn.commit()
    database.close()
    updated = Store.open(tmp_path / "before.db")
    reference.replace(updated, a_reference(), "first")
    assert everything(updated, said) == everything(there, said)
    assert len(updated.rows("select * from part where whole")) == 8
    updated.close()


def test_sealed_visit_is_not_changed_and_takes_an_addendum(store: Store, there: Store) -> None:
    op = a_seal(store)
    take(there, op)
    with pytest.raises(VisitSealed):
        visits.note(there, BEN.id, op.record, "q1", "late")
    visits.add_addendum(there, BEN.id, op.record, "More")
    assert [one.text for one in visits.addenda(there, op.record)] == ["More"]


def test_op_that_comes_after_the_seal_is_folded_with_it(store: Store, there: Store) -> None:
    op = a_seal(store)
    late = op.model_copy(
        update={"op_id": new_id(), "set": {"title": ("Another", [])}, "also": [], "draft": None}
    )
    assert take(there, op) == 1
    assert take(there, late) == 1
    assert journal.state(there, "visit", op.record) == fold([op, late])["visit", op.record]
    assert not whole.holds(there, "visit", op.record)
    # The findings nobody spoke of stay as they are.
    assert len(there.rows("select * from part where whole")) == 3


def test_second_seal_in_one_page_is_folded_with_the_first(store: Store, there: Store) -> None:
    op = a_seal(store)
    other = op.model_copy(update={"op_id": new_id()})
    assert take(there, op, other) == 2
    assert everything(there, [op])["states"] == [state for _, state in sorted(fold([op, other]).items())]


def test_own_seal_that_comes_back_gets_its_rows_and_its_photos(store: Store, there: Store) -> None:
    op = a_seal(store, photo=True)
    assert this_tablet(there) != this_tablet(store)
    there.execute("update identity set device = ?", (this_tablet(store).device,))
    take(there, op)
    assert not whole.holds(there, "visit", op.record)
    assert photos.count_to_send(there) == 3


@pytest.mark.parametrize(
    "odd",
    [
        {"stamp": "5"},
        {"op_id": "x"},
        {"kind": "thanks"},
        {"set": {"seal": [{}, []]}},
        {"set": {"seal": [{}], "title": ["x", []]}},
        {"set": {"seal": [None, []], "title": ["x", []]}},
        {"set": {"seal": [{}, []], "title": ["x", [], ["1"]]}},
        {"set": {"seal": [{"score": float("nan")}, []], "title": ["x", []]}},
        {"also": [{"kind": "thanks", "record": "1" * 32, "set": {"sentence": ["x", []]}}]},
        {"also": 3},
    ],
)
def test_unusual_seal_is_not_held_whole(store: Store, odd: dict[str, object]) -> None:
    usual = json.loads(a_seal(store).body())
    assert whole.read(json.dumps(usual).encode()) is not None
    assert whole.read(json.dumps({**usual, **odd}).encode()) is None


def test_stamp_of_what_is_held_whole_is_seen(store: Store, there: Store) -> None:
    op = a_seal(store).model_copy(update={"stamp": "800000000000000:000001"})
    take(there, op)
    visit = a_visit(there)
    assert ops.of_record(there, "visit", visit.id)[0].stamp > op.stamp


LATE = st.tuples(st.sampled_from(["title", "answer/q1/note", "answer/q2/judgement"]), st.booleans())


@settings(max_examples=12, deadline=None)
@given(late=st.lists(LATE, max_size=4), order=st.randoms(use_true_random=False), pages=st.integers(1, 4))
def test_rows_and_whole_records_add_up_to_the_same_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, late: list[tuple[str, bool]], order: object, pages: int
) -> None:
    folder = tmp_path_factory.mktemp("whole")
    with ExitStack() as stack:
        here, there, with_rows = (Store.open(folder / f"{n}.db") for n in range(3))
        for store in (here, there, with_rows):
            stack.callback(store.close)
            reference.replace(store, a_reference(), "first")
        seals_ = [a_seal(here, photo=True), a_seal(here)]
        said = list(seals_)
        for n, (name, replacing) in enumerate(late):
            seal = seals_[n % 2]
            value = "conforms" if name.endswith("judgement") else f"late {n}"
            changes = {name: (value, [seal.op_id] if replacing else [])}
            update = {"op_id": new_id(), "set": changes, "also": [], "draft": None, "person": BEN.id}
            said.append(seal.model_copy(update=update))
        order.shuffle(said)
        for n in range(pages):
            take(there, *said[n::pages])
        with patch.object(whole, "read", lambda _body: None):
            take(with_rows, *said)
        assert everything(there, said) == everything(with_rows, said)
        assert everything(there, said)["states"] == [state for _, state in sorted(fold(said).items())]
