"""Every trouble on the way to the server becomes one of the tablet's errors."""

from collections.abc import Callable

import httpx
import pytest

from checklists.journal.chain import START
from checklists.protocol import refusals, routes
from checklists.protocol.messages import Cursor, Hello, Pull
from mobile.errors import (
    AnswerNotRead,
    NotTheServer,
    ServerRefused,
    ServerTrouble,
    ServerUnreachable,
    SyncError,
)
from mobile.sync.client import ServerClient
from tests.support import fake_server
from tests.support.fake_server import FakeServer, Fault

BEGINNING = Pull(cursor=Cursor(seq=0, hash=START), stream="shared")


def answering(response: httpx.Response) -> Fault:
    return lambda _request, _answer: response


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (fake_server.no_connection, ServerUnreachable),
        (fake_server.lost_request, ServerUnreachable),
        (fake_server.lost_reply, ServerUnreachable),
        (fake_server.gateway, ServerTrouble),
        (fake_server.refuse(refusals.SERVER_TROUBLE), ServerTrouble),
        (fake_server.refuse(refusals.REVOKED), ServerRefused),
        (fake_server.sign_in_page, NotTheServer),
        (fake_server.redirect, NotTheServer),
        (answering(httpx.Response(404, html="<h1>Not found</h1>")), NotTheServer),
        (answering(httpx.Response(404, json={"detail": "Not Found"})), NotTheServer),
        (answering(httpx.Response(407, text="Proxy")), NotTheServer),
        (answering(httpx.Response(200, json={"something": "else"})), AnswerNotRead),
        (answering(httpx.Response(200, json=["x"])), AnswerNotRead),
        (
            answering(
                httpx.Response(200, content=b'{"entries": [', headers={"Content-Type": "application/json"})
            ),
            AnswerNotRead,
        ),
        (
            answering(
                httpx.Response(200, content=b"[" * 100_000, headers={"Content-Type": "application/json"})
            ),
            AnswerNotRead,
        ),
    ],
)
def test_trouble_is_named(
    client: ServerClient, server: FakeServer, fault: Fault, error: type[SyncError]
) -> None:
    server.fault(routes.PULL, fault)
    with pytest.raises(SyncError) as raised:
        client.pull(BEGINNING)
    assert type(raised.value) is error
    assert raised.value.sentence.startswith(("Everything is on this tablet.", "This tablet's access"))
    assert client.pull(BEGINNING).entries == []


def test_refusal_carries_the_servers_words(client: ServerClient, server: FakeServer) -> None:
    server.fault(routes.HELLO, fake_server.refuse(refusals.REVOKED))
    with pytest.raises(ServerRefused) as raised:
        client.hello(Hello(incarnation="0" * 32))
    assert raised.value.problem.number == 102
    assert raised.value.sentence == f"{refusals.REVOKED.sentence} {refusals.REVOKED.advice}"


def test_token_is_never_sent_to_where_a_redirect_leads(server: FakeServer, client: ServerClient) -> None:
    server.fault(routes.HELLO, fake_server.redirect)
    with pytest.raises(NotTheServer):
        client.hello(Hello(incarnation="0" * 32))
    assert server.requests[-1] == ("POST", routes.HELLO)


def test_address_nobody_listens_at_is_unreachable() -> None:
    with ServerClient("http://127.0.0.1:1") as client, pytest.raises(ServerUnreachable):
        client.pull(BEGINNING)


def test_known_lists_are_not_sent_again(client: ServerClient, server: FakeServer) -> None:
    new = client.reference(None)
    assert new is not None
    assert new.reference == server.reference
    assert client.reference(new.etag) is None


@pytest.mark.parametrize(
    ("act", "answer", "error"),
    [
        (lambda c: c.begin_upload("5" * 64, 10), httpx.Response(201), AnswerNotRead),
        (
            lambda c: c.begin_upload("5" * 64, 10),
            httpx.Response(201, headers={"Location": "https://elsewhere.example/"}),
            AnswerNotRead,
        ),
        (lambda c: c.begin_upload("5" * 64, 10), httpx.Response(200, html="<h1>Hi</h1>"), NotTheServer),
        (lambda c: c.send_part("/x", 0, b"x"), httpx.Response(204), NotTheServer),
        (
            lambda c: c.send_part("/x", 0, b"x"),
            httpx.Response(204, headers={"Upload-Offset": "-1"}),
            NotTheServer,
        ),
        (lambda c: c.upload_offset("/x"), httpx.Response(403), NotTheServer),
        (lambda c: c.thumbnail("5" * 64), httpx.Response(200, html="<h1>Hi</h1>"), NotTheServer),
        (
            lambda c: c.thumbnail("5" * 64),
            httpx.Response(200, content=b"x" * 500_001, headers={"Content-Type": "image/jpeg"}),
            AnswerNotRead,
        ),
    ],
)
def test_odd_answer_about_photos_is_named(
    client: ServerClient,
    server: FakeServer,
    act: Callable[[ServerClient], object],
    answer: httpx.Response,
    error: type[SyncError],
) -> None:
    server.fault("/", answering(answer))
    with pytest.raises(error):
        act(client)


def test_upload_the_server_does_not_know_has_no_offset(client: ServerClient) -> None:
    assert client.upload_offset(routes.upload(f"{'5' * 64}-10")) is None
