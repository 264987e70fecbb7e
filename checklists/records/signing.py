"""Who signs a visit before it is completed."""

from __future__ import annotations

from checklists.form.checklist import VisitKind
from checklists.records.visit import SignedBy


def who_signs(kind: VisitKind) -> tuple[SignedBy, ...]:
    """Return who signs a visit of a kind: on a gemba walk nothing is judged, so its leader alone."""
    return (SignedBy.AUDITOR,) if kind is VisitKind.GEMBA_WALK else tuple(SignedBy)
