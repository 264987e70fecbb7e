"""A draft with a mentor: they get it to read, their comments go to its auditor, and nobody else hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from checklists.protocol import refusals
from checklists.records import comment, visit
from sync_server.record import schema
from tests.support.sending import ANA, GIULIA, TOMASZ, Tablet
from tests.sync_server.api.test_streams import records

if TYPE_CHECKING:
    from tests.sync_server.conftest import Central


def commented(tablet: Tablet, walk: str, person: str = GIULIA) -> str:
    """Write a comment on a visit."""
    said = {"visit": walk, "question": "good-first", "author": person, "text": "How many of how many?"}
    return tablet.write(person, comment.KIND, {**said, "written_at": "2026-03-03T11:00:00.000Z"})


def test_mentor_gets_the_draft_from_its_beginning_and_how_it_goes_on(central: Central) -> None:
    first, second, third = central.tablet(), central.tablet(), central.tablet()
    second.people, third.people = [GIULIA], [ANA]
    walk = first.visit()
    found = first.finding(visit=walk)
    first.push()
    assert second.pull() == []
    first.write(TOMASZ, visit.KIND, {f"mentor/{GIULIA}": True}, walk)
    first.push()
    assert set(records(second.pull("own"))) == {walk, found}
    first.write(TOMASZ, visit.KIND, {"answer/good-first/note": "Two"}, walk)
    first.push()
    assert records(second.pull("own")) == [walk]
    first.seal_whole(walk)
    assert first.numbers() == []
    assert any("seal" in op["set"] for op in second.pull())
    assert not any("seal" not in op["set"] for op in third.pull())


def test_comment_reaches_the_auditor_and_the_answer_the_mentor_and_nobody_else(central: Central) -> None:
    first, second, third = central.tablet(), central.tablet(), central.tablet()
    first.people, second.people, third.people = [TOMASZ], [GIULIA], [ANA]
    walk = first.visit()
    first.write(TOMASZ, visit.KIND, {f"mentor/{GIULIA}": True, f"co_auditor/{ANA}": True}, walk)
    first.push()
    said = commented(second, walk)
    assert second.numbers() == []
    assert said in records(first.pull("own"))
    first.write(TOMASZ, comment.KIND, {"reply": "Two of five"}, said)
    assert first.numbers() == []
    assert {name for op in second.pull("own") if op["record"] == said for name in op["set"]} >= {"reply"}
    first.seal_whole(walk)
    assert first.numbers() == []
    later = commented(second, walk)
    assert second.numbers() == []
    assert later in records(first.pull("own"))
    # Who walks along has the visit, and not what two said to each other; nor has anybody once it is sealed.
    everything = third.pull()
    assert walk in records(everything)
    assert not {said, later} & set(records(everything))
    assert not {said, later} & set(records(central.tablet().pull()))


def test_comment_of_somebody_who_was_not_asked_is_kept_and_told(central: Central) -> None:
    first, second = central.tablet(), central.tablet()
    walk = first.visit()
    first.push()
    commented(second, walk)
    assert second.numbers() == [refusals.COMMENT_OF_MENTOR.number]
    assert records(first.pull("own")) == [walk]
    kinds = central.rows(select(schema.op.c.kind).where(schema.op.c.refusal.is_not(None)))
    assert [row.kind for row in kinds] == [comment.KIND]
