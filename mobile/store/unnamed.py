"""What was raised here without a name and the server has not received: on its way, and then gone from here.

It is in no journal and names nobody. What was sent is written over in the file, not only let go of.
"""

from checklists.protocol.messages import Unnamed
from mobile.store.database import Store


def put(store: Store, raised: Unnamed) -> None:
    """Keep something until the server has it; part of whatever it replaces."""
    store.execute(
        "insert or ignore into unnamed(key, message) values (?, ?)",
        (raised.key, raised.model_dump_json().encode()),
    )


def waiting(store: Store) -> int:
    """Return how many things wait to be sent."""
    row = store.row("select count(*) as waiting from unnamed")
    return int(row["waiting"]) if row else 0


def next_one(store: Store) -> Unnamed | None:
    """Return one that waits, None if none does; in no order that says anything."""
    row = store.row("select message from unnamed order by key limit 1")
    return Unnamed.model_validate_json(row["message"]) if row else None


def received(store: Store, key: str) -> None:
    """Let go of what the server has; nothing of it is left on this tablet."""
    with store.leaving_nothing():
        store.execute("delete from unnamed where key = ?", (key,))
