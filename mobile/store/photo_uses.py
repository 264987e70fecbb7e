"""What still needs a photo that was taken here, and whether anything of it has left the tablet."""

from mobile.store import journal, memory
from mobile.store.database import Store
from mobile.store.photos import PhotoState, photo


def is_used(store: Store, sha: str) -> bool:
    """Say whether a record, or something that is being filled in, still names a photo."""
    if store.row(_NAMED, {"named": f"photo/{sha}", "below": f"%/photo/{sha}"}):
        return True
    # A completed visit is held whole, without rows for its fields.
    for row in store.rows("select kind, record, name from photo_of where sha = ?", (sha,)):
        if journal.state(store, row["kind"], row["record"]).value(row["name"]) is not None:
            return True
    return bool(store.row("select 1 from memory where key like 'raising/%' and instr(value, ?)", (sha,)))


def has_left(store: Store, sha: str) -> bool:
    """Say whether the server has a photo or has begun to receive it; one that is not from here has."""
    known = photo(store, sha)
    if known is None:
        # Not announced yet, unless a record from elsewhere names it.
        return bool(store.row(_NAMED, {"named": f"photo/{sha}", "below": f"%/photo/{sha}"}))
    return known.state is not PhotoState.WAITING or bool(known.sent or known.upload)


def to_destroy(store: Store) -> list[str]:
    """Return the photos whose bytes are to be deleted and may still be here, as after a flat battery."""
    rows = store.rows("select key from memory where key like ?", (f"{_GOING}%",))
    return [row["key"].removeprefix(_GOING) for row in rows]


def mark_to_destroy(store: Store, sha: str) -> None:
    """Note that a photo's bytes are to be deleted, before that is done."""
    memory.remember(store, f"{_GOING}{sha}", "")


def mark_destroyed(store: Store, sha: str) -> None:
    """Note that a photo's bytes are gone, or needed after all."""
    memory.forget(store, f"{_GOING}{sha}")


_GOING = "destroy/"

_NAMED = """
    select 1 from field where (name = :named or name like :below) and value <> 'null' limit 1
"""
