"""Sample people, places and checklists, and a clock a test moves: what tests of the tablet begin with."""

from datetime import UTC, date, datetime, timedelta

from checklists.form.checklist import Checklist, Outcome, Question, Section, VisitKind
from checklists.protocol.messages import Reference
from checklists.records.person import Person, Role, hash_pin
from checklists.records.place import Area, Department
from checklists.records.programme import PlannedVisit
from checklists.records.values import PhotoRef, Signature
from checklists.records.visit import SignedBy, Visit
from mobile.store import visits
from mobile.store.database import Store

ANA = Person(id="a" * 32, name="Ana", role=Role.AUDITOR, department="quality", pin=hash_pin("1234", "aa"))
BEN = Person(id="b" * 32, name="Ben", role=Role.LEADER, department="dock", pin=hash_pin("2580", "bb"))
DOCK_2 = Area(id="dock-2", name="Dock 2", department="dock")


class Clock:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 3, 10, 42, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def tick(self, **length: float) -> None:
        """Move on by some `seconds=`, `days=` and so on, or back by a negative number."""
        self.moment += timedelta(**length)


def a_checklist(version: int = 1, questions: int = 3) -> Checklist:
    """Return a checklist with questions `q1`, `q2` and so on."""
    asked = tuple(
        Question(
            id=f"q{n}",
            text=f"How do you know that step {n} went well?",
            why="So that surprises are seen early.",
            look_for=("Three receipts from last week",),
            ask="Would you show me the last one?",
            outcome=Outcome.QUALITY,
        )
        for n in range(1, questions + 1)
    )
    return Checklist(
        id="purchasing",
        version=version,
        title="Purchasing",
        kind=VisitKind.INTERNAL_AUDIT,
        purpose="Finds out whether what arrives is what was ordered.",
        minutes=30,
        language="en",
        sections=(Section(id="goods-in", title="Goods in", questions=asked),),
    )


def a_reference(**other: object) -> Reference:
    """Return the office's lists, with some of them given by name."""
    lists: dict[str, object] = {
        "people": [ANA, BEN],
        "departments": [Department(id="dock", name="Dock"), Department(id="quality", name="Quality")],
        "areas": [DOCK_2],
        "planned": [
            PlannedVisit(
                id="march", checklist="purchasing", area="dock-2", person=ANA.id, due_on=date(2026, 3, 6)
            )
        ],
        "checklists": [a_checklist()],
        **other,
    }
    return Reference.model_validate(lists)


def a_photo(size: int = 1000) -> PhotoRef:
    """Return what a record says of a photo of some bytes."""
    return PhotoRef(bytes=size, width=1024, height=768, taken_at="2026-03-03T10:42:00.000Z")


def a_visit(store: Store, **other: str) -> Visit:
    """Start Ana's visit to Dock 2."""
    return visits.start(store, person=ANA, checklist=a_checklist(), area=DOCK_2, **other)


def sign_both(store: Store, visit_id: str) -> None:
    """Let both sign, as at a closing meeting."""
    signature = Signature(name="Somebody", signed_at=store.moment(), strokes=[[(10, 20), (30, 40)]])
    for who in SignedBy:
        visits.sign(store, ANA.id, visit_id, who, signature)
