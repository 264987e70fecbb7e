"""A practice visit with everything a visit can have: nothing of it goes anywhere, whatever is synced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from checklists.records.person import Role
from checklists.records.visit import Judgement
from mobile import bootstrap
from mobile.config import Config
from mobile.practice import room_of, sample_area
from mobile.store import actions, checklists, findings, outbox, thanks, visits
from tests.sync.works import Office, Tablet

if TYPE_CHECKING:
    from checklists.records.person import Person
    from mobile.store.database import Store

Open = Callable[..., Tablet]

# What somebody wrote in practice; looked for in everything that travels or is kept.
WORDS = "Nobody but me reads this"


def practise(room: Tablet, person: Person) -> tuple[str, list[str]]:
    """Walk, raise, photograph, promise, thank, sign and seal; return the visit and its photos."""
    chosen = next(one for one in checklists.checklists(room.store) if one.id == "purchasing")
    visit = visits.start(room.store, person=person, checklist=chosen, area=sample_area())
    question = chosen.questions[0].id
    visits.judge(room.store, person.id, visit.id, question, Judgement.FINDING)
    visits.note(room.store, person.id, visit.id, question, WORDS)
    sha, ref = room.take_photo()
    visits.add_photo(room.store, person.id, visit.id, question, sha, ref)
    for kind in ("good_practice", "nonconformity"):
        found = findings.raise_finding(
            room.store,
            person.id,
            values={"kind": kind, "visit": visit.id, "question": question, "statement": WORDS},
        )
        evidence, described = room.take_photo()
        findings.add_photo(room.store, person.id, found.id, evidence, described)
    actions.promise(room.store, person.id, visit=visit, text=WORDS, due=date(2026, 3, 12))
    thanks.give(room.store, person.id, text=WORDS, to_team="Dock 2", visit=visit.id)
    room.complete(person, visit)
    return visit.id, [sha, evidence]


def everything_in(store: Store) -> str:
    """Return every value of every table as one text."""
    tables = [row["name"] for row in store.rows("select name from sqlite_master where type = 'table'")]
    found = (row for table in tables for row in store.rows(f"select * from {table}"))  # noqa: S608 - ours
    return " ".join(str(tuple(row)) for row in found)


def test_nothing_of_a_practice_visit_reaches_journal_outbox_or_server(
    open_tablet: Open, office: Office
) -> None:
    here, there = open_tablet("here"), open_tablet("there")
    auditor = here.somebody(Role.AUDITOR)
    sent: list[bytes] = []
    here.wire.before = lambda request: sent.append(str(request.url).encode() + request.read())
    before = here.op_ids()
    config = Config(office.folder.parent / "here", "127.0.0.1", 0, "here", None)
    tablet = bootstrap.Tablet(config, here.store, here.vault, here.sync)
    opened = room_of(tablet, auditor)
    room = Tablet(opened.store, opened.vault, opened.sync, here.wire)
    visit, photos = practise(room, auditor)
    # Also where the room is asked to send, and where real work is sent beside it.
    opened.sync.send_now()
    opened.sync.sync_now()
    real = here.start_visit(auditor)
    here.sync.sync_now()
    there.sync.sync_now()
    assert outbox.counts(here.store).all == 0
    assert len(here.op_ids() - before) == 1
    assert office.op_ids() == here.op_ids()
    assert office.rows("select sha256 from photo") == []
    travelled = b" ".join(sent)
    assert real.id.encode() in travelled
    for said in (visit, WORDS, "practice-area", *photos):
        assert said.encode() not in travelled
        assert said not in everything_in(here.store)
        assert said not in everything_in(there.store)
    assert not any(here.vault.has(one) for one in photos)
    assert WORDS in everything_in(room.store)
    opened.close()
