"""What the values of records are called on screen: kinds of walk and of finding, grades, roles, outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checklists.form.checklist import Outcome, VisitKind
from checklists.records.finding import FindingKind, Grade
from checklists.records.person import Role
from mobile.text import say

if TYPE_CHECKING:
    from enum import StrEnum

# The part of `label.toml` each has.
_TABLES: Final[dict[type[StrEnum], str]] = {
    VisitKind: "visit_kind",
    FindingKind: "finding_kind",
    Grade: "grade",
    Role: "role",
    Outcome: "outcome",
}


def label(value: StrEnum) -> str:
    """Return the words people read for a value, in the language that is spoken: `Gemba walk`.

    Raises:
        KeyError: values of this kind have no words here.
    """
    return say(f"label.{_TABLES[type(value)]}.{value}")


def graded(kind: FindingKind, grade: Grade | None) -> str:
    """Return the words for a kind of finding and how serious it is: `Nonconformity, minor`."""
    if kind is not FindingKind.NONCONFORMITY or grade is None:
        return label(kind)
    return say("label.graded", kind=label(kind), grade=label(grade))
