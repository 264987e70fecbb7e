"""Push: bring the server's copy of this tablet's chain up to date, whatever has happened to either side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from checklists.journal.chain import START, Link
from checklists.protocol import refusals
from checklists.protocol.messages import Push, PushReply, SentOp
from mobile.errors import AnswerNotRead, ServerRefused
from mobile.store import chain, journal, outbox
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.sync import relay
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


def next_step(place: Place, own: Link | None, *, confirmed: int, waiting: bool) -> Step:
    """Return what brings both sides together.

    Args:
        place: how far the server has the chain.
        own: this tablet's link with that number, None if there is none.
        confirmed: number of the last link the server has confirmed.
        waiting: whether this tablet has changes the server has not confirmed, linked or not.
    """
    # The server has another link there, or more than was ever written here: the tablet was copied, or
    # its own disk was set back.
    own_hash = own.hash if own else START if place.n == 0 else None
    if own_hash != place.hash:
        return BeginAnew()
    # The server was restored from a backup.
    if place.n < confirmed:
        return PutBack(place.n)
    if not waiting:
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
            place,
            chain.link_at(store, place.n),
            confirmed=chain.confirmed(store),
            waiting=outbox.counts(store).changes > 0,
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
    reply = relay.greet(store, client)
    return Place(reply.n, reply.hash)


def _send(store: Store, client: ServerClient, after: int, progress: Callable[[int], None]) -> Place | None:
    """Send one batch; None if both sides have to find each other again first."""
    ops = outbox.batch(store, after)
    try:
        me = this_tablet(store).incarnation
        reply = client.push(Push(incarnation=me, ops=ops, sent_at=store.moment()))
    except ServerRefused as refused:
        if refused.problem.number == refusals.FORKED.number:
            chain.begin_anew(store)
            return None
        if refused.problem.number == refusals.CHAIN_BROKEN.number:
            return None
        raise
    return _note(store, reply, ops, progress)


def _note(
    store: Store, reply: PushReply, sent: Sequence[SentOp], progress: Callable[[int], None]
) -> Place | None:
    asked = sent[-1].link.n if sent else 0
    told = {one.op_id for one in reply.refused}
    before = outbox.counts(store).changes
    with store.transaction():
        if not outbox.confirm(store, reply.n, reply.hash, reply.received_at, asked=asked):
            return None
        for refused in reply.refused:
            journal.refuse(store, refused)
        journal.taken(store, [one.link.op_id for one in sent if one.link.op_id not in told])
    progress(before - outbox.counts(store).changes)
    return Place(reply.n, reply.hash)
