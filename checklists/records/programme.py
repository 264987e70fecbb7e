"""The programme: visits that are due, with who, where and when."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from checklists.ids import Id, Slug


class PlannedVisit(BaseModel):
    """A visit somebody is expected to make."""

    model_config = ConfigDict(frozen=True)

    id: Slug
    checklist: Slug
    area: Slug
    person: Id
    due_on: date
