"""Reads the central record from outside, as its SQLite file holds it, and checks its chains."""

import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

from checklists.journal.canonical import digest
from checklists.journal.chain import START, Link, check_chain, feed_hash
from tests.sync.simulator.broken import must


class RecordFile:
    """The record of a server that may be running, or may just have been killed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "record.db"

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Ask it something."""
        with closing(sqlite3.connect(self._path, timeout=60)) as connection:
            return connection.execute(query).fetchall()

    def op_ids(self) -> set[object]:
        """Return every op it keeps, applied or not."""
        return {row[0] for row in self.rows("select op_id from op union select op_id from kept")}

    def photos_received(self) -> set[object]:
        """Return the names of the photos it has marked received."""
        return {row[0] for row in self.rows("select sha256 from photo where received_at is not null")}

    def check(self) -> None:
        """Check that the file is sound, that bodies are what was hashed and that all chains verify.

        Raises:
            Broken: something does not.
            ChainBroken: a tablet's chain does not verify.
        """
        must(self.rows("pragma quick_check(1)") == [("ok",)], "the record's file is damaged")
        for op_id, body, body_hash in self.rows("select op_id, body, body_hash from op"):
            data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
            must(isinstance(data, bytes) and digest(data) == body_hash, f"the body of {op_id} has changed")
        self._check_chains()
        self._check_feed()

    def _check_chains(self) -> None:
        stored = self.rows("select op_id, body_hash from op union select op_id, body_hash from kept")
        hashes = {op_id: str(body_hash) for op_id, body_hash in stored}
        chains: dict[tuple[str, str], list[tuple[Link, str]]] = defaultdict(list)
        links = "select device, incarnation, n, op_id, prev, hash from link order by device, incarnation, n"
        for device, incarnation, n, op_id, prev, hash_ in self.rows(links):
            link = Link.model_validate({"n": n, "op_id": op_id, "prev": prev, "hash": hash_})
            chains[str(device), str(incarnation)].append((link, hashes[op_id]))
        for (device, incarnation), found in chains.items():
            must(found[0][0].n == 1, f"the chain of {device} has no beginning")
            check_chain(device, incarnation, found)

    def _check_feed(self) -> None:
        head, query = (
            START,
            "select seq, op_id, feed.hash, body_hash from feed join op using (op_id) order by seq",
        )
        for n, (seq, op_id, hash_, body_hash) in enumerate(self.rows(query), start=1):
            head = feed_hash(head, str(op_id), str(body_hash))
            must((seq, hash_) == (n, head), f"feed entry {seq} does not follow")
