"""What the office decides and this tablet needs: people, places, checklists and visits that are due.

A new list takes the place of the old one; what it no longer holds stays readable for the visits that
name it, and is offered no more.
"""

from collections.abc import Iterable, Sequence

from pydantic import BaseModel

from checklists.protocol.messages import Reference
from mobile.errors import ReferenceEmpty
from mobile.store import memory, pulse
from mobile.store.database import Store

_TOO_NEW = "lists too new"


def replace(store: Store, reference: Reference, etag: str, *, too_new: str = "") -> None:
    """Take in the office's lists in one transaction.

    Args:
        store: the tablet's database.
        reference: the lists.
        etag: the server's mark of this state of them, to be asked with next time.
        too_new: what of them this version of the app could not read, in words; empty for nothing.

    Raises:
        ReferenceEmpty: there are no people or no checklists in it, where there were some before;
            nothing is changed.
    """
    with store.transaction():
        _refuse_sudden_emptiness(store, "person", "people", reference.people)
        _refuse_sudden_emptiness(store, "checklist", "checklists", reference.checklists)
        _list(store, "person", ((one.id, one) for one in reference.people))
        _list(store, "department", ((one.id, one) for one in reference.departments))
        _list(store, "area", ((one.id, one) for one in reference.areas))
        _list(store, "planned", ((one.id, one) for one in reference.planned))
        _list_checklists(store, reference)
        pulse.show(store, reference.felt)
        store.execute("insert or replace into reference values (1, ?, ?)", (etag, store.moment()))
        memory.remember(store, _TOO_NEW, too_new)


def etag(store: Store) -> str | None:
    """Return the mark of the lists that are here, None before the first ones arrived."""
    row = store.row("select etag from reference")
    return row["etag"] if row else None


def too_new(store: Store) -> str:
    """Return what of the lists this version of the app could not read, in words; empty for nothing."""
    return memory.recall(store, _TOO_NEW) or ""


def ask_anew(store: Store) -> None:
    """Ask for the lists once more if something in them could not be read: the app may have been updated."""
    if too_new(store):
        store.execute("update reference set etag = ''")


def _refuse_sudden_emptiness(store: Store, table: str, what: str, now: Sequence[BaseModel]) -> None:
    if not now and store.row(f"select 1 from {table} where listed limit 1"):  # noqa: S608 - ours
        raise ReferenceEmpty(what)


def _list(store: Store, table: str, entries: Iterable[tuple[str, BaseModel]]) -> None:
    store.execute(f"update {table} set listed = 0 where listed")  # noqa: S608 - ours
    for key, entry in entries:
        store.execute(
            f"insert or replace into {table}(id, listed, document) values (?, 1, ?)",  # noqa: S608 - ours
            (key, entry.model_dump_json()),
        )


def _list_checklists(store: Store, reference: Reference) -> None:
    store.execute("update checklist set listed = 0 where listed")
    offered = [(one, 1) for one in reference.checklists]
    for one, listed in (*offered, *((one, 0) for one in reference.retired)):
        # A published version never changes: the first one that came is kept.
        store.execute(
            """insert into checklist(id, version, listed, document) values (?, ?, ?, ?)
                on conflict(id, version) do update set listed = excluded.listed""",
            (one.id, one.version, listed, one.model_dump_json()),
        )
