"""Hello, and what follows where the server was restored from a backup: what it has forgotten is offered back.

An entry of the feed carries the server's own mark. So a tablet can give back what others said, too; from the
mark the server knows that it had applied it before.
"""

from collections.abc import Mapping

from checklists.protocol.messages import Cursor, Hello, HelloReply, Relay, Stream
from mobile.store import clock, pulls, relays
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.sync.client import ServerClient

_Places = Mapping[Stream, Cursor | None]


def greet(store: Store, client: ServerClient) -> HelloReply:
    """Say hello; offer back what the server has forgotten and go back to where it knows this tablet's places.

    Raises:
        SyncError: what kept it from ending; it begins anew next time.
    """
    here: _Places = {
        stream: next(iter(pulls.places(store, stream, limit=1)), None) for stream in pulls.STREAMS
    }
    reply = _hello(store, client, here)
    if reply.cursors_known:
        return reply
    common = _common(store, client)
    for batch in relays.batches(store, common):
        client.relay(Relay(entries=batch))
    pulls.go_back(store, common)
    return reply


def _common(store: Store, client: ServerClient) -> dict[Stream, int]:
    """Return how far in each stream both know the same; 0 for its beginning."""
    known = {stream: pulls.places(store, stream) for stream in pulls.STREAMS}
    back = 1
    while True:
        places: _Places = {stream: next(iter(found[back:]), None) for stream, found in known.items()}
        nothing_left = all(place is None for place in places.values())
        if nothing_left or _hello(store, client, places).cursors_known:
            return {stream: place.seq if place else 0 for stream, place in places.items()}
        back *= 2


def _hello(store: Store, client: ServerClient, places: _Places) -> HelloReply:
    me = this_tablet(store).incarnation
    reply = client.hello(Hello(incarnation=me, shared=places["shared"], own=places["own"]))
    clock.compare(store, reply.server_time)
    return reply
