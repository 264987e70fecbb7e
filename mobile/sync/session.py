"""One exchange with the server, from hello to the last thumbnail."""

from collections.abc import Callable
from dataclasses import dataclass

from mobile.errors import (
    AnswerNotRead,
    ListsTooNew,
    NotTheSame,
    ReferenceEmpty,
    ServerRefused,
    SyncError,
)
from mobile.store import reference
from mobile.store.database import Store
from mobile.sync import backed_up, compare, pull, pulse, push, thumbnails, unnamed, uploads
from mobile.sync.client import ServerClient
from mobile.sync.photo_bytes import PhotoBytes

Progress = Callable[[int], None]
"""Called once with 0 when the server has answered, then with what it has received since the last call."""


@dataclass(slots=True)
class Exchange:
    """What one exchange has brought so far.

    Attributes:
        news: how many changes, new lists and thumbnails came.
        sent: how many changes and photos the server has received.
        trouble: what kept one step from ending while the others went on, None if nothing did.
    """

    news: int = 0
    sent: int = 0
    trouble: SyncError | None = None


def exchange(
    store: Store,
    vault: PhotoBytes,
    client: ServerClient,
    progress: Progress,
    done: Exchange | None = None,
) -> Exchange:
    """Bring tablet and server together: changes first, then what others changed, lists, photos, thumbnails.

    At the end both count what the tablet ought to hold, if anything came or went, and once an hour.

    Args:
        store: the tablet's database.
        vault: the photos' bytes.
        client: the connection to the server.
        progress: follows what is sent.
        done: takes what is brought as it comes, for whoever wants to know it also if the exchange ends early.

    Raises:
        SyncError: the server can't be reached, is not the one, or does not let this tablet in; what
            was done until then stays done.
        StoreError: the tablet's database can't take in what came.
    """
    done = done or Exchange()

    def received(count: int) -> None:
        done.sent += count
        progress(count)

    _step(done, lambda: push.push(store, client, received))
    _step(done, lambda: _pull(done, store, client))
    _step(done, lambda: _lists(done, store, client))
    _step(done, lambda: uploads.upload(store, vault, client, received))
    _step(done, lambda: backed_up.ask(store, vault, client))
    _step(done, lambda: _thumbnails(done, store, vault, client))
    if done.news or done.sent or compare.is_due(store):
        _step(done, lambda: _compare(done, store, client, received))
    if not done.sent:
        # Never right behind what this tablet says of its own.
        _step(done, lambda: unnamed.send(store, client))
        _step(done, lambda: pulse.send(store, client))
    return done


def _step(done: Exchange, act: Callable[[], None]) -> None:
    """Do one step; what concerns this step alone does not keep the next from being done."""
    try:
        act()
    except (AnswerNotRead, ReferenceEmpty, ListsTooNew, NotTheSame) as trouble:
        done.trouble = done.trouble or trouble
    except ServerRefused as refused:
        if refused.problem.number in uploads.NOT_LET_IN:
            raise
        done.trouble = done.trouble or refused


def _pull(done: Exchange, store: Store, client: ServerClient) -> None:
    def came(news: int) -> None:
        done.news += news

    pull.pull(store, client, came)


def _compare(done: Exchange, store: Store, client: ServerClient, progress: Progress) -> None:
    def again() -> None:
        push.push(store, client, progress)
        _pull(done, store, client)

    compare.compare(store, client, again)


def _lists(done: Exchange, store: Store, client: ServerClient) -> None:
    new = client.reference(reference.etag(store))
    if new is not None:
        reference.replace(store, new.reference, new.etag, too_new=", ".join(new.too_new))
        done.news += 1
    too_new = reference.too_new(store)
    if too_new:
        raise ListsTooNew(too_new)


def _thumbnails(done: Exchange, store: Store, vault: PhotoBytes, client: ServerClient) -> None:
    done.news += thumbnails.fetch(store, vault, client)
