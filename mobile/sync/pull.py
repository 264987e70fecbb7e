"""Pull: read both streams of the server's feed from where this tablet left off."""

from collections.abc import Callable

from checklists.protocol import refusals
from checklists.protocol.messages import Page, Pull, Stream
from mobile.errors import AnswerNotRead, ServerRefused
from mobile.store import let_go, people, pulls, scope
from mobile.store.database import Store
from mobile.sync import relay
from mobile.sync.client import ServerClient

# A server that is restored while it is read has another place to go on from; more often in one go, something
# is wrong that trying again at once won't mend.
_RESTARTS = 3

Came = Callable[[int], object]
"""Called with how many changes came that were not known here."""


def pull(store: Store, client: ServerClient, came: Came = lambda _: None) -> int:
    """Take in everything new; return how many changes were not known here.

    Args:
        store: the tablet's database.
        client: the connection to the server.
        came: called with how many of them a page brought, once they are kept.

    Raises:
        SyncError: what kept it from ending; the pages taken in before stay.
    """
    wanted, users = scope.read(store), people.users(store)
    pulls.read_for(store, "shared", wanted.model_dump_json())
    pulls.read_for(store, "own", " ".join(users))
    news = pulls.reread(store)
    came(news)
    for stream in pulls.STREAMS:
        news += _read(store, client, stream, came)
    return news


def asking(store: Store, stream: Stream) -> Pull:
    """Return the message that asks for what follows in a stream."""
    return Pull(
        cursor=pulls.cursor(store, stream),
        stream=stream,
        scope=scope.read(store),
        people=people.users(store),
    )


def _read(store: Store, client: ServerClient, stream: Stream, came: Came) -> int:
    news = 0
    while True:
        before = pulls.cursor(store, stream)
        page = _page(store, client, stream)
        brought = pulls.take(store, page).news
        news += brought
        came(brought)
        if not page.more:
            relay.before_letting_go(store, client, stream)
            let_go.out_of_scope(store, stream, scope.read(store))
            return news
        # A server that promises more without moving on would keep the tablet here for ever.
        if page.cursor.seq <= before.seq:
            return news


def _page(store: Store, client: ServerClient, stream: Stream) -> Page:
    """Return the page after the cursor; where the server has forgotten that place, from one it knows."""
    for _ in range(_RESTARTS):
        try:
            return client.pull(asking(store, stream))
        except ServerRefused as refused:
            if refused.problem.number != refusals.CURSOR_UNKNOWN.number:
                raise
            relay.greet(store, client)
    raise AnswerNotRead("The server does not know the places it gives.")
