"""Opening the database so that the app works whatever has become of the file: put right, or built anew."""

from __future__ import annotations

import itertools
import json
import logging
import time
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Any, Final

from checklists.journal.canonical import digest
from checklists.journal.fold import RecordState, fold
from mobile.errors import StoreDamaged, StoreUnreachable
from mobile.store import journal, memory, ops, sums
from mobile.store.damage import Found, look, suspect
from mobile.store.database import CHECK_SECONDS, Clock, Store, utc_now
from mobile.store.rebuild import finish, rebuild

try:
    import fcntl
except ImportError:
    # Windows: whoever tries the app there opens it once.
    fcntl = None  # type: ignore[assignment]  # there or not

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

_KEY: Final = "put right"


class What(StrEnum):
    """What was done: bits turned back, the file built anew; or nothing, and a change may be missing."""

    TURNED_BACK = "turned_back"
    BUILT_ANEW = "built_anew"
    CUT_SHORT = "cut_short"


@dataclass(frozen=True, slots=True)
class PutRight:
    """What was done about the database at a start, to be told.

    Attributes:
        what: which of them.
        at: when.
        changes: how many changes were read back; 0 if it was not built anew.
        unreadable: how many places could not be read.
        stranger: whether the tablet has to be enrolled again.
        folder: where the damaged files are kept, empty if none are.
    """

    what: What
    at: str
    changes: int = 0
    unreadable: int = 0
    stranger: bool = False
    folder: str = ""


def open_with_care(path: Path, *, now: Clock = utc_now) -> Store:
    """Open the database; a damaged one is put right or built anew first, and `put_right` says so.

    Raises:
        StoreTooNew: a newer version of the app wrote it.
        StoreFull: there is no space for what has to be written.
        StoreUnreachable: the file or its folder can't be opened.
    """
    held = _hold(path)
    if held is None:
        # Another window of the app has looked at it already.
        return Store.open(path, now=now)
    try:
        store = _open(path, now)
    except OSError as error:
        held.close()
        raise StoreUnreachable(path) from error
    except BaseException:
        held.close()
        raise
    store.closed = held.close
    return store


def put_right(store: Store) -> PutRight | None:
    """Return what was done about the database and nobody has read yet."""
    kept = memory.recall(store, _KEY)
    if kept is None:
        return None
    told: dict[str, Any] = json.loads(kept)  # Any: what JSON holds
    return PutRight(**{**told, "what": What(told["what"])})


def has_been_read(store: Store) -> None:
    """Note that somebody has read what was done."""
    memory.forget(store, _KEY)


def _open(path: Path, now: Clock) -> Store:
    finish(path)
    found = look(path)
    if not found.beyond and not suspect(path).exists():
        store = _open_sound(path, found, now)
        if store is not None:
            _tell(store, found)
            return store
    found = look(path, to_rebuild=True)
    log.error("%s is damaged and built anew", path)
    rebuilt = rebuild(path, found, now)
    store = Store.open(path, now=now)
    told = PutRight(
        What.BUILT_ANEW,
        store.moment(),
        rebuilt.changes,
        rebuilt.unreadable,
        stranger=rebuilt.stranger,
        folder=rebuilt.folder,
    )
    _remember(store, told)
    return store


def _open_sound(path: Path, found: Found, now: Clock) -> Store | None:
    try:
        store = Store.open(path, now=now, vouched=found.vouched)
    except StoreDamaged:
        return None
    try:
        sound = found.vouched or _adds_up(store)
    except (StoreDamaged, ValueError):
        sound = False
    if not sound:
        store.close()
        return None
    if not found.vouched:
        # They are another file's, or damaged; new ones are taken of this file.
        sums.beside(path).unlink(missing_ok=True)
    return store


def _adds_up(store: Store) -> bool:
    """Say whether ops and fields are as they were written, for a file whose pages nothing vouches for."""
    if any(digest(row["body"]) != row["body_hash"] for row in store.rows("select body, body_hash from op")):
        return False
    deadline = time.monotonic() + CHECK_SECONDS
    keys = [(row["kind"], row["record"]) for row in store.rows("select distinct kind, record from op")]
    # A large tablet is looked at as far as that goes; from now on its pages have sums.
    in_time = itertools.takewhile(lambda _: time.monotonic() < deadline, keys)
    return all(_is_its_fold(store, *key) for key in in_time)


def _is_its_fold(store: Store, kind: str, record: str) -> bool:
    folded = fold(ops.of_record(store, kind, record)).get((kind, record), RecordState(record, kind))
    return journal.state(store, kind, record) == folded


def _tell(store: Store, found: Found) -> None:
    if found.cut_short:
        _remember(store, PutRight(What.CUT_SHORT, store.moment()))
    elif found.bits:
        log.error("%s turned bits were put right in %s", found.bits, store.path)
        _remember(store, PutRight(What.TURNED_BACK, store.moment()))


def _remember(store: Store, told: PutRight) -> None:
    memory.remember(store, _KEY, json.dumps(asdict(told)))


def _hold(path: Path) -> IO[bytes] | None:
    """Return what keeps others from looking at the same file; None if somebody does already."""
    try:
        file = path.with_name(f"{path.name}-held").open("wb")
    except OSError as error:
        raise StoreUnreachable(path) from error
    if fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return None
    return file
