"""A section of hundreds of questions opens in parts; every question is reached, and each where it belongs."""

from pathlib import Path

import pytest

from mobile.bootstrap import Tablet
from mobile.state.visit_session import VisitSession
from mobile.state.walk_place import PART, part_of
from tests.support.app_driver import ANA, Window, a_plant, a_tablet, begun, show
from tests.support.tablet_samples import a_checklist


def long_walk(folder: Path, questions: int) -> tuple[Tablet, str]:
    tablet = a_tablet(folder, plant=a_plant(checklists=[a_checklist(questions=questions)]))
    return tablet, begun(tablet, "purchasing").id


def asked(window: Window) -> list[str]:
    return [one.removeprefix("question-") for one in window.identifiers() if one.startswith("question-")]


@pytest.mark.parametrize("questions", [1, PART, PART + 1, 300])
def test_parts_hold_every_question_once_and_are_about_as_long(tmp_path: Path, questions: int) -> None:
    tablet, visit_id = long_walk(tmp_path, questions)
    walk = VisitSession.open(tablet.store, ANA, visit_id)
    assert walk
    asked_here = list(walk.questions)
    parts = sorted({part_of(asked_here, one) for one in asked_here})
    assert [at for begin, end in parts for at in range(begin, end)] == list(range(questions))
    lengths = [end - begin for begin, end in parts]
    assert max(lengths) <= PART
    assert max(lengths) - min(lengths) < len(parts) or questions < PART
    tablet.close()


def test_three_hundred_questions_are_drawn_a_part_at_a_time(tmp_path: Path) -> None:
    tablet, visit_id = long_walk(tmp_path, 300)

    async def scenario(window: Window) -> None:
        assert asked(window) == [f"q{number}" for number in range(1, 11)]
        assert "Questions 1 to 10 of 300" in window.words()
        assert window.words("later-part") == "Next: questions 11 to 20"
        await window.tap("later-part")
        assert asked(window) == [f"q{number}" for number in range(11, 21)]
        await window.tap("earlier-part")
        assert asked(window)[0] == "q1"
        assert not window.has("earlier-part")

    show(tablet, scenario, route=f"/visit/{visit_id}")


def test_question_far_down_is_found_and_answered_in_its_part(tmp_path: Path) -> None:
    tablet, visit_id = long_walk(tmp_path, 300)

    async def scenario(window: Window) -> None:
        await window.tap("find-question")
        await window.enter("find-words", "step 287 ")
        await window.tap("find-q287")
        assert asked(window) == [f"q{number}" for number in range(281, 291)]
        await window.tap("answer-q287-conforms")
        assert "1 of 300" in window.words("progress")

    show(tablet, scenario, route=f"/visit/{visit_id}")
