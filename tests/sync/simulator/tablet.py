"""One tablet of a history: its database file, its photos, its clock, which may be wrong."""

import hashlib
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from checklists.journal import draft_history
from checklists.journal.canonical import as_bytes
from checklists.journal.op import Op
from checklists.protocol.messages import EnrolReply
from checklists.records.values import PhotoRef
from mobile.photos.errors import PhotoNotHere
from mobile.store import enrolment, ops
from mobile.store.identity import this_tablet
from mobile.sync.client import ServerClient
from mobile.sync.session import Exchange, exchange
from tests.support.memory_vault import MemoryVault
from tests.sync.simulator.broken import must
from tests.sync.simulator.faults import Line, MortalStore

ADDRESS = "http://testserver"

Connect = Callable[["Tablet"], ServerClient]
"""Returns a tablet's client for its way to the server."""


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
        line: its way to the server.
        off: how much its clock is wrong.
        saved: an older copy of its database, None before one was made.
        seen: every op that was ever here.
    """

    def __init__(
        self, path: Path, random: Random, now: Callable[[], datetime], line: Line, connect: Connect
    ) -> None:
        self.path = path
        self.random = random
        self.line = line
        self.vault = Vault()
        self.off = timedelta()
        self.saved: Path | None = None
        self.seen: dict[str, bytes] = {}
        self._now = now
        self._connect = connect
        self._histories: dict[str, list[Op]] = {}
        # What ops that were ever here name as replaced.
        self._named: set[str] = set()
        self.store = self._open()

    @property
    def device(self) -> str:
        """The id under which the server knows it; clones share it."""
        return this_tablet(self.store).device

    def enrolled(self, device: str, token: str) -> None:
        """Take on the identity the office has given."""
        reply = EnrolReply(device=device, token=token, server_name="Works")
        enrolment.enrolled(self.store, reply, server_url=ADDRESS, name=device[:4])

    def signs_in(self, person: str) -> None:
        """Let somebody use this tablet; a PIN takes a tenth of a second to compare, so none is typed."""
        self.store.execute("insert or ignore into signed_in(person) values (?)", (person,))

    def users(self) -> list[str]:
        """Return everybody who has used this tablet."""
        return [row["person"] for row in self.store.rows("select person from signed_in order by person")]

    def sync(self) -> Exchange:
        """Exchange once with the server."""
        with self._connect(self) as client:
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

    def clone(self, path: Path, random: Random, line: Line) -> "Tablet":
        """Return a second tablet that begins as a copy of this one."""
        self.copy_to(path)
        other = Tablet(path, random, self._now, line, self._connect)
        other.vault.bytes = dict(self.vault.bytes)
        other.off = self.off
        other.seen = dict(self.seen)
        other._named = set(self._named)
        return other

    def copy_to(self, path: Path) -> None:
        """Copy the database as it is, with what its write-ahead log holds."""
        path.unlink(missing_ok=True)
        self.store._database.conn.execute("VACUUM INTO ?", (str(path),))

    def hear(self) -> dict[str, bytes]:
        """Return every op that is here now, also folded into a seal, with its body.

        Raises:
            Broken: an op has changed, or names as replaced what was never here.
        """
        here = self.ops()
        new = {op_id: ops.read(here[op_id]) for op_id in here.keys() - self.seen.keys()}
        came = {row["op_id"] for row in self.store.rows("select op_id from entry")} if new else set()
        for op_id, body in here.items():
            must(self.seen.setdefault(op_id, body) == body, f"op {op_id} has changed on its tablet")
        self._named.update(*(_named(op) for op_id, op in new.items() if op_id in came))
        for op_id, op in new.items():
            unknown = set() if op_id in came else _named(op) - self.seen.keys() - self._named
            must(not unknown, f"op {op_id} replaces {sorted(unknown)}, of which its author never heard")
        self._named.update(*(_named(op) for op in new.values()))
        return here

    def ops(self) -> dict[str, bytes]:
        """Return every op that is here, by id: in the journal, or in a draft history."""
        here = {one.op_id: one.body() for history in self.histories().values() for one in history}
        return here | {row["op_id"]: row["body"] for row in self.store.rows("select op_id, body from op")}

    def histories(self) -> dict[str, list[Op]]:
        """Return the ops in each draft history, by the seal that stands in for them."""
        found = {}
        for row in self.store.rows("select op_id, packed from draft_history"):
            if row["op_id"] not in self._histories:
                bodies = map(as_bytes, draft_history.unpack(row["packed"]))
                self._histories[row["op_id"]] = [ops.read(body) for body in bodies]
            found[row["op_id"]] = self._histories[row["op_id"]]
        return found

    def records(self, kind: str) -> list[str]:
        """Return the records of a kind of which something is here."""
        query = (
            "select record from field where kind = ?1 union select record from part where kind = ?1 and whole"
        )
        return [row["record"] for row in self.store.rows(query, (kind,))]

    def _open(self) -> MortalStore:
        return MortalStore.open(self.path, now=lambda: self._now() + self.off, new_id=self._new_id)

    def _new_id(self) -> str:
        return f"{self.random.getrandbits(128):032x}"


def _named(op: Op) -> set[str]:
    return {other for _, _, fields in op.parts() for change in fields.values() for other in change[1]}
