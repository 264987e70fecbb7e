"""Push: bring the server's copy of this tablet's chain up to date, whatever has happened to either side."""

from collections.abc import Callable
from dataclasses import dataclass

from checklists.journal.chain import START, Link
from checklists.protocol import refusals
from checklists.protocol.messages import Push, PushReply
from mobile.errors import AnswerNotRead, ServerRefused
from mobile.store import chain, journal, outbox
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.sync.client import ServerClient

# Each restart settles a copy, a restored backup or a race; more in one go means that something is
# wrong that trying again at once won't mend.
_RESTARTS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """How far the server has the chain: its last link's number and hash, 0 and `START` for none."""

    n: int
    hash: str


@dataclass(frozen=True, slots=True)
class UpToDate:
    """The server has everything and has said what it made of it."""


@dataclass(frozen=True, slots=True)
class SendAfter:
    """Send what follows link n."""

    n: int


@dataclass(frozen=True, slots=True)
class PutBack:
    """The server has lost what follows link n, which it had confirmed: put it back into the outbox."""

    n: int


@dataclass(frozen=True, slots=True)
class BeginAnew:
    """The server knows a chain of this name that is not this one: go on under a new name."""


Step = UpToDate | SendAfter | PutBack | BeginAnew


def next_step(place: Place, own: Link | None, *, newest: int, confirmed: int) -> Step:
    """Return what brings both sides together.

    Args:
        place: how far the server has the chain.
        own: this tablet's link with that number, None if there is none.
        newest: number of this tablet's newest link.
        confirmed: number of the last link the server has confirmed.
    """
    # The server has another link there, or more than was ever written here: the tablet was copied, or
    # its own disk was set back.
    own_hash = own.hash if own else START if place.n == 0 else None
    if own_hash != place.hash:
        return BeginAnew()
    # The server was restored from a backup.
    if place.n < confirmed:
        return PutBack(place.n)
    if confirmed == newest:
        return UpToDate()
    # Also what the server has but this tablet has no answer for: the answer says what was refused.
    return SendAfter(confirmed)


def push(store: Store, client: ServerClient, progress: Callable[[int], None]) -> None:
    """Send everything the server does not have, and note what it refused.

    Args:
        store: the tablet's database.
        client: the server.
        progress: called with 0 once the server has answered, then with what each answer confirmed.

    Raises:
        SyncError: what kept it from ending; what was confirmed stays confirmed.
    """
    place = _ask(store, client)
    progress(0)
    restarts = 0
    while True:
        step = next_step(
            place, chain.link_at(store, place.n), newest=_newest(store), confirmed=chain.confirmed(store)
        )
        match step:
            case UpToDate():
                return
            case SendAfter(n):
                sent = _send(store, client, n, progress)
            case PutBack(n):
                outbox.reopen(store, n)
                sent = place
            case BeginAnew():
                chain.begin_anew(store)
                sent = None
        restarts += sent is None
        if restarts > _RESTARTS:
            raise AnswerNotRead("The server and this tablet don't agree on the chain.")
        place = sent or _ask(store, client)


def _ask(store: Store, client: ServerClient) -> Place:
    reply = client.hello(this_tablet(store).incarnation)
    return Place(reply.n, reply.hash)


def _send(store: Store, client: ServerClient, after: int, progress: Callable[[int], None]) -> Place | None:
    """Send one batch; None if both sides have to find each other again first."""
    ops = outbox.batch(store, after)
    try:
        reply = client.push(Push(incarnation=this_tablet(store).incarnation, ops=ops))
    except ServerRefused as refused:
        if refused.problem.number == refusals.FORKED.number:
            chain.begin_anew(store)
            return None
        if refused.problem.number == refusals.CHAIN_BROKEN.number:
            return None
        raise
    return _note(store, reply, ops[-1].link.n if ops else 0, progress)


def _note(store: Store, reply: PushReply, asked: int, progress: Callable[[int], None]) -> Place | None:
    before = outbox.counts(store).changes
    with store.transaction():
        if not outbox.confirm(store, reply.n, reply.hash, reply.received_at, asked=asked):
            return None
        for refused in reply.refused:
            journal.refuse(store, refused)
    progress(before - outbox.counts(store).changes)
    return Place(reply.n, reply.hash)


def _newest(store: Store) -> int:
    head = chain.head(store)
    return head.n if head else 0
