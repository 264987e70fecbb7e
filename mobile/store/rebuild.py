"""Building the database anew from everything that can be read of a damaged one, which is kept aside.

What people see is worked out anew from the ops; a value whose op is lost is said again; and a new incarnation
offers the server everything, so that both have the same again.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mobile.errors import TabletError
from mobile.store import chain, identity, journal, photos, sums
from mobile.store.carrying import log_of
from mobile.store.damage import suspect
from mobile.store.database import Clock, Store, utc_now
from mobile.store.salvage import Row, salvage, unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from mobile.store.damage import Found

log = logging.getLogger(__name__)


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
    sums.sync_folder(database.parent)


def _make_whole(store: Store, fields: list[Row], found: Found) -> int:
    with store.transaction():
        me = identity.this_tablet(store)
        newest = store.rows("select max(stamp) as stamp from op")[0]["stamp"]
        if newest:
            identity.saw(store, newest)
        for row in store.rows("select distinct kind, record from op"):
            journal.rebuild(store, row["kind"], row["record"])
        said_again = _say_again(store, fields, me.device)
        if unreadable(found.pages):
            _link_what_has_none(store, me.device)
            _announce_photos(store, me.device)
        chain.begin_anew(store)
    return said_again


def _say_again(store: Store, fields: list[Row], device: str) -> int:
    """Write the values again that were said here and of which no op is left."""
    known = {row["op_id"] for row in store.rows("select op_id from op")}
    said = 0
    for row in sorted(fields, key=lambda one: str(one.get("stamp"))):
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
        """select op_id, body_hash from op where device = ? and op_id not in (select op_id from link)
            order by stamp, op_id""",
        (device,),
    ):
        chain.append(store, row["op_id"], row["body_hash"])


def _announce_photos(store: Store, device: str) -> None:
    for row in store.rows("select body from op where device = ? order by stamp, op_id", (device,)):
        photos.announce_again(store, journal.read_op(row["body"]))


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
    sums.sync_folder(database.parent)
    _put_aside(database, folder)
    ready.replace(database)
    sums.sync_folder(database.parent)


def _put_aside(database: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in _files_of(database):
        if file.exists():
            file.replace(folder / file.name)
    sums.sync_folder(folder)


def _ready(database: Path) -> Path:
    return database.with_name(f"{database.name}-rebuilt")


def _files_of(database: Path) -> list[Path]:
    shared = database.with_name(f"{database.name}-shm")
    return [database, log_of(database), shared, sums.beside(database), suspect(database)]
