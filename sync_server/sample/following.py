"""What came of the sample walks: actions agreed on and promised, done, looked at, and thanks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from checklists.ids import new_id
from checklists.moments import write_moment
from checklists.records import action, thanks
from checklists.records.action import DONE_PHOTO, ActionKind, Verified
from sync_server.record.people import person_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue

    from sync_server.sample.pen import Pen
    from sync_server.sample.pictures import Pictures
    from sync_server.sample.walks import SampleAction, SampleDone, SampleFinding, SampleThanks

_DONE, _LOOKED, _THANKED = time(13, 30), time(9, 20), time(15, 10)

# What an action is told of the place of its finding.
_ABOUT: Final = ("visit", "finding", "question", "area", "department")


class Following:
    """Says what came of it, one op after another."""

    def __init__(self, pen: Pen, pictures: Pictures, now: datetime) -> None:
        self._pen = pen
        self._pictures = pictures
        self._today = now.date()

    def of_finding(self, found: SampleFinding, person: str, at: datetime, place: Mapping[str, str]) -> None:
        """Say what was agreed about a finding by whoever found it, and who was thanked for it."""
        for one in found.action:
            self._propose(one, person, one.owner, at, place)
        for given in found.thanks:
            self._thank(given, place)

    def promised(self, one: SampleAction, person: str, at: datetime, place: Mapping[str, str]) -> None:
        """Say what whoever walked took on."""
        self._propose(one.model_copy(update={"kind": ActionKind.PROMISE}), person, person, at, place)

    def _propose(
        self, one: SampleAction, person: str, owner: str, at: datetime, place: Mapping[str, str]
    ) -> None:
        record = new_id()
        values: dict[str, JsonValue] = {
            **{name: place[name] for name in _ABOUT if name in place},
            "text": one.text,
            "kind": str(one.kind),
            "owner": person_id(owner),
            "due": (self._today + timedelta(days=one.due_in_days)).isoformat(),
            "proposed_by": person_id(person),
            "proposed_at": write_moment(at),
        }
        self._pen.write(person_id(person), action.KIND, record, at, values)
        if one.done:
            self._do(one.done, owner, record)

    def _do(self, done: SampleDone, owner: str, record: str) -> None:
        at = self._ago(done.days_ago, _DONE)
        photo = self._pictures.field(DONE_PHOTO, done.photo, at)
        said: dict[str, JsonValue] = {"done_at": write_moment(at), "done_note": done.note, **photo}
        self._pen.write(person_id(owner), action.KIND, record, at, said)
        if done.looked_days_ago:
            at = self._ago(done.looked_days_ago, _LOOKED)
            opened = ["done_at", "done_note", *photo] if done.looked is Verified.NOT_EFFECTIVE else []
            seen: dict[str, JsonValue] = {
                "verified": str(done.looked),
                "verified_by": person_id(done.looked_by),
                "verified_at": write_moment(at),
                "verified_note": done.looked_note or None,
                **dict.fromkeys(opened),
            }
            self._pen.write(person_id(done.looked_by), action.KIND, record, at, seen)

    def _thank(self, given: SampleThanks, place: Mapping[str, str]) -> None:
        at = self._ago(given.days_ago, _THANKED)
        values: dict[str, JsonValue] = {
            "from": person_id(given.person),
            "to_person": person_id(given.to_person) if given.to_person else None,
            "to_team": given.to_team or None,
            "text": given.text,
            "finding": place["finding"],
            "at": write_moment(at),
        }
        said = {name: value for name, value in values.items() if value is not None}
        self._pen.write(person_id(given.person), thanks.KIND, new_id(), at, said)

    def _ago(self, days: int, at: time) -> datetime:
        return datetime.combine(self._today - timedelta(days=days), at, UTC)
