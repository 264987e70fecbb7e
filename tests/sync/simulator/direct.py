"""The record's own functions, called as the server calls them: no HTTP, and nobody is asked who they are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import httpx
from sqlalchemy import ColumnElement

from checklists.journal.canonical import as_text
from checklists.protocol import refusals, routes
from checklists.protocol.messages import (
    AskBackedUp,
    BackedUp,
    Compare,
    CompareReply,
    Entry,
    Hello,
    HelloReply,
    Page,
    Pull,
    Push,
    PushReply,
    Relay,
    RelayReply,
)
from mobile.errors import NotTheServer, ServerRefused, ServerTrouble, ServerUnreachable
from mobile.sync.client import NewReference, ServerClient, UploadPlace
from sync_server.api import backed_up as backed_up_route
from sync_server.api import compare as compare_route
from sync_server.api import push as push_route
from sync_server.errors import Refused
from sync_server.objects.errors import UploadRefusedError
from sync_server.objects.upload import Upload, announced, named
from sync_server.record import chains, feed, merge
from sync_server.record.arrival import arrival, hear
from sync_server.record.database import reading, writing
from sync_server.record.merge import Relayed
from sync_server.record.received import mark_received
from tests.sync.simulator.faults import OtherAnswer
from tests.sync.simulator.office import Cut, Office
from tests.sync.simulator.tablet import ADDRESS, Connect, Tablet

T = TypeVar("T")


def _may_know() -> bool:
    return True


@contextmanager
def direct(office: Office) -> Iterator[Connect]:
    """Give what connects a tablet with the record."""
    yield lambda tablet: _Client(office, tablet)


class _Client(ServerClient):
    """A tablet's client whose messages are calls."""

    def __init__(self, office: Office, tablet: Tablet) -> None:
        # Nothing is ever sent; without a transport, every client would read the machine's certificates.
        super().__init__(ADDRESS, transport=httpx.MockTransport(lambda _request: httpx.Response(500)))
        self._office = office
        self._line = tablet.line
        self._device = tablet.device

    def hello(self, message: Hello) -> HelloReply:
        """Say hello."""
        cursors = [one for one in (message.shared, message.own) if one is not None]

        def answer() -> HelloReply:
            with writing(self._office.engine) as connection:
                return chains.hello(connection, self._source(message.incarnation), self._office.now, cursors)

        return self._carry(answer)

    def push(self, message: Push) -> PushReply:
        """Push; the server learns how wrong the clock is as its route does."""

        def answer() -> PushReply:
            sent, now = [arrival(one.link, one.body, one.draft) for one in message.ops], self._office.now
            source, clock_ms = self._source(message.incarnation), push_route._clock_ms(message.sent_at, now)
            engine, keys, is_here = self._office.engine, self._office.keys, self._office.objects.has
            return merge.push(engine, keys, source, sent, now, clock_ms, is_here=is_here)

        reply = self._carry(answer)
        self._office.acknowledged |= {one.link.op_id for one in message.ops}
        return reply

    def relay(self, message: Relay) -> RelayReply:
        """Relay."""

        def answer() -> RelayReply:
            heard = [hear(one.body, one.draft) for one in message.entries]
            entries = [
                Relayed(found, one.countersign, one.clock_ms)
                for found, one in zip(heard, message.entries, strict=True)
            ]
            office = self._office
            return merge.relay(office.engine, office.keys, entries, office.now, is_here=office.objects.has)

        return self._carry(answer)

    def pull(self, message: Pull) -> Page:
        """Pull."""

        def answer() -> Page:
            with reading(self._office.engine) as connection:
                page = feed.page_after(connection, message.cursor, self._wanted(message))
            entries = [
                Entry(
                    seq=one.seq,
                    hash=one.hash,
                    countersign=one.countersign,
                    body=as_text(one.body),
                    clock_ms=one.clock_ms,
                )
                for one in page.entries
            ]
            return Page(stream=message.stream, entries=entries, cursor=page.cursor, more=page.more)

        return self._carry(answer)

    def compare(self, message: Compare) -> CompareReply:
        """Compare."""

        def answer() -> CompareReply:
            return compare_route.compared(self._office.engine, self._source(message.incarnation), message)

        return self._carry(answer)

    def reference(self, _etag: str | None) -> NewReference | None:
        """The lists never change: see that they are there."""
        self._carry(lambda: None)
        return None

    def backed_up(self, message: AskBackedUp) -> BackedUp:
        """Ask for what is in a backup."""

        def answer() -> BackedUp:
            office, source = self._office, self._source(message.incarnation)
            return backed_up_route.backed_up(
                office.engine, office.objects, source, message.photos, office.now
            )

        return self._carry(answer)

    def begin_upload(self, sha: str, length: int, data: bytes = b"") -> UploadPlace:
        def begin(came: bytes) -> Callable[[], UploadPlace]:
            return lambda: self._begin(announced(sha, length, self._device), came)

        return self._carry(begin(data), begin(data[: len(data) // 2]), photo=True)

    def upload_offset(self, address: str) -> int | None:
        def answer() -> int | None:
            upload = named(address.rpartition("/")[2], self._device)
            try:
                offset = self._office.objects.uploads.offset(upload, _may_know)
            except UploadRefusedError:
                return None
            self._mark(upload.sha256)
            return offset

        return self._carry(answer, photo=True)

    def send_part(self, address: str, offset: int, part: bytes) -> int:
        def take(data: bytes) -> Callable[[], int]:
            return lambda: self._take(address, offset, data)

        return self._carry(take(part), take(part[: len(part) // 2]), photo=True)

    def thumbnail(self, sha: str) -> bytes:
        def answer() -> bytes:
            if not self._office.objects.has(sha):
                raise Refused(refusals.PHOTO_NOT_RECEIVED)
            return self._office.objects.photo(sha).read_bytes()

        return self._carry(answer, photo=True)

    def _begin(self, upload: Upload, data: bytes) -> UploadPlace:
        uploads = self._office.objects.uploads
        if data:
            with uploads.held(upload):
                arriving = uploads.arrive_anew(upload)
                arriving.write([data])
                offset = arriving.settle()
        else:
            offset = uploads.begin(upload, _may_know)
        self._mark(upload.sha256)
        return UploadPlace(routes.upload(upload.name), offset)

    def _take(self, address: str, offset: int, part: bytes) -> int:
        upload = named(address.rpartition("/")[2], self._device)
        uploads = self._office.objects.uploads
        with uploads.held(upload):
            arriving = uploads.arrive(upload, offset, _may_know)
            arriving.write([part])
            now = arriving.settle()
            self._mark(upload.sha256)
            return now

    def _source(self, incarnation: str) -> chains.Source:
        return chains.Source(self._device, incarnation)

    def _wanted(self, message: Pull) -> ColumnElement[bool]:
        own = message.stream == "own"
        return feed.own_of(self._device, message.people) if own else feed.shared_with(message.scope)

    def _mark(self, *shas: str) -> None:
        here = [sha for sha in sorted(shas) if self._office.objects.has(sha)]
        if here:
            with writing(self._office.engine) as connection:
                mark_received(connection, here, self._office.now)

    def _carry(
        self, answer: Callable[[], T], halved: Callable[[], object] = lambda: None, *, photo: bool = False
    ) -> T:
        """Carry a message; what comes back in its place is what the real client makes of it."""
        try:
            return self._line.carry(answer, halved, photo=photo)
        except Cut as cut:
            raise ServerUnreachable("cut") from cut
        except OtherAnswer as other:
            raise (ServerTrouble if other.is_gateway else NotTheServer)("another answer") from other
        except UploadRefusedError as refused:
            raise ServerRefused(Refused(refused.refusal).problem) from refused
        except Refused as refused:
            raise ServerRefused(refused.problem) from refused
