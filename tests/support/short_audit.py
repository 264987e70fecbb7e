"""An audit of five questions, so that a whole walk fits into a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklists.files.catalog import shipped
from checklists.form.checklist import VisitKind
from tests.support.app_driver import a_plant, a_tablet

if TYPE_CHECKING:
    from pathlib import Path

    from mobile.bootstrap import Tablet

# The prompts of a gemba walk, asked as an audit asks: both sign it.
SHORT_AUDIT = next(one for one in shipped() if one.id == "gemba-walk").model_copy(
    update={"id": "short-audit", "title": "Short audit", "kind": VisitKind.INTERNAL_AUDIT, "translations": {}}
)
QUESTIONS = [one.id for one in SHORT_AUDIT.questions]


def an_audit_tablet(folder: Path, **other: object) -> Tablet:
    """Open a tablet that has this checklist beside those that ship."""
    return a_tablet(folder, plant=a_plant(checklists=[*shipped(), SHORT_AUDIT]), **other)  # type: ignore[arg-type]  # handed on as they are
