"""A visit: one walk with a checklist, a draft until it is completed and sealed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictBool, TypeAdapter

from checklists.form.answered import is_answered
from checklists.form.checklist import QuestionType, VisitKind
from checklists.form.walked import walked
from checklists.ids import MOST_OF_ONE, Id, Sha256, Slug, is_sha256
from checklists.journal.canonical import digest_of, digest_of_fields
from checklists.moments import Moment
from checklists.records.answer import Answer, Judgement, SampleRow, Value, value_in
from checklists.records.fields import Vocabulary, rule
from checklists.records.values import PhotoRef, Signature, known_word
from checklists.text import Line, Note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklists.form.checklist import Checklist
    from checklists.journal.fold import RecordState
    from checklists.journal.siblings import Sibling

__all__ = [
    "KIND",
    "VOCABULARY",
    "Answer",
    "Judgement",
    "SampleRow",
    "Seal",
    "SignedBy",
    "Visit",
    "photos_below",
    "visit_hash",
]

KIND = "visit"


class SignedBy(StrEnum):
    """The two who sign at the closing meeting."""

    AUDITOR = "auditor"
    AUDITEE = "auditee"


class Seal(BaseModel):
    """What completing a visit writes: hashes of everything it stands for, and who signed.

    Attributes:
        visit_hash: of the visit's fields without the seal, see `visit_hash`.
        checklist_hash: of the checklist version it was walked with.
        findings: each finding's hash as it was at the signing, see `finding_hash`.
        photos: the names of all photos, in order.
        signer: the person who completed it.
        sealed_at: when, by the tablet's clock.
    """

    model_config = ConfigDict(frozen=True)

    visit_hash: Sha256
    checklist_hash: Sha256
    findings: dict[Id, Sha256]
    photos: list[Sha256]
    signer: Id
    sealed_at: Moment

    @property
    def mark(self) -> str:
        """The seal's own hash, which an addendum names and people compare by its first eight digits."""
        return digest_of(self.model_dump(mode="json"))


VOCABULARY = Vocabulary(
    KIND,
    (
        rule("kind", VisitKind),
        rule("checklist", Slug),
        rule("checklist_version", Annotated[int, Field(strict=True, ge=1)]),
        rule("checklist_hash", Sha256),
        rule("title", Line),
        rule("area", Slug),
        rule("department", Slug),
        rule("auditor", Id),
        rule("started_at", Moment),
        rule("planned", Slug),
        rule("peer_review_reason", Note),
        rule("discarded", StrictBool),
        # Somebody the auditor walks together with: true, or emptied when they no longer do.
        rule("co_auditor/[0-9a-f]{32}", StrictBool),
        # Somebody who reads the draft and comments on it, in the same way.
        rule("mentor/[0-9a-f]{32}", StrictBool),
        rule("answer/{key}/judgement", Judgement),
        rule("answer/{key}/reason", Note),
        rule("answer/{key}/note", Note),
        rule("answer/{key}/photo/{sha}", PhotoRef),
        rule("answer/{key}/value", Value),
        rule("answer/{key}/sample/{number}", SampleRow),
        # What one walk through a repeated section is for: which machine, which rack.
        rule("repeat/{slug}/{number}", Line),
        rule("signature/(auditor|auditee)", Signature),
        rule("seal", Seal),
    ),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as people read it, from the state of its record."""

    state: RecordState

    @property
    def id(self) -> str:
        """The record's id."""
        return self.state.record

    @property
    def kind(self) -> VisitKind:
        """Which kind of walk it is."""
        return known_word(self.text("kind"), VisitKind, VisitKind.INTERNAL_AUDIT)

    @property
    def checklist(self) -> tuple[str, int]:
        """The checklist's id and version."""
        version = self.state.value("checklist_version")
        return self.text("checklist"), version if isinstance(version, int) else 0

    @property
    def seal(self) -> Seal | None:
        """The seal, None while the visit is a draft."""
        value = self.state.value("seal")
        return Seal.model_validate(value) if value is not None else None

    @property
    def status(self) -> Literal["draft", "completed"]:
        """A draft, or completed and sealed."""
        return "completed" if self.state.value("seal") is not None else "draft"

    @property
    def discarded(self) -> bool:
        """Whether its auditor set the draft aside."""
        return self.state.value("discarded") is True

    @property
    def co_auditors(self) -> tuple[str, ...]:
        """The people who walk it together with its auditor."""
        return tuple(one for one, walks in self.state.below("co_auditor").items() if walks is True)

    @property
    def mentors(self) -> tuple[str, ...]:
        """The people its auditor has asked to read the draft and to comment on it."""
        return tuple(one for one, reads in self.state.below("mentor").items() if reads is True)

    def is_walked_by(self, person: str) -> bool:
        """Say whether a person may answer its questions: its auditor, or who walks it together with them."""
        return person in {self.text("auditor"), *self.co_auditors}

    def text(self, name: str) -> str:
        """Return a field that holds a text, empty if unset."""
        value = self.state.value(name)
        return value if isinstance(value, str) else ""

    def answer(self, question: str) -> Answer:
        """Return the answer to a question by its key, an empty one if there is none."""
        path = f"answer/{question}"
        judgement = self.text(f"{path}/judgement")
        noted = self.state.shown(f"{path}/note")
        rows = self._numbered(f"{path}/sample")
        return Answer(
            question=question,
            judgement=known_word(judgement, Judgement, Judgement.FINDING) if judgement else None,
            reason=self.text(f"{path}/reason"),
            note=self.text(f"{path}/note"),
            photos=photos_below(self.state, path),
            recorded=self._recorded(path, rows) or noted,
            noted=noted,
            explained=self.state.shown(f"{path}/reason"),
            value=value_in(self.state.value(f"{path}/value")),
            sample={number: SampleRow.model_validate(row) for number, row in rows.items()},
        )

    def repeats(self, section: str) -> dict[int, str]:
        """Return what a repeated section is walked for so far: number from 1 to name, in order."""
        named = self._numbered(f"repeat/{section}")
        return {number: name for number, name in named.items() if isinstance(name, str)}

    def _numbered(self, path: str) -> dict[int, JsonValue]:
        """Return the values of the fields below a path whose names are numbers, in order."""
        # Looked for by number: a visit has thousands of fields, and few of them are these.
        found = {number: self.state.value(f"{path}/{number}") for number in range(1, MOST_OF_ONE + 1)}
        return {number: value for number, value in found.items() if value is not None}

    def _recorded(self, path: str, rows: Mapping[int, JsonValue]) -> Sibling | None:
        names = [f"{path}/judgement", f"{path}/value", *(f"{path}/sample/{number}" for number in rows)]
        said = [one for name in names if (one := self.state.shown(name))]
        judged = self.state.shown(f"{path}/judgement")
        return judged or max(said, key=lambda one: one.at, default=None)

    def signature(self, who: SignedBy) -> Signature | None:
        """Return a signature, None while it is not drawn."""
        value = self.state.value(f"signature/{who}")
        return Signature.model_validate(value) if value is not None else None

    @property
    def photos(self) -> dict[str, PhotoRef]:
        """All photos of its answers, name to description, in the order they were taken."""
        found: dict[str, PhotoRef] = {}
        if not speaks_of(self.state, "/photo/"):
            return found
        # By name: where two answers have the same photo, everybody takes the same description of it.
        for name in sorted(name for name in self.state.names if "/photo/" in name):
            head, _, sha = name.rpartition("/")
            value = self.state.value(name)
            # Not a field this version does not know, which takes any value.
            if value is not None and head.endswith("/photo") and VOCABULARY.rule(name):
                found[sha] = PhotoRef.model_validate(value)
        return _as_taken(found)

    def answered(self, checklist: Checklist) -> int:
        """Return how many of the questions it asks are answered."""
        asked = walked(checklist, self, self.id).questions
        # Most have a judgement, which is seen without putting the whole answer together.
        return sum(
            self.state.value(f"answer/{one.key}/judgement") is not None
            or (
                one.question.type is not QuestionType.JUDGEMENT
                and is_answered(one.question, self.answer(one.key))
            )
            for one in asked
        )


def speaks_of(state: RecordState, part: str) -> bool:
    """Say whether a part such as `photo/` is in the name of any of a record's fields; most have no photo."""
    return part in "\n".join(state.names)


_PHOTOS = TypeAdapter(dict[str, PhotoRef])


def photos_below(state: RecordState, prefix: str = "") -> dict[str, PhotoRef]:
    """Return the photos of a record (or of one answer), name to description, in the order they were taken."""
    path = f"{prefix}/photo" if prefix else "photo"
    if not speaks_of(state, path):
        return {}
    named = {name: value for name, value in state.below(path).items() if is_sha256(name)}
    return _as_taken(_PHOTOS.validate_python(named))


def _as_taken(photos: dict[str, PhotoRef]) -> dict[str, PhotoRef]:
    # The name decides between two of one millisecond, so that every tablet shows the same order.
    return dict(sorted(photos.items(), key=lambda one: (one[1].taken_at, one[0])))


def visit_hash(state: RecordState) -> str:
    """Return the hash a seal carries: every value of every field but the seal, whoever gave it."""
    fields = state.every_value()
    fields.pop("seal", None)
    return digest_of_fields(state.record, fields)
