"""Reads the sample walks: what was answered, found and raised before today."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from checklists.ids import Slug
from checklists.records.action import ActionKind, Verified
from checklists.records.finding import FindingKind, Grade
from checklists.records.visit import Judgement

_PACKAGE = "sync_server.sample"

# Every sample photo was drawn in this size, in pixels.
PHOTO_WIDTH, PHOTO_HEIGHT = 1280, 800


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


_DaysAgo = Annotated[int, Field(ge=1)]


class SampleDone(_Entry):
    """That an action was done, and what somebody else saw who looked at it later."""

    days_ago: _DaysAgo
    note: str = ""
    photo: str | None = None
    looked_days_ago: _DaysAgo | None = None
    looked_by: Slug = ""
    looked: Verified = Verified.EFFECTIVE
    looked_note: str = ""


class SampleAction(_Entry):
    """What was agreed on, or promised by whoever walked; the day is counted from today."""

    text: str
    owner: Slug = ""
    kind: ActionKind = ActionKind.CORRECTIVE_ACTION
    due_in_days: int
    done: SampleDone | None = None


class SampleThanks(_Entry):
    """What somebody was thanked for, some days ago."""

    person: Slug
    days_ago: _DaysAgo
    to_person: Slug = ""
    to_team: str = ""
    text: str


class SampleFinding(_Entry):
    """What an answer led to, or what somebody raised; a photo is the name of a file in `photos/`."""

    kind: FindingKind
    grade: Grade | None = None
    statement: str
    evidence: str = ""
    clause: str | None = None
    photo: str | None = None
    correction: str = ""
    action: tuple[SampleAction, ...] = ()
    thanks: tuple[SampleThanks, ...] = ()


class SampleAnswer(_Entry):
    """What was answered to one question."""

    question: Slug
    judgement: Judgement
    note: str = ""
    reason: str = ""
    finding: tuple[SampleFinding, ...] = ()


class _Dated(_Entry):
    area: Slug
    person: Slug
    days_ago: _DaysAgo

    def _moment(self, today: date, at: time) -> datetime:
        return datetime.combine(today - timedelta(days=self.days_ago), at, UTC)


class SampleVisit(_Dated):
    """One walk; a draft has no signatures and no seal."""

    checklist: Slug
    start: time
    auditee: str = ""
    draft: bool = False
    addendum: str = ""
    promise: tuple[SampleAction, ...] = ()
    answer: tuple[SampleAnswer, ...]

    def started(self, today: date) -> datetime:
        """Return when it began."""
        return self._moment(today, self.start)


class SampleRaised(_Dated, SampleFinding):
    """Something raised outside a visit."""

    at: time

    def raised(self, today: date) -> datetime:
        """Return when it was raised."""
        return self._moment(today, self.at)


class SampleWalks(_Entry):
    """All of it, in any order."""

    visit: tuple[SampleVisit, ...]
    raised: tuple[SampleRaised, ...]


def sample_walks() -> SampleWalks:
    """Return the walks of the sample plant."""
    text = resources.files(_PACKAGE).joinpath("walks.toml").read_text("utf-8")
    return SampleWalks.model_validate(tomllib.loads(text))


def sample_organisation_file() -> bytes:
    """Return the bytes of the sample plant's organisation file."""
    return resources.files(_PACKAGE).joinpath("organisation.toml").read_bytes()


def sample_photo(name: str) -> bytes:
    """Return the JPEG bytes of a sample photo."""
    return resources.files(_PACKAGE).joinpath("photos", name).read_bytes()
