"""A draft of a checklist: nothing anybody wrote is lost, and every change can be taken back."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.files.catalog import shipped
from sync_server.record import checklist_drafts as drafts
from sync_server.record.checklist_drafts import Author
from sync_server.record.checklist_patches import InTheWay, apply, inverse, part, place_of
from sync_server.record.database import open_record, writing
from sync_server.web.checklists_reading import draft_of
from tests.support.sending import AT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from sync_server.record.checklist_drafts import OpenDraft
    from sync_server.record.checklist_patches import Draft, Patch

ONE = next(one for one in shipped() if one.id == "purchasing")
FIRST, SECOND = ONE.questions[0].id, ONE.questions[1].id
ANA, BEN = "a" * 32, "b" * 32


def says(question: str, field: str, was: Any, now: Any) -> Patch:
    return {"do": "set", "at": ["question", question, field], "was": was, "now": now}


def text_of(content: Draft, question: str, field: str = "text") -> Any:
    return (part(content, "question", question) or {}).get(field)


@pytest.fixture
def connection(new_address: str) -> Iterator[Connection]:
    engine = open_record(new_address)
    with writing(engine) as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def draft(connection: Connection) -> OpenDraft:
    return drafts.begin(connection, ONE.id, draft_of(ONE), Author(ANA, AT))


def by(person: str, seconds: int = 0) -> Author:
    return Author(person, AT + timedelta(seconds=seconds))


def test_draft_that_is_open_is_gone_on_with(connection: Connection, draft: OpenDraft) -> None:
    changed = drafts.change(connection, draft, says(FIRST, "why", ONE.questions[0].why, "Because."), by(BEN))
    assert drafts.begin(connection, ONE.id, draft_of(ONE), by(BEN, 60)) == changed


def test_closed_draft_makes_room_for_the_next(connection: Connection, draft: OpenDraft) -> None:
    drafts.close(connection, draft, AT)
    assert drafts.open_draft(connection, ONE.id) is None
    assert drafts.begin(connection, ONE.id, draft_of(ONE), by(BEN)).id != draft.id


def test_changes_to_two_fields_by_two_people_both_stand(connection: Connection, draft: OpenDraft) -> None:
    one = drafts.change(connection, draft, says(FIRST, "why", ONE.questions[0].why, "Ana's reason"), by(ANA))
    both = drafts.change(connection, one, says(FIRST, "ask", ONE.questions[0].ask, "Ben's words"), by(BEN))
    assert (text_of(both.content, FIRST, "why"), text_of(both.content, FIRST, "ask")) == (
        "Ana's reason",
        "Ben's words",
    )


def test_same_field_changed_by_both_keeps_the_first_and_both_in_the_history(
    connection: Connection, draft: OpenDraft
) -> None:
    was = ONE.questions[0].text
    one = drafts.change(connection, draft, says(FIRST, "text", was, "Ana's text"), by(ANA))
    late = says(FIRST, "text", was, "Ben's text")
    with pytest.raises(InTheWay) as way:
        drafts.change(connection, one, late, by(BEN))
    drafts.keep(connection, one, late, by(BEN))
    assert (way.value.gone, way.value.theirs) == (False, "Ana's text")
    history = drafts.changes(connection, one)
    assert [(one.person, one.patch["now"], one.applied) for one in history] == [
        (ANA, "Ana's text", True),
        (BEN, "Ben's text", False),
    ]
    found = drafts.last_by(history, late)
    assert found is not None
    assert found.person == ANA


def test_question_deleted_meanwhile_is_said_to_be_gone_and_comes_back_whole(
    connection: Connection, draft: OpenDraft
) -> None:
    was = part(draft.content, "question", FIRST)
    away = {"do": "put", "kind": "question", "id": FIRST, "was": was, "now": None}
    place = place_of(draft.content, "question", FIRST)
    one = drafts.change(connection, draft, {**away, **place}, by(ANA))
    with pytest.raises(InTheWay) as way:
        drafts.change(connection, one, says(FIRST, "text", "", "Ben's text"), by(BEN))
    assert way.value.gone
    assert drafts.take_back(connection, one, 1, by(BEN)).content == draft.content


def test_question_is_found_after_somebody_has_moved_it(connection: Connection, draft: OpenDraft) -> None:
    there = {"section": ONE.sections[1].id, "after": None}
    was = place_of(draft.content, "question", FIRST)
    moved = {"do": "move", "kind": "question", "id": FIRST, "was": was, "now": there}
    one = drafts.change(connection, draft, moved, by(ANA))
    two = drafts.change(connection, one, says(FIRST, "why", ONE.questions[0].why, "Still here"), by(BEN))
    assert text_of(two.content, FIRST, "why") == "Still here"
    assert place_of(two.content, "question", FIRST) == there


def test_typing_on_is_one_change_and_a_pause_begins_another(connection: Connection, draft: OpenDraft) -> None:
    words = [ONE.questions[0].text, "H", "Ho", "How", "How then"]
    for seconds, (was, now) in enumerate(pairwise(words)):
        late = 60 if now == "How then" else seconds
        draft = drafts.change(connection, draft, says(FIRST, "text", was, now), by(ANA, late))
    history = drafts.changes(connection, draft)
    assert [(one.patch["was"], one.patch["now"]) for one in history] == [
        (words[0], "How"),
        ("How", "How then"),
    ]


def test_undo_takes_back_ones_own_last_change_and_redo_does_it_again(
    connection: Connection, draft: OpenDraft
) -> None:
    mine = drafts.change(connection, draft, says(FIRST, "text", ONE.questions[0].text, "Mine"), by(ANA))
    theirs = drafts.change(connection, mine, says(SECOND, "text", ONE.questions[1].text, "Theirs"), by(BEN))
    undo, redo = drafts.can_take_back(drafts.changes(connection, theirs), ANA)
    assert (undo, redo) == (1, None)
    undone = drafts.take_back(connection, theirs, 1, by(ANA, 60))
    assert text_of(undone.content, FIRST) == ONE.questions[0].text
    assert text_of(undone.content, SECOND) == "Theirs"
    undo, redo = drafts.can_take_back(drafts.changes(connection, undone), ANA)
    assert undo is None
    assert redo is not None
    assert drafts.take_back(connection, undone, redo, by(ANA, 70)).content == theirs.content


def test_undo_leaves_alone_what_somebody_else_has_changed_since(
    connection: Connection, draft: OpenDraft
) -> None:
    mine = drafts.change(connection, draft, says(FIRST, "text", ONE.questions[0].text, "Mine"), by(ANA))
    theirs = drafts.change(connection, mine, says(FIRST, "text", "Mine", "Theirs"), by(BEN))
    with pytest.raises(InTheWay):
        drafts.take_back(connection, theirs, 1, by(ANA, 60))


QUESTIONS = st.sampled_from([one.id for one in ONE.questions[:6]])
WORDS = st.sampled_from(["", "How?", "What?", "Why then?"])


@st.composite
def patches(draw: st.DrawFn, content: Draft, number: int) -> Patch:
    """Draw a change that fits a draft."""
    questions = [one["id"] for section in content["sections"] for one in section["questions"]]
    sections = [one["id"] for one in content["sections"]]
    name = draw(st.sampled_from(questions))
    where = {"section": draw(st.sampled_from(sections)), "after": draw(st.sampled_from([None, *questions]))}
    match draw(st.sampled_from(["set", "move", "delete", "add"])):
        case "set":
            return says(name, "text", text_of(content, name), draw(WORDS))
        case "move":
            was = place_of(content, "question", name)
            after = where["after"] if where["after"] != name else None
            return {
                "do": "move",
                "kind": "question",
                "id": name,
                "was": was,
                "now": {**where, "after": after},
            }
        case "delete":
            gone = part(content, "question", name)
            place = place_of(content, "question", name)
            return {"do": "put", "kind": "question", "id": name, "was": gone, "now": None, **place}
        case _:
            new = {"id": f"new-{number}", "text": draw(WORDS)}
            return {"do": "put", "kind": "question", "id": new["id"], "was": None, "now": new, **where}


@given(data=st.data(), count=st.integers(1, 12))
def test_taking_every_change_back_leads_to_where_it_began(data: st.DataObject, count: int) -> None:
    began = content = draft_of(ONE)
    made: list[Patch] = []
    for number in range(count):
        patch = data.draw(patches(content, number))
        content = apply(content, patch)
        made.append(patch)
    for patch in reversed(made):
        content = apply(content, inverse(patch))
    assert content == began
