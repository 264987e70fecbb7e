"""A visit: one walk with a checklist, a draft until it is completed and sealed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, TypeAdapter

from checklists.checklist import Checklist, VisitKind
from checklists.ids import Id, Sha256, Slug, is_sha256
from checklists.journal.canonical import digest_of, digest_of_fields
from checklists.moments import Moment
from checklists.records.fields import Vocabulary, rule
from checklists.records.values import PhotoRef, Signature, known_word
from checklists.text import Line, Note

if TYPE_CHECKING:
    from checklists.journal.fold import RecordState
    from checklists.journal.siblings import Sibling

KIND = "visit"


class Judgement(StrEnum):
    """The auditor's judgement on one question; a note alone is no judgement."""

    CONFORMS = "conforms"
    FINDING = "finding"
    NOT_APPLICABLE = "not_applicable"


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
        rule("answer/{slug}/judgement", Judgement),
        rule("answer/{slug}/reason", Note),
        rule("answer/{slug}/note", Note),
        rule("answer/{slug}/photo/{sha}", PhotoRef),
        rule("signature/(auditor|auditee)", Signature),
        rule("seal", Seal),
    ),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a visit says of one question.

    Attributes:
        question: the question's id.
        judgement: None while there is none.
        reason: why the question does not apply, where it does not.
        note: what was seen, heard or measured.
        photos: name to description, in the order they were taken.
        recorded: the judgement that is shown, or else the note, with who recorded it when; None for neither.
        noted: the note that is shown, with who wrote it when; None for none.
        explained: the reason that is shown, likewise.
    """

    question: str
    judgement: Judgement | None
    reason: str
    note: str
    photos: dict[str, PhotoRef]
    recorded: Sibling | None
    noted: Sibling | None = None
    explained: Sibling | None = None

    @property
    def recorded_at(self) -> str | None:
        """When it was recorded, None for an empty answer."""
        return self.recorded.at if self.recorded else None

    @property
    def noted_at(self) -> str | None:
        """When the note was recorded, None for none."""
        return self.noted.at if self.noted else None


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

    def is_walked_by(self, person: str) -> bool:
        """Say whether a person may answer its questions: its auditor, or who walks it together with them."""
        return person in {self.text("auditor"), *self.co_auditors}

    def text(self, name: str) -> str:
        """Return a field that holds a text, empty if unset."""
        value = self.state.value(name)
        return value if isinstance(value, str) else ""

    def answer(self, question: str) -> Answer:
        """Return the answer to a question, an empty one if there is none."""
        path = f"answer/{question}"
        judgement = self.text(f"{path}/judgement")
        noted = self.state.shown(f"{path}/note")
        recorded = self.state.shown(f"{path}/judgement") or noted
        return Answer(
            question=question,
            judgement=known_word(judgement, Judgement, Judgement.FINDING) if judgement else None,
            reason=self.text(f"{path}/reason"),
            note=self.text(f"{path}/note"),
            photos=photos_below(self.state, path),
            recorded=recorded,
            noted=noted,
            explained=self.state.shown(f"{path}/reason"),
        )

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
        """Return how many of the checklist's questions have a judgement."""
        return sum(
            self.state.value(f"answer/{question.id}/judgement") is not None
            for question in checklist.questions
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
    fields = {name: values for name, values in state.every_value().items() if name != "seal"}
    return digest_of_fields(state.record, fields)
