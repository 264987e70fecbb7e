"""What came of a visit lies beside what is sealed, and is shown to agree with itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from checklists.bundle.context import check_context, shows_context
from checklists.bundle.form import VisitFile
from checklists.journal.chain import START, feed_hash
from tests.checklists.bundle.bundled import ANA, AT, VISIT, Walk, a_walk, mark, said_of

if TYPE_CHECKING:
    from collections.abc import Callable

ACTION = "4" * 32


def followed(**values: Any) -> dict[str, Any]:
    """Return a bundle's visit with one action in its context."""
    walk = Walk()
    said = {"kind": "promise", "text": "A second printer", "visit": VISIT, "proposed_by": ANA}
    walk.write("action", ACTION, {**said, **values})
    walk.write("action", ACTION, {"done_at": AT})
    head, entries = START, []
    for number, op in enumerate(walk.ops, 8):
        after = feed_hash(head, op.op_id, op.body_hash())
        sign = mark(op.op_id, op.body_hash())
        entries.append({"seq": number, "op_id": op.op_id, "prev": head, "hash": after, "countersign": sign})
        head = after
    state = json.loads(walk.states["action", ACTION].to_json())
    context = {
        "records": [{"kind": "action", "record": ACTION, "state": state}],
        "ops": [{"op_id": one.op_id, "body": one.body().decode(), "received_at": AT} for one in walk.ops],
        "entries": entries,
    }
    return {**said_of(a_walk()), "context": context}


def problems(said: dict[str, Any]) -> list[str]:
    return list(check_context(VisitFile.model_validate(said), mark))


def test_what_agrees_is_shown_and_said_to_be_outside_of_the_seal() -> None:
    said = followed()
    assert problems(said) == []
    (shown,) = shows_context(VisitFile.model_validate(said))
    assert shown.endswith("1 action, and thanks given 0 times. The seal does not cover them.")
    assert list(shows_context(VisitFile.model_validate(said_of(a_walk())))) == []


def _another_state(context: dict[str, Any]) -> None:
    context["records"][0]["state"] = {}


def _another_word(context: dict[str, Any]) -> None:
    context["ops"][0]["body"] = context["ops"][0]["body"].replace("second", "third")


def _no_words(context: dict[str, Any]) -> None:
    context["ops"][0]["body"] = "{"


def _twice(context: dict[str, Any]) -> None:
    context["ops"].append(context["ops"][0])


def _no_receipt(context: dict[str, Any]) -> None:
    context["entries"].pop()


def _anothers_mark(context: dict[str, Any]) -> None:
    context["entries"][0]["countersign"] = "0" * 64


@pytest.mark.parametrize(
    "change", [_another_state, _another_word, _no_words, _twice, _no_receipt, _anothers_mark]
)
def test_what_was_changed_in_one_place_is_told(change: Callable[[dict[str, Any]], None]) -> None:
    said = followed()
    change(said["context"])
    assert problems(said)


def test_what_came_of_another_visit_does_not_belong() -> None:
    assert problems(followed(visit="9" * 32)) == [f"Action {ACTION} did not come of this visit."]
