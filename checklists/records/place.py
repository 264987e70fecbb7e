"""Places: departments, and the areas in them where a walk happens."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from checklists.ids import Slug
from checklists.text import Line


class Department(BaseModel):
    """A part of the organisation; auditors audit any but their own."""

    model_config = ConfigDict(frozen=True)

    id: Slug
    name: Line


class Area(BaseModel):
    """A place one can stand in: Dock 2, Line 4, the tool store."""

    model_config = ConfigDict(frozen=True)

    id: Slug
    name: Line
    department: Slug
