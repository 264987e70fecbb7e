"""What was found on a question in an area before, on visits completed here and on others' tablets."""

import re
import sqlite3
from collections.abc import Callable
from unittest.mock import patch

from checklists.journal.canonical import as_text
from checklists.protocol.messages import Cursor, Entry, Page
from checklists.records.action import Action, Verified
from checklists.records.person import Person
from checklists.records.visit import Judgement
from mobile.store import actions, findings, ops, pulls, visits, whole
from mobile.store.database import Parameters, Store
from mobile.store.earlier import Earlier, Held, earlier_here
from tests.support.tablet_samples import ANA, BEN, DOCK_2, Clock, a_checklist, a_visit, sign_both


def found_at(store: Store, statement: str, question: str = "q1", **values: str) -> str:
    """Complete a visit on which something was found; return the finding's id."""
    visit = a_visit(store)
    said = {"kind": "opportunity", "statement": statement, "visit": visit.id, "question": question}
    raised = findings.raise_finding(store, ANA.id, values={**said, **values})
    sign_both(store, visit.id)
    visits.seal(store, ANA.id, visit.id)
    return raised.id


def statements(store: Store, question: str = "q1") -> list[str]:
    found = earlier_here(store, "purchasing", DOCK_2.id).get(question, ())
    return [one.finding.text("statement") for one in found]


def an_action(store: Store, finding: str, owner: Person = BEN) -> Action:
    values = {"kind": "corrective_action", "owner": owner.id, "finding": finding, "text": "New labels"}
    return actions.propose(store, ANA.id, values=values)


def test_latest_comes_first_and_each_question_has_its_own(store: Store, clock: Clock) -> None:
    found_at(store, "Faded label")
    clock.tick(days=30)
    found_at(store, "Label gone")
    found_at(store, "Old drawing", question="q2")
    assert statements(store) == ["Label gone", "Faded label"]
    assert statements(store, "q2") == ["Old drawing"]


def test_what_it_led_to_comes_with_it(store: Store) -> None:
    proposed = an_action(store, found_at(store, "Faded label"))
    (one,) = earlier_here(store, "purchasing", DOCK_2.id)["q1"]
    assert [action.id for action in one.actions] == [proposed.id]
    assert one.sealed_at == store.moment()


def test_good_practices_drafts_other_places_and_other_checklists_are_left_out(store: Store) -> None:
    found_at(store, "Every label readable", kind="good_practice")
    draft = a_visit(store)
    said = {"kind": "opportunity", "statement": "Today", "visit": draft.id, "question": "q1"}
    findings.raise_finding(store, ANA.id, values=said)
    found_at(store, "Faded label")
    assert statements(store) == ["Faded label"]
    assert earlier_here(store, "purchasing", "lab") == {}
    assert earlier_here(store, "five-s", DOCK_2.id) == {}


def test_finding_of_another_walk_through_a_section_belongs_to_its_question(store: Store) -> None:
    found_at(store, "Machine 2 unlabelled", question="q1~2")
    assert statements(store) == ["Machine 2 unlabelled"]


def test_newer_version_of_the_checklist_still_knows(store: Store) -> None:
    visit = visits.start(store, person=ANA, checklist=a_checklist(version=2), area=DOCK_2)
    said = {"kind": "opportunity", "statement": "In version 2", "visit": visit.id, "question": "q1"}
    findings.raise_finding(store, ANA.id, values=said)
    sign_both(store, visit.id)
    visits.seal(store, ANA.id, visit.id)
    found_at(store, "In version 1")
    assert set(statements(store)) == {"In version 1", "In version 2"}


def test_visit_of_somebody_else_counts_although_it_is_held_whole(
    store: Store, open_store: Callable[..., Store]
) -> None:
    found_at(store, "Faded label")
    there = open_store("there.db")
    ((record,),) = store.rows("select record from field where name = 'seal'")
    seal = ops.of_record(store, "visit", record)[-1]
    end = Cursor(seq=1, hash="1" * 64)
    entry = Entry(seq=1, hash=end.hash, countersign="c", body=as_text(seal.body()))
    pulls.take(there, Page(stream="shared", entries=[entry], cursor=end, more=False))
    assert whole.holds(there, "visit", record)
    assert statements(there) == ["Faded label"]
    assert earlier_here(there, "purchasing", "lab") == {}


def test_reading_looks_up_its_places_and_not_everything_there_is(store: Store) -> None:
    asked: list[str] = []
    found_at(store, "Faded label")

    def listen(sql: str, given: Parameters = ()) -> list[sqlite3.Row]:
        asked.append(sql)
        return Store.rows(store, sql, given)

    with patch.object(store, "rows", listen):
        assert statements(store) == ["Faded label"]
    steps = [step for sql in asked for step in plan(store, sql)]
    assert any("part_walked" in one for one in steps)
    assert any("field_for_following" in one for one in steps)
    everything = re.compile(r"SCAN (field|part|op)|SEARCH \w+ USING \w+ \w+( \w+)? \(kind=\?\)$")
    assert [one for one in steps if everything.match(one)] == []


def plan(store: Store, sql: str) -> list[str]:
    """Return how SQLite goes about a query, step by step."""
    given = dict.fromkeys(re.findall(r":(\w+)", sql), "[]") or ["x"] * sql.count("?")
    return [row["detail"] for row in store.rows(f"explain query plan {sql}", given)]


def done_about(store: Store, finding: str) -> Action:
    return actions.done(store, BEN.id, an_action(store, finding).id, "Painted")


def held(store: Store, place: int = 0) -> Earlier:
    return earlier_here(store, "purchasing", DOCK_2.id)["q1"][place]


def test_open_action_is_not_done(store: Store) -> None:
    an_action(store, found_at(store, "Faded label"))
    assert held(store).held is Held.NOT_DONE


def test_what_is_done_and_looked_at_holds(store: Store, clock: Clock) -> None:
    done = done_about(store, found_at(store, "Faded label"))
    assert held(store).held is Held.NOT_SEEN
    clock.tick(days=7)
    actions.verify(store, ANA.id, done.id, Verified.EFFECTIVE)
    assert held(store).held is Held.HOLDS


def test_what_is_found_once_more_after_it_was_done_did_not_hold(store: Store, clock: Clock) -> None:
    done = done_about(store, found_at(store, "Faded label"))
    actions.verify(store, ANA.id, done.id, Verified.EFFECTIVE)
    clock.tick(days=30)
    found_at(store, "Label faded again")
    newer, older = held(store), held(store, 1)
    assert (newer.held, older.held) == (Held.NOT_DONE, Held.FOUND_AGAIN)
    assert older.again_at == newer.finding.text("raised_at")


def test_walks_since_that_found_nothing_are_counted(store: Store, clock: Clock) -> None:
    done_about(store, found_at(store, "Faded label"))
    for _ in range(2):
        clock.tick(days=30)
        visit = a_visit(store)
        visits.judge(store, ANA.id, visit.id, "q1", Judgement.CONFORMS)
        sign_both(store, visit.id)
        visits.seal(store, ANA.id, visit.id)
    assert (held(store).held, held(store).conforming) == (Held.NOT_SEEN, 2)


def test_what_was_put_right_on_the_spot_counts_as_done(store: Store) -> None:
    visit = a_visit(store)
    said = {"kind": "opportunity", "statement": "Faded label", "visit": visit.id, "question": "q1"}
    raised = findings.raise_finding(store, ANA.id, values=said)
    findings.correct(store, ANA.id, raised.id, "A new one")
    sign_both(store, visit.id)
    visits.seal(store, ANA.id, visit.id)
    assert held(store).held is Held.NOT_SEEN
