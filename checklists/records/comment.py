"""A comment: what a mentor says of a draft to its auditor alone; for learning, in no seal and no count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import StrictBool

from checklists.ids import Id, QuestionKey
from checklists.moments import Moment
from checklists.records.fields import Vocabulary, rule
from checklists.text import Note

if TYPE_CHECKING:
    from checklists.journal.fold import RecordState

KIND = "comment"

# What the visit's auditor says of it; everything else is the mentor's.
ANSWERING = frozenset({"reply", "replied_at", "taken_in_at"})

VOCABULARY = Vocabulary(
    KIND,
    (
        rule("visit", Id),
        # What it is about; neither of them: the whole visit.
        rule("question", QuestionKey),
        rule("finding", Id),
        rule("text", Note),
        rule("author", Id),
        rule("written_at", Moment),
        rule("withdrawn", StrictBool),
        rule("reply", Note),
        rule("replied_at", Moment),
        rule("taken_in_at", Moment),
    ),
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as people read it, from the state of its record."""

    state: RecordState

    @property
    def id(self) -> str:
        """The record's id."""
        return self.state.record

    @property
    def withdrawn(self) -> bool:
        """Whether its author took it back; it stays in the journal."""
        return self.state.value("withdrawn") is True

    @property
    def taken_in(self) -> bool:
        """Whether the auditor has said that they took it in."""
        return bool(self.text("taken_in_at"))

    @property
    def waits(self) -> bool:
        """Whether the auditor has neither answered it nor taken it in."""
        return not (self.taken_in or self.text("reply"))

    def text(self, name: str) -> str:
        """Return a field that holds a text, empty if unset."""
        value = self.state.value(name)
        return value if isinstance(value, str) else ""
