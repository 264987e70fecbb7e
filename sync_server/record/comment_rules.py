"""Who may do what with a comment on a draft: a mentor writes it, the auditor answers and takes it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.protocol import refusals
from checklists.records import visit
from checklists.records.comment import ANSWERING, KIND
from sync_server.record.named import mentors_of

if TYPE_CHECKING:
    from checklists.journal.op import Op
    from checklists.protocol.refusals import Refusal
    from sync_server.record.permissions import Known


def refusal_for(op: Op, known: Known) -> Refusal | None:
    """Return why an op about a comment may not be applied, None if it may.

    Args:
        op: of a form that can be applied; the first one of its record names its author.
        known: the records as they are before this op.
    """
    before = known.state(KIND, op.record)
    said = op.set.get("visit", (None, []))[0]
    walk = before.value("visit") if before else said
    state = known.state(visit.KIND, walk) if isinstance(walk, str) else None
    # The visit comes first in every chain; without it there is nothing to comment on.
    if state is None:
        return refusals.VISIT_UNKNOWN
    # It stays where it was written: elsewhere others would read it.
    if "visit" in op.set and said != walk:
        return refusals.VALUE_NOT_TAKEN
    author = known.owner(KIND, op.record) or op.person
    refusal = _of_person(op, author, known.owner(visit.KIND, state.record))
    # Ever named: what a mentor wrote before they heard that they no longer are one is not lost.
    is_mentors = author in mentors_of(state)
    return refusal or (None if is_mentors else refusals.COMMENT_OF_MENTOR)


def _of_person(op: Op, author: str, auditor: str | None) -> Refusal | None:
    # Nobody comments in another's name, and who did stays who did.
    if op.person not in {author, auditor} or op.set.get("author", (author, []))[0] != author:
        return refusals.NOT_YOURS
    if op.set.keys() & ANSWERING and op.person != auditor:
        return refusals.COMMENT_FOR_AUDITOR
    # The words are the mentor's.
    return refusals.NOT_YOURS if op.set.keys() - ANSWERING and op.person != author else None
