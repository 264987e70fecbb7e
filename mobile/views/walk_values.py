"""What a tap or a word does to the value of a typed question: written before it shows, with an undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from checklists.records.answer import SampleRow
from mobile.components.notice import notice
from mobile.store import memory
from mobile.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import JsonValue

    from checklists.journal.siblings import Sibling
    from checklists.records.answer import AnswerValue
    from mobile.state.session import Session
    from mobile.state.visit_session import VisitSession


class ValueActions(TypedDict):
    """What the cards of typed questions call."""

    on_value: Callable[..., None]
    on_piece: Callable[[str, int, bool], object]
    on_piece_out: Callable[[str, int], object]
    on_item: Callable[[str, int, str], object]
    item: Callable[[str, int], str]


def value_actions(session: Session, walk: VisitSession, here: Callable[[str], None]) -> ValueActions:
    """Return them; `here` keeps the place and tells the sync."""

    def sent(question_id: str, act: Callable[[], object]) -> Callable[[], None]:
        def done() -> None:
            act()
            here(question_id)

        return done

    def value(question_id: str, given: JsonValue, seen: Sibling | None = None) -> None:
        before = _stored(walk.questions[question_id].answer.value)
        walk.give(question_id, given, seen)
        here(question_id)
        if before is not None and given in (None, ""):
            undo = sent(question_id, lambda: walk.give(question_id, before))
            notice(say("visit.cleared"), undo=undo)

    def item(question_id: str, number: int) -> str:
        return memory.recall(session.store, _draft(walk, question_id, number)) or ""

    def on_item(question_id: str, number: int, text: str) -> None:
        row = walk.questions[question_id].answer.sample.get(number)
        if row is None:
            # Kept on this tablet until somebody says whether it holds: only then it is a piece of the sample.
            memory.remember(session.store, _draft(walk, question_id, number), text)
        else:
            walk.look_at(question_id, number, SampleRow(item=text, holds=row.holds))
            here(question_id)

    def piece(question_id: str, number: int, holds: bool) -> None:
        row = walk.questions[question_id].answer.sample.get(number)
        text = row.item if row else item(question_id, number)
        walk.look_at(question_id, number, SampleRow(item=text, holds=holds))
        memory.remember(session.store, _draft(walk, question_id, number), "")
        here(question_id)

    def piece_out(question_id: str, number: int) -> None:
        state = walk.questions[question_id]
        row = state.answer.sample.get(number)
        walk.look_at(question_id, number, None)
        here(question_id)
        what = state.question.sample.what if state.question.sample else ""
        undo = sent(question_id, lambda: walk.look_at(question_id, number, row))
        notice(say("typed.taken_out", what=what, n=number), undo=undo)

    return {
        "on_value": value,
        "on_piece": piece,
        "on_piece_out": piece_out,
        "on_item": on_item,
        "item": item,
    }


def _stored(value: AnswerValue | None) -> JsonValue:
    """Return a value as its field holds it."""
    return list(value) if isinstance(value, tuple) else value


def _draft(walk: VisitSession, question_id: str, number: int) -> str:
    return f"piece/{walk.visit_id}/{question_id}/{number}"
