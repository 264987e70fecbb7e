"""What every part of a checklist is built on: it never changes, and knows its own names only."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A part of a checklist.

    What the format did not have from the beginning has a default and `exclude_if`: where it says nothing it
    is left out of all that is written and hashed, so that a checklist keeps the hash it was published with.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


def is_unset(value: object) -> bool:
    """Say whether a field says nothing: None, False, or an empty list, text or table; a 0 says something."""
    return value is None or value is False or value in ((), "", {})
