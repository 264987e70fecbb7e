"""Marks to come back to: each person's own on this tablet, in no record, there again after a restart."""

from pathlib import Path

import pytest

from mobile.state.come_back import mark, marked
from mobile.state.session import Session
from mobile.state.visit_session import VisitSession
from mobile.store import outbox
from tests.mobile.state.windows import a_window
from tests.support.app_driver import ANA, BEN, begun

Q = "sort-going-well"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return a_window(tmp_path, ANA)


def test_mark_is_each_persons_and_each_visits_own(session: Session) -> None:
    mark(session.store, ANA.id, "one", Q, on=True)
    mark(session.store, ANA.id, "one", "other", on=True)
    assert marked(session.store, ANA.id, "one") == {Q, "other"}
    assert marked(session.store, BEN.id, "one") == set()
    assert marked(session.store, ANA.id, "two") == set()
    mark(session.store, ANA.id, "one", Q, on=False)
    assert marked(session.store, ANA.id, "one") == {"other"}


def test_marked_question_is_counted_and_stays_marked_when_opened_again(session: Session) -> None:
    visit = begun(session.tablet)
    walk = VisitSession.open(session.store, ANA, visit.id)
    assert walk
    waiting = outbox.counts(session.store)
    walk.come_back_to(Q, on=True)
    assert walk.progress.come_back == walk.progress.sections["sort"].come_back == 1
    assert outbox.counts(session.store) == waiting
    again = VisitSession.open(session.store, ANA, visit.id)
    assert again
    assert again.questions[Q].come_back
    again.come_back_to(Q, on=False)
    assert again.progress.come_back == 0


def test_mark_of_a_question_that_is_not_asked_is_passed_over(session: Session) -> None:
    visit = begun(session.tablet)
    mark(session.store, ANA.id, visit.id, "asked-in-another-version", on=True)
    walk = VisitSession.open(session.store, ANA, visit.id)
    assert walk
    assert walk.progress.come_back == 0
