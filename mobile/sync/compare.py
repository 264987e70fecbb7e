"""Compare: at the end of an exchange, does the tablet hold what the server says it ought to hold?

What does not match is mended by itself: read again from the beginning, or put back into the outbox.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from checklists.moments import read_moment, write_moment
from checklists.protocol import refusals
from checklists.protocol.messages import Compare, CompareReply, Stream
from mobile.errors import NotTheSame, ServerRefused
from mobile.store import chain, memory, outbox, people, pulls, refused, scope
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.sync.client import ServerClient

# At least this often, also when nothing comes and nothing goes.
EVERY = timedelta(hours=1)

_LAST = "compared at"


@dataclass(frozen=True, slots=True)
class SendAgain:
    """The server lacks what it had confirmed after link n, or its answer to that is another one by now."""

    n: int


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """The tablet holds another number of entries of a stream than it ought to."""

    stream: Stream


Mending = SendAgain | ReadAgain


def is_due(store: Store) -> bool:
    """Say whether it is time to compare though nothing came and nothing went."""
    last = memory.recall(store, _LAST)
    if last is None:
        return True
    passed = store.now() - read_moment(last)
    # A clock that was set back must not put it off.
    return not timedelta() <= passed < EVERY


def compare(store: Store, client: ServerClient, again: Callable[[], None]) -> None:
    """Compare, and mend what is not the same.

    Args:
        store: the tablet's database.
        client: the server.
        again: pushes and pulls once more.

    Raises:
        NotTheSame: it is not the same after mending either.
        SyncError: what kept it from ending.
    """
    if mendings := _first_ask(store, client):
        for one in mendings:
            _mend(store, one)
        again()
        mendings = _ask(store, client)
    memory.remember(store, _LAST, write_moment(store.now()))
    if mendings:
        raise NotTheSame(", ".join(map(str, mendings)))


def _first_ask(store: Store, client: ServerClient) -> list[Mending]:
    try:
        return _ask(store, client)
    except ServerRefused as refused:
        # It was restored from a backup since it was read: the hello that comes next settles that.
        if refused.problem.number != refusals.CURSOR_UNKNOWN.number:
            raise
        return [SendAgain(chain.confirmed(store))]


def _ask(store: Store, client: ServerClient) -> list[Mending]:
    reply = client.compare(
        Compare(
            incarnation=this_tablet(store).incarnation,
            shared=pulls.cursor(store, "shared"),
            own=pulls.cursor(store, "own"),
            scope=scope.read(store),
            people=people.users(store),
        )
    )
    return decide(reply, Here.of(store))


@dataclass(frozen=True, slots=True)
class Here:
    """What the tablet holds: its last confirmed link's number and hash, entries by stream, refused ops.

    Attributes:
        n: of the last link the server has confirmed.
        hash: of that link.
        shared: entries of the shared stream.
        own: entries of its own stream.
        refused: how many ops of its chain were not applied.
        reasons: the hash of which those are and why.
    """

    n: int
    hash: str | None
    shared: int
    own: int
    refused: int
    reasons: str

    @classmethod
    def of(cls, store: Store) -> Self:
        """Count what is here."""
        n = chain.confirmed(store)
        last = chain.link_at(store, n)
        told = refused.in_chain(store)
        return cls(
            n,
            last.hash if last else None,
            pulls.held(store, "shared"),
            pulls.held(store, "own"),
            len(told),
            refusals.reasons(told),
        )


def decide(reply: CompareReply, here: Here) -> list[Mending]:
    """Return what has to be done again so that both hold the same."""
    mendings: list[Mending] = []
    if reply.n < here.n:
        # It was restored from a backup since the exchange began.
        mendings.append(SendAgain(reply.n))
    elif reply.n > here.n or (here.hash is not None and reply.hash != here.hash):
        # A copy of this tablet goes on in its chain: the push finds that out by itself.
        mendings.append(SendAgain(here.n))
    elif reply.refused != here.refused or reply.reasons not in {here.reasons, ""}:
        mendings.append(SendAgain(0))
    if reply.own != here.own:
        mendings.append(ReadAgain("own"))
    if reply.shared != here.shared:
        mendings.append(ReadAgain("shared"))
    return mendings


def _mend(store: Store, mending: Mending) -> None:
    match mending:
        case SendAgain(n):
            outbox.reopen(store, n)
        case ReadAgain(stream):
            pulls.begin_again(store, stream)
