"""Answers as a visit would give them, without a journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from checklists.form.checklist import Checklist, Question
from checklists.records.answer import Answer, Judgement, SampleRow
from checklists.records.values import PhotoRef


def an_answer(key: str = "q", **said: Any) -> Answer:
    """Return an answer with a value, judgement, note, number of photos or sample (item and holds)."""
    sample = {
        n: SampleRow(item=item, holds=holds) for n, (item, holds) in enumerate(said.get("sample", ()), 1)
    }
    photo = PhotoRef(bytes=1, width=1, height=1, taken_at="2026-03-03T10:42:00.000Z")
    judgement = said.get("judgement")
    return Answer(
        question=key,
        judgement=Judgement(judgement) if judgement else None,
        reason="",
        note=said.get("note", ""),
        photos={f"{n:064x}": photo for n in range(said.get("photos", 0))},
        recorded=None,
        value=said.get("value"),
        sample=sample,
    )


@dataclass
class Said:
    """Answers by the keys of their questions, and the names of repeated sections."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, dict[int, str]] = field(default_factory=dict)

    def answer(self, question: str) -> Answer:
        return an_answer(question, **self.answers.get(question, {}))

    def repeats(self, section: str) -> dict[int, str]:
        return self.names.get(section, {})


def a_question(question_id: str = "q", **more: Any) -> Question:
    return Question.model_validate(question_table(question_id, **more))


def question_table(question_id: str, **more: Any) -> dict[str, Any]:
    return {
        "id": question_id,
        "text": f"What about {question_id}?",
        "why": "It matters.",
        "look_for": ["One thing", "Another thing"],
        "ask": "Where would you look?",
        "outcome": "quality",
        **more,
    }


def a_checklist(*sections: dict[str, Any], **whole: Any) -> Checklist:
    return Checklist.model_validate(
        {
            "id": "dock",
            "version": 1,
            "title": "Dock",
            "kind": "internal_audit",
            "purpose": "See how goods arrive.",
            "minutes": 10,
            "language": "en",
            "sections": sections,
            **whole,
        }
    )


def a_section(section_id: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": section_id, "title": section_id.capitalize(), "questions": questions, **more}
