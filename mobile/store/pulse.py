"""What auditees said of the visits, each answer by itself; no visit, no name and no moment is kept with it.

An answer waits here until a later day, so that it does not arrive together with the visit it is about, and
is then sent with nothing but its department. What comes back are the counts of months that are over.
"""

from collections.abc import Iterable
from datetime import timedelta
from secrets import token_hex

from checklists.protocol.messages import Pulse
from checklists.records.pulse import Asked, Felt, FeltInMonth
from mobile.store import memory
from mobile.store.database import Store

_SHOWN = "pulse shown"


def answer(store: Store, department: str, asked: Asked, felt: Felt) -> None:
    """Keep one answer until it is sent, from tomorrow on."""
    said = Pulse(key=token_hex(32), department=department, asked=asked, felt=felt)
    tomorrow = (store.now() + timedelta(days=1)).date().isoformat()
    store.execute(
        "insert into pulse(key, from_day, message) values (?, ?, ?)",
        (said.key, tomorrow, said.model_dump_json()),
    )


def next_one(store: Store) -> Pulse | None:
    """Return an answer that may be sent, None if there is none; in no order that says anything."""
    today = store.now().date().isoformat()
    row = store.row("select message from pulse where from_day <= ? order by key limit 1", (today,))
    return Pulse.model_validate_json(row["message"]) if row else None


def received(store: Store, key: str) -> None:
    """Let go of what the server has counted; nothing of it is left on this tablet."""
    with store.leaving_nothing():
        store.execute("delete from pulse where key = ?", (key,))


def was_offered(store: Store, visit_id: str) -> bool:
    """Say whether the auditee of a visit was asked already, whatever they answered or did not."""
    return memory.recall(store, f"pulse offered/{visit_id}") is not None


def note_offered(store: Store, visit_id: str) -> None:
    """Note that the auditee of a visit was asked, and nothing of what they said."""
    memory.remember(store, f"pulse offered/{visit_id}", "")


def show(store: Store, felt: Iterable[FeltInMonth]) -> None:
    """Keep the counts the office shows, in place of those before."""
    lines = (one.model_dump_json() for one in felt)
    memory.remember(store, _SHOWN, "\n".join(lines))


def shown(store: Store) -> list[FeltInMonth]:
    """Return the counts the office shows."""
    kept = memory.recall(store, _SHOWN) or ""
    return [FeltInMonth.model_validate_json(line) for line in kept.splitlines()]
