"""Any change to a chain is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.journal.canonical import digest
from checklists.journal.chain import START, ChainBroken, Link, check_chain, feed_hash, make_link

DEVICE, INCARNATION = "d" * 32, "1" * 32
LENGTH = 5

hashes = st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}")
ids = st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}")


def chain(length: int = LENGTH) -> list[tuple[Link, str]]:
    """Return a chain: links, each with the hash of its op's body."""
    links: list[tuple[Link, str]] = []
    for n in range(1, length + 1):
        body_hash = digest(f"body {n}".encode())
        link = make_link(DEVICE, INCARNATION, links[-1][0] if links else None, f"{n:032x}", body_hash)
        links.append((link, body_hash))
    return links


def test_chain_as_it_was_made_holds() -> None:
    check_chain(DEVICE, INCARNATION, chain())
    assert [link.n for link, _ in chain()] == [1, 2, 3, 4, 5]
    assert chain()[0][0].prev == START


def test_no_links_hold() -> None:
    check_chain(DEVICE, INCARNATION, [])


def test_part_of_a_chain_holds() -> None:
    check_chain(DEVICE, INCARNATION, chain()[2:])


changed_parts = st.one_of(
    st.tuples(st.just("n"), st.integers(1, 9)),
    st.tuples(st.just("op_id"), ids),
    st.tuples(st.just("prev"), hashes),
    st.tuples(st.just("hash"), hashes),
)


@given(st.integers(0, LENGTH - 1), changed_parts)
def test_any_change_of_any_link_is_noticed(place: int, change: tuple[str, object]) -> None:
    links = chain()
    link, body_hash = links[place]
    part, value = change
    links[place] = (link.model_copy(update={part: value}), body_hash)
    if links == chain():
        return
    with pytest.raises(ChainBroken):
        check_chain(DEVICE, INCARNATION, links)


@given(st.integers(0, LENGTH - 1), hashes)
def test_any_change_of_any_body_is_noticed(place: int, body_hash: str) -> None:
    links = chain()
    links[place] = (links[place][0], body_hash)
    with pytest.raises(ChainBroken):
        check_chain(DEVICE, INCARNATION, links)


@pytest.mark.parametrize("gone", range(1, LENGTH - 1))
def test_link_taken_out_is_noticed_by_its_place(gone: int) -> None:
    links = chain()
    del links[gone]
    with pytest.raises(ChainBroken, match=f"Change {gone + 2} of this tablet"):
        check_chain(DEVICE, INCARNATION, links)


def test_links_that_changed_places_are_noticed() -> None:
    links = chain()
    links[1], links[2] = links[2], links[1]
    with pytest.raises(ChainBroken):
        check_chain(DEVICE, INCARNATION, links)


@pytest.mark.parametrize(("device", "incarnation"), [("c" * 32, INCARNATION), (DEVICE, "2" * 32)])
def test_chain_of_another_tablet_or_incarnation_is_noticed(device: str, incarnation: str) -> None:
    with pytest.raises(ChainBroken):
        check_chain(device, incarnation, chain())


def test_link_that_was_changed_and_hashed_again_breaks_the_one_after_it() -> None:
    links = chain()
    forged = make_link(DEVICE, INCARNATION, links[1][0], "f" * 32, links[2][1])
    links[2] = (forged, links[2][1])
    with pytest.raises(ChainBroken, match="Change 4"):
        check_chain(DEVICE, INCARNATION, links)


def test_erased_body_leaves_the_chain_whole() -> None:
    kept_hashes_only = [(link, body_hash) for link, body_hash in chain()]
    check_chain(DEVICE, INCARNATION, kept_hashes_only)


@given(hashes, ids, hashes, hashes)
def test_feed_hash_covers_place_op_and_body(prev: str, op_id: str, body: str, other: str) -> None:
    entry = feed_hash(prev, op_id, body)
    assert entry == feed_hash(prev, op_id, body)
    if other != prev:
        assert entry != feed_hash(other, op_id, body)
    if other != body:
        assert entry != feed_hash(prev, op_id, other)
    assert entry != feed_hash(prev, other[:32] if other[:32] != op_id else "0" * 31 + "1" + op_id, body)
