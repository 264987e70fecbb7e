"""What a visit asks: conditions hide, sections repeat, the lot leaves out, and nothing of it is stored."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from checklists.files.catalog import shipped
from checklists.form.walked import Walked, walked
from tests.checklists.answers import Said, a_checklist, a_section, question_table

if TYPE_CHECKING:
    from checklists.form.checklist import Checklist

VISIT = "0f" * 16
YES, NO = {"value": True}, {"value": False}


def keys(checklist: Checklist, said: Said | None = None, visit: str = VISIT) -> list[str]:
    return [one.key for one in walked(checklist, said or Said(), visit).questions]


def q(question_id: str, **more: Any) -> dict[str, Any]:
    return question_table(question_id, **more)


CONDITIONAL = a_checklist(
    a_section("start", q("arrived", type="yes_no"), q("warm", type="number", when="arrived is yes")),
    a_section("hot", q("shade"), q("fan", when="shade is answered"), when="warm > 8"),
    a_section("end", q("thanks")),
)


@pytest.mark.parametrize("checklist", shipped(), ids=lambda one: one.id)
def test_first_question_of_every_shipped_checklist_is_asked_first(checklist: Checklist) -> None:
    assert keys(checklist)[0] == checklist.questions[0].id


def test_question_with_a_condition_is_hidden_until_it_is_known_to_hold() -> None:
    assert keys(CONDITIONAL) == ["arrived", "thanks"]
    assert keys(CONDITIONAL, Said({"arrived": NO})) == ["arrived", "thanks"]
    assert keys(CONDITIONAL, Said({"arrived": YES})) == ["arrived", "warm", "thanks"]


def test_section_with_a_condition_is_hidden_with_all_its_questions() -> None:
    warm = Said({"arrived": YES, "warm": {"value": 9}})
    assert keys(CONDITIONAL, warm) == ["arrived", "warm", "shade", "thanks"]
    warm.answers["shade"] = {"judgement": "conforms"}
    assert keys(CONDITIONAL, warm) == ["arrived", "warm", "shade", "fan", "thanks"]


def test_answer_of_a_question_that_is_hidden_again_opens_nothing() -> None:
    said = Said({"arrived": NO, "warm": {"value": 9}, "shade": {"judgement": "conforms"}})
    assert keys(CONDITIONAL, said) == ["arrived", "thanks"]


REPEATED = a_checklist(
    a_section(
        "each",
        q("runs", type="yes_no"),
        q("noise", when="runs is yes"),
        repeat={"what": "machine", "most": 3},
    ),
    a_section("end", q("thanks")),
)


def test_repeated_section_is_walked_once_before_anybody_names_a_machine() -> None:
    assert keys(REPEATED) == ["runs", "thanks"]


def test_each_walk_through_a_repeated_section_has_keys_and_answers_of_its_own() -> None:
    said = Said({"runs": YES, "runs~2": NO, "runs~3": YES}, {"each": {1: "Press 4", 2: "Press 5", 3: ""}})
    found = walked(REPEATED, said, VISIT)
    assert [one.key for one in found.questions] == ["runs", "noise", "runs~2", "runs~3", "noise~3", "thanks"]
    assert [(one.key, one.instance, one.name) for one in found.sections] == [
        ("each", 1, "Press 4"),
        ("each~2", 2, "Press 5"),
        ("each~3", 3, ""),
        ("end", 1, ""),
    ]


def test_walk_that_was_taken_out_leaves_the_others_as_they_are() -> None:
    assert keys(REPEATED, Said({}, {"each": {3: "Press 6"}})) == ["runs", "runs~3", "thanks"]


def test_more_walks_than_the_checklist_allows_are_not_asked() -> None:
    names = dict.fromkeys(range(1, 9), "Press")
    assert keys(REPEATED, Said({}, {"each": names})) == ["runs", "runs~2", "runs~3", "thanks"]


def test_names_for_a_section_that_is_not_repeated_change_nothing() -> None:
    assert keys(REPEATED, Said({}, {"end": {2: "Again"}})) == ["runs", "thanks"]


def drawn(ask: int, questions: int = 6) -> Checklist:
    tagged = [q(f"spot-{n}", tags=["spot"]) for n in range(questions)]
    return a_checklist(
        a_section("all", q("first"), *tagged, q("last")), subsets=[{"tag": "spot", "ask": ask}]
    )


def test_lot_leaves_out_all_but_the_number_asked_for_and_keeps_the_order() -> None:
    found = keys(drawn(2))
    assert len(found) == 4
    assert found[0] == "first"
    assert found[-1] == "last"
    assert found[1:-1] == sorted(found[1:-1])


def test_lot_is_the_same_for_a_visit_and_another_for_the_next() -> None:
    assert keys(drawn(2)) == keys(drawn(2))
    assert len({tuple(keys(drawn(2), visit=f"{n:032x}")) for n in range(50)}) > 5


def test_lot_reaches_every_question_about_equally_often() -> None:
    counts = Counter(key for n in range(600) for key in keys(drawn(2), visit=f"{n:032x}"))
    assert all(140 < counts[f"spot-{n}"] < 260 for n in range(6)), counts


def test_answer_changes_nothing_about_the_lot() -> None:
    first = keys(drawn(2))
    assert keys(drawn(2), Said({key: {"judgement": "finding"} for key in first})) == first


def test_question_that_was_not_drawn_is_unknown_to_conditions() -> None:
    tagged = [q(f"spot-{n}", tags=["spot"], type="yes_no") for n in range(3)]
    checklist = a_checklist(
        a_section("all", *tagged, q("after", when="spot-0 is yes")), subsets=[{"tag": "spot", "ask": 1}]
    )
    said = Said({f"spot-{n}": YES for n in range(3)})
    asked = {n: keys(checklist, said, f"{n:032x}") for n in range(20)}
    assert all(("spot-0" in found) == ("after" in found) for found in asked.values())
    assert {len(found) for found in asked.values()} == {1, 2}


def test_walk_that_hides_everything_asks_nothing() -> None:
    tagged = [q("a", tags=["spot"]), q("b", tags=["spot"])]
    checklist = a_checklist(
        a_section("one", *tagged),
        a_section("two", q("c"), when="a is finding"),
        subsets=[{"tag": "spot", "ask": 1}],
    )
    found = walked(checklist, Said(), VISIT)
    assert [len(one.questions) for one in found.sections] == [1]


@pytest.fixture
def found() -> tuple[Walked, Said]:
    checklist = a_checklist(
        a_section("one", q("a", required=True), q("b", type="text", required=True)),
        a_section("two", q("c", type="sample", sample={"what": "part", "of": 2, "holds": "clean"})),
    )
    said = Said({"b": {"value": "Fine"}, "c": {"sample": [("1", True)]}})
    return walked(checklist, said, VISIT), said


def test_answered_and_required_questions_are_counted_by_their_types(found: tuple[Walked, Said]) -> None:
    walk, said = found
    assert walk.answered(said) == 1
    assert [one.key for one in walk.still_required(said)] == ["a"]
    said.answers |= {"a": {"judgement": "conforms"}, "c": {"sample": [("1", True), ("2", False)]}}
    assert walk.answered(said) == 3
    assert walk.still_required(said) == ()


def test_question_and_its_section_are_found_by_key(found: tuple[Walked, Said]) -> None:
    walk, _ = found
    question, section = walk.question("c"), walk.section_of("c")
    assert question is not None
    assert question.question.id == "c"
    assert section is not None
    assert section.section.id == "two"
    assert walk.question("c~2") is None
    assert walk.section_of("nine") is None
