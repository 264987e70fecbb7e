"""Who may do what with comments on a draft: a mentor writes them, its auditor answers, nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklists.ids import new_id
from checklists.protocol import refusals
from checklists.records import comment, finding, visit
from checklists.records.person import Role
from tests.support.sending import ANA, GEMBA, GIULIA, LARS, TOMASZ
from tests.sync_server.record.test_walking_together import Record

if TYPE_CHECKING:
    from pydantic import JsonValue

    from checklists.protocol.refusals import Refusal

VISIT, COMMENT = "1" * 32, "2" * 32
AT = "2026-03-03T10:42:00.000Z"


@pytest.fixture
def record() -> Record:
    """Tomasz's visit, which Giulia walks with him and on which Ana is a mentor, with a comment of hers."""
    known = Record()
    assert known.write(TOMASZ, visit.KIND, VISIT, {**GEMBA, "auditor": TOMASZ}) is None
    asked: dict[str, JsonValue] = {f"mentor/{ANA}": True, f"co_auditor/{GIULIA}": True}
    assert known.write(TOMASZ, visit.KIND, VISIT, asked) is None
    assert says(known, ANA, record=COMMENT) is None
    return known


def says(known: Record, person: str, *, record: str = "", **values: JsonValue) -> Refusal | None:
    said: dict[str, JsonValue] = {
        "visit": VISIT,
        "question": "q-1",
        "text": "How many?",
        "author": person,
        "written_at": AT,
        **values,
    }
    return known.write(person, comment.KIND, record or new_id(), said)


def changes(known: Record, person: str, **values: JsonValue) -> Refusal | None:
    return known.write(person, comment.KIND, COMMENT, values)


def sealed(known: Record) -> None:
    # The record has what was written; the seal says it again, and is sent on its own.
    known.pen.take()
    assert known.take(known.seal(TOMASZ)) is None


def test_mentor_comments_on_question_finding_or_all_of_it_whatever_their_role(record: Record) -> None:
    assert says(record, ANA, question=None) is None
    assert says(record, ANA, question=None, finding="3" * 32) is None
    role_of_nobody_who_walks: dict[str, JsonValue] = {"text": "Two", "visit": VISIT, "author": ANA}
    assert record.write(ANA, comment.KIND, new_id(), role_of_nobody_who_walks, Role.ADMIN) is None


def test_mentor_changes_and_takes_back_their_own_words(record: Record) -> None:
    assert changes(record, ANA, text="How many of how many?") is None
    assert changes(record, ANA, withdrawn=True) is None
    assert changes(record, ANA, of_a_newer_version=1) is None


def test_auditor_answers_and_takes_in(record: Record) -> None:
    assert changes(record, TOMASZ, reply="Two of five", replied_at=AT) is None
    assert changes(record, TOMASZ, taken_in_at=AT) is None
    assert changes(record, TOMASZ, taken_in_at=None) is None


def test_auditor_does_not_change_the_mentors_words(record: Record) -> None:
    for values in ({"text": "Well done"}, {"withdrawn": True}, {"author": TOMASZ}, {"of_a_newer_version": 1}):
        assert changes(record, TOMASZ, **values) is refusals.NOT_YOURS


@pytest.mark.parametrize("name", sorted(comment.ANSWERING))
def test_mentor_does_not_answer_in_the_auditors_place(record: Record, name: str) -> None:
    value = "Yes" if name == "reply" else AT
    assert changes(record, ANA, **{name: value}) is refusals.COMMENT_FOR_AUDITOR


def test_nobody_else_has_a_say_not_even_who_walks_along(record: Record) -> None:
    for person in (LARS, GIULIA):
        assert changes(record, person, text="Mine") is refusals.NOT_YOURS
        assert changes(record, person, reply="Mine") is refusals.NOT_YOURS
        assert says(record, person) is refusals.COMMENT_OF_MENTOR
    assert says(record, TOMASZ) is refusals.COMMENT_OF_MENTOR


def test_nobody_comments_in_anothers_name(record: Record) -> None:
    assert says(record, ANA, author=LARS) is refusals.NOT_YOURS
    assert changes(record, ANA, author=LARS) is refusals.NOT_YOURS


def test_comment_needs_its_visit_and_stays_on_it(record: Record) -> None:
    assert says(record, ANA, visit="9" * 32) is refusals.VISIT_UNKNOWN
    assert says(record, ANA, visit=None) is refusals.VISIT_UNKNOWN
    other = "4" * 32
    begun: dict[str, JsonValue] = {**GEMBA, "auditor": LARS, f"mentor/{ANA}": True}
    assert record.write(LARS, visit.KIND, other, begun) is None
    assert changes(record, ANA, visit=other) is refusals.VALUE_NOT_TAKEN
    assert changes(record, ANA, visit=None) is refusals.VALUE_NOT_TAKEN


def test_comment_written_before_hearing_of_the_end_is_taken(record: Record) -> None:
    assert record.write(TOMASZ, visit.KIND, VISIT, {f"mentor/{ANA}": None}) is None
    assert says(record, ANA) is None


def test_comment_comes_and_is_answered_after_the_seal_too(record: Record) -> None:
    sealed(record)
    assert says(record, ANA) is None
    assert changes(record, TOMASZ, taken_in_at=AT) is None


def test_mentor_writes_comments_only_and_hears_so(record: Record) -> None:
    for values in ({"answer/q-1/note": "Seen"}, {"discarded": True}, {f"mentor/{LARS}": True}):
        assert record.write(ANA, visit.KIND, VISIT, values) is refusals.MENTOR_COMMENTS
    assert record.find(ANA, "5" * 32) is refusals.MENTOR_COMMENTS
    his = "6" * 32
    assert record.find(TOMASZ, his) is None
    assert record.write(ANA, finding.KIND, his, {"statement": "Better"}) is refusals.MENTOR_COMMENTS


def test_only_the_auditor_names_mentors(record: Record) -> None:
    sealed(record)
    assert record.write(GIULIA, visit.KIND, VISIT, {f"mentor/{LARS}": True}) is refusals.NOT_YOURS
    assert record.write(TOMASZ, visit.KIND, VISIT, {f"mentor/{LARS}": True}) is refusals.SEALED


def test_who_walks_along_and_is_a_mentor_too_goes_on_walking(record: Record) -> None:
    assert record.write(TOMASZ, visit.KIND, VISIT, {f"co_auditor/{ANA}": True}) is None
    assert record.write(ANA, visit.KIND, VISIT, {"answer/q-1/note": "Seen"}) is None
