"""What is inside a verified backup of the central record, and which photos may be let go of for that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from checklists.moments import read_moment, write_moment
from checklists.protocol.messages import BackedUp
from checklists.records import finding, visit
from mobile.store import findings, visits
from mobile.store.database import Store
from mobile.store.identity import this_tablet

# So long a photo stays on the tablet after the server has received it, by the server's clock.
STAYS: Final = timedelta(days=30)

# The server's time where it has never said one: nothing is old by it.
_LONG_AGO: Final = "1970-01-01T00:00:00.000Z"

# Backups are made once a day or so.
_ASK_AGAIN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LastBackup:
    """What the server said last.

    Attributes:
        n: how far this tablet's chain is inside a verified backup.
        at: everything received until then is in the last backup; None before the first.
    """

    n: int
    at: str | None


@dataclass(frozen=True, slots=True)
class Room:
    """What photos taken here may give back.

    Attributes:
        now: names of the photos that may be let go of.
        now_bytes: how much that is.
        later_bytes: how much waits for nothing but its time.
        later_from: when the first of that may go, by the server's clock; None for nothing.
    """

    now: tuple[str, ...]
    now_bytes: int
    later_bytes: int
    later_from: datetime | None


def last_backup(store: Store) -> LastBackup | None:
    """Return what the server said last, None if it has not been asked yet."""
    row = store.row("select n, at from backed_up where incarnation = ?", (this_tablet(store).incarnation,))
    return LastBackup(row["n"], row["at"]) if row else None


def is_due(store: Store) -> bool:
    """Say whether it is time to ask: an hour has gone, or a photo has been received since."""
    row = store.row("select incarnation, asked_at from backed_up")
    if row is None or row["incarnation"] != this_tablet(store).incarnation:
        return True
    # A clock that was put back does not make it wait longer.
    is_recent = timedelta(0) <= store.now() - read_moment(row["asked_at"]) < _ASK_AGAIN
    new = store.row(
        "select 1 from photo where state = 'received' and receipt_at is null and freed_at is null"
    )
    return not is_recent or new is not None


def to_ask(store: Store) -> list[str]:
    """Return the photos the server has received and whose bytes are here, the oldest first."""
    rows = store.rows(
        "select sha from photo where state = 'received' and freed_at is null order by announced_at, sha"
    )
    return [row["sha"] for row in rows]


def note(store: Store, asked: list[str], said: BackedUp) -> None:
    """Take in what the server said of some photos.

    A photo the server does not have is sent again. One that it does have begins its time here now, if it has
    not begun: by the server's clock, because this tablet's may be wrong by years.
    """
    backed_up, missing = set(said.photos), set(said.missing)
    with store.transaction():
        note_asked(store, n=said.n, at=said.at, server_time=said.server_time)
        for sha in asked:
            if sha in missing:
                store.execute(_SEND_AGAIN, (sha,))
            else:
                store.execute(_STILL_THERE, (said.server_time, sha in backed_up, said.server_time, sha))


def note_asked(store: Store, *, n: int = 0, at: str | None = None, server_time: str | None = None) -> None:
    """Note that the server was asked, and when that was by both clocks; None if it did not say."""
    store.execute(
        """insert into backed_up values (1, ?1, ?2, ?3, coalesce(?4, ?6), ?5) on conflict(one) do update
            set incarnation = ?1, n = ?2, at = ?3, server_time = coalesce(?4, server_time), asked_at = ?5""",
        (this_tablet(store).incarnation, n, at, server_time, store.moment(), _LONG_AGO),
    )


def room(store: Store) -> Room:
    """Return what may be let go of.

    That is a photo which the server has received, which is inside a verified backup, for which `STAYS` has
    gone by since then, and which no open draft names.
    """
    said = store.row("select server_time from backed_up")
    rows = store.rows(
        """select sha, bytes, receipt_at from photo where state = 'received' and freed_at is null
            and receipt_at is not null and backed_up_at is not null order by receipt_at, sha"""
    )
    if said is None or not rows:
        return Room((), 0, 0, None)
    oldest = write_moment(read_moment(said["server_time"]) - STAYS)
    drafts = _in_drafts(store)
    closed = [row for row in rows if row["sha"] not in drafts]
    now = [row for row in closed if row["receipt_at"] <= oldest]
    later = [row for row in closed if row["receipt_at"] > oldest]
    return Room(
        now=tuple(row["sha"] for row in now),
        now_bytes=sum(row["bytes"] for row in now),
        later_bytes=sum(row["bytes"] for row in later),
        later_from=read_moment(later[0]["receipt_at"]) + STAYS if later else None,
    )


def note_freed(store: Store, sha: str) -> None:
    """Note that a photo's bytes are only in the central record now."""
    store.execute("update photo set freed_at = ? where sha = ?", (store.moment(), sha))


_SEND_AGAIN = """
    update photo set state = 'waiting', upload = '', sent = 0, received_at = null, receipt_at = null,
        backed_up_at = null where sha = ?
"""

_STILL_THERE = """
    update photo set receipt_at = coalesce(receipt_at, ?), backed_up_at = case when ? then ? end where sha = ?
"""


def _in_drafts(store: Store) -> set[str]:
    """Return the photos that a visit names which is not completed, or one of its findings."""
    rows = store.rows(
        "select distinct sha, kind, record from photo_of join photo using (sha) where freed_at is null"
    )
    is_open: dict[tuple[str, str], bool] = {}
    for row in rows:
        key = (row["kind"], row["record"])
        if key not in is_open:
            is_open[key] = _is_open(store, *key)
    return {row["sha"] for row in rows if is_open[row["kind"], row["record"]]}


def _is_open(store: Store, kind: str, record: str) -> bool:
    if kind == finding.KIND:
        found = findings.get(store, record)
        record = found.text("visit") if found else ""
    elif kind != visit.KIND:
        return False
    walked = visits.get(store, record) if record else None
    return walked is not None and walked.status == "draft"
