"""What somebody recorded on this tablet and the server has not received: answers, photos, findings."""

from dataclasses import dataclass

from checklists.records import finding, visit
from mobile.store import ops
from mobile.store.database import Store
from mobile.store.identity import this_tablet


@dataclass(frozen=True, slots=True)
class Unsent:
    """How much of each has not been received.

    Attributes:
        answers: questions with something new of their answer.
        photos: whose bytes are not there yet.
        findings: with something new.
        others: other records with something new, such as a walk that was only begun, or an addendum.
    """

    answers: int = 0
    photos: int = 0
    findings: int = 0
    others: int = 0

    @property
    def nothing(self) -> bool:
        """Whether everything has been received."""
        return not (self.answers or self.photos or self.findings or self.others)


def unsent(store: Store, person_id: str) -> Unsent:
    """Return what of a person's the server has not received."""
    answers: set[tuple[str, str]] = set()
    records: set[tuple[str, str]] = set()
    for row in store.rows(_BODIES, {"incarnation": this_tablet(store).incarnation}):
        op = ops.read(row["body"])
        if op.person != person_id:
            continue
        for kind, record, said in op.parts():
            records.add((kind, record))
            keys = (name.split("/")[1] for name in said if kind == visit.KIND and name.startswith("answer/"))
            answers.update((record, key) for key in keys)
    findings = {record for kind, record in records if kind == finding.KIND}
    told = {(visit.KIND, record) for record, _ in answers} | {(finding.KIND, one) for one in findings}
    photos = store.rows(_PHOTOS, {"person": person_id})
    return Unsent(len(answers), len(photos), len(findings), len(records - told))


_BODIES = """
    select op.body from link join op using (op_id)
        where link.incarnation = :incarnation and link.received_at is null
    union all select op.body from unlinked join op using (op_id)
"""

# By whoever said that the photo belongs to its record.
_PHOTOS = """
    select distinct photo.sha
    from photo join photo_of as of using (sha)
        join field on field.kind = of.kind and field.record = of.record and field.name = of.name
    where photo.state <> 'received' and field.value <> 'null' and field.person = :person
"""
