"""Two versions of a checklist, question by question."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checklists.files.catalog import shipped
from checklists.form.checklist import Checklist
from checklists.form.compare import How, compare, marked

OLD = next(one for one in shipped() if one.id == "purchasing")
FIRST, SECOND, THIRD = OLD.sections[0].questions[:3]


def changed(**parts: Any) -> Checklist:
    return Checklist.model_validate({**OLD.model_dump(mode="json"), "translations": {}, **parts})


def sections() -> Any:
    return OLD.model_dump(mode="json")["sections"]


PLAIN = changed()


def hows(new: Checklist) -> dict[str, tuple[How, ...]]:
    return {one.id: one.hows for one in compare(PLAIN, new).questions if one.hows != (How.SAME,)}


def test_nothing_differs_from_itself() -> None:
    assert compare(OLD, OLD).is_empty
    assert compare(OLD, OLD).counted()[How.SAME] == len(OLD.questions)


def test_added_and_removed_questions_are_named() -> None:
    new = sections()
    gone = new[0]["questions"].pop(1)
    new[1]["questions"].append({**gone, "id": "brand-new"})
    assert hows(changed(sections=new)) == {SECOND.id: (How.REMOVED,), "brand-new": (How.ADDED,)}


def test_question_that_changed_its_place_is_the_only_one_that_moved() -> None:
    new = sections()
    new[0]["questions"].append(new[0]["questions"].pop(0))
    assert hows(changed(sections=new)) == {FIRST.id: (How.MOVED,)}


def test_question_in_another_section_moved_from_one_to_the_other() -> None:
    new = sections()
    new[1]["questions"].append(new[0]["questions"].pop(0))
    found = next(one for one in compare(PLAIN, changed(sections=new)).questions if one.id == FIRST.id)
    assert found.hows == (How.MOVED,)
    assert (found.section_before, found.section) == (OLD.sections[0].title, OLD.sections[1].title)


def test_changed_words_are_marked_and_no_others() -> None:
    new = sections()
    new[0]["questions"][2]["why"] = f"{THIRD.why} And more."
    found = next(one for one in compare(PLAIN, changed(sections=new)).questions if one.id == THIRD.id)
    assert found.hows == (How.CHANGED,)
    assert [field.name for field in found.fields] == ["why"]
    assert [piece.text for piece in found.fields[0].pieces if piece.how is How.ADDED] == [" And more."]


def test_change_of_the_whole_is_told_apart_from_its_questions() -> None:
    found = compare(PLAIN, changed(minutes=OLD.minutes + 5, title="Buying"))
    assert [field.name for field in found.whole] == ["title", "minutes"]
    assert not found.is_empty


@given(st.text(max_size=80), st.text(max_size=80))
def test_marked_words_hold_both_texts(before: str, after: str) -> None:
    pieces = marked(before, after)
    assert "".join(one.text for one in pieces if one.how is not How.ADDED) == before
    assert "".join(one.text for one in pieces if one.how is not How.REMOVED) == after
