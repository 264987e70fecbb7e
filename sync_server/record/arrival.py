"""What a tablet has sent: each op as it came, and whether the links follow from what is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import JsonValue, ValidationError

from checklists.ids import is_sha256
from checklists.journal.canonical import canonical, digest
from checklists.journal.chain import START, Link, link_hash
from checklists.journal.op import OP_BYTES_LIMIT, Op
from checklists.protocol import refusals
from checklists.text import is_clean
from sync_server.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Arrival:
    """One op as it arrived.

    Attributes:
        link: its place in the tablet's chain.
        body: its canonical bytes.
        body_hash: their SHA-256.
        op: what it says; None if it can't be read as the op its link names.
    """

    link: Link
    body: bytes
    body_hash: str
    op: Op | None


def arrival(link: Link, raw: JsonValue) -> Arrival:
    """Return an op as it arrived.

    Raises:
        Refused: it holds a number that has no canonical form, so that no link can be checked.
    """
    try:
        body = canonical(raw)
    except ValueError as error:
        raise Refused(refusals.MESSAGE_NOT_READ, f"Change {link.n} holds a number out of range.") from error
    return Arrival(link, body, digest(body), _read(link, raw, body))


def new_arrivals(
    device: str,
    incarnation: str,
    last: Link | None,
    known: Mapping[int, str],
    sent: Sequence[Arrival],
) -> list[Arrival]:
    """Return those of the arrivals that go on from the last stored link; the ones before it are known.

    Args:
        device: the tablet that sent them.
        incarnation: of the tablet.
        last: the last stored link of the incarnation, None if there is none.
        known: hashes of stored links by their place, for the places in `sent`.
        sent: in the order in which they came.

    Raises:
        Refused: a stored link is another one (forked), or they don't follow from each other (chain broken).
    """
    new: list[Arrival] = []
    for one in sent:
        stored = known.get(one.link.n)
        if stored is not None and stored != one.link.hash:
            raise Refused(refusals.FORKED, f"At change {one.link.n}.")
        _check_hash(device, incarnation, one)
        if stored is None:
            _check_place(last, one.link)
            last = one.link
            new.append(one)
    return new


def photos_named(sent: Sequence[Arrival]) -> set[str]:
    """Return the names of the photos that readable ops speak of."""
    places = (name.rpartition("/") for one in sent if one.op is not None for name in one.op.set)
    return {sha for folder, _, sha in places if folder.endswith("photo") and is_sha256(sha)}


def _check_hash(device: str, incarnation: str, one: Arrival) -> None:
    link = one.link
    if link.hash != link_hash(device, incarnation, link.n, link.prev, link.op_id, one.body_hash):
        raise Refused(refusals.CHAIN_BROKEN, f"The hash of change {link.n} is another.")


def _check_place(last: Link | None, link: Link) -> None:
    n, prev = (last.n, last.hash) if last else (0, START)
    if (link.n, link.prev) != (n + 1, prev):
        raise Refused(refusals.CHAIN_BROKEN, f"The server has {n} changes of this chain.")


def _read(link: Link, raw: JsonValue, body: bytes) -> Op | None:
    if len(body) > OP_BYTES_LIMIT or not all(map(is_clean, _texts(raw))):
        return None
    try:
        op = Op.model_validate(raw)
    except ValidationError:
        return None
    return op if op.op_id == link.op_id else None


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
