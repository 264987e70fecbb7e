"""Checklists that are being written: the draft as it stands, and every change that led to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from checklists.ids import new_id
from checklists.moments import write_moment
from sync_server.record import schema
from sync_server.record.checklist_patches import InTheWay, about, apply, inverse, same

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from sync_server.record.checklist_patches import Draft, Patch

# Somebody who goes on typing makes one change, not one for every pause for breath.
_ONE_CHANGE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft as it stands.

    Attributes:
        id: of the draft.
        checklist: the id of the checklist it is to be a version of.
        content: its table, see `checklist_patches`.
        revision: counts its changes.
        begun_at: when.
        begun_by: the person.
        changed_at: when it was last changed.
    """

    id: str
    checklist: str
    content: Draft
    revision: int
    begun_at: str
    begun_by: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """An open draft as a list shows it; attributes as of an `OpenDraft`."""

    checklist: str
    title: str
    kind: str
    begun_at: str
    begun_by: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a draft.

    Attributes:
        n: its number in the draft, from 1.
        revision: the draft's, after it.
        person: who made it.
        at: when.
        patch: what was changed.
        applied: False where somebody else had changed the same: the draft stayed, and this is kept.
        undoes: the number of the change it takes back, None for none.
    """

    n: int
    revision: int
    person: str
    at: str
    patch: Patch
    applied: bool
    undoes: int | None


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes a draft, and when."""

    person: str
    now: datetime


def begin(connection: Connection, checklist: str, content: Draft, author: Author) -> OpenDraft:
    """Begin a draft of a checklist; where one is open already, that is returned as it is."""
    if (found := open_draft(connection, checklist)) is not None:
        return found
    at, name = write_moment(author.now), new_id()
    row = {
        "id": name,
        "checklist": checklist,
        "document": _bytes(content),
        **_summary(content),
        "revision": 0,
        "begun_at": at,
        "begun_by": author.person,
        "changed_at": at,
        "closed_at": None,
    }
    connection.execute(insert(schema.checklist_draft), row)
    return OpenDraft(name, checklist, content, 0, at, author.person, at)


def open_draft(connection: Connection, checklist: str) -> OpenDraft | None:
    """Return the open draft of a checklist, None if nobody is writing one."""
    return next(iter(_drafts(connection, schema.checklist_draft.c.checklist == checklist)), None)


def open_drafts(connection: Connection) -> list[DraftLine]:
    """Return every draft that is open, as a list shows it: no draft is read for it."""
    c = schema.checklist_draft.c
    wanted = select(c.checklist, c.title, c.kind, c.begun_at, c.begun_by, c.changed_at)
    rows = connection.execute(wanted.where(c.closed_at.is_(None)).order_by(c.begun_at))
    return [DraftLine(*row) for row in rows]


def close(connection: Connection, draft: OpenDraft, now: datetime) -> None:
    """Close a draft: it was published, or is put aside. Its history stays."""
    table = schema.checklist_draft
    connection.execute(update(table).where(table.c.id == draft.id).values(closed_at=write_moment(now)))


def change(connection: Connection, draft: OpenDraft, patch: Patch, author: Author) -> OpenDraft:
    """Make a change, and return the draft with it. Call `keep` where it raises.

    Raises:
        InTheWay: see `checklist_patches.apply`; nothing is changed.
    """
    content = apply(draft.content, patch)
    if content == draft.content:
        return draft
    return _changed(connection, draft, content, patch, author)


def keep(connection: Connection, draft: OpenDraft, patch: Patch, author: Author) -> None:
    """Keep a change that can't be made now in the history; the draft stays as it is."""
    _note(connection, draft, patch, author, applied=False, revision=draft.revision)


def take_back(connection: Connection, draft: OpenDraft, n: int, author: Author) -> OpenDraft:
    """Take a change back, or one that took another back, and return the draft.

    Raises:
        InTheWay: somebody has changed the same since; nothing is changed.
    """
    found = next(one for one in changes(connection, draft) if one.n == n)
    patch = inverse(found.patch)
    return _changed(connection, draft, apply(draft.content, patch), patch, author, undoes=n)


def changes(connection: Connection, draft: OpenDraft, since: int = -1) -> list[Change]:
    """Return the changes of a draft that made a revision after `since`, in order."""
    table = schema.checklist_change
    wanted = select(table).where(table.c.draft == draft.id, table.c.revision > since).order_by(table.c.n)
    return [_change(row) for row in connection.execute(wanted)]


def can_take_back(every: Sequence[Change], person: str) -> tuple[int | None, int | None]:
    """Return the numbers of the changes that a person's “undo” and “redo” take back, None for none."""
    done: list[int] = []
    undone: list[int] = []
    for one in every:
        if one.person != person or not one.applied:
            continue
        if one.undoes is None:
            done.append(one.n)
            undone.clear()
        elif one.undoes in done:
            done.remove(one.undoes)
            undone.append(one.n)
        elif one.undoes in undone:
            undone.remove(one.undoes)
            done.append(one.n)
    return (done[-1] if done else None, undone[-1] if undone else None)


def last_by(every: Sequence[Change], patch: Patch) -> Change | None:
    """Return the last change that touched what a change is about, None if none did."""
    return next((one for one in reversed(every) if one.applied and _is_same_place(one.patch, patch)), None)


def _is_same_place(one: Patch, other: Patch) -> bool:
    if one["do"] == other["do"] == "set":
        return bool(one["at"] == other["at"])
    return about(one) is not None and about(one) == about(other)


def _changed(  # noqa: PLR0913, PLR0917 - what a change consists of
    connection: Connection,
    draft: OpenDraft,
    content: Draft,
    patch: Patch,
    author: Author,
    undoes: int | None = None,
) -> OpenDraft:
    revision, at = draft.revision + 1, write_moment(author.now)
    table = schema.checklist_draft
    connection.execute(
        update(table)
        .where(table.c.id == draft.id)
        .values(document=_bytes(content), **_summary(content), revision=revision, changed_at=at)
    )
    if undoes is not None or not _goes_on(connection, draft, patch, author, revision):
        _note(connection, draft, patch, author, applied=True, revision=revision, undoes=undoes)
    return OpenDraft(draft.id, draft.checklist, content, revision, draft.begun_at, draft.begun_by, at)


def _goes_on(connection: Connection, draft: OpenDraft, patch: Patch, author: Author, revision: int) -> bool:
    """Add to the last change where the same person has just typed in the same place."""
    table = schema.checklist_change
    mine = select(table).where(table.c.draft == draft.id).order_by(table.c.n.desc()).limit(1)
    row = connection.execute(mine).one_or_none()
    last = _change(row) if row is not None else None
    earliest = write_moment(author.now - _ONE_CHANGE)
    if (
        last is None
        or patch["do"] != "set"
        or not last.applied
        or last.undoes is not None
        or (last.person, last.patch["do"], last.patch.get("at")) != (author.person, "set", patch["at"])
        or not same(last.patch["now"], patch["was"])
        or last.at < earliest
    ):
        return False
    together = {**last.patch, "now": patch["now"]}
    connection.execute(
        update(table)
        .where(table.c.draft == draft.id, table.c.n == last.n)
        .values(body=_bytes(together), revision=revision)
    )
    return True


def _note(  # noqa: PLR0913 - what a change consists of
    connection: Connection,
    draft: OpenDraft,
    patch: Patch,
    author: Author,
    *,
    applied: bool,
    revision: int,
    undoes: int | None = None,
) -> None:
    table = schema.checklist_change
    last = connection.execute(select(func.max(table.c.n)).where(table.c.draft == draft.id)).scalar_one()
    connection.execute(
        insert(table),
        {
            "draft": draft.id,
            "n": (last or 0) + 1,
            "revision": revision,
            "person": author.person,
            "at": write_moment(author.now),
            "body": _bytes(patch),
            "applied": applied,
            "undoes": undoes,
        },
    )


def _drafts(connection: Connection, *conditions: ColumnElement[bool]) -> list[OpenDraft]:
    table = schema.checklist_draft
    wanted = select(table).where(table.c.closed_at.is_(None), *conditions).order_by(table.c.begun_at)
    return [
        OpenDraft(
            row.id,
            row.checklist,
            json.loads(row.document),
            row.revision,
            row.begun_at,
            row.begun_by,
            row.changed_at,
        )
        for row in connection.execute(wanted)
    ]


def _summary(content: Draft) -> dict[str, str]:
    return {"title": str(content.get("title") or ""), "kind": str(content.get("kind") or "")}


def _change(row: Row[Any]) -> Change:
    return Change(row.n, row.revision, row.person, row.at, json.loads(row.body), row.applied, row.undoes)


def _bytes(content: Any) -> bytes:  # noqa: ANN401 - a draft, or a change of one
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


__all__ = [
    "Author",
    "Change",
    "DraftLine",
    "InTheWay",
    "OpenDraft",
    "about",
    "begin",
    "can_take_back",
    "change",
    "changes",
    "close",
    "keep",
    "last_by",
    "open_draft",
    "open_drafts",
    "take_back",
]
