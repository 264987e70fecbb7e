"""What mentors said of a visit, put beside what they said it of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mobile.store import comments, findings

if TYPE_CHECKING:
    from collections.abc import Container

    from checklists.records.comment import Comment
    from mobile.store.database import Store


def comments_by_question(
    store: Store, visit_id: str, known: Container[str], author: str | None = None
) -> dict[str, tuple[Comment, ...]]:
    """Return comments by the key of the question they are about, "" for the whole visit.

    Args:
        store: the tablet's database.
        visit_id: the visit.
        known: the keys there are; what is said of another one stands with the whole visit.
        author: whose; None for those of every mentor.
    """
    said = comments.to_auditor(store, visit_id)
    if not said:
        return {}
    of_finding = {one.id: one.text("question") for one in findings.all_of_visit(store, visit_id)}
    found: dict[str, tuple[Comment, ...]] = {}
    for one in said:
        if author in {None, one.text("author")}:
            about = one.text("question") or of_finding.get(one.text("finding"), "")
            key = about if about in known else ""
            found[key] = (*found.get(key, ()), one)
    return found
