"""What was announced or sent and is not settled yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sync_server.record.history import count_set_aside
from sync_server.record.received import count_waiting
from sync_server.record.visits import DRAFT, VisitFilter, list_visits

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much is waiting.

    Attributes:
        photos: announced, not yet received.
        set_aside: changes kept but not applied.
        drafts: visits still being walked.
    """

    photos: int
    set_aside: int
    drafts: int


def read_waiting(connection: Connection) -> Waiting:
    """Return how much is waiting now."""
    return Waiting(
        photos=count_waiting(connection),
        set_aside=count_set_aside(connection),
        drafts=list_visits(connection, VisitFilter(status=DRAFT), 1, 1).total,
    )
