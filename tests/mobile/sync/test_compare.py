"""Compare: what is not the same is mended by itself, and said if it stays."""

from collections.abc import Callable

import pytest

from checklists.protocol import refusals, routes
from checklists.protocol.messages import CompareReply
from mobile.errors import NotTheSame
from mobile.store import findings, journal, outbox, pulls, refused
from mobile.store.database import Store
from mobile.sync.client import ServerClient
from mobile.sync.compare import Here, ReadAgain, SendAgain, decide
from mobile.sync.session import Exchange, exchange
from tests.support import fake_server
from tests.support.fake_server import FakeServer
from tests.support.memory_vault import MemoryVault
from tests.support.tablet_samples import ANA, Clock

A, B = "a" * 64, "b" * 64


def ignore(_count: int) -> None:
    pass


def reply(**other: object) -> CompareReply:
    said = {"n": 3, "hash": A, "shared": 5, "own": 2, "refused": 1, "reasons": A}
    return CompareReply.model_validate({**said, **other})


@pytest.mark.parametrize(
    ("said", "mendings"),
    [
        # The same.
        ({}, []),
        # The server was restored since.
        ({"n": 2, "hash": B}, [SendAgain(2)]),
        # A copy of this tablet went on: the next push finds out.
        ({"n": 4, "hash": B}, [SendAgain(3)]),
        ({"hash": B}, [SendAgain(3)]),
        # A refusal was never heard.
        ({"refused": 2}, [SendAgain(0)]),
        # What was refused is refused for another reason by now.
        ({"reasons": B}, [SendAgain(0)]),
        # An older version of the server tells their number alone.
        ({"reasons": ""}, []),
        # Something is missing here, or is here that ought not to be.
        ({"shared": 6}, [ReadAgain("shared")]),
        ({"own": 1}, [ReadAgain("own")]),
        ({"n": 0, "hash": "0" * 64, "own": 9}, [SendAgain(0), ReadAgain("own")]),
    ],
)
def test_what_has_to_be_done_again_follows_from_the_counts(
    said: dict[str, object], mendings: list[object]
) -> None:
    assert decide(reply(**said), Here(n=3, hash=A, shared=5, own=2, refused=1, reasons=A)) == mendings


def test_tablet_that_never_sent_anything_has_nothing_to_mend() -> None:
    said = reply(n=0, hash="0" * 64, shared=0, own=0, refused=0)
    assert decide(said, Here(n=0, hash=None, shared=0, own=0, refused=0, reasons=A)) == []


@pytest.fixture
def run(store: Store, client: ServerClient, vault: MemoryVault) -> Callable[[], Exchange]:
    return lambda: exchange(store, vault, client, ignore)


def raise_one(store: Store) -> None:
    findings.raise_finding(store, ANA.id, values={"kind": "good_practice", "statement": "Labels"})


def test_both_compare_when_something_moved_and_once_an_hour(
    store: Store, server: FakeServer, clock: Clock, run: Callable[[], Exchange]
) -> None:
    run()
    run()
    assert server.asked(routes.COMPARE) == 1
    raise_one(store)
    run()
    assert server.asked(routes.COMPARE) == 2
    clock.tick(minutes=59)
    run()
    assert server.asked(routes.COMPARE) == 2
    clock.tick(minutes=2)
    run()
    assert server.asked(routes.COMPARE) == 3
    # A clock that was set back must not put it off.
    clock.tick(days=-400)
    run()
    assert server.asked(routes.COMPARE) == 4


def test_entry_that_is_missing_here_is_read_again(
    store: Store, run: Callable[[], Exchange], open_tablet: Callable[[str], Store]
) -> None:
    raise_one(store)
    run()
    store.execute("delete from entry")
    raise_one(store)
    assert run().trouble is None
    assert pulls.held(store, "shared") == 2


def test_refusal_that_was_never_heard_is_asked_for(
    store: Store, server: FakeServer, run: Callable[[], Exchange]
) -> None:
    server.refusing = lambda op: refusals.NOT_YOURS if "Labels" in str(op["set"]) else None
    raise_one(store)
    run()
    store.execute("delete from refusal")
    assert refused.count(store) == 0
    journal.write(store, person=ANA.id, kind="finding", record="f" * 32, values={"statement": "x"})
    assert run().trouble is None
    assert refused.count(store) == 1


def test_refusal_decided_anew_is_told_with_its_new_reason(
    store: Store, server: FakeServer, clock: Clock, run: Callable[[], Exchange]
) -> None:
    server.refusing = lambda _op: refusals.UNKNOWN_KIND
    raise_one(store)
    run()
    (told,) = refused.needs_you(store)
    refused.dismiss(store, told.op_id)
    # The server was updated: it knows the kind now, and who may write it.
    server.refused = dict.fromkeys(server.refused, refusals.NOT_YOURS)
    clock.tick(hours=2)
    assert run().trouble is None
    (told,) = refused.needs_you(store)
    assert (told.number, told.sentence) == (refusals.NOT_YOURS.number, refusals.NOT_YOURS.sentence)
    assert outbox.counts(store).changes == 0


def test_what_the_server_has_lost_since_is_sent_again(
    store: Store, server: FakeServer, run: Callable[[], Exchange]
) -> None:
    raise_one(store)
    run()
    raise_one(store)

    def restored(request: object, answer: fake_server.Answer) -> object:
        # Just now, after everything was exchanged.
        server.set_back(0)
        return answer(request)

    server.fault(routes.REFERENCE, restored)
    assert run().trouble is None
    assert (len(server.feed), outbox.counts(store).changes) == (2, 0)


def test_difference_that_stays_is_said_and_everything_goes_on(
    store: Store, server: FakeServer, run: Callable[[], Exchange]
) -> None:
    def one_more(request: object, answer: fake_server.Answer) -> object:
        said = answer(request).json()
        return fake_server.httpx.Response(200, json={**said, "shared": said["shared"] + 1})

    raise_one(store)
    server.fault(routes.COMPARE, one_more, one_more)
    done = run()
    assert isinstance(done.trouble, NotTheSame)
    assert done.trouble.sentence.startswith("Everything you recorded is safe.")
    assert outbox.counts(store).all == 0
    raise_one(store)
    assert run().trouble is None
