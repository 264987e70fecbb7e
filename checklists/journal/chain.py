"""Chains of hashes: one per tablet incarnation, one for the server's feed.

A chain covers the hash of each body, not the body, so that a body can be erased by a retention rule
and the chain still verifies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field

from checklists.errors import ChecklistsError
from checklists.ids import Id, Sha256
from checklists.journal.canonical import digest, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable

START = "0" * 64
"""What the first link of a chain names as the hash before it."""


class ChainBroken(ChecklistsError):  # noqa: N818 - it says what was found, not that code erred
    """A link does not follow from the one before it."""


class Link(BaseModel):
    """One op's place in the chain of the tablet that holds it.

    Attributes:
        n: 1 for the first link of an incarnation, then one more each time.
        op_id: the op in this place.
        prev: the hash of link n-1, `START` for the first.
        hash: SHA-256 over device, incarnation, n, prev, op id and the hash of the op's body.
    """

    model_config = ConfigDict(frozen=True)

    n: Annotated[int, Field(ge=1)]
    op_id: Id
    prev: Sha256
    hash: Sha256


def link_hash(  # noqa: PLR0913, PLR0917 - the six parts a link covers, in the order they are hashed
    device: str, incarnation: str, n: int, prev: str, op_id: str, body_hash: str
) -> str:
    """Return the hash of a device chain's link."""
    # There is a hash for every op: JSON of nothing but ids and numbers is quicker put together by hand.
    if f"{device}{incarnation}{prev}{op_id}{body_hash}".isalnum():
        return digest(f'["{device}","{incarnation}",{n},"{prev}","{op_id}","{body_hash}"]'.encode())
    return digest_of([device, incarnation, n, prev, op_id, body_hash])


def make_link(device: str, incarnation: str, after: Link | None, op_id: str, body_hash: str) -> Link:
    """Return the link that follows another (or starts a chain)."""
    n, prev = (after.n + 1, after.hash) if after else (1, START)
    return Link(n=n, op_id=op_id, prev=prev, hash=link_hash(device, incarnation, n, prev, op_id, body_hash))


def feed_hash(prev: str, op_id: str, body_hash: str) -> str:
    """Return the hash of the server feed's entry that follows `prev`."""
    if f"{prev}{op_id}{body_hash}".isalnum():
        return digest(f'["{prev}","{op_id}","{body_hash}"]'.encode())
    return digest_of([prev, op_id, body_hash])


def check_chain(device: str, incarnation: str, links: Iterable[tuple[Link, str]]) -> None:
    """Check links, each with the hash of its op's body, in order.

    Raises:
        ChainBroken: a hash or a place does not follow; the sentence names the place.
    """
    last: Link | None = None
    for link, body_hash in links:
        follows = last is None or (link.n == last.n + 1 and link.prev == last.hash)
        expected = link_hash(device, incarnation, link.n, link.prev, link.op_id, body_hash)
        if not follows or link.hash != expected:
            raise ChainBroken(f"Change {link.n} of this tablet does not follow from the one before it.")
        last = link
