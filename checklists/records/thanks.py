"""Thanks: a sentence from one person to another or to a team; given by people, never computed or counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.ids import Id
from checklists.moments import Moment
from checklists.records.fields import Vocabulary, rule
from checklists.text import Line, Note

if TYPE_CHECKING:
    from checklists.journal.fold import RecordState

KIND = "thanks"

VOCABULARY = Vocabulary(
    KIND,
    (
        rule("from", Id),
        rule("to_person", Id),
        # A department's or an area's id, or what the people call themselves.
        rule("to_team", Line),
        rule("text", Note),
        rule("finding", Id),
        rule("action", Id),
        rule("visit", Id),
        rule("at", Moment),
    ),
)


@dataclass(frozen=True, slots=True)
class Thanks:
    """Thanks as people read it, from the state of its record."""

    state: RecordState

    @property
    def id(self) -> str:
        """The record's id."""
        return self.state.record

    def text(self, name: str) -> str:
        """Return a field that holds a text, empty if unset."""
        value = self.state.value(name)
        return value if isinstance(value, str) else ""
