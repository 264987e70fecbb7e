"""Asks a real server over real connections, in HTTP that may be none: malformed, cut, slow, sent twice."""

from __future__ import annotations

import asyncio
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.reliability.answers import Answer, complaint
from tests.reliability.mutations import odd, odd_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from tests.reliability.example import Example

# A request that is not whole is waited for much longer than anybody here has time for.
_PATIENCE: Final = 1.5
_PAUSE: Final = 0.02
_AT_ONCE: Final = 24

_POST: Final = b"POST /api/v1/enrol HTTP/1.1\r\nHost: x\r\n"

# Other protocols, and what looks like HTTP.
_STRANGE: Final = (
    *(b"", b"\x00", b"\r\n" * 50, b"GET", b"GET / HTTP/9.9\r\n\r\n", b"GET /\r\n\r\n"),
    *(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",),
    *(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"SSH-2.0-OpenSSH_9.6\r\n"),
    *(b"\x00\x00\x00\x85\xffSMBr", b"*1\r\n$4\r\nPING\r\n"),
    *(b"GET / HTTP/1.1\r\n" + b"x: " + b"y" * 70_000 + b"\r\n\r\n",),
    *(b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",),
    b"GET / HTTP/1.1\r\n" + b"".join(b"h%d: v\r\n" % number for number in range(8_000)) + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n",
    b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n",
    b"GET http://[::1/ HTTP/1.1\r\nHost: [::1\r\nConnection: close\r\n\r\n",
    b"GET http://example.org:99999/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    _POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    _POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}",
    _POST + b"Content-Length: -1\r\n\r\n{}",
    _POST + b"Content-Length: 99999999999999999999999\r\n\r\n{}",
    _POST + b"Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
    b"GET /sign-in HTTP/1.1\r\nHost: x\r\n\r\n" * 200,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sending:
    """How bytes are sent.

    Attributes:
        pieces: each after a short pause.
        cut: whether the caller hangs up at the end instead of waiting for an answer.
    """

    pieces: tuple[bytes, ...]
    cut: bool


def sending(example: Example, random: Random, tokens: Sequence[str]) -> Sending:
    """Return what one case sends."""
    if random.random() < 0.15:
        data = random.choice(_STRANGE)
    else:
        data = _written(example, random, tokens)
        for _ in range(random.choice((0, 1, 1, 2))):
            data = odd_bytes(data, random)
        if random.random() < 0.1:
            data = data + data
    places = sorted(random.randint(0, len(data)) for _ in range(random.choice((0, 0, 0, 1, 3))))
    edges = [0, *places, len(data)]
    pieces = tuple(data[start:end] for start, end in itertools.pairwise(edges))
    return Sending(pieces, cut=random.random() < 0.1)


async def ask_all(port: int, sendings: Sequence[Sending]) -> list[str]:
    """Send everything, some of it at the same time; return what is wrong with each answer, or empty texts."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(what: Sending) -> str:
        async with turns:
            return _complaint(await _ask(port, what))

    return list(await asyncio.gather(*(one(what) for what in sendings)))


def _written(example: Example, random: Random, tokens: Sequence[str]) -> bytes:
    request = odd(example, random, tokens)
    lines = [b"%s %s HTTP/1.1" % (request.method.encode(), request.target), b"host: 127.0.0.1"]
    lines += [b"%s: %s" % pair for pair in request.headers]
    lines += [b"connection: close"] if random.random() < 0.9 else []
    if random.random() < 0.2:
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(request.body), request.body)
        lines.append(b"transfer-encoding: chunked")
    else:
        body = request.body
        lines.append(b"content-length: %d" % len(body))
    return b"\r\n".join((*lines, b"", body))


async def _ask(port: int, what: Sending) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    came = b""
    try:
        for number, piece in enumerate(what.pieces):
            if number:
                await asyncio.sleep(_PAUSE)
            writer.write(piece)
            await writer.drain()
        if not what.cut:
            async with asyncio.timeout(_PATIENCE):
                while part := await reader.read(65_536):
                    came += part
    except (ConnectionError, TimeoutError):
        pass  # the server may hang up, and a request that is not whole gets no answer yet
    finally:
        writer.transport.abort()
    return came


def _complaint(came: bytes) -> str:
    if not came:
        return ""
    head, _, body = came.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n").partition(b"\r\n\r\n")
    found = re.match(rb"HTTP/1\.1 ([1-5][0-9][0-9]) ", head)
    if found is None:
        return f"no HTTP: {head[:80]!r}"
    if re.search(rb"(^|\n)HTTP/1\.1 5[0-9][0-9] ", came):
        return "status of 500 or above"
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in head.decode("latin-1").split("\r\n")[1:])
    }
    length = headers.get("content-length", "")
    if not length.isdecimal() or len(body) < int(length) or "content-encoding" in headers:
        # In pieces, packed, or not all of it in time: looked at as it is.
        return complaint("HEAD", Answer(int(found[1]), headers, body))
    if int(length) and not body:
        return ""
    return complaint("GET", Answer(int(found[1]), headers, body[: int(length)]))
