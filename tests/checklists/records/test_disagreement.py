"""Where people disagree: one thing at a time, with everybody who said it and what picking it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklists.ids import new_id
from checklists.journal.fold import RecordState
from checklists.journal.op import Op
from checklists.records.disagreement import Disagreement, disagreements, part_of

if TYPE_CHECKING:
    from pydantic import JsonValue

ANA, BEN, CID = "a" * 32, "b" * 32, "c" * 32
RECORD = "f" * 32
Q = "answer/goods-in-1"


def said(person: str, kind: str = "visit", second: int = 0, **other: object) -> Op:
    """Return an op in which a person sets fields, without having seen anybody else's."""
    values: dict[str, JsonValue] = other["values"]  # type: ignore[assignment]  # as given below
    return Op(
        op_id=new_id(),
        device=person,
        person=person,
        stamp=f"00000000000000{second}:000000",
        at=f"2026-03-03T10:42:0{second}.000Z",
        record=RECORD,
        kind=kind,
        version=1,
        set={name: (value, []) for name, value in values.items()},
    )


def among(*ops: Op) -> tuple[Disagreement, ...]:
    state = RecordState(RECORD, ops[0].kind)
    for op in ops:
        state = state.with_op(op)
    return disagreements(state)


def test_equal_values_are_no_disagreement() -> None:
    assert among(said(ANA, values={f"{Q}/note": "Seen"}), said(BEN, values={f"{Q}/note": "Seen"})) == ()


def test_everybody_who_said_a_thing_is_named_with_it() -> None:
    (one,) = among(
        said(ANA, values={f"{Q}/judgement": "conforms"}, second=1),
        said(BEN, values={f"{Q}/judgement": "finding"}, second=2),
        said(CID, values={f"{Q}/judgement": "conforms"}, second=3),
    )
    assert [(each.value, [by.person for by in each.by]) for each in one.said] == [
        ("conforms", [ANA, CID]),
        ("finding", [BEN]),
    ]
    assert one.said[one.shown].value == "finding"
    assert (one.part, one.question) == ("judgement", "goods-in-1")


def test_answer_and_its_reason_are_one_thing() -> None:
    (one,) = among(
        said(ANA, values={f"{Q}/judgement": "not_applicable", f"{Q}/reason": "No dock here"}, second=1),
        said(BEN, values={f"{Q}/judgement": "conforms", f"{Q}/reason": None}, second=2),
    )
    assert [dict(each.values) for each in one.said] == [
        {f"{Q}/judgement": "not_applicable", f"{Q}/reason": "No dock here"},
        {f"{Q}/judgement": "conforms", f"{Q}/reason": None},
    ]


def test_reason_given_later_stays_with_whose_answer_it_explains() -> None:
    (one,) = among(
        said(ANA, values={f"{Q}/judgement": "not_applicable"}, second=1),
        said(ANA, values={f"{Q}/reason": "No dock here"}, second=2),
        said(BEN, values={f"{Q}/judgement": "conforms"}, second=3),
    )
    assert [dict(each.values).get(f"{Q}/reason") for each in one.said] == ["No dock here", None]


def test_kind_and_grade_are_one_thing() -> None:
    (one,) = among(
        said(ANA, "finding", 1, values={"kind": "nonconformity", "grade": "minor"}),
        said(BEN, "finding", 2, values={"kind": "nonconformity", "grade": "major"}),
    )
    # Both say nonconformity, so what differs is the grade.
    assert (one.name, one.said[one.shown].values["grade"]) == ("grade", "major")
    (other,) = among(
        said(ANA, "finding", 1, values={"kind": "nonconformity", "grade": "minor"}),
        said(BEN, "finding", 2, values={"kind": "opportunity", "grade": None}),
    )
    assert [dict(each.values) for each in other.said] == [
        {"kind": "nonconformity", "grade": "minor"},
        {"kind": "opportunity", "grade": None},
    ]


def test_grade_that_one_gave_is_a_nonconformity_whatever_another_made_of_it() -> None:
    raised = said(ANA, "finding", 1, values={"kind": "nonconformity", "grade": "minor"})
    graver = said(ANA, "finding", 2, values={"grade": "major"})
    lighter = said(BEN, "finding", 3, values={"kind": "opportunity", "grade": None})
    seen = {"kind": [raised.op_id], "grade": [raised.op_id]}
    ops = [
        op.model_copy(update={"set": {name: (value, seen[name]) for name, (value, _) in op.set.items()}})
        for op in (graver, lighter)
    ]
    (one,) = among(raised, *ops)
    assert [dict(each.values) for each in one.said] == [
        {"kind": "nonconformity", "grade": "major"},
        {"kind": "opportunity", "grade": None},
    ]
    # What screens show is the kind there is only one of.
    assert one.shown == 1


def test_texts_can_stand_below_each_other() -> None:
    (one,) = among(
        said(ANA, values={f"{Q}/note": "Three of three"}, second=1),
        said(BEN, values={f"{Q}/note": "Label faded"}, second=2),
    )
    assert one.joined == {f"{Q}/note": "Three of three\n\nLabel faded"}


def test_text_that_the_other_holds_already_is_not_joined() -> None:
    (one,) = among(
        said(ANA, values={f"{Q}/note": "Three"}, second=1),
        said(BEN, values={f"{Q}/note": "Three of three"}, second=2),
    )
    assert one.joined is None


def test_of_answers_photos_and_signatures_only_one_can_hold() -> None:
    sha = "0" * 64
    photo: JsonValue = {"bytes": 1, "width": 1, "height": 1, "taken_at": "2026-03-03T10:42:00.000Z"}
    found = among(
        said(ANA, values={f"{Q}/judgement": "conforms", f"{Q}/photo/{sha}": photo}, second=1),
        said(BEN, values={f"{Q}/judgement": "finding", f"{Q}/photo/{sha}": None}, second=2),
    )
    assert [(one.part, one.joined) for one in found] == [("judgement", None), ("photo", None)]


def test_two_seals_are_nothing_to_pick_from() -> None:
    assert among(said(ANA, values={"seal": "one"}), said(ANA, values={"seal": "another"})) == ()


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("answer/q/value", "value"),
        ("answer/q/sample/3", "sample"),
        ("answer/sample/note", "note"),
        ("answer/photo/reason", "reason"),
        ("answer/q/photo/" + "a" * 64, "photo"),
        ("photo/" + "a" * 64, "photo"),
        ("repeat/each/2", "repeat"),
        ("signature/auditor", "signature"),
        ("statement", "statement"),
        (f"corrected/photo/{'a' * 64}", "photo"),
        (f"done/photo/{'a' * 64}", "photo"),
    ],
)
def test_part_of_a_path_is_what_people_know_it_by(name: str, part: str) -> None:
    assert part_of(name) == part
