"""A tablet that has been lived in: something on every screen, long names, photos, two answers, a promise."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from checklists.files.catalog import shipped
from checklists.protocol import refusals
from checklists.protocol.messages import RefusedOp
from checklists.records import visit as visit_record
from checklists.records.person import Role
from checklists.records.place import Area
from checklists.records.values import PhotoRef, Signature
from checklists.records.visit import Judgement, SignedBy
from mobile.photos.prepare import prepare
from mobile.store import actions, findings, memory, outbox, people, refused, thanks, together, visits
from mobile.store.care import PutRight, What
from tests.mobile.photos.pictures import saved
from tests.support.app_driver import (
    ANA,
    BEN,
    DOCK_2,
    LAB,
    LINE_4,
    LUCJA,
    NOON,
    a_person,
    a_plant,
    a_tablet,
    begun,
    complete,
    due,
)
from tests.support.elsewhere import said_elsewhere
from tests.support.typed_checklist import every_type

if TYPE_CHECKING:
    from pathlib import Path

    from checklists.records.person import Person
    from mobile.bootstrap import Tablet
    from mobile.store.database import Store

LONG_NAME = a_person("d", "Maximiliane Oberhauser-Schwarzenbacher", Role.AUDITOR, "quality")
LONG_AREA = Area(id="hall", name="Wareneingangsprüfung und Sperrlager, Halle 3 Nord", department="warehouse")

QUESTIONS = [one.id for one in next(one for one in shipped() if one.id == "five-s").questions]
GEMBA = [one.id for one in next(one for one in shipped() if one.id == "gemba-walk").questions]
SEEN = "Two broken pallets stand in the aisle, and the label of rack 3 can't be read from the aisle."
GOOD = "Every shelf edge has a sample of what belongs there, so that a gap is seen at once."


@dataclass(frozen=True)
class LivedIn:
    """The tablet, and the ids of what is on it: visits, findings and actions."""

    tablet: Tablet
    typed: str
    both: str
    sealed: str
    win: str
    promise: str


def lived_in(folder: Path) -> LivedIn:
    """Fill a tablet below a folder for Ana, who audits, and Łucja, who leads; others have been there too."""
    plan = [
        due("march", "purchasing", LONG_AREA, (NOON + timedelta(days=3)).date()),
        due("late", "five-s", LINE_4, (NOON - timedelta(days=2)).date()),
    ]
    plant = a_plant(
        people=[ANA, BEN, LUCJA, LONG_NAME],
        areas=[LINE_4, DOCK_2, LAB, LONG_AREA],
        planned=plan,
        checklists=[*shipped(), every_type()],
    )
    tablet = a_tablet(folder, plant=plant)
    for person in (ANA, LUCJA):
        memory.remember(tablet.store, f"walking/{person.id}/steps", "seen")
    sealed = _sealed(tablet)
    _, promise = _walked_by_the_leader(tablet)
    last = outbox.batch(tablet.store, 0)[-1].link
    outbox.confirm(tablet.store, last.n, last.hash, tablet.store.moment())
    both = _two_answers(tablet)
    typed = begun(tablet, "every-type", LONG_AREA).id
    _told(tablet.store)
    return LivedIn(tablet, typed, both, sealed, _win(tablet), promise)


def signed_in(tablet: Tablet, person: Person) -> None:
    """Let somebody be signed in when the window opens."""
    assert people.sign_in(tablet.store, person.id, "1234")


def a_photo(tablet: Tablet, words: str) -> tuple[str, PhotoRef]:
    """Keep a picture of some shelves; return its name, and what a record says of it."""
    picture = Image.new("RGB", (1200, 800), "#d9d2c6")
    draw = ImageDraw.Draw(picture)
    for row in range(3):
        draw.rectangle((0, 200 + row * 260, 1200, 226 + row * 260), fill="#7b6a55")
        for place, colour in enumerate(("#3d6e8f", "#b5793b", "#557f4e", "#8d4f5a")):
            left = 60 + place * 290
            draw.rounded_rectangle((left, 40 + row * 260, left + 210, 200 + row * 260), 16, fill=colour)
    draw.text((40, 760), words, fill="#000000")
    kept = prepare(saved(picture))
    tablet.vault.keep(kept)
    ref = PhotoRef(bytes=len(kept.jpeg), width=1200, height=800, taken_at="2026-03-03T12:00:00.000Z")
    return kept.sha256, ref


def _sealed(tablet: Tablet) -> str:
    """Complete a visit in which something was found, put right, agreed on and done."""
    store = tablet.store
    visit = begun(tablet, "five-s", LINE_4)
    for question in QUESTIONS[2:9]:
        visits.judge(store, ANA.id, visit.id, question, Judgement.CONFORMS)
    visits.note(store, ANA.id, visit.id, QUESTIONS[2], "Three of three people could say what is due today.")
    here = {"visit": visit.id, "area": LINE_4.id, "department": LINE_4.department}
    good = {**here, "kind": "good_practice", "statement": GOOD, "question": QUESTIONS[0]}
    shared = findings.raise_finding(store, ANA.id, values=good)
    findings.add_photo(store, ANA.id, shared.id, *a_photo(tablet, "good"))
    found = findings.raise_finding(
        store,
        ANA.id,
        values={
            **here,
            "kind": "nonconformity",
            "grade": "minor",
            "statement": SEEN,
            "evidence": "Rack 3, rows 2 and 4; five of twelve labels.",
            "clause": "ISO 9001 8.5.2",
            "question": QUESTIONS[1],
        },
    )
    findings.add_photo(store, ANA.id, found.id, *a_photo(tablet, "before"))
    agreed = {**here, "kind": "corrective_action", "owner": BEN.id, "due": "2026-03-17", "finding": found.id}
    action = actions.propose(store, ANA.id, values={**agreed, "text": "Clips that hold on cold racks"})
    complete(tablet, visit.id)
    actions.done(store, BEN.id, action.id, "At every rack of the hall since this morning")
    return visit.id


def _walked_by_the_leader(tablet: Tablet) -> tuple[str, str]:
    """Complete a gemba walk with thanks and a promise."""
    store = tablet.store
    visit = begun(tablet, "gemba-walk", LINE_4, LUCJA)
    visits.note(store, LUCJA.id, visit.id, GEMBA[0], "The board shows every missing part.")
    raised = {"kind": "good_practice", "statement": "The board shows every missing part.", "visit": visit.id}
    good = findings.raise_finding(store, LUCJA.id, values={**raised, "area": LINE_4.id})
    thanks.give(
        store, LUCJA.id, to_person=BEN.id, text="For the board that everybody looks at", visit=visit.id
    )
    thanks.give(store, LUCJA.id, to_person=ANA.id, text="For asking so well", finding=good.id)
    promised = actions.promise(
        store,
        LUCJA.id,
        visit=visit,
        text="Ask maintenance for a lamp over the test bench",
        due=(NOON + timedelta(days=14)).date(),
    )
    signature = Signature(name=LUCJA.name, signed_at=store.moment(), strokes=[[(10, 20), (900, 40)]])
    visits.sign(store, LUCJA.id, visit.id, SignedBy.AUDITOR, signature)
    visits.seal(store, LUCJA.id, visit.id)
    return visit.id, promised.id


def _two_answers(tablet: Tablet) -> str:
    """Begin a visit in which two people who were apart answered differently."""
    store = tablet.store
    visit = begun(tablet, "five-s", DOCK_2)
    together.add(store, ANA.id, visit.id, BEN.id)
    visits.judge(store, ANA.id, visit.id, QUESTIONS[0], Judgement.CONFORMS)
    visits.note(store, ANA.id, visit.id, QUESTIONS[0], "Three of three")
    said = {"note": "The board shows yesterday's figures.", "judgement": "not_applicable"}
    apart = {f"answer/{QUESTIONS[0]}/{name}": value for name, value in said.items()}
    said_elsewhere(store, BEN, visit_record.KIND, visit.id, apart)
    return visit.id


def _told(store: Store) -> None:
    """Let the tablet have something to say about its database, and the server about a change."""
    told = PutRight(What.BUILT_ANEW, store.moment(), changes=4_711, unreadable=1, folder="damaged-2026-03-03")
    memory.remember(store, "put right", json.dumps(asdict(told)))
    idea = {"kind": "idea", "statement": "A mirror at the corner of aisle 4", "area": LINE_4.id}
    raised = findings.raise_finding(store, ANA.id, values=idea)
    row = store.row("select op_id from op where record = ?", (raised.id,))
    assert row is not None
    why = refusals.NOT_YOURS
    refused.refuse(
        store, RefusedOp(op_id=row["op_id"], number=why.number, sentence=why.sentence, advice=why.advice)
    )


def _win(tablet: Tablet) -> str:
    said = {"kind": "good_practice", "statement": "One sample of every label hangs beside the scanner."}
    raised = findings.raise_finding(tablet.store, BEN.id, values={**said, "area": DOCK_2.id})
    findings.add_photo(tablet.store, BEN.id, raised.id, *a_photo(tablet, "label"))
    return raised.id
