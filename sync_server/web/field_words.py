"""What a change is about, in words: the names of fields and their values as people read them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from checklists.errors import UnknownQuestionError
from checklists.form.checklist import VisitKind
from checklists.ids import parts_of_key
from checklists.records.action import ActionKind
from checklists.records.answer import value_in
from checklists.records.finding import FindingKind
from checklists.records.values import PhotoRef, Signature
from checklists.records.visit import Judgement, Seal
from sync_server.web import states
from sync_server.web.answer_words import piece_words, value_words
from sync_server.web.words import count_words, size_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pydantic import JsonValue

    from checklists.form.checklist import Checklist, Question
    from sync_server.record.names import Names

NOTHING: Final = "nothing"

_NAMES: Final = {
    "kind": "Kind",
    "checklist": "Checklist",
    "checklist_version": "Version of the checklist",
    "checklist_hash": "Fingerprint of the checklist",
    "title": "Title",
    "area": "Area",
    "department": "Department",
    "auditor": "Auditor",
    "started_at": "Started",
    "planned": "Planned visit",
    "peer_review_reason": "Reason for a peer review",
    "discarded": "Set aside by its auditor",
    "seal": "Seal",
    "signature/auditor": "Signature of the auditor",
    "signature/auditee": "Signature of the auditee",
    "grade": "Grade",
    "statement": "What was seen",
    "evidence": "Evidence",
    "correction": "What was done on the spot",
    "corrected_at": "Corrected on the spot",
    "clause": "Clause",
    "visit": "Visit",
    "question": "Question",
    "raised_by": "Raised by",
    "raised_at": "Raised",
    "withdrawn": "Taken back",
    "seen_at": "Seen in the office",
    "seen_by": "Seen by",
    "reply": "What the office says",
    "text": "Text",
    "author": "Author",
    "written_at": "Written",
    "owner": "Owner",
    "due": "Until",
    "proposed_by": "Proposed by",
    "proposed_at": "Proposed",
    "done_at": "Done",
    "done_note": "What was done",
    "verified": "Whether it holds",
    "verified_by": "Looked at by",
    "verified_at": "Looked at",
    "verified_note": "What was seen then",
    "from": "From",
    "to_person": "To",
    "to_team": "To the team",
    "at": "Given",
}

_ANSWER_PARTS: Final = {
    "judgement": "answer",
    "reason": "why it does not apply",
    "note": "note",
    "value": "what was answered",
}

_JUDGEMENTS: Final = {
    Judgement.CONFORMS: states.CONFORMS.word,
    Judgement.FINDING: "Finding",
    Judgement.NOT_APPLICABLE: states.NOT_APPLICABLE.word,
}

# People compare marks by their beginning.
MARK_SHOWN: Final = 8

KIND_WORDS: Final = {
    "visit": "Visit",
    "finding": "Finding",
    "addendum": "Addendum",
    "action": "Action",
    "thanks": "Thanks",
}

# People a visit names beside its auditor.
_NAMED: Final = {"co_auditor": "Walks together with {}", "mentor": "Has {} as a mentor"}

# What a photo below such a name shows.
_PHOTOS = {"corrected": "of it corrected", "done": "of what was done", "verified": "of how it was found"}


@dataclass(frozen=True, slots=True)
class FieldWords:
    """Puts fields of one kind of record into words.

    Attributes:
        names: of people and places.
        now: for “today”.
        moment: puts a moment into words.
        checklist: the one a visit is walked with, where the record has it.
    """

    names: Names
    now: datetime
    moment: Callable[[str | None, datetime], str]
    checklist: Checklist | None = None

    def name(self, field: str) -> str:
        """Return a field's name in words."""
        parts = field.split("/")
        if parts[0] == "answer" and len(parts) > 2:  # noqa: PLR2004 - answer, question, part
            return f"{self._question(parts[1])}: {self._answer_part(parts[2:])}"
        if parts[0] == "photo" and len(parts) > 1:
            return f"Photo {parts[1][:MARK_SHOWN]}"
        if parts[1:2] == ["photo"] and parts[0] in _PHOTOS and len(parts) > 2:  # noqa: PLR2004 - and the name
            return f"Photo {parts[2][:MARK_SHOWN]} {_PHOTOS[parts[0]]}"
        if parts[0] == "repeat" and len(parts) > 2:  # noqa: PLR2004 - repeat, section, number
            return f"{self._section(parts[1])}, number {parts[2]}"
        if parts[0] in _NAMED and len(parts) > 1:
            return _NAMED[parts[0]].format(self.names.person(parts[1]))
        return _NAMES.get(field, field.replace("_", " ").replace("/", " / ").capitalize())

    def value(self, field: str, value: JsonValue) -> str:
        """Return a field's value in words; what no rule knows is shown as it is."""
        if value is None:
            return NOTHING
        if field.startswith("answer/") and field.split("/")[2] in {"value", "sample"}:
            return self._answered(field.split("/"), value)
        last = "photo" if "photo/" in field else field.rsplit("/", 1)[-1]
        if field.startswith(("signature/", "co_auditor/", "mentor/")):
            last = field.partition("/")[0]
        say = self._sayings().get(last)
        try:
            return say(value) if say else _plain(value)
        except (ValidationError, ValueError, TypeError, AttributeError):
            return _plain(value)

    def _sayings(self) -> dict[str, Callable[[JsonValue], str]]:
        return {
            "kind": _kind,
            "judgement": lambda value: _JUDGEMENTS[Judgement(str(value))],
            "discarded": _yes_no,
            "co_auditor": _yes_no,
            "mentor": _yes_no,
            "withdrawn": _yes_no,
            "photo": _photo,
            "signature": self._signature,
            "seal": self._seal,
            "area": lambda value: self.names.area(str(value)),
            "department": lambda value: self.names.department(str(value)),
            "auditor": lambda value: self.names.person(str(value)),
            "author": lambda value: self.names.person(str(value)),
            "raised_by": lambda value: self.names.person(str(value)),
            **dict.fromkeys(
                ("owner", "proposed_by", "verified_by", "from", "to_person", "seen_by"),
                lambda value: self.names.person(str(value)),
            ),
            **dict.fromkeys(("proposed_at", "done_at", "verified_at", "seen_at"), self._moment),
            "started_at": self._moment,
            "raised_at": self._moment,
            "written_at": self._moment,
            "corrected_at": self._moment,
            "checklist_hash": lambda value: str(value)[:MARK_SHOWN],
            "question": lambda value: self._question(str(value)),
        }

    def _question(self, question: str) -> str:
        asked = self._asked(question)
        if asked is None or self.checklist is None:
            return f"Question {question}"
        place, instance = self.checklist.questions.index(asked) + 1, parts_of_key(question)[1]
        return f"Question {place}" if instance == 1 else f"Question {place}, number {instance}"

    def _asked(self, question: str) -> Question | None:
        try:
            return self.checklist.question(question) if self.checklist else None
        except UnknownQuestionError:
            return None

    def _section(self, section: str) -> str:
        sections = self.checklist.sections if self.checklist else ()
        return next((one.title for one in sections if one.id == section), f"Section {section}")

    def _answered(self, field: list[str], value: JsonValue) -> str:
        question = self._asked(field[1])
        if field[2] == "sample":
            return piece_words(question, field[-1], value) or _plain(value)
        found = value_in(value)
        return _plain(value) if question is None or found is None else value_words(question, found)

    @staticmethod
    def _answer_part(parts: list[str]) -> str:
        if parts[0] == "photo" and len(parts) > 1:
            return f"photo {parts[1][:MARK_SHOWN]}"
        if parts[0] == "sample" and len(parts) > 1:
            return f"piece {parts[1]}"
        return _ANSWER_PARTS.get(parts[0], " / ".join(parts))

    def _moment(self, value: JsonValue) -> str:
        return self.moment(str(value), self.now)

    def _signature(self, value: JsonValue) -> str:
        signature = Signature.model_validate(value)
        return f"{signature.name}, {self._moment(signature.signed_at)}"

    def _seal(self, value: JsonValue) -> str:
        seal = Seal.model_validate(value)
        covers = f"{count_words(len(seal.findings), 'finding')}, {count_words(len(seal.photos), 'photo')}"
        return f"{seal.mark[:MARK_SHOWN]} by {self.names.person(seal.signer)} with {covers}"


def _kind(value: JsonValue) -> str:
    kinds = (VisitKind, FindingKind, ActionKind)
    known = [kind(value).label for kind in kinds if value in [str(one) for one in kind]]
    return known[0] if known else str(value)


def _photo(value: JsonValue) -> str:
    photo = PhotoRef.model_validate(value)
    return f"added, {photo.width} by {photo.height} pixels, {size_words(photo.bytes)}"


def _yes_no(value: JsonValue) -> str:
    return "yes" if value else "no"


def _plain(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
