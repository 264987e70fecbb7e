"""Sends what was raised without a name, each in a message of its own, and lets go of it."""

from checklists.protocol import refusals
from mobile.errors import ServerRefused
from mobile.store import unnamed
from mobile.store.database import Store
from mobile.sync.client import ServerClient

# Enough for now, or a server that does not know of it yet: another time.
_LATER = frozenset({refusals.TOO_MANY_UNNAMED.number, refusals.NOT_FOUND.number})


def send(store: Store, client: ServerClient) -> None:
    """Send everything that waits; each is gone from the tablet as soon as the server says that it has it.

    Raises:
        SyncError: what kept it from ending; what was not received stays.
    """
    while (raised := unnamed.next_one(store)) is not None:
        try:
            client.unnamed(raised)
        except ServerRefused as refused:
            if refused.problem.number in _LATER:
                return
            raise
        unnamed.received(store, raised.key)
