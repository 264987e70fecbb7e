"""The pulse: what the people of a department said of the visits they had, as counts and nothing else."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from checklists.ids import Slug

# With fewer, somebody who was there could tell who said what.
FEWEST_SHOWN: Final = 5


class Asked(StrEnum):
    """What the auditee is asked."""

    USEFUL = "useful"
    SAFE = "safe"


class Felt(StrEnum):
    """What one may answer with one tap."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
"""A month of the calendar, such as `2026-03`."""

_Count = Annotated[int, Field(ge=0)]


class FeltInMonth(BaseModel):
    """What the people of a department answered to one question in a month that is over.

    Attributes:
        month: in which the answers arrived.
        department: where they were given.
        asked: the question.
        yes: how many said so.
        partly: how many said so.
        no: how many said so.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    month: Month
    department: Slug
    asked: Asked
    yes: _Count = 0
    partly: _Count = 0
    no: _Count = 0

    @property
    def answers(self) -> int:
        """How many answered."""
        return self.yes + self.partly + self.no
