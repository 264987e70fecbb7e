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

_NOWHERE: _Places = dict.fromkeys(pulls.STREAMS)


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
        if pulls.is_giving_back(store):
            _give_back(store, client, _read(store))
        return reply
    common = _common(store, client)
    _give_back(store, client, common)
    pulls.go_back(store, common)
    return reply


def before_letting_go(store: Store, client: ServerClient, stream: Stream) -> None:
    """Make sure that the server has what did not come again when a stream was read from its beginning.

    It was restored from a backup meanwhile, if it does not know where this tablet was before: then the last
    copy may be here, which is offered back and stays.

    Raises:
        SyncError: what kept it from ending; the stream is not read to its end before it has.
    """
    if not pulls.is_leaving(store, stream):
        return
    left = pulls.left_at(store, stream)
    if left and all(_hello(store, client, {**_NOWHERE, stream: one}).cursors_known for one in left):
        return
    _give_back(store, client, _read(store))
    pulls.lose(store, stream)


def _read(store: Store) -> dict[Stream, int]:
    """Return how far each stream has been read."""
    return {stream: pulls.cursor(store, stream).seq for stream in pulls.STREAMS}


def _give_back(store: Store, client: ServerClient, common: Mapping[Stream, int]) -> None:
    for batch in relays.batches(store, common):
        client.relay(Relay(entries=batch))


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
