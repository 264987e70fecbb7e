"""An answer on a walk is a place for photos, found again by one of them."""

from pathlib import Path

from mobile.state.photo_place import answer_place, place_on_walk
from mobile.state.visit_session import VisitSession
from tests.mobile.state.windows import a_window
from tests.support.app_driver import ANA, begun
from tests.support.tablet_samples import a_photo

SHA = "e" * 64
Q = "sort-going-well"


def test_photo_put_on_an_answer_is_found_there_and_taken_away_again(tmp_path: Path) -> None:
    session = a_window(tmp_path, ANA)
    walk = VisitSession.open(session.store, ANA, begun(session.tablet).id)
    assert walk is not None
    assert place_on_walk(session, walk, SHA) is None
    answer_place(session, walk, Q).add(SHA, a_photo())
    place = place_on_walk(session, walk, SHA)
    assert place is not None
    assert list(place.photos()) == [SHA]
    place.remove(SHA)
    assert not place.photos()
    assert place_on_walk(session, walk, SHA) is None
