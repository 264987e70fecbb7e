"""The sync as the app sees it: runs by itself in a thread, says how it stands, can be nudged."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random, SystemRandom
from typing import Final

from mobile.errors import ServerTrouble, ServerUnreachable, TabletError
from mobile.store import identity, outbox, photos, reference, refused, unnamed
from mobile.store.database import Store
from mobile.sync.client import ServerClient
from mobile.sync.enrolment import Connect, enrol
from mobile.sync.pauses import (
    FIRST_WAIT_SECONDS,
    LONGEST_WAIT_SECONDS,
    POLL_SECONDS,
    back_off,
    when_asked,
)
from mobile.sync.photo_bytes import PhotoBytes
from mobile.sync.session import Exchange, exchange
from mobile.sync.status import Facts, SyncStatus, describe

log = logging.getLogger(__name__)

# A request under way is left to end by itself; what it confirms is kept or asked for again.
_STOP_SECONDS: Final = 5.0


class Sync:
    """Exchanges with the server, one at a time, through a database connection of its own."""

    def __init__(
        self,
        store: Store,
        vault: PhotoBytes,
        *,
        connect: Connect = ServerClient,
        random: Random | None = None,
    ) -> None:
        """Prepare; nothing is sent before `start` or `sync_now`.

        Args:
            store: the screens' connection to the database; the sync opens another to the same file.
            vault: the photos' bytes.
            connect: makes the connection to the server, in tests.
            random: spreads the waits, in tests.

        Raises:
            StoreError: the database can't be opened.
        """
        self._store = store.another()
        self._vault = vault
        self._connect = connect
        self._client: tuple[tuple[str, str], ServerClient] | None = None
        self._random = random or SystemRandom()
        self._tries = 0
        self._pause_seconds = 0.0
        self._least_seconds = 0.0
        self._facts = Facts()
        self._subscribers: dict[object, Callable[[SyncStatus], None]] = {}
        self._working = threading.Lock()
        self._telling = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._status = describe(self._facts)
        reference.ask_anew(self._store)
        self._look_again()

    @property
    def status(self) -> SyncStatus:
        """How the sync stands."""
        return self._status

    def start(self) -> None:
        """Go on by itself from now on."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End after the step under way and close the connections; what was not sent stays in the outbox."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)
            if self._thread.is_alive():
                return
        self._forget_client()
        self._store.close()

    def enrol(self, server_url: str, code: str, name: str) -> None:
        """Make this tablet known to a server, see `enrolment.enrol`; the first exchange follows at once.

        Raises:
            EnrolmentError: the address or the code can't be used as typed.
            SyncError: the server can't be reached or refused; nothing is changed.
        """
        with self._working:
            enrol(self._store, server_url, code, name, connect=self._connect)
            self._look_again(lambda facts: replace(facts, trouble=None))
        self.nudge()

    def nudge(self) -> None:
        """Say that there is something to send: it is sent at once.

        While the server can't be reached, tries stay at least `FIRST_WAIT_SECONDS` apart, or as long as it
        asked to be left alone.
        """
        if not self._stopping.is_set():
            self._look_again()
            self._wake.set()

    def send_now(self) -> None:
        """Try everything again at once, also what was to wait after some trouble."""
        try:
            photos.hurry(self._store)
        except TabletError as trouble:
            log.warning("nothing hurried: %s", trouble)
        self.nudge()

    def subscribe(self, callback: Callable[[SyncStatus], None]) -> Callable[[], None]:
        """Call back with each new status, from whichever thread brought it; return what ends that."""
        key = object()
        with self._telling:
            self._subscribers[key] = callback

        def unsubscribe() -> None:
            with self._telling:
                self._subscribers.pop(key, None)

        return unsubscribe

    def sync_now(self) -> SyncStatus:
        """Exchange once, in this thread, and return how the sync stands then, with what troubled it."""
        with self._working:
            trouble: TabletError | None = None
            try:
                trouble = self._exchange()
            except TabletError as error:
                trouble = error
                log.info("the exchange ended early: %s", error)
            self._ended(trouble)
        return self._status

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.sync_now()
            except Exception:
                # A slip of ours must not end the sync for good; it is in the log.
                log.exception("the exchange broke off")
                self._pause_seconds = LONGEST_WAIT_SECONDS
            self._pause()

    def _exchange(self) -> TabletError | None:
        me = identity.this_tablet(self._store)
        if not me.enrolled:
            return None
        done = Exchange()
        try:
            exchange(
                self._store, self._vault, self._client_for(me.server_url, me.token), self._progress, done
            )
        finally:
            # What came before it ended is here, however it ended.
            self._look_again(lambda facts: replace(facts, sending=False, news=facts.news + done.news))
        return done.trouble

    def _progress(self, received: int) -> None:
        self._look_again(lambda facts: replace(facts, sending=True, sent=facts.sent + received))

    def _ended(self, trouble: TabletError | None) -> None:
        unreachable = isinstance(trouble, ServerUnreachable)
        self._tries = self._tries + 1 if unreachable else 0
        self._least_seconds = FIRST_WAIT_SECONDS if unreachable else 0.0
        asked = trouble.retry_seconds if isinstance(trouble, ServerTrouble) else None
        if asked is not None:
            # Nothing shortens what the server asked for.
            self._pause_seconds = self._least_seconds = when_asked(asked, self._random)
        elif unreachable:
            self._pause_seconds = back_off(self._tries - 1, self._random)
        else:
            self._pause_seconds = LONGEST_WAIT_SECONDS if trouble else POLL_SECONDS
        pause = self._pause_seconds
        self._look_again(lambda facts: replace(facts, trouble=trouble, retry_seconds=pause, sent=0))

    def _pause(self) -> None:
        began = time.monotonic()
        self._wake.wait(self._pause_seconds)
        self._stopping.wait(max(0.0, self._least_seconds - (time.monotonic() - began)))
        self._wake.clear()

    def _client_for(self, address: str, token: str) -> ServerClient:
        if self._client is None or self._client[0] != (address, token):
            self._forget_client()
            self._client = (address, token), self._connect(address, token)
        return self._client[1]

    def _forget_client(self) -> None:
        if self._client is not None:
            self._client[1].close()
            self._client = None

    def _look_again(self, learn: Callable[[Facts], Facts] = lambda facts: facts) -> None:
        """Take in what was learnt, read what is waiting, and tell the subscribers of another status."""
        with self._telling:
            self._facts = learn(self._facts)
            try:
                self._facts = self._read()
            except TabletError as trouble:
                self._facts = replace(self._facts, trouble=trouble)
            before, self._status = self._status, describe(self._facts)
            listening = list(self._subscribers.values()) if self._status != before else []
        # Without the lock, so that a subscriber may wait for a thread that is asking for the status.
        for callback in listening:
            _tell(callback, self._status)

    def _read(self) -> Facts:
        waiting = outbox.counts(self._store)
        return replace(
            self._facts,
            enrolled=identity.this_tablet(self._store).enrolled,
            changes=waiting.changes,
            photos=waiting.photos,
            something=unnamed.waiting(self._store) > 0,
            received_at=outbox.received_at(self._store),
            set_aside=refused.count(self._store),
        )


def _tell(callback: Callable[[SyncStatus], None], status: SyncStatus) -> None:
    try:
        callback(status)
    except Exception:
        log.exception("somebody who follows the sync could not be told")
