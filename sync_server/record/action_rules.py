"""Who may do what with an action: whoever walks proposes, its owner says done, another says it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checklists.journal.said_once import after as state_after
from checklists.protocol import refusals
from checklists.records.action import DONE_PHOTO, KIND, VERIFIED_PHOTO, Action, Verified
from checklists.records.person import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checklists.journal.op import Op
    from checklists.protocol.refusals import Refusal
    from sync_server.record.permissions import Known

# What says that it was done, and what says whether that holds; everything else says what is to be done.
_DONE: Final = frozenset({"done_at", "done_note"})
_VERIFYING: Final = frozenset({"verified", "verified_by", "verified_at", "verified_note"})


def refusal_for(op: Op, role: Role, known: Known) -> Refusal | None:
    """Return why an op about an action may not be applied, None if it may.

    Args:
        op: of a form that can be applied; the first one of its record names who proposed it.
        role: of its person.
        known: the records as they are before this op.
    """
    before = known.state(KIND, op.record)
    was = Action(before) if before else None
    becomes = Action(state_after(before, op, KIND, op.record))
    done = [one for one in op.set if _is_done(one)]
    verifying = [one for one in op.set if _is_verifying(one)]
    return (
        _of_proposer(op, was)
        or _of_words(op, was, becomes, role, {*op.set} - {*done, *verifying})
        or _of_done(op, was, becomes, role, done)
        or _of_verifying(op, was, becomes, verifying)
    )


def _of_proposer(op: Op, was: Action | None) -> Refusal | None:
    said = op.set.get("proposed_by")
    # Nobody proposes in another's name, and who did stays who did.
    if said is None or said[0] == (was.text("proposed_by") if was else op.person):
        return None
    return refusals.NOT_YOURS


def _of_words(
    op: Op, was: Action | None, becomes: Action, role: Role, names: Iterable[str]
) -> Refusal | None:
    # A promise is one's own: nobody promises for somebody else.
    if becomes.is_promise and becomes.owner != becomes.text("proposed_by"):
        return refusals.PROMISE_IS_ONES_OWN
    if was is None or not [*names] or role is Role.QUALITY_MANAGER:
        return None
    # What was agreed is changed by those who agreed on it.
    agreed = {was.owner, was.text("proposed_by")}
    return None if op.person in agreed else refusals.ACTION_AGREED


def _of_done(op: Op, was: Action | None, becomes: Action, role: Role, names: list[str]) -> Refusal | None:
    owners = {one.owner for one in (was, becomes) if one}
    if not names or role is Role.QUALITY_MANAGER or (op.person in owners and len(owners) == 1):
        return None
    # Whoever finds that it does not hold opens it again; that is all they say of it.
    if _reopens(op) and all(op.set[one][0] is None for one in names):
        return None
    return refusals.ACTION_OF_OWNER


def _of_verifying(op: Op, was: Action | None, becomes: Action, names: Iterable[str]) -> Refusal | None:
    if all(op.set[one][0] is None for one in names):
        return None
    # One does not judge one's own work, nor hand it on and judge it in the same breath.
    if op.person in {one.owner for one in (was, becomes) if one}:
        return refusals.ANOTHER_VERIFIES
    if becomes.text("verified_by") != op.person:
        return refusals.NOT_YOURS
    # What does not hold is open again.
    return refusals.NOT_EFFECTIVE_REOPENS if _reopens(op) and becomes.text("done_at") else None


def _is_done(name: str) -> bool:
    return name in _DONE or name.startswith(f"{DONE_PHOTO}/")


def _is_verifying(name: str) -> bool:
    return name in _VERIFYING or name.startswith(f"{VERIFIED_PHOTO}/")


def _reopens(op: Op) -> bool:
    said = op.set.get("verified")
    return said is not None and said[0] == Verified.NOT_EFFECTIVE.value
