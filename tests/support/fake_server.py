"""A small server in memory that speaks the tablets' protocol, and breaks off where a test asks for it."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import httpx

from checklists.ids import new_id
from checklists.journal.canonical import as_bytes, as_text, canonical, digest
from checklists.journal.chain import START, feed_hash, link_hash
from checklists.moments import month_of
from checklists.protocol import refusals, routes
from checklists.protocol.limits import PULL_OPS
from checklists.protocol.messages import (
    Compare,
    Cursor,
    Hello,
    Message,
    Pull,
    Push,
    Reference,
    RefusedOp,
    Relay,
    Scope,
    Unnamed,
)
from checklists.protocol.refusals import Refusal
from mobile.sync.client import ServerClient
from tests.support.fake_uploads import upload
from tests.support.tablet_samples import a_reference

Answer = Callable[[httpx.Request], httpx.Response]
Fault = Callable[[httpx.Request, Answer], httpx.Response]
"""What happens to a request in place of its answer."""

# What the server marks its entries with.
SECRET = "secret"

M = TypeVar("M", bound=Message)

AT = "2026-03-03T14:05:00.000Z"


STATUS = {
    refusals.NOT_ENROLLED: 401,
    refusals.REVOKED: 403,
    refusals.CODE_UNKNOWN: 404,
    refusals.CHAIN_BROKEN: 409,
    refusals.FORKED: 409,
    refusals.CURSOR_UNKNOWN: 409,
    refusals.PHOTO_OTHER_BYTES: 460,
    refusals.UPLOAD_ELSEWHERE: 409,
    refusals.UPLOAD_UNKNOWN: 404,
    refusals.PHOTO_NOT_RECEIVED: 404,
    refusals.NOT_FOUND: 404,
    refusals.TOO_MANY_UNNAMED: 429,
    refusals.SERVER_TROUBLE: 503,
}


def no_connection(request: httpx.Request, _answer: Answer) -> httpx.Response:
    raise httpx.ConnectError("nobody is there", request=request)


def lost_request(request: httpx.Request, _answer: Answer) -> httpx.Response:
    raise httpx.WriteError("cut", request=request)


def lost_reply(request: httpx.Request, answer: Answer) -> httpx.Response:
    answer(request)
    raise httpx.ReadError("cut", request=request)


def twice(request: httpx.Request, answer: Answer) -> httpx.Response:
    answer(request)
    return answer(request)


def sign_in_page(_request: httpx.Request, _answer: Answer) -> httpx.Response:
    return httpx.Response(200, html="<h1>Welcome to the guest network</h1>")


def redirect(_request: httpx.Request, _answer: Answer) -> httpx.Response:
    return httpx.Response(302, headers={"Location": "https://guest.example/"})


def gateway(_request: httpx.Request, _answer: Answer) -> httpx.Response:
    return httpx.Response(502, html="<h1>Bad gateway</h1>")


def refuse(refusal: Refusal) -> Fault:
    return lambda _request, _answer: problem(refusal)


def problem(refusal: Refusal) -> httpx.Response:
    said = {"number": refusal.number, "sentence": refusal.sentence, "advice": refusal.advice, "detail": ""}
    return httpx.Response(STATUS[refusal], json=said)


@dataclass
class FakeServer:
    """The server's memory, open to the test.

    Attributes:
        ops: what was taken or refused, by op id.
        bodies: the same as it came.
        drafts: the draft histories that came beside seals, by op id.
        feed: op id and hash of every entry, in order; what is cut off its end is forgotten.
        clock_ms: by op id, how far its tablet's clock was off.
        is_own: says which ops are in the stream of their tablet and its people alone; all others are shared.
        faults: what happens to the next requests to a path that starts so, in order.
        refusing: returns the refusal of an op, None to take it.
        requests: method and path of everything that was asked.
        unnamed: what was raised without a name, by its key.
        backup: how far each chain is inside a backup; `backed_up` which photos are, `backup_at` since when.
        time: the server's clock.
    """

    code: str = "ABCD-EFGH"
    tokens: dict[str, str] = field(default_factory=dict)
    chains: dict[tuple[str, str], list[dict[str, object]]] = field(default_factory=dict)
    ops: dict[str, dict[str, object]] = field(default_factory=dict)
    refused: dict[str, Refusal] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    feed: list[tuple[str, str]] = field(default_factory=list)
    clock_ms: dict[str, int] = field(default_factory=dict)
    is_own: Callable[[dict[str, object]], bool] = lambda _op: False
    time: str = AT
    reference: Reference = field(default_factory=a_reference)
    parts: dict[str, bytes] = field(default_factory=dict)
    photos: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, deque[Fault]] = field(default_factory=dict)
    refusing: Callable[[dict[str, object]], Refusal | None] = lambda _op: None
    requests: list[tuple[str, str]] = field(default_factory=list)
    backup: dict[tuple[str, str], int] = field(default_factory=dict)
    backup_at: str | None = None
    unnamed: dict[str, Unnamed] = field(default_factory=dict)
    backed_up: set[str] = field(default_factory=set)

    def connect(self, address: str, token: str) -> ServerClient:
        return ServerClient(address, token, transport=httpx.MockTransport(self._receive))

    def fault(self, path: str, *what: Fault) -> None:
        self.faults.setdefault(path, deque()).extend(what)

    def say(self, op: dict[str, object]) -> None:
        """Put an op from elsewhere into the feed."""
        self._fold(op, as_text(canonical(op)))

    def set_back(self, keep: int) -> None:
        """Forget all but the feed's first entries, as a server does that is restored from a backup."""
        gone = {op for op, _ in self.feed[keep:]}
        del self.feed[keep:]
        for chain in self.chains.values():
            lost = next((n for n, link in enumerate(chain) if link["op_id"] in gone), len(chain))
            gone |= {str(link["op_id"]) for link in chain[lost:]}
            del chain[lost:]
        for op in gone:
            for known in (self.ops, self.bodies, self.drafts, self.refused):
                known.pop(op, None)

    def asked(self, path: str) -> int:
        return sum(one.startswith(path) for _, one in self.requests)

    def _receive(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.requests.append((request.method, path))
        for start, waiting in self.faults.items():
            if path.startswith(start) and waiting:
                return waiting.popleft()(request, self._answer)
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == routes.ENROL:
            return self._enrol(json.loads(request.content))
        device = self.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if device is None:
            return problem(refusals.NOT_ENROLLED)
        if path == routes.REFERENCE:
            return self._reference(request)
        if path.startswith(routes.UPLOADS):
            said = upload(request, self.parts, self.photos)
            return problem(said) if isinstance(said, Refusal) else said
        if path.startswith(routes.PREFIX) and path.endswith("/thumbnail"):
            return self._thumbnail(path.split("/")[-2])
        return self._said(path, device, request)

    def _said(self, path: str, device: str, request: httpx.Request) -> httpx.Response:
        """Answer a message of an enrolled tablet."""
        answers: dict[str, Callable[[], httpx.Response]] = {
            routes.HELLO: lambda: self._hello(device, _read(Hello, request)),
            routes.PUSH: lambda: self._push(device, _read(Push, request)),
            routes.RELAY: lambda: self._relay(_read(Relay, request)),
            routes.PULL: lambda: self._pull(device, _read(Pull, request)),
            routes.COMPARE: lambda: self._compare(device, _read(Compare, request)),
            routes.UNNAMED: lambda: self._unnamed(_read(Unnamed, request)),
            routes.BACKED_UP: lambda: self._backed_up(device, json.loads(request.content)),
        }
        return answers[path]()

    def _enrol(self, message: dict[str, str]) -> httpx.Response:
        if message["code"] != self.code:
            return problem(refusals.CODE_UNKNOWN)
        device, token = new_id(), new_id()
        self.tokens[token] = device
        return httpx.Response(200, json={"device": device, "token": token, "server_name": "Works"})

    def _hello(self, device: str, message: Hello) -> httpx.Response:
        known = all(one is None or self._knows(one) for one in (message.shared, message.own))
        end = self._end(device, message.incarnation)
        return httpx.Response(200, json={**end, "server_time": self.time, "cursors_known": known})

    def _knows(self, place: Cursor) -> bool:
        if place.seq == 0:
            return place.hash == START
        return place.seq <= len(self.feed) and self.feed[place.seq - 1][1] == place.hash

    def _end(self, device: str, incarnation: str) -> dict[str, object]:
        chain = self.chains.get((device, incarnation), [])
        return {"n": chain[-1]["n"], "hash": chain[-1]["hash"]} if chain else {"n": 0, "hash": START}

    def _push(self, device: str, message: Push) -> httpx.Response:
        chain = self.chains.setdefault((device, message.incarnation), [])
        before = list(chain)
        for sent in message.ops:
            link, body_hash = sent.link, digest(as_bytes(sent.body))
            op = json.loads(sent.body)
            if link.n <= len(chain):
                if chain[link.n - 1]["hash"] != link.hash:
                    chain[:] = before
                    return problem(refusals.FORKED)
                continue
            end = self._end(device, message.incarnation)
            right = link_hash(device, message.incarnation, link.n, link.prev, link.op_id, body_hash)
            if (link.n, link.prev, link.hash) != (len(chain) + 1, end["hash"], right):
                chain[:] = before
                return problem(refusals.CHAIN_BROKEN)
            chain.append(link.model_dump())
            if sent.draft:
                self.drafts[link.op_id] = sent.draft
            refusal = self.refusing(op) if link.op_id not in self.ops else None
            if refusal:
                self.refused[link.op_id] = refusal
                self.ops[link.op_id] = op
                self.bodies[link.op_id] = sent.body
            else:
                self._fold(op, sent.body)
        told = [
            RefusedOp(op_id=op, number=one.number, sentence=one.sentence, advice=one.advice).model_dump()
            for op, one in self.refused.items()
            if op in {sent.link.op_id for sent in message.ops}
        ]
        end = self._end(device, message.incarnation)
        return httpx.Response(200, json={**end, "received_at": AT, "refused": told})

    def _fold(self, op: dict[str, object], body: str) -> bool:
        op_id = str(op["op_id"])
        if op_id in self.ops:
            return False
        self.ops[op_id] = op
        self.bodies[op_id] = body
        last = self.feed[-1][1] if self.feed else START
        self.feed.append((op_id, feed_hash(last, op_id, digest(as_bytes(body)))))
        return True

    def _relay(self, message: Relay) -> httpx.Response:
        counts = {"taken": 0, "known": 0, "refused": 0}
        for entry in message.entries:
            op = json.loads(entry.body)
            if entry.countersign != _countersign(str(op["op_id"]), entry.body):
                counts["refused"] += 1
            else:
                counts["taken" if self._fold(op, entry.body) else "known"] += 1
                if entry.draft:
                    self.drafts[str(op["op_id"])] = entry.draft
        return httpx.Response(200, json=counts)

    def _pull(self, device: str, message: Pull) -> httpx.Response:
        if not self._knows(message.cursor):
            return problem(refusals.CURSOR_UNKNOWN)
        found = [seq for seq in self._stream(device, message) if seq > message.cursor.seq]
        page, more = found[:PULL_OPS], len(found) > PULL_OPS
        end = page[-1] if more else len(self.feed)
        entries = [
            {
                "seq": seq,
                "hash": self.feed[seq - 1][1],
                "countersign": _countersign(op_id, self.bodies[op_id]),
                "body": self.bodies[op_id],
                "clock_ms": self.clock_ms.get(op_id, 0),
            }
            for seq in page
            for op_id in [self.feed[seq - 1][0]]
        ]
        place = {"seq": end, "hash": self.feed[end - 1][1] if end else START}
        page_ = {"stream": message.stream, "entries": entries, "cursor": place, "more": more}
        return httpx.Response(200, json=page_)

    def _stream(self, device: str, message: Pull) -> list[int]:
        """Return the numbers of a stream's entries."""
        found = []
        for seq, (op_id, _) in enumerate(self.feed, start=1):
            op = self.ops[op_id]
            own = self.is_own(op)
            mine = op["device"] == device or op["person"] in message.people
            if own == (message.stream == "own") and (mine if own else _in_scope(op, message.scope)):
                found.append(seq)
        return found

    def _compare(self, device: str, message: Compare) -> httpx.Response:
        if not (self._knows(message.shared) and self._knows(message.own)):
            return problem(refusals.CURSOR_UNKNOWN)
        counts = {}
        for stream, place in (("shared", message.shared), ("own", message.own)):
            asked = Pull(cursor=place, stream=stream, scope=message.scope, people=message.people)
            counts[stream] = sum(seq <= place.seq for seq in self._stream(device, asked))
        chain = self.chains.get((device, message.incarnation), [])
        refused = {
            op: one.number for op, one in self.refused.items() if op in {one["op_id"] for one in chain}
        }
        told = {"refused": len(refused), "reasons": refusals.reasons(refused)}
        return httpx.Response(200, json={**self._end(device, message.incarnation), **counts, **told})

    def _unnamed(self, raised: Unnamed) -> httpx.Response:
        self.unnamed.setdefault(raised.key, raised)
        return httpx.Response(200, json={"day": f"{self.time[:10]}T00:00:00.000Z"})

    def _backed_up(self, device: str, message: dict[str, object]) -> httpx.Response:
        asked = [str(one) for one in message["photos"]]  # type: ignore[attr-defined]
        said = {
            "n": self.backup.get((device, str(message["incarnation"])), 0),
            "at": self.backup_at,
            "photos": [one for one in asked if one in self.backed_up],
            "missing": [one for one in asked if one not in self.photos],
            "server_time": self.time,
        }
        return httpx.Response(200, json=said)

    def _reference(self, request: httpx.Request) -> httpx.Response:
        body = self.reference.model_dump_json().encode()
        etag = f'"{digest(body)[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            return httpx.Response(304)
        headers = {"ETag": etag, "Content-Type": "application/json"}
        return httpx.Response(200, content=body, headers=headers)

    def _thumbnail(self, sha: str) -> httpx.Response:
        if sha not in self.photos:
            return problem(refusals.PHOTO_NOT_RECEIVED)
        return httpx.Response(
            200, content=b"small " + self.photos[sha][:6], headers={"Content-Type": "image/jpeg"}
        )


def _read(form: type[M], request: httpx.Request) -> M:
    return form.model_validate(json.loads(request.content))


def _countersign(op_id: str, body: str) -> str:
    return digest(f"{SECRET} {op_id} {digest(as_bytes(body))}".encode())


def _in_scope(op: dict[str, object], scope: Scope) -> bool:
    """Say whether an op is for all, or seals a visit within a scope."""
    said = op["set"]
    assert isinstance(said, dict)
    if "seal" not in said or len(said) == 1:
        return True
    month = month_of(said["seal"][0]["sealed_at"], 0)
    in_area = scope.areas is None or said["area"][0] in scope.areas
    return in_area and (scope.since is None or month >= scope.since)
