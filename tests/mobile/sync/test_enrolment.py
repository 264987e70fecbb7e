"""Enrolling: addresses as people type them, codes, and what the server says."""

from dataclasses import replace

import pytest

from checklists.protocol import refusals, routes
from mobile.errors import EnrolmentError, NotTheServer, ServerRefused, ServerUnreachable, SyncError
from mobile.store.database import Store
from mobile.store.identity import this_tablet
from mobile.sync.enrolment import enrol, follow, server_address
from tests.support import fake_server
from tests.support.fake_server import FakeServer
from tests.support.tablet_samples import Clock


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("  http://127.0.0.1:8000/  ", "http://127.0.0.1:8000"),
        ("192.168.1.20:8000", "http://192.168.1.20:8000"),
        ("localhost:8000", "http://localhost:8000"),
        ("quality-server", "http://quality-server"),
        ("floorwalk.local", "http://floorwalk.local"),
        ("floorwalk.example.org", "https://floorwalk.example.org"),
        ("Floorwalk.Example.ORG/tablets?x=1#top", "https://floorwalk.example.org"),
        ("HTTPS://floorwalk.example.org:8443/", "https://floorwalk.example.org:8443"),
        ("http://[fd00::1]:8000", "http://[fd00::1]:8000"),
        ("8.8.8.8", "https://8.8.8.8"),
        ("münchen.example", "https://münchen.example"),
    ],
)
def test_address_is_cleaned(typed: str, address: str) -> None:
    assert server_address(typed) == address


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Type the address"),
        ("   ", "Type the address"),
        ("http://", "has no server name"),
        ("http:/works:8000", "has no server name"),
        ("http//works", "has no server name"),
        ("htp://works", "starts with “htp://”"),
        ("file:///etc/passwd", "has no server name"),
        ("works server", "has no server name"),
        ("http://works:port", "does not fit"),
        ("http://works:99999", "does not fit"),
        ("http://works:0", "has the port 0"),
        ("http://wo\ud800rks", "has no server name"),
        ("http://[fd00", "does not fit"),
        ("http://a<b>", "has no server name"),
        ("x" * 10_000 + " y", "has no server name"),
    ],
)
def test_slip_in_the_address_is_a_sentence_with_an_example(typed: str, words: str) -> None:
    with pytest.raises(EnrolmentError) as raised:
        server_address(typed)
    assert words in raised.value.sentence
    assert "192.168.1.20:8000" in raised.value.sentence
    assert len(raised.value.sentence) < 300


@pytest.fixture
def new_tablet(tmp_path, clock: Clock):
    store = Store.open(tmp_path / "new.db", now=clock)
    yield store
    store.close()


def test_tablet_enrols_with_a_code(new_tablet: Store, server: FakeServer) -> None:
    enrol(new_tablet, "works:8000/", f"  {server.code} ", "  ", connect=server.connect)
    me = this_tablet(new_tablet)
    assert (me.server_url, me.server_name, me.name) == ("http://works:8000", "Works", "Tablet")
    assert server.tokens == {me.token: me.device}


@pytest.mark.parametrize("code", ["", "  ", "x" * 41])
def test_code_that_can_be_none_is_not_sent(new_tablet: Store, server: FakeServer, code: str) -> None:
    with pytest.raises(EnrolmentError, match="Type the code"):
        enrol(new_tablet, "works", code, "Dock", connect=server.connect)
    assert server.requests == []


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (fake_server.no_connection, ServerUnreachable),
        (fake_server.sign_in_page, NotTheServer),
        (fake_server.refuse(refusals.CODE_UNKNOWN), ServerRefused),
    ],
)
def test_enrolment_that_does_not_work_out_changes_nothing(
    new_tablet: Store, server: FakeServer, fault: fake_server.Fault, error: type[Exception]
) -> None:
    before = this_tablet(new_tablet)
    server.fault(routes.ENROL, fault)
    with pytest.raises(error):
        enrol(new_tablet, "works", server.code, "Dock", connect=server.connect)
    assert this_tablet(new_tablet) == before


def test_tablet_follows_its_server_to_another_address(store: Store, server: FakeServer) -> None:
    before = this_tablet(store)
    assert follow(store, "works:8410/", connect=server.connect)
    assert this_tablet(store) == replace(before, server_url="http://works:8410")
    assert not follow(store, "works:8410", connect=server.connect)


@pytest.mark.parametrize(
    "fault",
    [fake_server.no_connection, fake_server.sign_in_page, fake_server.refuse(refusals.NOT_ENROLLED)],
)
def test_address_of_another_server_changes_nothing(
    store: Store, server: FakeServer, fault: fake_server.Fault
) -> None:
    before = this_tablet(store)
    server.fault(routes.HELLO, fault)
    with pytest.raises(SyncError):
        follow(store, "works:8410", connect=server.connect)
    assert this_tablet(store) == before


def test_tablet_that_is_not_enrolled_follows_nobody(new_tablet: Store, server: FakeServer) -> None:
    assert not follow(new_tablet, "works:8410", connect=server.connect)
    assert (server.requests, this_tablet(new_tablet).server_url) == ([], "")
