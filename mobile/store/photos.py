"""Photos on their way: those taken here to the server, thumbnails of what others share to this tablet.

The bytes are in the photo vault; here is only what is known of them.
"""

import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from pydantic import ValidationError

from checklists.journal.op import Op
from checklists.moments import write_moment
from checklists.records.values import PhotoRef
from mobile.store.database import Store

# How long until a photo that was held back is sent again, and a thumbnail that was not there is asked
# for again: its photo may be days away.
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=1)

# Of each sort of pictures; at some ten thousand bytes each, a few megabytes of others' photos in all.
PICTURES_KEPT = 250


class PhotoState(StrEnum):
    """How far a photo taken here has come."""

    WAITING = "waiting"
    SENDING = "sending"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo taken on this tablet.

    Attributes:
        sha: its name, the SHA-256 of its bytes.
        bytes: its size.
        width: pixels.
        height: pixels.
        taken_at: when it was added.
        state: how far it has come.
        sent: bytes the server has confirmed.
        upload: where on the server its upload goes on, empty before it began.
        trouble: the sentence of what kept it back last, empty if nothing did.
        received_at: when the server had all of it, None until then.
    """

    sha: str
    bytes: int
    width: int
    height: int
    taken_at: str
    state: PhotoState
    sent: int
    upload: str
    trouble: str
    received_at: str | None


def announce(  # noqa: PLR0913 - the photo and the field that names it
    store: Store,
    sha: str,
    ref: PhotoRef,
    *,
    kind: str,
    record: str,
    name: str,
    state: PhotoState = PhotoState.WAITING,
) -> None:
    """Note a photo to send, in the transaction of the op whose field `name` holds it.

    Args:
        store: the tablet's database.
        sha: its name.
        ref: what the field says of it.
        kind: of the record.
        record: its id.
        name: of the field.
        state: `sending` for one of which the server may have something.
    """
    with store.transaction():
        store.execute(
            """insert into photo(sha, bytes, width, height, taken_at, state, announced_at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict(sha) do update set freed_at = null""",
            (sha, ref.bytes, ref.width, ref.height, ref.taken_at, state, store.moment()),
        )
        store.execute("insert or ignore into photo_of values (?, ?, ?, ?)", (sha, kind, record, name))


def announce_again(store: Store, op: Op) -> None:
    """Note the photos to send of an op that was made here and came back from the server.

    So a database that was set back knows again of the photos taken since; their bytes were not set back.
    """
    for kind, record, name, said, _ in op.changes():
        folder, _, sha = name.rpartition("/")
        if folder.rpartition("/")[2] != "photo" or said.value is None:
            continue
        try:
            ref = PhotoRef.model_validate(said.value)
        except ValidationError:
            continue
        announce(store, sha, ref, kind=kind, record=record, name=name, state=PhotoState.SENDING)


def forget(store: Store, sha: str) -> None:
    """Take a photo off what was taken here: its bytes are not here, and the server has it from a copy."""
    with store.transaction():
        for table in ("photo_of", "photo"):
            store.execute(f"delete from {table} where sha = ?", (sha,))  # noqa: S608 - ours


def photo(store: Store, sha: str) -> Photo | None:
    """Return what is known of a photo taken here, None for one from elsewhere."""
    row = store.row("select * from photo where sha = ?", (sha,))
    return _photo(row) if row else None


# A photo that was removed, or whose op the server did not apply, is named by no field any more.
_STILL_NAMED = """
    exists (select 1 from photo_of join field using (kind, record, name)
        where photo_of.sha = photo.sha and field.value <> 'null')
"""


# The server connects bytes with a record when they arrive, so it must have the op that names them: one it
# has confirmed, or one that came back from it.
_ANNOUNCED = """
    exists (select 1 from photo_of join field using (kind, record, name) left join link using (op_id)
        where photo_of.sha = photo.sha and field.value <> 'null'
            and (link.op_id is null or link.received_at is not null)
            and field.op_id not in (select op_id from unlinked))
"""


# A visit that is complete is waited for; a draft's pictures come after.
_OF_SEALED = """
    exists (select 1 from photo_of as of join field as seal on seal.kind = 'visit' and seal.name = 'seal'
            and seal.value <> 'null' and seal.record = case of.kind when 'visit' then of.record else (
                select json_extract(about.value, '$') from field as about
                    where about.kind = 'finding' and about.record = of.record and about.name = 'visit') end
        where of.sha = photo.sha)
"""


def to_send(store: Store) -> list[Photo]:
    """Return the photos the server has heard of and does not have; not those that wait.

    Those of sealed visits come first, then the oldest.
    """
    rows = store.rows(
        f"""select * from photo where state <> 'received' and {_ANNOUNCED}
            and (try_after <= :now or try_after > :latest)
            order by {_OF_SEALED} desc, announced_at, sha""",  # noqa: S608 - ours
        _times(store),
    )
    return [_photo(row) for row in rows]


def is_to_send(store: Store, sha: str) -> bool:
    """Say whether a photo is still to be sent: a record names it, and the server does not have it."""
    return bool(
        store.row(f"select 1 from photo where sha = ? and state <> 'received' and {_STILL_NAMED}", (sha,))  # noqa: S608 - ours
    )


def count_to_send(store: Store) -> int:
    """Return how many photos the server does not have yet and a record still names."""
    row = store.row(f"select count(*) as waiting from photo where state <> 'received' and {_STILL_NAMED}")  # noqa: S608 - ours
    return row["waiting"] if row else 0


def mark_sending(store: Store, sha: str, *, upload: str, sent: int) -> None:
    """Note where a photo's upload goes on and how many bytes the server has confirmed."""
    store.execute(
        "update photo set state = 'sending', upload = ?, sent = ?, trouble = '' where sha = ?",
        (upload, sent, sha),
    )


def mark_received(store: Store, sha: str) -> None:
    """Note that the server has all of a photo."""
    store.execute(
        "update photo set state = 'received', sent = bytes, trouble = '', received_at = ? where sha = ?",
        (store.moment(), sha),
    )


def mark_waiting(store: Store, sha: str) -> None:
    """Note that a photo starts again from its first byte."""
    store.execute("update photo set state = 'waiting', upload = '', sent = 0 where sha = ?", (sha,))


def mark_trouble(store: Store, sha: str, trouble: str) -> None:
    """Note what kept a photo back; it is sent again, from where it is, after a growing wait."""
    with store.transaction():
        row = store.row("select tries from photo where sha = ?", (sha,))
        store.execute(
            "update photo set trouble = ?, tries = tries + 1, try_after = ? where sha = ?",
            (trouble, _later(store, row["tries"] if row else 0), sha),
        )


def hurry(store: Store) -> None:
    """Let nothing wait any longer: somebody asked to send now."""
    with store.transaction():
        store.execute("update photo set try_after = '' where try_after <> ''")
        store.execute("update thumbnail set ask_after = '' where not here")


def to_fetch(store: Store) -> list[str]:
    """Return the names of others' photos whose thumbnail is not here, newest first.

    They are those of good practices, of other findings and how they were put right, and of what was done and
    looked at: the newest `PICTURES_KEPT` of each that came to this tablet.
    """
    rows = store.rows(_TO_FETCH, _times(store))
    return [row["sha"] for row in rows]


def mark_fetched(store: Store, sha: str) -> None:
    """Note that a thumbnail is here."""
    store.execute(
        """insert into thumbnail(sha, here, tries, ask_after) values (?, 1, 1, '')
            on conflict(sha) do update set here = 1""",
        (sha,),
    )


def mark_absent(store: Store, sha: str) -> None:
    """Note that the server does not have a photo yet; it is asked again after a growing wait."""
    with store.transaction():
        row = store.row("select tries from thumbnail where sha = ?", (sha,))
        tries = row["tries"] if row else 0
        store.execute(
            """insert into thumbnail(sha, here, tries, ask_after) values (?1, 0, ?2, ?3)
                on conflict(sha) do update set here = 0, tries = ?2, ask_after = ?3""",
            (sha, tries + 1, _later(store, tries)),
        )


_WAITS = """
    sha not in (select sha from photo)
        and not exists (select 1 from thumbnail where thumbnail.sha = shown.sha
            and (here or not (ask_after <= :now or ask_after > :latest)))
"""

# Of findings that have rows, of those held whole, and of actions.
_TO_FETCH = f"""
    with raised as (
        select record, max(value) as since from field where kind = 'finding' and name = 'raised_at'
            and record in (select record from field where kind = 'finding' and name = 'kind')
            and device not in (select device from identity)
            group by record order by since desc limit {PICTURES_KEPT}),
    shown as (
        select substr(picture.name, -64) as sha, since from raised join field as picture
            on picture.kind = 'finding' and picture.record = raised.record and picture.value <> 'null'
                and (picture.name >= 'photo/' and picture.name < 'photo0'
                    or picture.name >= 'corrected/photo/' and picture.name < 'corrected/photo0')
        union
        select picture.value, '"' || good.since || '"' from (
            select since, photos from part where whole and win order by since desc limit {PICTURES_KEPT})
            as good join json_each(good.photos) as picture
        union
        select picture.value, '"' || other.since || '"' from (
            select since, photos from part where whole and not win and photos <> '[]'
                order by since desc limit {PICTURES_KEPT})
            as other join json_each(other.photos) as picture
        union
        select * from (
            select substr(name, -64), '"' || at || '"' from field where kind = 'action'
                and (name >= 'done/photo/' and name < 'done/photo0'
                    or name >= 'verified/photo/' and name < 'verified/photo0')
                and value <> 'null' order by at desc limit {PICTURES_KEPT}))
    select sha from shown where {_WAITS} group by sha order by max(since) desc, sha
"""  # noqa: S608 - ours


def _later(store: Store, tries: int) -> str:
    return write_moment(store.now() + min(_FIRST_WAIT * 2 ** min(tries, 10), _LONGEST_WAIT))


def _times(store: Store) -> dict[str, str]:
    """Return now, and the latest moment anything waits for: a clock put right makes nothing wait longer."""
    return {"now": store.moment(), "latest": write_moment(store.now() + _LONGEST_WAIT)}


def _photo(row: sqlite3.Row) -> Photo:
    return Photo(
        sha=row["sha"],
        bytes=row["bytes"],
        width=row["width"],
        height=row["height"],
        taken_at=row["taken_at"],
        state=PhotoState(row["state"]),
        sent=row["sent"],
        upload=row["upload"],
        trouble=row["trouble"],
        received_at=row["received_at"],
    )
