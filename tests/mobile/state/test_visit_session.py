"""A visit being walked: each change is in the store first, and one question's change redraws that one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checklists.records.visit import Answer, Judgement
from mobile.errors import VisitSealed
from mobile.state.question_state import QuestionState
from mobile.state.visit_session import VisitSession
from mobile.store import findings, reference, visits
from mobile.store.database import Store
from mobile.theme import State
from tests.support.tablet_samples import ANA, BEN, a_checklist, a_photo, a_reference, a_visit, sign_both


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[VisitSession]:
    store = Store.open(tmp_path / "tablet.db")
    reference.replace(store, a_reference(), "first")
    opened = VisitSession.open(store, ANA, a_visit(store).id)
    assert opened is not None
    yield opened
    store.close()


def stored(walk: VisitSession, question: str = "q1") -> Answer:
    return visits.answer(walk.store, walk.visit_id, question)


class Watch:
    """Notes the id of each question that is to be drawn again."""

    def __init__(self, walk: VisitSession) -> None:
        self.drawn: set[str] = set()
        # A question holds its listeners weakly.
        self._listeners = [self._listener(name) for name in walk.questions]
        for state, listener in zip(walk.questions.values(), self._listeners, strict=True):
            state.subscribe(listener)

    def _listener(self, name: str) -> Callable[[QuestionState, str | None], None]:
        return lambda _question, _field: self.drawn.add(name)


def test_judgement_is_in_the_store_and_on_one_card_only(walk: VisitSession) -> None:
    watch = Watch(walk)
    walk.judge("q2", Judgement.CONFORMS)
    assert stored(walk, "q2").judgement is Judgement.CONFORMS
    assert walk.questions["q2"].chosen == {State.CONFORMS}
    assert watch.drawn == {"q2"}
    assert (walk.progress.done, walk.progress.total) == (1, 3)


def test_reason_is_only_taken_while_the_question_does_not_apply(walk: VisitSession) -> None:
    walk.give_reason("q1", "Too early")
    assert stored(walk).judgement is None
    walk.judge("q1", Judgement.NOT_APPLICABLE)
    walk.give_reason("q1", "First walk here")
    assert stored(walk).reason == "First walk here"
    walk.judge("q1", Judgement.CONFORMS)
    assert stored(walk).reason == ""


def test_note_and_photo_are_no_judgement(walk: VisitSession) -> None:
    walk.note("q1", "Seen")
    walk.add_photo("q1", "e" * 64, a_photo())
    assert not walk.questions["q1"].answered
    assert list(walk.questions["q1"].answer.photos) == ["e" * 64]
    walk.remove_photo("q1", "e" * 64)
    assert stored(walk).photos == {}


def test_finding_carries_where_it_was_raised(walk: VisitSession) -> None:
    finding = walk.raise_finding("q1", "opportunity")
    said = [finding.text(name) for name in ("visit", "question", "area", "department", "raised_by")]
    assert said == [walk.visit_id, "q1", "dock-2", "dock", ANA.id]
    assert stored(walk).judgement is Judgement.FINDING
    assert walk.questions["q1"].chosen == {State.NEEDS_ATTENTION}


def test_good_practice_leaves_conforms_and_a_problem_ends_it(walk: VisitSession) -> None:
    walk.judge("q1", Judgement.CONFORMS)
    walk.raise_finding("q1", "good_practice")
    assert stored(walk).judgement is Judgement.CONFORMS
    walk.raise_finding("q1", "opportunity")
    assert stored(walk).judgement is Judgement.FINDING


def test_last_finding_taken_back_takes_its_judgement_along(walk: VisitSession) -> None:
    first, second = walk.raise_finding("q1", "opportunity"), walk.raise_finding("q1", "opportunity")
    walk.withdraw(first)
    assert stored(walk).judgement is Judgement.FINDING
    walk.withdraw(second)
    assert stored(walk).judgement is None
    walk.bring_back(second)
    assert stored(walk).judgement is Judgement.FINDING
    assert walk.questions["q1"].findings[0].id == second.id


def test_good_practice_taken_back_leaves_conforms(walk: VisitSession) -> None:
    walk.judge("q1", Judgement.CONFORMS)
    walk.withdraw(walk.raise_finding("q1", "good_practice"))
    assert stored(walk).judgement is Judgement.CONFORMS


def test_only_findings_that_say_nothing_are_dropped(walk: VisitSession) -> None:
    walk.raise_finding("q1", "opportunity")
    said = walk.raise_finding("q1", "opportunity")
    findings.change(walk.store, ANA.id, said.id, {"evidence": "Two of five"})
    walk.read_again()
    walk.drop_empty_findings("q1")
    assert [one.id for one in walk.questions["q1"].findings] == [said.id]


def test_what_was_written_elsewhere_is_read_and_only_that_is_drawn(walk: VisitSession) -> None:
    visits.note(walk.store, ANA.id, walk.visit_id, "q3", "From elsewhere")
    watch = Watch(walk)
    walk.read_again()
    assert walk.questions["q3"].answer.note == "From elsewhere"
    assert watch.drawn == {"q3"}


def test_visit_that_is_not_here_or_not_ones_own_is_not_opened(walk: VisitSession) -> None:
    assert VisitSession.open(walk.store, ANA, "0" * 32) is None
    assert VisitSession.open(walk.store, BEN, walk.visit_id) is None


def test_visit_keeps_the_checklist_it_began_with(walk: VisitSession) -> None:
    newer = a_reference(checklists=[a_checklist(version=2, questions=5)])
    reference.replace(walk.store, newer, "second")
    opened = VisitSession.open(walk.store, ANA, walk.visit_id)
    assert opened is not None
    assert (opened.checklist.version, len(opened.questions)) == (1, 3)


def test_sealed_visit_takes_no_tap(walk: VisitSession) -> None:
    sign_both(walk.store, walk.visit_id)
    visits.seal(walk.store, ANA.id, walk.visit_id)
    with pytest.raises(VisitSealed):
        walk.judge("q1", Judgement.CONFORMS)
    assert not walk.questions["q1"].answered
