"""What one needs to know to put changes into words: whom, where and what they speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.form.checklist import HIGHEST_VERSION
from checklists.records import visit
from sync_server.record.checklists import published
from sync_server.record.history import titles
from sync_server.record.names import read_names
from sync_server.record.visits import read_visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from checklists.form.checklist import Checklist
    from sync_server.record.history import Change, RecordKey
    from sync_server.record.names import Names


@dataclass(frozen=True, slots=True)
class Background:
    """What some changes are about.

    Attributes:
        names: of people, places and tablets.
        titles: what their records are called.
        checklists: of the visits among them, where the record has one.
    """

    names: Names
    titles: dict[RecordKey, str]
    checklists: dict[RecordKey, Checklist]


def read_background(connection: Connection, changes: Sequence[Change]) -> Background:
    """Return what the changes are about; everything is read at once."""
    keys = {(one.kind, one.record) for one in changes if one.kind}
    found = {key: _checklist(connection, key[1]) for key in keys if key[0] == visit.KIND}
    checklists = {key: checklist for key, checklist in found.items() if checklist}
    return Background(read_names(connection), titles(connection, keys), checklists)


def _checklist(connection: Connection, record: str) -> Checklist | None:
    walked = read_visit(connection, record)
    return checklist_of(connection, walked) if walked else None


def checklist_of(connection: Connection, walked: visit.Visit) -> Checklist | None:
    """Return the checklist version a visit is walked with, None if the record does not have it."""
    identity, version = walked.checklist
    # A version beyond what a database can compare was never published.
    return published(connection, identity, version) if 0 < version <= HIGHEST_VERSION else None
