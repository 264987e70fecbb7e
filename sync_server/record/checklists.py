"""Published checklists: a version, once published, never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select

from checklists.checklist import Checklist
from checklists.journal.canonical import canonical
from checklists.moments import write_moment
from sync_server.errors import CannotGoOn
from sync_server.record import schema

if TYPE_CHECKING:
    from datetime import datetime


def publish(connection: Connection, one: Checklist, now: datetime) -> None:
    """Publish a checklist; one that is published with the same content stays as it is.

    Raises:
        CannotGoOn: this version is published with other content.
    """
    table = schema.checklist
    this = (table.c.id == one.id) & (table.c.version == one.version)
    known = connection.execute(select(table.c.hash).where(this)).scalar_one_or_none()
    if known is None:
        connection.execute(insert(table), _row(one, now))
    elif known != one.content_hash():
        raise CannotGoOn(
            f"Version {one.version} of the checklist “{one.id}” was published with other content, and a "
            f"published version never changes. Give the edited one version {one.version + 1}."
        )


def published(connection: Connection, checklist: str, version: int) -> Checklist | None:
    """Return one published version, None if there is none."""
    table = schema.checklist
    wanted = (table.c.id == checklist) & (table.c.version == version)
    document = connection.execute(select(table.c.document).where(wanted)).scalar_one_or_none()
    return Checklist.model_validate_json(document) if document is not None else None


def current_checklists(connection: Connection) -> list[Checklist]:
    """Return the newest version of each checklist, by title."""
    table = schema.checklist
    rows = connection.execute(select(table.c.id, table.c.document).order_by(table.c.id, table.c.version))
    newest = {row.id: row.document for row in rows}
    return sorted(map(Checklist.model_validate_json, newest.values()), key=lambda one: one.title)


def _row(one: Checklist, now: datetime) -> dict[str, object]:
    return {
        "id": one.id,
        "version": one.version,
        "document": canonical(one.model_dump(mode="json")),
        "hash": one.content_hash(),
        "published_at": write_moment(now),
    }
