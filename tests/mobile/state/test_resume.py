"""Where somebody left off: the question of their last tap, as long as that walk is a draft."""

from pathlib import Path

import pytest

from mobile.state.resume import forget_place, place_left, question_left, remember_place
from mobile.state.session import Session
from mobile.store import visits
from tests.mobile.state.windows import a_window
from tests.support.app_driver import ANA, BEN, begun, complete


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return a_window(tmp_path, ANA)


def test_place_is_the_last_question_and_each_draft_keeps_its_own(session: Session) -> None:
    first, second = begun(session.tablet), begun(session.tablet)
    remember_place(session, first.id, "shine-going-well")
    remember_place(session, second.id, "sort-going-well")
    assert place_left(session) == (second.id, "sort-going-well")
    assert question_left(session, first.id) == "shine-going-well"
    assert question_left(session, second.id) == "sort-going-well"


def test_nothing_is_left_before_the_first_tap_or_once_forgotten(session: Session) -> None:
    visit = begun(session.tablet)
    assert place_left(session) is None
    assert question_left(session, visit.id) is None
    remember_place(session, visit.id, "sort-going-well")
    forget_place(session)
    assert place_left(session) is None


def test_completed_or_set_aside_walk_is_not_gone_back_to(session: Session) -> None:
    done, aside = begun(session.tablet), begun(session.tablet)
    remember_place(session, done.id, "sort-going-well")
    complete(session.tablet, done.id)
    assert place_left(session) is None
    remember_place(session, aside.id, "sort-going-well")
    visits.discard(session.store, ANA.id, aside.id)
    assert place_left(session) is None


def test_place_is_each_persons_own(session: Session) -> None:
    visit = begun(session.tablet)
    remember_place(session, visit.id, "sort-going-well")
    session.took_over(BEN.id)
    assert place_left(session) is None
