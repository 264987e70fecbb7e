"""Building the database anew from everything that can be read of a damaged one, which is kept aside.

What people see is worked out anew from the ops; a value whose op is lost is said again; and a new incarnation
offers the server everything, so that both have the same again.
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklists.journal.canonical import as_bytes
from checklists.journal.draft_history import HistoryNotRead, unpack
from mobile.durable import sync_folder
from mobile.errors import TabletError
from mobile.store import chain, drafts, identity, journal, ops, photos, pulls, sums, whole
from mobile.store.carrying import log_of, shared_by
from mobile.store.damage import suspect
from mobile.store.database import Clock, Store, utc_now
from mobile.store.salvage import Row, salvage, unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from mobile.store.damage import Found

log = logging.getLogger(__name__)

_REFUSED = "select 1 from refusal where op_id = ?"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it.

    Attributes:
        changes: how many changes are in the new file.
        said_again: how many values were written again because only they were left of their change.
        unreadable: how many pages could not be read.
        stranger: whether the tablet's identity was lost, so that it has to be enrolled again.
        folder: where the damaged files are kept.
    """

    changes: int
    said_again: int
    unreadable: int
    stranger: bool
    folder: str


def rebuild(database: Path, found: Found, now: Clock = utc_now) -> Rebuilt:
    """Build a database anew and put it in the damaged one's place.

    Raises:
        OSError: a file can't be written; the damaged ones are as they were.
        TabletError: there is no space, or it can't be written; the damaged ones are as they were.
    """
    new = database.with_name(f"{database.name}-new")
    for left in _files_of(new):
        left.unlink(missing_ok=True)
    fields = salvage(new, found)
    store = Store.open(new, now=now)
    try:
        said_again = _make_whole(store, fields, found)
        changes = store.rows("select count(*) as n from op")[0]["n"]
        stranger = not identity.this_tablet(store).enrolled
        folder = _folder(database, store.moment())
    finally:
        store.close()
    _put_in_place(database, new, folder)
    return Rebuilt(changes, said_again, len(unreadable(found.pages)), stranger, str(folder))


def finish(database: Path) -> None:
    """Put a database in place whose building was ended just before that.

    Raises:
        OSError: a file can't be moved.
    """
    ready = _ready(database)
    if not ready.exists():
        return
    folder = _folder(database, "unfinished")
    _put_aside(database, folder)
    ready.replace(database)
    sync_folder(database.parent)


def _make_whole(store: Store, fields: list[Row], found: Found) -> int:
    with store.transaction():
        me = identity.this_tablet(store)
        newest = store.rows("select max(stamp) as stamp from op")[0]["stamp"]
        if newest:
            identity.saw(store, newest)
        _unpack_or_leave_packed(store)
        _work_out(store, me.device)
        # It comes again, and so do the ops it stood for.
        store.execute("delete from entry where op_id is not null and op_id not in (select op_id from op)")
        for stream in pulls.STREAMS:
            pulls.begin_again(store, stream)
        said_again = _say_again(store, fields, me.device)
        if unreadable(found.pages):
            _link_what_has_none(store, me.device)
            _announce_photos(store, me.device)
        chain.begin_anew(store)
    return said_again


def _unpack_or_leave_packed(store: Store) -> None:
    """Put the changes back of drafts whose seal is lost, and leave out those that a seal stands in for.

    Those may lie on old pages still; beside their seal they would be said twice.
    """
    for row in store.rows("select op_id, packed from draft_history"):
        try:
            if store.row("select 1 from op where op_id = ?", (row["op_id"],)) is None:
                drafts.take_out(store, row["op_id"])
            else:
                ops.forget(store, [ops.read(as_bytes(one)).op_id for one in unpack(row["packed"])])
        except HistoryNotRead as trouble:
            log.warning("one draft history could not be read: %s", trouble)
    store.execute("delete from draft_history where op_id not in (select op_id from op)")


def _work_out(store: Store, device: str) -> None:
    """Work out anew what the ops say: others' sealed visits are held whole, everything else has rows."""
    sealed: list[whole.Sealed] = []
    others: set[whole.Key] = set()
    for row in store.rows("select op_id from op order by stamp, op_id"):
        one = whole.read(_body(store, row["op_id"]))
        if one and one.device != device and not store.row(_REFUSED, (one.op_id,)):
            sealed.append(one)
        else:
            op = ops.read(_body(store, row["op_id"]))
            ops.keep_parts(store, op)
            others |= {(kind, record) for kind, record, _ in op.parts()}
    taken = Counter(key for one in sealed for key in one.keys)
    for one in sealed:
        if others.isdisjoint(one.keys) and all(taken[key] == 1 for key in one.keys):
            whole.list_parts(store, [one])
        else:
            op = ops.read(one.body)
            ops.keep_parts(store, op)
            others |= one.keys
    for kind, record in sorted(others):
        journal.rebuild(store, kind, record)


def _body(store: Store, op_id: str) -> bytes:
    body: bytes = store.rows("select body from op where op_id = ?", (op_id,))[0]["body"]
    return body


def _say_again(store: Store, fields: list[Row], device: str) -> int:
    """Write the values again that were said here and of which no op is left."""
    known = {row["op_id"] for row in store.rows("select op_id from op")}
    said = 0
    for row in sorted(fields, key=lambda one: (str(one.get("stamp")), one.get("name") == "seal")):
        if row["op_id"] in known or row["device"] != device:
            continue
        now = journal.state(store, row["kind"], row["record"]).field(row["name"]).in_order
        # What was said later stands.
        if any(one.stamp > row["stamp"] for one in now):
            continue
        try:
            values = {row["name"]: json.loads(row["value"])}
            journal.write(store, person=row["person"], kind=row["kind"], record=row["record"], values=values)
        except (ValueError, TabletError) as trouble:
            log.warning("one value could not be said again: %s", trouble)
            continue
        said += 1
    return said


def _link_what_has_none(store: Store, device: str) -> None:
    for row in store.rows(
        """select op_id from op where device = ? and op_id not in (select op_id from link)
            and op_id not in (select op_id from unlinked) order by stamp, op_id""",
        (device,),
    ):
        chain.await_link(store, row["op_id"])
        # What said whether the server has it may be lost.
        chain.note_offered(store, [row["op_id"]])


def _announce_photos(store: Store, device: str) -> None:
    for row in store.rows("select body from op where device = ? order by stamp, op_id", (device,)):
        photos.announce_again(store, ops.read(row["body"]))


def _folder(database: Path, moment: str) -> Path:
    name = moment.replace(":", "-")
    folder = database.parent / "damaged" / name
    n = 1
    while folder.exists():
        n += 1
        folder = database.parent / "damaged" / f"{name}-{n}"
    return folder


def _put_in_place(database: Path, new: Path, folder: Path) -> None:
    with new.open("rb") as file:
        os.fsync(file.fileno())
    sums.beside(new).unlink(missing_ok=True)
    # From here on the next start goes on with it, wherever this one ends.
    ready = _ready(database)
    new.replace(ready)
    sync_folder(database.parent)
    _put_aside(database, folder)
    ready.replace(database)
    sync_folder(database.parent)


def _put_aside(database: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in _files_of(database):
        if file.exists():
            file.replace(folder / file.name)
    sync_folder(folder)


def _ready(database: Path) -> Path:
    return database.with_name(f"{database.name}-rebuilt")


def _files_of(database: Path) -> list[Path]:
    return [database, log_of(database), shared_by(database), sums.beside(database), suspect(database)]
