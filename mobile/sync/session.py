"""One exchange with the server, from hello to the last thumbnail."""

from collections.abc import Callable
from dataclasses import dataclass

from mobile.errors import AnswerNotRead, ReferenceEmpty, ServerRefused, SyncError
from mobile.store import reference
from mobile.store.database import Store
from mobile.sync import backed_up, pull, push, thumbnails, uploads
from mobile.sync.client import ServerClient
from mobile.sync.photo_bytes import PhotoBytes

Progress = Callable[[int], None]
"""Called once with 0 when the server has answered, then with what it has received since the last call."""


@dataclass(slots=True)
class Exchange:
    """What one exchange has brought so far.

    Attributes:
        news: how many changes, new lists and thumbnails came.
        trouble: what kept one step from ending while the others went on, None if nothing did.
    """

    news: int = 0
    trouble: SyncError | None = None


def exchange(store: Store, vault: PhotoBytes, client: ServerClient, progress: Progress) -> Exchange:
    """Bring tablet and server together: changes first, then what others changed, lists, photos, thumbnails.

    Raises:
        SyncError: the server can't be reached, is not the one, or does not let this tablet in; what
            was done until then stays done.
        StoreError: the tablet's database can't take in what came.
    """
    done = Exchange()
    _step(done, lambda: push.push(store, client, progress))
    _step(done, lambda: _pull(done, store, client))
    _step(done, lambda: _lists(done, store, client))
    _step(done, lambda: uploads.upload(store, vault, client, progress))
    _step(done, lambda: backed_up.ask(store, vault, client))
    _step(done, lambda: _thumbnails(done, store, vault, client))
    return done


def _step(done: Exchange, act: Callable[[], None]) -> None:
    """Do one step; what concerns this step alone does not keep the next from being done."""
    try:
        act()
    except (AnswerNotRead, ReferenceEmpty) as trouble:
        done.trouble = done.trouble or trouble
    except ServerRefused as refused:
        if refused.problem.number in uploads.NOT_LET_IN:
            raise
        done.trouble = done.trouble or refused


def _pull(done: Exchange, store: Store, client: ServerClient) -> None:
    done.news += pull.pull(store, client)


def _lists(done: Exchange, store: Store, client: ServerClient) -> None:
    new = client.reference(reference.etag(store))
    if new is not None:
        reference.replace(store, new.reference, new.etag)
        done.news += 1


def _thumbnails(done: Exchange, store: Store, vault: PhotoBytes, client: ServerClient) -> None:
    done.news += thumbnails.fetch(store, vault, client)
