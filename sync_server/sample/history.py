"""Writes the sample plant's earlier walks into the record, through the same merge as any tablet's."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING

from checklists.files.catalog import shipped
from checklists.ids import new_id
from checklists.journal.canonical import as_text
from checklists.moments import write_moment
from checklists.protocol.limits import PUSH_OPS
from checklists.protocol.messages import Pulse
from checklists.records import addendum, finding, visit
from checklists.records.finding import Finding, finding_hash
from checklists.records.pulse import Asked, Felt
from checklists.records.values import PAD_HEIGHT, PAD_WIDTH
from checklists.records.visit import Judgement, Seal, visit_hash
from sync_server.record import merge, pulse
from sync_server.record.arrival import arrival
from sync_server.record.chains import Source
from sync_server.record.database import reading, writing
from sync_server.record.devices import enrol, mint_code, revoke
from sync_server.record.people import person_id
from sync_server.record.records import is_empty
from sync_server.sample.following import Following
from sync_server.sample.pen import Pen
from sync_server.sample.pictures import Pictures
from sync_server.sample.walks import (
    SampleAnswer,
    SampleFinding,
    SampleRaised,
    SampleVisit,
    sample_walks,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue

    from checklists.form.checklist import Checklist, Question
    from sync_server.keys import Keys
    from sync_server.objects.store import ObjectStore
    from sync_server.organisation import Organisation
    from sync_server.record.database import Engine

DEVICE_NAME = "Earlier walks (sample)"

# Six who answered, of whom each thought for themselves.
_FELT = {
    Asked.USEFUL: [Felt.YES] * 5 + [Felt.PARTLY],
    Asked.SAFE: [Felt.YES] * 4 + [Felt.PARTLY, Felt.NO],
}

# A question takes a person about this long on the floor.
_PER_QUESTION = timedelta(minutes=3)


def load_history(
    engine: Engine, keys: Keys, objects: ObjectStore, organisation: Organisation, now: datetime
) -> int:
    """Push the sample walks from a tablet of their own; return how many ops, 0 if the record has any already.

    Args:
        engine: the central record, with the organisation loaded.
        keys: to countersign with.
        objects: where the photos go.
        organisation: the sample plant.
        now: what the days before today count from.
    """
    with reading(engine) as connection:
        if not is_empty(connection):
            return 0
    pen = Pen(_sample_device(engine, now))
    writer = _Writer(pen, organisation, now)
    walks = sample_walks()
    for one in walks.visit:
        writer.visit(one)
    for raised in walks.raised:
        writer.raised(raised)
    # Before they are announced, so that no announcement is left without its photo.
    for jpeg in writer.pictures.taken.values():
        objects.keep(jpeg)
    sent = [arrival(link, as_text(op.body())) for link, op in pen.take()]
    source = Source(pen.device, pen.incarnation)
    for start in range(0, len(sent), PUSH_OPS):
        merge.push(engine, keys, source, sent[start : start + PUSH_OPS], now, is_here=objects.has)
    _count_pulses(engine, now)
    with writing(engine) as connection:
        # Nobody holds its token, and nobody shall.
        revoke(connection, pen.device, now)
    return len(sent)


def _count_pulses(engine: Engine, now: datetime) -> None:
    """Count what people of the docks said last month of the visits they had."""
    last_month = now.replace(day=1) - timedelta(days=1)
    for asked, felt in ((asked, felt) for asked, said in _FELT.items() for felt in said):
        said = Pulse(key=token_hex(32), department="logistics", asked=asked, felt=felt)
        pulse.take(engine, said, last_month)


def _sample_device(engine: Engine, now: datetime) -> str:
    with writing(engine) as connection:
        code = mint_code(connection, None, now)
        device, _ = enrol(connection, code, DEVICE_NAME, "", now)
    return device


class _Writer:
    """Says what the walks say, one op after another.

    Attributes:
        pictures: the photos announced so far.
    """

    def __init__(self, pen: Pen, organisation: Organisation, now: datetime) -> None:
        self.pictures = Pictures()
        self._pen = pen
        self._following = Following(pen, self.pictures, now)
        self._today = now.date()
        self._checklists = {one.id: one for one in shipped()}
        self._departments = {one.id: one.department for one in organisation.areas}
        self._names = {one.slug: one.name for one in organisation.people}
        # Found on the walk that is being told, and where: what was agreed about it comes at its end.
        self._found: list[tuple[SampleFinding, Mapping[str, str]]] = []

    def visit(self, walk: SampleVisit) -> None:
        checklist = self._checklists[walk.checklist]
        record, person, at = new_id(), person_id(walk.person), walk.started(self._today)
        self._pen.write(person, visit.KIND, record, at, self._beginning(walk, checklist, at))
        answers = {one.question: one for one in walk.answer}
        for question in checklist.questions:
            answer = answers.get(question.id)
            if answer is None and walk.draft:
                continue
            at += _PER_QUESTION
            self._answer(walk, record, question, answer, at)
        if not walk.draft:
            self._complete(walk, record, at + _PER_QUESTION)
        place = {"visit": record, **self._place(walk.area)}
        for one in walk.promise:
            self._following.promised(one, walk.person, at, place)
        for found, where in self._found:
            self._following.of_finding(found, walk.person, at, where)
        self._found.clear()

    def raised(self, one: SampleRaised) -> None:
        at = one.raised(self._today)
        self._find(one, one.person, at, {"area": one.area})
        for found, where in self._found:
            self._following.of_finding(found, one.person, at, where)
        self._found.clear()

    def _place(self, area: str) -> dict[str, str]:
        return {"area": area, "department": self._departments[area]}

    def _beginning(self, walk: SampleVisit, checklist: Checklist, at: datetime) -> Mapping[str, JsonValue]:
        return {
            "kind": str(checklist.kind),
            "checklist": checklist.id,
            "checklist_version": checklist.version,
            "checklist_hash": checklist.content_hash(),
            "title": checklist.title,
            "area": walk.area,
            "department": self._departments[walk.area],
            "auditor": person_id(walk.person),
            "started_at": write_moment(at),
        }

    def _answer(
        self, walk: SampleVisit, record: str, question: Question, answer: SampleAnswer | None, at: datetime
    ) -> None:
        path = f"answer/{question.id}"
        values: dict[str, JsonValue] = {
            f"{path}/judgement": str(answer.judgement if answer else Judgement.CONFORMS)
        }
        if answer and answer.note:
            values[f"{path}/note"] = answer.note
        if answer and answer.reason:
            values[f"{path}/reason"] = answer.reason
        self._pen.write(person_id(walk.person), visit.KIND, record, at, values)
        place = {"visit": record, "question": question.id, "area": walk.area}
        for found in answer.finding if answer else ():
            self._find(found, walk.person, at, place)

    def _find(self, found: SampleFinding, person: str, at: datetime, place: Mapping[str, str]) -> None:
        said: dict[str, JsonValue] = {
            "kind": str(found.kind),
            "grade": str(found.grade) if found.grade else None,
            "statement": found.statement,
            "evidence": found.evidence or None,
            "clause": found.clause,
            "correction": found.correction or None,
            "corrected_at": write_moment(at) if found.correction else None,
        }
        values: dict[str, JsonValue] = {name: value for name, value in said.items() if value is not None}
        record, where = new_id(), {**place, **self._place(place["area"])}
        values |= {
            **where,
            "raised_by": person_id(person),
            "raised_at": write_moment(at),
            **self.pictures.field("photo", found.photo, at),
        }
        self._pen.write(person_id(person), finding.KIND, record, at, values)
        self._found.append((found, {**where, "finding": record}))

    def _complete(self, walk: SampleVisit, record: str, at: datetime) -> None:
        person = person_id(walk.person)
        names = {"auditor": self._names[walk.person], "auditee": walk.auditee}
        for who, name in names.items():
            signature: JsonValue = {"name": name, "signed_at": write_moment(at), "strokes": _strokes(name)}
            self._pen.write(person, visit.KIND, record, at, {f"signature/{who}": signature})
        seal = self._seal(record, person, at)
        self._pen.write(person, visit.KIND, record, at, {"seal": seal.model_dump(mode="json")})
        if walk.addendum:
            self._add(walk, record, seal, at + timedelta(hours=5))

    def _seal(self, record: str, person: str, at: datetime) -> Seal:
        state = self._pen.state(visit.KIND, record)
        findings = [one for one in self._pen.states(finding.KIND) if one.value("visit") == record]
        return Seal(
            visit_hash=visit_hash(state),
            checklist_hash=str(state.value("checklist_hash")),
            findings={one.record: finding_hash(one) for one in findings},
            photos=sorted({sha256 for one in findings for sha256 in Finding(one).photos}),
            signer=person,
            sealed_at=write_moment(at),
        )

    def _add(self, walk: SampleVisit, record: str, seal: Seal, at: datetime) -> None:
        person = person_id(walk.person)
        values: dict[str, JsonValue] = {
            "visit": record,
            "seal": seal.mark,
            "text": walk.addendum,
            "author": person,
            "written_at": write_moment(at),
        }
        self._pen.write(person, addendum.KIND, new_id(), at, values)


def _strokes(name: str) -> list[JsonValue]:
    """Return something that looks like a name written quickly: one wave for each word."""
    words = name.split()
    width = (PAD_WIDTH - 200) // max(len(words), 1)
    return [_wave(100 + place * width, width - 60, word) for place, word in enumerate(words)]


def _wave(left: int, width: int, word: str) -> list[JsonValue]:
    steps = 8 * len(word)
    heights = [40 + ord(letter) % 60 for letter in word]
    return [
        [
            left + width * step // steps,
            round(PAD_HEIGHT / 2 - heights[step // 8] * math.sin(step * math.pi / 4)),
        ]
        for step in range(steps)
    ]
