"""What people do between two exchanges, so that tablets have something to send."""

from random import Random

from checklists.records.person import Role
from checklists.records.visit import Judgement
from mobile.store import checklists, findings, visits
from tests.sync.works import Tablet

_PHOTO_PIXELS = (120, 300, 800)


def walk(random: Random, tablet: Tablet, *, answers: int, photos: int = 0) -> None:
    """Let an auditor walk: answers with notes, a finding now and then, photos, and mostly the signatures."""
    person = tablet.somebody(Role.AUDITOR)
    visit = tablet.start_visit(person)
    known = checklists.checklist(tablet.store, *visit.checklist)
    assert known is not None
    questions = [one.id for one in known.questions]
    for number in range(answers):
        question = random.choice(questions)
        visits.judge(tablet.store, person.id, visit.id, question, random.choice([*Judgement]))
        visits.note(tablet.store, person.id, visit.id, question, f"Seen {number} " * random.randint(1, 20))
        if random.random() < 0.2:
            kind = random.choice(["good_practice", "opportunity", "nonconformity"])
            said = {"kind": kind, "statement": f"Labels {number}", "visit": visit.id, "question": question}
            findings.raise_finding(tablet.store, person.id, values=said)
    for _ in range(photos):
        sha, ref = tablet.take_photo(random.choice(_PHOTO_PIXELS))
        visits.add_photo(tablet.store, person.id, visit.id, random.choice(questions), sha, ref)
    if random.random() < 0.7:
        tablet.complete(person, visit)
