"""Small things to remember on this tablet: the last place in the app of each person, the theme."""

from checklists.text import clean
from mobile.store.database import Store


def remember(store: Store, key: str, value: str) -> None:
    """Keep a value under a key, in place of the one before."""
    store.execute(
        "insert into memory(key, value) values (?1, ?2) on conflict(key) do update set value = ?2",
        (clean(key), clean(value)),
    )


def recall(store: Store, key: str) -> str | None:
    """Return what was kept under a key, None if nothing was."""
    row = store.row("select value from memory where key = ?", (clean(key),))
    return row["value"] if row else None


def forget(store: Store, key: str) -> None:
    """Keep nothing under a key any more."""
    store.execute("delete from memory where key = ?", (clean(key),))
