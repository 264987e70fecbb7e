"""Sends what auditees said of visits, each answer in a message of its own, and lets go of it."""

from checklists.protocol import refusals
from mobile.errors import ServerRefused
from mobile.store import pulse
from mobile.store.database import Store
from mobile.sync.client import ServerClient

# Enough for now, or a server that does not know of it yet: another time.
_LATER = frozenset({refusals.TOO_MANY_UNNAMED.number, refusals.NOT_FOUND.number})


def send(store: Store, client: ServerClient) -> None:
    """Send every answer that may go; each is gone from the tablet as soon as the server has counted it.

    Raises:
        SyncError: what kept it from ending; what was not received stays.
    """
    while (said := pulse.next_one(store)) is not None:
        try:
            client.pulse(said)
        except ServerRefused as refused:
            if refused.problem.number in _LATER:
                return
            raise
        pulse.received(store, said.key)
