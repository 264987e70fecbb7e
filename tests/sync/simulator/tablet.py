"""One tablet of a history: its database file, its photos, its clock, which may be wrong."""

import hashlib
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from checklists.protocol.messages import EnrolReply
from checklists.records.values import PhotoRef
from mobile.photos.errors import PhotoNotHere
from mobile.store import enrolment
from mobile.store.identity import this_tablet
from mobile.sync.client import ServerClient
from mobile.sync.session import Exchange, exchange
from tests.support.fake_server import MemoryVault
from tests.sync.simulator.faults import MortalStore, Wire

ADDRESS = "http://testserver"


class Vault(MemoryVault):
    """Photos in memory; one that is not there is named as the real vault does."""

    def read(self, sha256: str) -> bytes:
        if sha256 not in self.bytes:
            raise PhotoNotHere
        return super().read(sha256)


class Tablet:
    """A tablet that can be copied, set back, killed and started again.

    Attributes:
        store: its database.
        vault: its photos; they stay when the database is set back.
        wire: its network.
        off: how much its clock is wrong.
        saved: an older copy of its database, None before one was made.
    """

    def __init__(self, path: Path, random: Random, now: Callable[[], datetime], wire: Wire) -> None:
        self.path = path
        self.random = random
        self.wire = wire
        self.vault = Vault()
        self.off = timedelta()
        self.saved: Path | None = None
        self._now = now
        self.store = self._open()

    def enrolled(self, device: str, token: str) -> None:
        """Take on the identity the office has given."""
        reply = EnrolReply(device=device, token=token, server_name="Works")
        enrolment.enrolled(self.store, reply, server_url=ADDRESS, name=device[:4])

    def sync(self) -> Exchange:
        """Exchange once with the server."""
        with ServerClient(ADDRESS, this_tablet(self.store).token, transport=self.wire) as client:
            return exchange(self.store, self.vault, client, lambda _count: None)

    def take_photo(self) -> tuple[str, PhotoRef]:
        """Keep a photo nobody has taken before: a JPEG of some hundred bytes."""
        data = b"\xff\xd8\xff\xfe" + self.random.randbytes(self.random.randint(50, 600))
        self.vault.bytes[hashlib.sha256(data).hexdigest()] = data
        ref = PhotoRef(bytes=len(data), width=4, height=3, taken_at=self.store.moment())
        return hashlib.sha256(data).hexdigest(), ref

    def start_again(self) -> None:
        """Start the app again after its process ended."""
        self.store.close()
        self.store = self._open()

    def save(self) -> None:
        """Make a copy of the database, as a backup does."""
        self.saved = self.path.with_suffix(".saved")
        self.copy_to(self.saved)

    def set_back(self) -> None:
        """Put the older copy in the database's place."""
        assert self.saved
        self.store.close()
        for end in ("", "-wal", "-shm"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)
        shutil.copy(self.saved, self.path)
        self.store = self._open()

    def clone(self, path: Path, random: Random, wire: Wire) -> "Tablet":
        """Return a second tablet that begins as a copy of this one."""
        self.copy_to(path)
        other = Tablet(path, random, self._now, wire)
        other.vault.bytes = dict(self.vault.bytes)
        return other

    def copy_to(self, path: Path) -> None:
        """Copy the database as it is, with what its write-ahead log holds."""
        path.unlink(missing_ok=True)
        self.store._database.conn.execute("VACUUM INTO ?", (str(path),))

    def ops(self) -> dict[str, bytes]:
        """Return every op in the journal, by id."""
        return {row["op_id"]: row["body"] for row in self.store.rows("select op_id, body from op")}

    def records(self, kind: str) -> list[str]:
        """Return the records of a kind that have something applied."""
        query = "select distinct record from field where kind = ? order by record"
        return [row["record"] for row in self.store.rows(query, (kind,))]

    def _open(self) -> MortalStore:
        return MortalStore.open(self.path, now=lambda: self._now() + self.off, new_id=self._new_id)

    def _new_id(self) -> str:
        return f"{self.random.getrandbits(128):032x}"
