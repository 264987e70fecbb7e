"""Pull: read both streams of the server's feed from where this tablet left off."""

import time
from collections.abc import Callable

from checklists.protocol import refusals
from checklists.protocol.messages import Cursor, Page, Pull, Stream
from mobile.errors import AnswerNotRead, ServerRefused, TabletError
from mobile.store import let_go, people, pulls, scope
from mobile.store.database import Store
from mobile.sync import relay
from mobile.sync.client import ServerClient

# A server that is restored while it is read has another place to go on from; more often in one go, something
# is wrong that trying again at once won't mend.
_RESTARTS = 3

# Pages that come within a moment are kept together: the many small rows of each are spread over the same
# places of the database, which are then written once. On a poor connection every page is kept as it comes.
TOGETHER = 3
TOGETHER_SECONDS = 1.0

Came = Callable[[int], object]
"""Called with how many changes came that were not known here."""


def pull(store: Store, client: ServerClient, came: Came = lambda _: None) -> int:
    """Take in everything new; return how many changes were not known here.

    Args:
        store: the tablet's database.
        client: the connection to the server.
        came: called with how many of them some pages brought, once they are kept.

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
    pulls.read_to_the_end(store)
    return news


def _read(store: Store, client: ServerClient, stream: Stream, came: Came) -> int:
    news, goes_on = 0, True
    while goes_on:
        pages: list[Page] = []
        try:
            goes_on = _gather(store, client, stream, pages)
        except TabletError:
            _take(store, pages, came)
            raise
        news += _take(store, pages, came)
        if not goes_on and not pages[-1].more:
            relay.before_letting_go(store, client, stream)
            let_go.out_of_scope(store, stream, scope.read(store))
    return news


def _gather(store: Store, client: ServerClient, stream: Stream, pages: list[Page]) -> bool:
    """Add the pages that come within a moment, none of them kept yet; say whether others follow."""
    before, until = pulls.cursor(store, stream), time.monotonic() + TOGETHER_SECONDS
    while True:
        page = _next_page(store, client, stream, pages[-1].cursor) if pages else _page(store, client, stream)
        if page is None:
            return True
        pages.append(page)
        # A server that promises more without moving on would keep the tablet here for ever.
        if not page.more or page.cursor.seq <= before.seq:
            return False
        if len(pages) == TOGETHER or time.monotonic() > until:
            return True
        before = page.cursor


def _take(store: Store, pages: list[Page], came: Came) -> int:
    if not pages:
        return 0
    brought = pulls.take(store, *pages).news
    came(brought)
    return brought


def _page(store: Store, client: ServerClient, stream: Stream) -> Page:
    """Return the page after the cursor; where the server has forgotten that place, from one it knows."""
    for _ in range(_RESTARTS):
        page = _next_page(store, client, stream, pulls.cursor(store, stream))
        if page is not None:
            return page
        relay.greet(store, client)
    raise AnswerNotRead("The server does not know the places it gives.")


def _next_page(store: Store, client: ServerClient, stream: Stream, cursor: Cursor) -> Page | None:
    """Return the page after a place, None if the server has forgotten it."""
    asked = Pull(cursor=cursor, stream=stream, scope=scope.read(store), people=people.users(store))
    try:
        return client.pull(asked)
    except ServerRefused as refused:
        if refused.problem.number != refusals.CURSOR_UNKNOWN.number:
            raise
        return None
