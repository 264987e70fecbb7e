"""An auditor's work on a tablet in random steps, and what the tablet holds: what the proofs begin with."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from checklists.records.values import PhotoRef, Signature
from checklists.records.visit import Judgement, SignedBy
from mobile.store import findings, memory, people, reference, visits
from mobile.store.identity import this_tablet
from mobile.sync.enrolment import enrol
from mobile.sync.session import exchange
from tests.support.fake_server import FakeServer
from tests.support.memory_vault import MemoryVault
from tests.support.tablet_samples import ANA, DOCK_2, Clock, a_checklist, a_reference

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from mobile.store.database import Store
    from tests.support.tablet_samples import Clock as MovedClock

ADDRESS = "http://127.0.0.1:9"
QUESTIONS = 12

# What people see is worked out from the rest; the marks of one start differ from those of another.
NOT_COMPARED = {"sqlite_sequence", "_sqlite_migrations"}

Rows = dict[str, list[tuple[object, ...]]]


class Work:
    """A person at one tablet, whose every step is saved when its call returns.

    Attributes:
        store: the tablet's database; put another in after a restart.
        vault: its photos.
        server: the one it is enrolled with.
        said: texts that were typed and acknowledged: place → the newest.
        visit: the one that is being walked.
        number: of the text written last; it is part of it.
    """

    def __init__(self, store: Store, random: Random, clock: MovedClock, server: FakeServer) -> None:
        self.store = store
        self.random = random
        self.clock = clock
        self.server = server
        self.vault = MemoryVault()
        self.said: dict[str, str] = {}
        self.visit = ""
        self.number = 0

    def enrol(self) -> None:
        """Become a tablet the server knows, with the office's lists and somebody signed in."""
        reference.replace(self.store, a_reference(checklists=[a_checklist(questions=QUESTIONS)]), "first")
        enrol(self.store, ADDRESS, self.server.code, "Tablet", connect=self.server.connect)
        people.sign_in(self.store, ANA.id, "1234")
        self.begin()

    def begin(self) -> None:
        """Begin another visit."""
        begun = visits.start(self.store, person=ANA, checklist=a_checklist(questions=QUESTIONS), area=DOCK_2)
        self.visit = begun.id

    def step(self) -> str:
        """Do one thing and say which."""
        self.clock.tick(seconds=self.random.randint(1, 40))
        steps: list[Callable[[], None]] = [
            self.tap,
            self.note,
            self.note,
            self.find,
            self.picture,
            self.remember,
        ]
        if self.random.random() < 0.06:
            steps = [self.seal]
        chosen = self.random.choice(steps)
        chosen()
        return chosen.__name__

    def tap(self) -> None:
        """Answer a question."""
        visits.judge(
            self.store, ANA.id, self.visit, self._question(), self.random.choice(list(Judgement)[:2])
        )

    def note(self) -> None:
        """Type into a question's note."""
        question, text = self._question(), self._words()
        visits.note(self.store, ANA.id, self.visit, question, text)
        self.said[f"{self.visit}/{question}"] = text

    def find(self) -> None:
        """Raise a finding."""
        kind = self.random.choice(["good_practice", "opportunity"])
        values = {"kind": kind, "statement": self._words(), "visit": self.visit, "question": self._question()}
        findings.raise_finding(self.store, ANA.id, values=values)

    def picture(self) -> None:
        """Add a photo to an answer."""
        data = self.random.randbytes(60)
        self.vault.bytes[hashlib.sha256(data).hexdigest()] = data
        ref = PhotoRef(bytes=len(data), width=4, height=3, taken_at=self.store.moment())
        sha = hashlib.sha256(data).hexdigest()
        visits.add_photo(self.store, ANA.id, self.visit, self._question(), sha, ref)

    def remember(self) -> None:
        """Leave a small thing to be remembered."""
        memory.remember(self.store, f"key {self.random.randrange(6)}", self._words())

    def seal(self) -> None:
        """Sign and complete the visit, and begin another."""
        signature = Signature(name="Somebody", signed_at=self.store.moment(), strokes=[[(10, 20), (30, 40)]])
        for who in SignedBy:
            visits.sign(self.store, ANA.id, self.visit, who, signature)
        visits.seal(self.store, ANA.id, self.visit)
        self.begin()

    def sync(self) -> None:
        """Exchange once with the server."""
        with self.server.connect(ADDRESS, this_tablet(self.store).token) as client:
            exchange(self.store, self.vault, client, lambda _count: None)

    def _question(self) -> str:
        return f"q{self.random.randint(1, QUESTIONS)}"

    def _words(self) -> str:
        self.number += 1
        # From a word to a page, so that some values spill over onto pages of their own.
        length = self.random.choice([1, 3, 10, 30, 120, 900])
        return f"{self.number} " + " ".join(
            self.random.choice(["żółty", "label", "shelf", "ok"]) for _ in range(length)
        )


def contents(store: Store) -> Rows:
    """Return everything the tablet holds: table → its rows, in a fixed order."""
    tables = [row["name"] for row in store.rows("select name from sqlite_schema where type = 'table'")]
    return {
        table: sorted(map(tuple, store.rows(f"select * from {table}")), key=repr)  # noqa: S608 - its own tables
        for table in sorted(set(tables) - NOT_COMPARED)
    }


def a_worker(folder: Path, random: Random, open_store: Callable[[Path, Clock], Store]) -> Work:
    """Return somebody at a new tablet of a new server, enrolled."""
    clock = Clock()
    work = Work(open_store(folder / "floorwalk.db", clock), random, clock, FakeServer())
    work.enrol()
    return work
