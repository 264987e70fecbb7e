"""The session of the practice room: another tablet under the same window."""

from pathlib import Path

import pytest

from mobile.practice import AREA
from mobile.state.practice import begin, practice_of, session_at
from mobile.state.resume import place_left, question_left, remember_place
from mobile.state.session import Session
from mobile.store import checklists, findings
from tests.mobile.state.windows import a_window
from tests.support.app_driver import ANA, begun


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return a_window(tmp_path, ANA)


def begun_in(practice: Session) -> str:
    chosen = next(one for one in checklists.checklists(practice.store) if one.id == "five-s")
    return begin(practice, chosen).id


def test_address_of_a_record_leads_to_the_room_that_has_it(session: Session) -> None:
    practice = practice_of(session)
    real, tried = begun(session.tablet).id, begun_in(practice)
    found = findings.raise_finding(practice.store, ANA.id, values={"kind": "idea", "visit": tried})
    for path in ("/practice", f"/visit/{tried}", f"/visit/{tried}/close", f"/finding/{found.id}/two"):
        assert session_at(session, path) is practice
        assert session_at(practice, path) is practice
    for path in ("/", "/walks", "/start", f"/visit/{real}", f"/finding/{real}", "/visit/unknown"):
        assert session_at(practice, path) is session


def test_nothing_is_made_before_somebody_practises(session: Session) -> None:
    begun(session.tablet)
    assert session_at(session, "/visit/unknown") is session
    assert not (session.tablet.config.data / "practice").exists()


def test_room_follows_the_window_in_everything_but_the_tablet(session: Session) -> None:
    practice = practice_of(session)
    session.fit(412)
    session.arrived += 1
    assert practice_of(session) is practice
    assert (practice.wide, practice.medium, practice.arrived) == (
        session.wide,
        session.medium,
        session.arrived,
    )
    assert practice.practising
    assert not session.practising
    assert practice.own is session
    assert practice.store is not session.store
    assert practice.tablet.vault is not session.tablet.vault


def test_visit_is_on_the_sample_area_and_names_nobody_of_the_plant_but_its_auditor(session: Session) -> None:
    practice = practice_of(session)
    state = practice.tablet.store.rows("select value from field where record = ?", (begun_in(practice),))
    assert f'"{AREA}"' in {row["value"] for row in state}
    known = practice.store.rows("select document from person")
    assert sum(ANA.name in row["document"] for row in known) == 1
    assert len(known) == 2
    assert all('"pin":null' in row["document"] for row in known)


def test_place_left_is_one_for_both_rooms(session: Session) -> None:
    practice = practice_of(session)
    real, tried = begun(session.tablet).id, begun_in(practice)
    remember_place(practice, tried, "sort-going-well")
    assert place_left(session) == place_left(practice) == (tried, "sort-going-well")
    remember_place(session, real, "shine-going-well")
    assert place_left(session) == (real, "shine-going-well")
    assert question_left(practice, tried) == "sort-going-well"
