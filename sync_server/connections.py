"""Connections within bounds: a request's beginning is short and soon here, and an answer is read in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from checklists.protocol import refusals
from sync_server.errors import Refused

if TYPE_CHECKING:
    import asyncio

# A request line with a long filter, a token and a browser's cookies take some 4 KB.
HEAD_BYTES: Final = 64 * 1024

# A request line and headers are one packet or two; whoever needs longer has gone, or means to hold the place.
HEAD_SECONDS: Final = 20

# An answer is at most some MB; a connection that takes none of it for so long has died.
UNREAD_SECONDS: Final = 60

_NOT_READ, _TOO_SLOW, _TOO_LONG = 400, 408, 431


class _TooLongError(Exception):
    """Ends the reading of a request line or of headers."""


class BoundedConnection(HttpToolsProtocol):
    """One connection; a request that can't be read is answered with a numbered problem as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as it is
        super().__init__(*args, **kwargs)
        self._in_head = True
        # Of a beginning that is not whole yet: what came, and what of it was understood.
        self._came = 0
        self._parsed = 0
        self._slow: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what came, as long as a request's beginning does not grow without end."""
        # If another request ends in these bytes, this sets it to 0 where the next one begins.
        self._came += len(data)
        super().data_received(data)
        if self._in_head and self._came > HEAD_BYTES and not self.transport.is_closing():
            self._end(_TOO_LONG)

    def on_message_begin(self) -> None:
        """Count from here."""
        super().on_message_begin()
        self._in_head, self._came, self._parsed = True, 0, 0
        self._wait_for_head()

    def on_url(self, url: bytes) -> None:
        """Take a part of the request line."""
        self._count(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        self._count(name + value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin the answer."""
        self._in_head = False
        self._stop_waiting()
        super().on_headers_complete()
        # Before the answer begins, which it does with the loop's next turn.
        self.cycle.transport = _Patient(self.transport)  # type: ignore[assignment]  # all that an answer needs

    def send_400_response(self, msg: str) -> None:
        """Say that a request can't be read, in the words of the catalogue instead of `msg`."""
        del msg
        self._end(_TOO_LONG if self._in_head and self._parsed > HEAD_BYTES else _NOT_READ)

    def _unsupported_upgrade_warning(self) -> None:
        # The request is answered as any other; there is nothing to install.
        pass

    def pause_writing(self) -> None:
        """Begin to wait for a caller who does not read."""
        super().pause_writing()
        self._unread = self._unread or self.loop.call_later(UNREAD_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the caller reads."""
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    def _count(self, part: bytes) -> None:
        self._parsed += len(part)
        if self._parsed > HEAD_BYTES:
            raise _TooLongError

    def _wait_for_head(self) -> None:
        self._stop_waiting()
        self._slow = self.loop.call_later(HEAD_SECONDS, self._end_slow)

    def _stop_waiting(self) -> None:
        if self._slow is not None:
            self._slow.cancel()
            self._slow = None

    def _end_slow(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self._end(_TOO_SLOW)
        else:
            # The answer to the request before this one is on its way.
            self._wait_for_head()

    def _end(self, status: int) -> None:
        if self.transport.is_closing():
            return
        # Where an answer has begun, anything else would be taken for a part of it.
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(_answer(status))
        self.transport.close()


class _Patient:
    """Takes what is written to a caller who has just gone: that is no trouble of the server's."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def write(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data)

    def close(self) -> None:
        self._transport.close()

    def is_closing(self) -> bool:
        return self._transport.is_closing()


def _answer(status: int) -> bytes:
    refused = {
        _NOT_READ: Refused(refusals.MESSAGE_NOT_READ, "It is not a request in the form of HTTP."),
        _TOO_SLOW: Refused(refusals.MESSAGE_NOT_READ, "It did not come in time."),
        _TOO_LONG: Refused(refusals.TOO_LARGE, f"Its address and headers have over {HEAD_BYTES:,} bytes."),
    }[status]
    body = refused.problem.model_dump_json().encode()
    return b"".join(
        (
            STATUS_LINE[status],
            b"content-type: application/json\r\ncache-control: no-store\r\nconnection: close\r\n",
            b"content-length: %d\r\n\r\n" % len(body),
            body,
        )
    )
