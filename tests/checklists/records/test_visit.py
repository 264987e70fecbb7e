"""A visit is read from its fields, and its seal stands for every one of them."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.files.catalog import shipped
from checklists.form.checklist import VisitKind
from checklists.journal.fold import RecordState
from checklists.records.visit import (
    KIND,
    Judgement,
    SampleRow,
    Seal,
    SignedBy,
    Visit,
    photos_below,
    visit_hash,
)
from tests.checklists.records.samples import AT, LATER, PHOTO, SEAL, SHA, SIGNATURE, changes, state

OTHER_SHA = "0c" * 32

FULL: dict[str, Any] = {
    "kind": "gemba_walk",
    "checklist": "purchasing",
    "checklist_version": 3,
    "title": "Purchasing, Dock 2",
    "answer/choose-1/judgement": "not_applicable",
    "answer/choose-1/reason": "No such supplier.",
    "answer/choose-1/note": "Asked two buyers.",
    f"answer/choose-1/photo/{SHA}": PHOTO,
    f"answer/choose-2/photo/{OTHER_SHA}": {**PHOTO, "width": 10},
    "answer/choose-2/value": 7.5,
    "answer/choose-3/value": ["card", "cash"],
    "answer/choose-4/sample/1": {"item": "4417", "holds": True},
    "repeat/each-machine/2": "Press 4",
    "signature/auditor": SIGNATURE,
}


def visit(fields: dict[str, Any] | None = None) -> Visit:
    return Visit(state(KIND, FULL if fields is None else fields))


def test_visit_reads_from_its_fields() -> None:
    found = visit()
    assert found.id == "0f" * 16
    assert found.kind is VisitKind.GEMBA_WALK
    assert found.checklist == ("purchasing", 3)
    assert found.text("title") == "Purchasing, Dock 2"
    assert not found.discarded


def test_visit_nobody_has_described_still_reads() -> None:
    found = visit({})
    assert found.kind is VisitKind.INTERNAL_AUDIT
    assert found.checklist == ("", 0)
    assert found.text("title") == ""
    assert found.status == "draft"
    assert found.seal is None
    assert found.photos == {}
    assert found.signature(SignedBy.AUDITOR) is None


def test_draft_becomes_completed_by_its_seal() -> None:
    assert visit().status == "draft"
    sealed = visit({**FULL, "seal": SEAL})
    assert sealed.status == "completed"
    assert sealed.seal == Seal.model_validate(SEAL)


def test_discarded_draft_says_so() -> None:
    assert visit({"discarded": True}).discarded
    assert not visit({"discarded": False}).discarded


def test_answer_reads_with_its_photos_and_moment() -> None:
    answer = visit().answer("choose-1")
    assert answer.judgement is Judgement.NOT_APPLICABLE
    assert (answer.reason, answer.note) == ("No such supplier.", "Asked two buyers.")
    assert list(answer.photos) == [SHA]
    assert answer.photos[SHA].width == 2048
    assert answer.recorded_at == AT


def test_empty_answer_has_no_judgement_and_no_moment() -> None:
    answer = visit().answer("choose-9")
    assert answer.judgement is None
    assert answer.recorded_at is None
    assert (answer.reason, answer.note, answer.photos) == ("", "", {})


def test_moment_of_an_answer_is_that_of_its_judgement_then_of_its_note() -> None:
    noted = state(KIND, {"answer/choose-1/note": "First a note."})
    assert Visit(noted).answer("choose-1").recorded_at == AT
    judged = noted.with_op(changes(KIND, {"answer/choose-1/judgement": "conforms"}, number=2, at=LATER))
    assert Visit(judged).answer("choose-1").recorded_at == LATER


def test_answer_of_one_question_is_not_read_for_another_that_begins_alike() -> None:
    found = visit({"answer/choose-10/judgement": "conforms", f"answer/choose-10/photo/{SHA}": PHOTO})
    assert found.answer("choose-1").judgement is None
    assert found.answer("choose-1").photos == {}


def test_photos_of_all_answers_are_listed_as_they_were_taken() -> None:
    late, early = OTHER_SHA, SHA
    assert late < early
    found = visit(
        {
            f"answer/choose-1/photo/{late}": {**PHOTO, "taken_at": LATER},
            f"answer/choose-2/photo/{early}": PHOTO,
        }
    )
    assert list(found.photos) == [early, late]
    assert photos_below(found.state) == {}


def test_photos_of_one_answer_are_listed_as_they_were_taken() -> None:
    path = "answer/choose-1/photo"
    found = visit({f"{path}/{OTHER_SHA}": {**PHOTO, "taken_at": LATER}, f"{path}/{SHA}": PHOTO})
    assert list(found.answer("choose-1").photos) == [SHA, OTHER_SHA]


def test_photos_of_a_finding_are_listed_as_they_were_taken() -> None:
    fields = {f"photo/{OTHER_SHA}": {**PHOTO, "taken_at": LATER}, f"photo/{SHA}": PHOTO}
    assert list(photos_below(state("finding", fields))) == [SHA, OTHER_SHA]


def test_photos_of_the_same_moment_are_listed_by_name() -> None:
    assert list(visit().photos) == [OTHER_SHA, SHA]
    path = "answer/choose-1/photo"
    found = visit({f"{path}/{SHA}": PHOTO, f"{path}/{OTHER_SHA}": PHOTO})
    assert list(found.answer("choose-1").photos) == [OTHER_SHA, SHA]


def test_photo_taken_away_is_not_listed() -> None:
    name = f"answer/choose-1/photo/{SHA}"
    first = visit().state.replaces([name])[name]
    after = visit().state.with_op(changes(KIND, {name: None}, number=2, replaces=first))
    assert list(Visit(after).photos) == [OTHER_SHA]


def test_signature_reads_with_its_strokes() -> None:
    signature = visit().signature(SignedBy.AUDITOR)
    assert signature is not None
    assert signature.name == "Ada Nowak"
    assert signature.strokes == [[(0, 0), (1000, 400)], [(500, 200)]]
    assert visit().signature(SignedBy.AUDITEE) is None


def test_answered_counts_judgements_of_the_checklists_own_questions() -> None:
    checklist = shipped()[0]
    first, second, third = (question.id for question in checklist.questions[:3])
    found = visit(
        {
            f"answer/{first}/judgement": "conforms",
            f"answer/{second}/judgement": None,
            f"answer/{third}/note": "A note is no judgement.",
            "answer/of-another-version/judgement": "finding",
        }
    )
    assert found.answered(checklist) == 1


def test_values_of_typed_questions_read_with_their_answers() -> None:
    assert visit().answer("choose-1").value is None
    assert visit().answer("choose-2").value == 7.5
    assert visit().answer("choose-3").value == ("card", "cash")
    assert visit({"answer/q/value": {"newer": 1}}).answer("q").value is None


def test_pieces_of_a_sample_read_in_the_order_of_their_numbers() -> None:
    rows = {f"answer/q/sample/{n}": {"item": str(n), "holds": n != 10} for n in (10, 2, 1)}
    found = visit({**rows, "answer/q/sample/3": None}).answer("q").sample
    assert list(found) == [1, 2, 10]
    assert found[10] == SampleRow(item="10", holds=False)


def test_walks_through_a_repeated_section_read_with_their_names() -> None:
    found = visit(
        {"repeat/each/10": "Ten", "repeat/each/2": "", "repeat/each/3": None, "repeat/other/1": "A"}
    )
    assert found.repeats("each") == {2: "", 10: "Ten"}
    assert found.repeats("third") == {}


@pytest.mark.parametrize("name", ["value", "sample/1"])
def test_answer_by_its_value_alone_keeps_when_it_was_recorded(name: str) -> None:
    value = True if name == "value" else {"item": "4417", "holds": True}
    fields = state(KIND, {f"answer/q/{name}": value}).with_op(
        changes(KIND, {"answer/q/note": "Later."}, number=2, at=LATER)
    )
    assert Visit(fields).answer("q").recorded_at == AT
    judged = fields.with_op(changes(KIND, {"answer/q/judgement": "finding"}, number=3, at=LATER))
    assert Visit(judged).answer("q").recorded_at == LATER


def test_hash_ignores_the_seal_itself() -> None:
    assert visit_hash(visit({**FULL, "seal": SEAL}).state) == visit_hash(visit().state)


@pytest.mark.parametrize("name", FULL)
def test_hash_changes_with_any_value(name: str) -> None:
    before = visit_hash(visit().state)
    assert visit_hash(visit({**FULL, name: "another"}).state) != before
    assert visit_hash(visit({**FULL, name: None}).state) != before


@given(st.permutations(list(FULL)))
def test_hash_is_the_same_whatever_order_changes_arrived_in(order: list[str]) -> None:
    ops = {name: changes(KIND, {name: FULL[name]}, number) for number, name in enumerate(FULL, 1)}
    found = RecordState("0f" * 16, KIND)
    for name in order:
        found = found.with_op(ops[name])
    assert visit_hash(found) == visit_hash(visit().state)


def test_hash_changes_with_a_value_given_apart() -> None:
    apart = visit().state.with_op(changes(KIND, {"title": "Purchasing"}, number=2))
    assert visit_hash(apart) != visit_hash(visit().state)


def test_hash_is_of_one_record() -> None:
    copy = RecordState("1" * 32, KIND, visit().state.fields)
    assert visit_hash(copy) != visit_hash(visit().state)


def test_hash_covers_fields_this_version_does_not_know() -> None:
    assert visit_hash(visit({**FULL, "weather": "rain"}).state) != visit_hash(visit().state)


@pytest.mark.parametrize("name", SEAL)
def test_mark_of_a_seal_changes_with_any_part_of_it(name: str) -> None:
    other = {"findings": {}, "photos": [], "sealed_at": AT, "signer": "0" * 32}.get(name, "9" * 64)
    assert Seal.model_validate({**SEAL, name: other}).mark != Seal.model_validate(SEAL).mark
    assert len(Seal.model_validate(SEAL).mark) == len(hashlib.sha256().hexdigest())


def test_words_of_a_newer_version_read_as_the_most_careful_known_ones() -> None:
    visit = Visit(state(KIND, {"kind": "virtual_audit", "answer/q-1/judgement": "partly"}))
    assert visit.kind is VisitKind.INTERNAL_AUDIT
    assert visit.answer("q-1").judgement is Judgement.FINDING
