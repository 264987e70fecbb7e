"""Published checklists: a version, once published, never changes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from checklists.form.checklist import Checklist
from checklists.journal.canonical import canonical
from checklists.moments import write_moment
from sync_server.errors import CannotGoOn
from sync_server.record import schema
from sync_server.record.asked import Asked
from sync_server.record.database import Engine, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row


_C = schema.checklist.c

# Made once: to put it together takes longer than to ask it.
_DOCUMENT: Final = Asked(
    select(_C.document).where(_C.id == bindparam("checklist"), _C.version == bindparam("version"))
)


@dataclass(frozen=True, slots=True)
class Published:
    """What is known of a published version.

    Attributes:
        checklist: the version itself.
        published_at: when.
        published_by: the person; None where it came with the server or from a file.
        note: what changed with it, in that person's words; may be empty.
        off: rules of the linter that are switched off for it, each with the reason.
        made_from: by language and place the original words a translation was made from, where the original
            has changed since; see `checklist_origins`.
    """

    checklist: Checklist
    published_at: str
    published_by: str | None = None
    note: str = ""
    off: Mapping[str, str] | None = None
    made_from: Mapping[str, Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """Who publishes a version, what they say of it, and what they know of it; as of a `Published`."""

    person: str
    note: str
    off: Mapping[str, str]
    made_from: Mapping[str, Mapping[str, Any]]


def publish(connection: Connection, one: Checklist, now: datetime, signed: Signed | None = None) -> bool:
    """Publish a checklist and say whether it is new; one published with the same content stays as it is.

    Args:
        connection: a transaction that may write.
        one: what is published.
        now: the moment.
        signed: who publishes it at the pages; None where it comes with the server or from a file.

    Raises:
        CannotGoOn: this version is published with other content.
    """
    known = _published_hash(connection, one)
    if known == one.content_hash():
        return False
    if known is not None:
        raise CannotGoOn(_never_changes(one, _newest_version(connection, one.id)))
    connection.execute(insert(schema.checklist), {**_row(one, now), **_signed(signed)})
    return True


def publish_all(engine: Engine, checklists: Sequence[Checklist], now: datetime) -> list[Checklist]:
    """Publish checklists, all of them or none, and return those that are new.

    Raises:
        CannotGoOn: a version is published with other content, or older than the one that tablets use; the
            text says so of each.
    """
    with writing(engine) as connection:
        in_the_way = [said for one in checklists if (said := _in_the_way(connection, one))]
        if in_the_way:
            raise CannotGoOn("\n".join(["Nothing has been published.", *dict.fromkeys(in_the_way)]))
        return [one for one in checklists if publish(connection, one, now)]


def published(connection: Connection, checklist: str, version: int) -> Checklist | None:
    """Return one published version, None if there is none."""
    found = _DOCUMENT.rows(connection, checklist=checklist, version=version)
    return next((_read(document) for (document,) in found), None)


@lru_cache(maxsize=100)
def _read(document: bytes) -> Checklist:
    # Every push asks for the checklists of its visits, and these are few.
    return Checklist.model_validate_json(document)


def current_checklists(connection: Connection) -> list[Checklist]:
    """Return the newest version of each checklist that is offered, by title."""
    return [one for one in newest_checklists(connection) if one.id not in retired(connection)]


def retired_checklists(connection: Connection) -> list[Checklist]:
    """Return the newest version of each checklist that is offered no more, by title."""
    return [one for one in newest_checklists(connection) if one.id in retired(connection)]


def newest_checklists(connection: Connection) -> list[Checklist]:
    """Return the newest version of each checklist, by title."""
    table = schema.checklist
    rows = connection.execute(select(table.c.id, table.c.document).order_by(table.c.id, table.c.version))
    newest = {row.id: row.document for row in rows}
    return sorted(map(Checklist.model_validate_json, newest.values()), key=lambda one: one.title)


def versions(connection: Connection, checklist: str) -> list[Published]:
    """Return the published versions of a checklist, the newest first."""
    table = schema.checklist
    wanted = select(table).where(table.c.id == checklist).order_by(table.c.version.desc())
    return [_published(row) for row in connection.execute(wanted)]


def _published(row: Row[Any]) -> Published:
    return Published(
        checklist=_read(row.document),
        published_at=row.published_at,
        published_by=row.published_by,
        note=row.note or "",
        off=json.loads(row.lint_off or "{}"),
        made_from=json.loads(row.made_from or "{}"),
    )


def newest_published(connection: Connection) -> list[Published]:
    """Return the newest published version of each checklist, by title."""
    table = schema.checklist
    newest = select(table.c.id, func.max(table.c.version).label("version")).group_by(table.c.id).subquery()
    wanted = select(table).join(newest, (table.c.id == newest.c.id) & (table.c.version == newest.c.version))
    found = [_published(row) for row in connection.execute(wanted)]
    return sorted(found, key=lambda one: one.checklist.title.casefold())


def used_in(connection: Connection) -> dict[tuple[str, int], int]:
    """Return how many visits were walked with each version; those set aside before sealing don't count."""
    c = schema.visit.c
    counted = select(c.checklist, c.checklist_version, func.count()).where(~c.discarded)
    rows = connection.execute(counted.group_by(c.checklist, c.checklist_version))
    return {(row[0], row[1]): row[2] for row in rows}


def retired(connection: Connection) -> dict[str, tuple[str, str | None]]:
    """Return the checklists that are offered no more, each with when and by whom."""
    rows = connection.execute(select(schema.checklist_retired))
    return {row.checklist: (row.retired_at, row.retired_by) for row in rows}


def retire(connection: Connection, checklist: str, person: str, now: datetime) -> bool:
    """Offer a checklist no more, and say whether that can be: tablets need one at least."""
    if all(one.id == checklist for one in current_checklists(connection)):
        return False
    offer_again(connection, checklist)
    row = {"checklist": checklist, "retired_at": write_moment(now), "retired_by": person}
    connection.execute(insert(schema.checklist_retired), row)
    return True


def offer_again(connection: Connection, checklist: str) -> None:
    """Offer a checklist to tablets again."""
    connection.execute(
        delete(schema.checklist_retired).where(schema.checklist_retired.c.checklist == checklist)
    )


def _in_the_way(connection: Connection, one: Checklist) -> str | None:
    known, newest = _published_hash(connection, one), _newest_version(connection, one.id)
    if known == one.content_hash():
        return None
    if known is not None:
        return _never_changes(one, newest)
    return _is_older(one, newest) if one.version < newest else None


def _published_hash(connection: Connection, one: Checklist) -> str | None:
    table = schema.checklist
    this = (table.c.id == one.id) & (table.c.version == one.version)
    return connection.execute(select(table.c.hash).where(this)).scalar_one_or_none()


def _newest_version(connection: Connection, checklist: str) -> int:
    table = schema.checklist
    newest = select(func.max(table.c.version)).where(table.c.id == checklist)
    return connection.execute(newest).scalar_one() or 0


def _never_changes(one: Checklist, newest: int) -> str:
    return (
        f"Version {one.version} of the checklist “{one.id}” was published with other content, and a "
        f"published version never changes. {_raise_it(newest)}"
    )


def _is_older(one: Checklist, newest: int) -> str:
    return (
        f"Version {newest} of the checklist “{one.id}” is published, and tablets use the newest: nobody "
        f"would see version {one.version}. {_raise_it(newest)}"
    )


def _raise_it(newest: int) -> str:
    return f"Raise the version to {newest + 1}, or give the checklist an id of its own."


def _signed(signed: Signed | None) -> dict[str, object]:
    if signed is None:
        return {"published_by": None, "note": None, "lint_off": None, "made_from": None}
    off = json.dumps(dict(signed.off), ensure_ascii=False)
    made_from = json.dumps(dict(signed.made_from), ensure_ascii=False)
    return {"published_by": signed.person, "note": signed.note, "lint_off": off, "made_from": made_from}


def _row(one: Checklist, now: datetime) -> dict[str, object]:
    return {
        "id": one.id,
        "version": one.version,
        "document": canonical(one.model_dump(mode="json")),
        "hash": one.content_hash(),
        "published_at": write_moment(now),
    }
