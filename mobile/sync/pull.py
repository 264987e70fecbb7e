"""Pull: read the server's feed from where this tablet left off."""

from checklists.protocol import refusals
from checklists.protocol.messages import Page
from mobile.errors import ServerRefused
from mobile.store import pulls
from mobile.store.database import Store
from mobile.sync.client import ServerClient


def pull(store: Store, client: ServerClient) -> int:
    """Take in everything new; return how many changes were not known here.

    Raises:
        SyncError: what kept it from ending; the pages taken in before stay.
    """
    news = pulls.reread(store)
    while True:
        before = pulls.cursor(store)
        page = _page(store, client)
        news += pulls.take(store, page).news
        # A server that promises more without moving on would keep the tablet here for ever.
        if not page.more or page.cursor.seq <= before.seq:
            return news


def _page(store: Store, client: ServerClient) -> Page:
    """Return the page after the cursor, going back as far as needed to a place the server knows."""
    places = 1
    while True:
        cursor = pulls.cursor(store)
        try:
            return client.pull(cursor)
        except ServerRefused as refused:
            if refused.problem.number != refusals.CURSOR_UNKNOWN.number or cursor.seq == 0:
                raise
            pulls.step_back(store, places)
            places *= 2
