"""The kinds of record this version knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.records import action, addendum, comment, finding, thanks, visit

if TYPE_CHECKING:
    from checklists.records.fields import Vocabulary

VOCABULARIES: dict[str, Vocabulary] = {
    one.kind: one
    for one in (
        visit.VOCABULARY,
        finding.VOCABULARY,
        addendum.VOCABULARY,
        action.VOCABULARY,
        thanks.VOCABULARY,
        comment.VOCABULARY,
    )
}
