"""An action: one thing that is to be done, by one person until one day; a leader's promise is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, StrictBool, TypeAdapter

from checklists.ids import Id, QuestionKey, Slug, is_sha256
from checklists.moments import Moment
from checklists.records.fields import Vocabulary, rule
from checklists.records.values import PhotoRef, known_word
from checklists.text import Note

if TYPE_CHECKING:
    from checklists.journal.fold import RecordState

KIND = "action"

# Photos of what was done are below it.
DONE_PHOTO = "done/photo"
# And photos of how it was found when somebody looked whether it holds.
VERIFIED_PHOTO = "verified/photo"

_PHOTOS = TypeAdapter(dict[str, PhotoRef])


class ActionKind(StrEnum):
    """What an action is for."""

    CORRECTION = "correction"
    CORRECTIVE_ACTION = "corrective_action"
    PROMISE = "promise"

    @property
    def label(self) -> str:
        """The words people read."""
        return self.replace("_", " ").capitalize()


class Verified(StrEnum):
    """Whether what was done holds, said by somebody other than the owner."""

    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not_effective"


class ActionStatus(StrEnum):
    """How far an action is."""

    OPEN = "open"
    REOPENED = "reopened"
    DONE = "done"
    VERIFIED = "verified"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self in {ActionStatus.OPEN, ActionStatus.REOPENED}

    @property
    def label(self) -> str:
        """The words people read."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    ActionStatus.OPEN: "Open",
    ActionStatus.REOPENED: "Open again",
    ActionStatus.DONE: "Done, not looked at yet",
    ActionStatus.VERIFIED: "Done, and it holds",
}


def _is_a_day(text: str) -> str:
    try:
        # One form only, so that days sort as texts do.
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise ValueError("A day is written like 2026-03-03.")


Day = Annotated[str, AfterValidator(_is_a_day)]
"""A day of the calendar, such as `2026-03-03`."""


VOCABULARY = Vocabulary(
    KIND,
    (
        rule("text", Note),
        rule("kind", ActionKind),
        rule("owner", Id),
        rule("due", Day),
        rule("visit", Id),
        rule("finding", Id),
        rule("question", QuestionKey),
        rule("area", Slug),
        rule("department", Slug),
        rule("proposed_by", Id),
        rule("proposed_at", Moment),
        rule("done_at", Moment),
        rule("done_note", Note),
        rule("done/photo/{sha}", PhotoRef),
        rule("verified", Verified),
        rule("verified_by", Id),
        rule("verified_at", Moment),
        rule("verified_note", Note),
        rule("verified/photo/{sha}", PhotoRef),
        rule("withdrawn", StrictBool),
    ),
)


@dataclass(frozen=True, slots=True)
class Action:
    """An action as people read it, from the state of its record."""

    state: RecordState

    @property
    def id(self) -> str:
        """The record's id."""
        return self.state.record

    @property
    def kind(self) -> ActionKind:
        """What it is for; a corrective action until somebody has said."""
        return known_word(self.text("kind"), ActionKind, ActionKind.CORRECTIVE_ACTION)

    @property
    def is_promise(self) -> bool:
        """Whether its owner took it on for others."""
        return self.kind is ActionKind.PROMISE

    @property
    def owner(self) -> str:
        """The one person who does it; whoever proposed it until somebody is named."""
        return self.text("owner") or self.text("proposed_by")

    @property
    def due(self) -> date | None:
        """The day until which it is to be done, None while there is none."""
        try:
            return date.fromisoformat(self.text("due"))
        except ValueError:
            return None

    @property
    def status(self) -> ActionStatus:
        """How far it is; while people disagree, as open as any of them says."""
        verified = self.text("verified")
        if not self.text("done_at"):
            return ActionStatus.REOPENED if verified == Verified.NOT_EFFECTIVE else ActionStatus.OPEN
        return ActionStatus.VERIFIED if verified == Verified.EFFECTIVE else ActionStatus.DONE

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back; it stays in the journal."""
        return self.state.value("withdrawn") is True

    @property
    def photos(self) -> dict[str, PhotoRef]:
        """Photos of what was done, name to description."""
        return self._photos_below(DONE_PHOTO)

    @property
    def photos_of_looking(self) -> dict[str, PhotoRef]:
        """Photos of how it was found when somebody looked whether it holds, name to description."""
        return self._photos_below(VERIFIED_PHOTO)

    def is_late(self, today: date) -> bool:
        """Say whether it is still open after its day."""
        return self.status.is_open and self.due is not None and self.due < today

    def text(self, name: str) -> str:
        """Return a field that holds a text, empty if unset."""
        value = self.state.value(name)
        return value if isinstance(value, str) else ""

    def _photos_below(self, path: str) -> dict[str, PhotoRef]:
        named = {name: one for name, one in self.state.below(path).items() if is_sha256(name)}
        taken = _PHOTOS.validate_python(named)
        return dict(sorted(taken.items(), key=lambda one: (one[1].taken_at, one[0])))


def open_first(action: Action) -> tuple[int, int, str, str]:
    """Return a sort key: what is open first, by the day it is due.

    Then what is done and nobody has looked at, and what holds, each with the latest first.
    """
    if action.status.is_open:
        return 0, 0, action.text("due") or "9999", action.text("proposed_at")
    digits = "".join(one for one in action.text("done_at") if one.isdecimal() and one.isascii())
    return (1 if action.status is ActionStatus.DONE else 2), -int(digits or 0), "", action.id
