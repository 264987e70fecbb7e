"""A TCP proxy on the loopback that treats the requests of one tablet as bad networks do."""

import contextlib
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from random import Random

_HEAD_END = b"\r\n\r\n"
_PIECE = 65_536

# How long a piece is held up, at most.
_DELAY_SECONDS = 0.03

# Longer than the proxy ever waits for either side; reached only when something is stuck.
_DEADLINE = 60.0


class _GoneError(Exception):
    """One side has closed its connection, or the proxy has."""


class BadNetwork:
    """Passes a tablet's requests on to the server and the answers back, or does something to them.

    Attributes:
        rate: the share of requests to which something happens.
        counted: how often what happened.
    """

    def __init__(self, port: int, random: Random, rate: float) -> None:
        """Listen on a free port for a tablet whose server is at `port`."""
        self.rate = rate
        self.counted: Counter[str] = Counter()
        self._to = ("127.0.0.1", port)
        self._random = random
        self._held: list[socket.socket] = []
        self._late: list[bytes] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._ended = False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the tablet finds its server."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def good(self) -> None:
        """Pass everything on from now on, and let go of what was held."""
        self.rate = 0
        self._late.clear()
        while self._held:
            _close(self._held.pop())

    def close(self) -> None:
        """Listen no more."""
        self._ended = True
        self.good()
        # Closing alone does not wake the thread that accepts.
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        while not self._ended:
            try:
                tablet, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(_Line(tablet),), daemon=True).start()

    def _carry(self, tablet: "_Line") -> None:
        """Carry one connection's requests until one side has had enough."""
        with contextlib.closing(tablet), contextlib.suppress(_GoneError, OSError):
            server = self._server()
            with contextlib.closing(server):
                while True:
                    request = tablet.read_request()
                    self._deliver_late()
                    self._way()(request, tablet, server)

    def _server(self) -> "_Line":
        return _Line(socket.create_connection(self._to, timeout=_DEADLINE))

    def _way(self) -> "_Way":
        if self._random.random() >= self.rate:
            return self._pass
        way = self._random.choice(self._ways)
        self.counted[way.__name__.strip("_").replace("_", " ")] += 1
        return way

    @property
    def _ways(self) -> "list[_Way]":
        broken: list[_Way] = [self._cut, self._halve, self._lose_reply, self._cut_reply]
        odd: list[_Way] = [self._delay, self._twice, self._twice_at_once, self._again_later]
        return [*broken, *odd, self._stall, self._stall_reply]

    def _pass(self, request: bytes, tablet: "_Line", server: "_Line") -> None:
        server.send(request)
        tablet.send(server.read_reply(request))

    def _cut(self, request: bytes, _tablet: "_Line", server: "_Line") -> None:
        """Let only the first bytes arrive, perhaps none."""
        server.send(request[: self._random.randrange(len(request))])
        raise _GoneError

    def _halve(self, request: bytes, _tablet: "_Line", server: "_Line") -> None:
        """Let the head and half of the body arrive."""
        server.send(request[: (_head_of(request) + len(request)) // 2])
        raise _GoneError

    def _lose_reply(self, request: bytes, _tablet: "_Line", server: "_Line") -> None:
        server.send(request)
        server.read_reply(request)
        raise _GoneError

    def _cut_reply(self, request: bytes, tablet: "_Line", server: "_Line") -> None:
        server.send(request)
        reply = server.read_reply(request)
        tablet.send(reply[: self._random.randrange(len(reply))])
        raise _GoneError

    def _delay(self, request: bytes, tablet: "_Line", server: "_Line") -> None:
        """Let it come in pieces, some of them late, there and back."""
        self._slowly(request, server)
        self._slowly(server.read_reply(request), tablet)

    def _slowly(self, data: bytes, to: "_Line") -> None:
        piece = max(1, len(data) // 4)
        for start in range(0, len(data), piece):
            to.send(data[start : start + piece])
            time.sleep(self._random.uniform(0, _DELAY_SECONDS))

    def _twice(self, request: bytes, tablet: "_Line", server: "_Line") -> None:
        """Let it arrive again on a connection of its own, after its answer."""
        self._pass(request, tablet, server)
        self._replay(request)

    def _twice_at_once(self, request: bytes, tablet: "_Line", server: "_Line") -> None:
        """Let it arrive on two connections at the same moment."""
        other = threading.Thread(target=self._replay, args=(request,), daemon=True)
        other.start()
        try:
            self._pass(request, tablet, server)
        finally:
            other.join(_DEADLINE)

    def _again_later(self, request: bytes, tablet: "_Line", server: "_Line") -> None:
        """Let it arrive a second time when the tablet has moved on."""
        self._pass(request, tablet, server)
        self._late.append(request)

    def _stall(self, request: bytes, tablet: "_Line", server: "_Line") -> None:
        """Let half of it arrive and then nothing; the server hears no end of it until the faults end."""
        server.send(request[: len(request) // 2])
        self._held.append(server.hold())
        tablet.wait_until_gone()

    def _stall_reply(self, request: bytes, tablet: "_Line", server: "_Line") -> None:
        """Let half of the answer arrive and then nothing."""
        server.send(request)
        reply = server.read_reply(request)
        tablet.send(reply[: len(reply) // 2])
        tablet.wait_until_gone()

    def _deliver_late(self) -> None:
        while self._late:
            self._replay(self._late.pop())

    def _replay(self, request: bytes) -> None:
        with contextlib.suppress(_GoneError, OSError), contextlib.closing(self._server()) as server:
            server.send(request)
            server.read_reply(request)


_Way = Callable[[bytes, "_Line", "_Line"], None]


class _Line:
    """One side's connection, read by whole HTTP messages."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(_DEADLINE)
        self._socket = connection
        self._read = b""

    def close(self) -> None:
        _close(self._socket)

    def hold(self) -> socket.socket:
        """Return a second handle, so that the connection stays open when this side is closed."""
        return self._socket.dup()

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def wait_until_gone(self) -> None:
        """Wait until the other side has had enough."""
        while True:
            self._more()

    def read_request(self) -> bytes:
        head = self._until(_HEAD_END)
        return head + self._exactly(int(_field(head, b"content-length") or 0))

    def read_reply(self, request: bytes) -> bytes:
        head = self._until(_HEAD_END)
        status = head.split(b" ", 2)[1]
        if request.startswith(b"HEAD ") or status in {b"204", b"304"}:
            return head
        length = _field(head, b"content-length")
        return head + (self._exactly(int(length)) if length is not None else self._chunks())

    def _chunks(self) -> bytes:
        body = b""
        while True:
            line = self._until(b"\r\n")
            size = int(line, 16)
            body += line + self._exactly(size + 2)
            if size == 0:
                return body

    def _until(self, end: bytes) -> bytes:
        while end not in self._read:
            self._more()
        found, _, self._read = self._read.partition(end)
        return found + end

    def _exactly(self, count: int) -> bytes:
        while len(self._read) < count:
            self._more()
        found, self._read = self._read[:count], self._read[count:]
        return found

    def _more(self) -> None:
        data = self._socket.recv(_PIECE)
        if not data:
            raise _GoneError
        self._read += data


def _head_of(message: bytes) -> int:
    return message.index(_HEAD_END) + len(_HEAD_END)


def _field(head: bytes, name: bytes) -> bytes | None:
    for line in head.split(b"\r\n")[1:]:
        found, _, value = line.partition(b":")
        if found.strip().lower() == name:
            return value.strip()
    return None


def _close(connection: socket.socket) -> None:
    # So that a thread that waits for it wakes.
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
