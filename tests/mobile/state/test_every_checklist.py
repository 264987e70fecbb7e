"""Every checklist that comes with the product is walked to its end, each question answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checklists.files.catalog import read_checklist, shipped
from checklists.form.question import Question, QuestionType
from checklists.records.answer import SampleRow
from checklists.records.visit import Judgement
from mobile.state.visit_session import VisitSession
from mobile.store import reference, visits
from mobile.store.database import Store
from mobile.text.language import Language, speaking
from tests.support.tablet_samples import ANA, DOCK_2, a_photo, a_reference

if TYPE_CHECKING:
    from pydantic import JsonValue

    from checklists.form.checklist import Checklist

EXAMPLE = Path(__file__).resolve().parents[3] / "checklists" / "example.toml"
EVERY = [*shipped(), read_checklist(EXAMPLE.read_bytes(), EXAMPLE.name)]

# Answers that open what hangs on them, where a question is of the type.
VALUES: dict[QuestionType, JsonValue] = {
    QuestionType.YES_NO: True,
    QuestionType.NUMBER: 12.5,
    QuestionType.TEXT: "Three of five",
    QuestionType.DATE: "2026-02-28",
}


def answer(walk: VisitSession, key: str, question: Question) -> None:
    """Give a question what its type asks for."""
    match question.type:
        case QuestionType.JUDGEMENT:
            walk.judge(key, Judgement.CONFORMS)
        case QuestionType.PHOTO:
            walk.add_photo(key, "e" * 64, a_photo())
        case QuestionType.SAMPLE:
            assert question.sample
            for number in range(1, question.sample.of + 1):
                walk.look_at(key, number, SampleRow(item=f"No. {number}", holds=number > 1))
        case QuestionType.CHOICE:
            walk.give(key, question.choices[-1].id)
        case QuestionType.CHOICES:
            walk.give(key, [one.id for one in question.choices])
        case _:
            walk.give(key, VALUES[question.type])


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.GERMAN])
@pytest.mark.parametrize("checklist", EVERY, ids=lambda one: one.id)
def test_checklist_is_walked_to_its_end(tmp_path: Path, checklist: Checklist, language: Language) -> None:
    store = Store.open(tmp_path / "tablet.db")
    reference.replace(store, a_reference(checklists=[checklist]), "first")
    visit = visits.start(store, person=ANA, checklist=checklist, area=DOCK_2)
    with speaking(language):
        walk = VisitSession.open(store, ANA, visit.id)
        assert walk
        seen: list[str] = []
        while left := [one for one in walk.questions.values() if not one.answered]:
            answer(walk, left[0].key, left[0].question)
            seen.append(left[0].key)
            assert walk.questions[left[0].key].answered
        repeated = [one.section for one in walk.walked.sections if one.section.repeat]
        for section in repeated:
            walk.walk_for(section.id, 2, "Rack 2")
            assert f"{section.questions[0].id}~2" in walk.questions
        while left := [one for one in walk.questions.values() if not one.answered]:
            answer(walk, left[0].key, left[0].question)
    assert len(seen) == len(set(seen))
    again = visits.get(store, visit.id)
    assert again
    assert again.answered(checklist) == walk.progress.total
    assert walk.progress.done == walk.progress.total
    assert not walk.walked.still_required(again)
    assert walk.progress.minutes_left == 0
    store.close()
