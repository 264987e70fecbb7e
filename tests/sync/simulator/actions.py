"""What people do on a tablet in a history, also what they may not."""

from collections.abc import Callable, Sequence
from random import Random

from checklists.files.catalog import shipped
from checklists.records import finding, visit
from checklists.records.finding import Finding
from checklists.records.person import Person
from checklists.records.values import Signature
from checklists.records.visit import Judgement, SignedBy, Visit
from mobile.errors import EntryError
from mobile.store import findings, journal, visits
from tests.sync.simulator.office import AREAS, PEOPLE, STRANGER
from tests.sync.simulator.tablet import Tablet

CHECKLISTS = {one.id: one for one in shipped()}

_OPEN_VISITS = 2
_FINDINGS = 3


def act(random: Random, tablet: Tablet, wanted: str | None = None) -> str:
    """Let somebody do something on a tablet; return what, or that the app did not let them.

    Args:
        random: decides.
        tablet: on which.
        wanted: one of `ACTIONS`, None for any; where it can't be done something like it is.
    """
    open_visits = [one for one in _visits(tablet) if one.status != "completed"]
    found = tablet.records(finding.KIND)
    chosen = ACTIONS[wanted] if wanted else random.choice(_ACTIONS)
    if not open_visits and (chosen is not _add or not tablet.records(visit.KIND)):
        chosen = _start
    elif chosen in _OF_FINDINGS and not found:
        chosen = _raise
    # Few records, so that people meet.
    elif chosen is _raise and len(found) >= _FINDINGS:
        chosen = _change
    elif chosen is _start and len(open_visits) >= _OPEN_VISITS:
        chosen = _note
    try:
        chosen(random, tablet)
    except EntryError as error:
        return type(error).__name__
    return chosen.__name__.strip("_")


def _start(random: Random, tablet: Tablet) -> None:
    who = _who(random, tablet, None)
    # A leader who starts an audit and a stranger who starts anything are refused later.
    person = Person(id=who, name=who[:4], role=PEOPLE.get(who, "auditor"), department=None, pin=None)
    visits.start(
        tablet.store,
        person=person,
        checklist=random.choice([*CHECKLISTS.values()]),
        area=random.choice(AREAS),
    )


def _judge(random: Random, tablet: Tablet) -> None:
    one = _visit(random, tablet)
    judgement = random.choice([None, *Judgement])
    visits.judge(tablet.store, _who(random, tablet, one), one.id, _question(random, one), judgement)


def _note(random: Random, tablet: Tablet) -> None:
    one = _visit(random, tablet)
    text = random.choice(
        ["", "half \ud83d and \x00", *(f"Seen {random.randrange(100)} times" for _ in range(3))]
    )
    visits.note(tablet.store, _who(random, tablet, one), one.id, _question(random, one), text)


def _photo(random: Random, tablet: Tablet) -> None:
    one = _visit(random, tablet)
    sha, ref = tablet.take_photo()
    visits.add_photo(tablet.store, _who(random, tablet, one), one.id, _question(random, one), sha, ref)


def _unphoto(random: Random, tablet: Tablet) -> None:
    one = _visit(random, tablet)
    answers = (one.answer(question) for question in _questions(one))
    taken = [(answer.question, sha) for answer in answers for sha in answer.photos]
    if taken:
        visits.remove_photo(tablet.store, _who(random, tablet, one), one.id, *random.choice(taken))


def _sign(random: Random, tablet: Tablet) -> None:
    one = _visit(random, tablet)
    drawn = Signature(name="Somebody", signed_at=tablet.store.moment(), strokes=[[(10, 20), (30, 40)]])
    signature = random.choice([drawn, drawn, drawn, None])
    visits.sign(tablet.store, _who(random, tablet, one), one.id, random.choice([*SignedBy]), signature)


def _complete(random: Random, tablet: Tablet) -> None:
    one = _visit(random, tablet)
    if not one.text("checklist_hash"):
        return
    drawn = Signature(name="Somebody", signed_at=tablet.store.moment(), strokes=[[(10, 20), (30, 40)]])
    who = _who(random, tablet, one)
    for role in SignedBy:
        visits.sign(tablet.store, who, one.id, role, drawn)
    visits.seal(tablet.store, who, one.id)


def _discard(random: Random, tablet: Tablet) -> None:
    one = _visit(random, tablet)
    way = visits.restore if one.discarded else visits.discard
    way(tablet.store, _who(random, tablet, one), one.id)


def _add(random: Random, tablet: Tablet) -> None:
    one = _visit(random, tablet)
    visits.add_addendum(tablet.store, _who(random, tablet, one), one.id, f"More {random.randrange(100)}")


def _share(random: Random, tablet: Tablet) -> None:
    """Let a second auditor into a visit, or out again, past the screens."""
    one = _visit(random, tablet)
    name = f"co_auditor/{random.choice([*PEOPLE])}"
    if visit.VOCABULARY.rule(name) is None:
        return
    values = {name: random.choice([True, True, None])}
    journal.write(
        tablet.store,
        person=_who(random, tablet, one),
        kind=visit.KIND,
        record=one.id,
        values=values,
    )


def _late(random: Random, tablet: Tablet) -> None:
    """Write to a visit whether it is complete or not, as an older version of the app might."""
    one = _visit(random, tablet)
    values = {f"answer/{_question(random, one)}/note": f"late {random.randrange(100)}"}
    journal.write(
        tablet.store,
        person=_who(random, tablet, one),
        kind=visit.KIND,
        record=one.id,
        values=values,
    )


def _raise(random: Random, tablet: Tablet) -> None:
    one, area = _visit(random, tablet), random.choice(AREAS)
    said = {
        "kind": random.choice(_KINDS),
        "statement": f"Labels {random.randrange(100)}",
        "area": area.id,
        "department": area.department,
        "visit": random.choice([one.id, one.id, None]),
        "question": _question(random, one),
    }
    values = {name: value for name, value in said.items() if value is not None}
    findings.raise_finding(tablet.store, _who(random, tablet, one), values=values)


def _change(random: Random, tablet: Tablet) -> None:
    record, who = _finding(random, tablet)
    values = random.choice(
        [{"kind": random.choice(_KINDS)}, {"statement": f"Seen {random.randrange(100)}"}, {"evidence": "Yes"}]
    )
    findings.change(tablet.store, who, record, values)


def _withdraw(random: Random, tablet: Tablet) -> None:
    record, who = _finding(random, tablet)
    findings.withdraw(tablet.store, who, record)


def _picture(random: Random, tablet: Tablet) -> None:
    record, who = _finding(random, tablet)
    sha, ref = tablet.take_photo()
    findings.add_photo(tablet.store, who, record, sha, ref)


_KINDS = ["good_practice", "good_practice", "opportunity", "nonconformity", "problem"]

_ACTIONS: Sequence[Callable[[Random, Tablet], None]] = [
    *(_start, _judge, _judge, _note, _note, _photo, _unphoto, _sign, _complete, _complete),
    *(_share, _late, _discard, _add, _add, _raise, _raise, _change, _change, _change, _withdraw, _picture),
]

ACTIONS = {one.__name__.strip("_"): one for one in _ACTIONS}

_OF_FINDINGS = (_change, _withdraw, _picture)


def _visit(random: Random, tablet: Tablet) -> Visit:
    """Return some visit, mostly one that is not complete."""
    begun = _visits(tablet)
    drafts = [one for one in begun if one.status != "completed"]
    return random.choice(drafts if drafts and random.random() < 0.8 else begun)


def _visits(tablet: Tablet) -> list[Visit]:
    known = [visits.get(tablet.store, one) for one in tablet.records(visit.KIND)]
    return [one for one in known if one is not None]


def _finding(random: Random, tablet: Tablet) -> tuple[str, str]:
    found = findings.get(tablet.store, random.choice(tablet.records(finding.KIND)))
    assert found
    return found.id, _who(random, tablet, found)


def _who(random: Random, tablet: Tablet, one: Visit | Finding | None) -> str:
    """Return who does something: whose it is if they use this tablet, now and then somebody who may not."""
    users = tablet.users()
    owner = (one.text("auditor") or one.text("raised_by")) if one else ""
    if owner in users and random.random() < 0.85:
        return owner
    if not users or random.random() < 0.1:
        users = [random.choice([*PEOPLE, STRANGER])]
        tablet.signs_in(users[0])
    return random.choice(users)


def _question(random: Random, one: Visit) -> str:
    return random.choice(_questions(one))


def _questions(one: Visit) -> list[str]:
    # Two of them, so that people meet.
    checklist = CHECKLISTS[one.text("checklist") or "gemba-walk"]
    return [question.id for question in checklist.questions[:2]]
