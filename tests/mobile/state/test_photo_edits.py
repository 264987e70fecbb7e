"""A drawing is beside its original; of what was blurred nothing stays on the tablet that could show it."""

from datetime import timedelta
from pathlib import Path

import pytest

from checklists.records.values import PhotoRef
from mobile.photos.blur import Rectangle
from mobile.photos.errors import NoRoomForPhotos, PhotoNotHere
from mobile.photos.marks import Arrow
from mobile.photos.vault import Vault
from mobile.state.photo_edits import (
    begun,
    blur_for_good,
    blurring,
    destroy_blurred,
    draw_on,
    keep_begun,
)
from mobile.state.photo_place import PhotoPlace
from mobile.state.photos import take_in
from mobile.state.session import Session
from mobile.store import findings, memory, photo_uses, photos
from tests.mobile.photos.pictures import corners, saved
from tests.mobile.state.windows import a_window
from tests.support.app_driver import ANA, NOON
from tests.support.headless import run

MARKS = (Arrow(tail=(0.1, 0.1), head=(0.6, 0.6)),)
FACE = [Rectangle(0.2, 0.2, 0.7, 0.7)]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return a_window(tmp_path, ANA)


def a_place(session: Session) -> tuple[PhotoPlace, str]:
    """Return a finding as a place for photos, and its id."""
    finding = findings.raise_finding(session.store, ANA.id, values={"kind": "problem"}).id

    def there() -> dict[str, PhotoRef]:
        found = findings.get(session.store, finding)
        assert found is not None
        return found.photos

    def add(sha: str, ref: PhotoRef) -> None:
        findings.add_photo(session.store, ANA.id, finding, sha, ref)

    def remove(sha: str) -> None:
        findings.remove_photo(session.store, ANA.id, finding, sha)

    return PhotoPlace(there, add, remove), finding


def taken(session: Session, place: PhotoPlace, width: int = 400) -> str:
    sha, ref = run(lambda: take_in(session.tablet.vault, saved(corners(width, 300)), NOON))
    place.add(sha, ref)
    return sha


def traces(session: Session, sha: str) -> list[str]:
    """Return the files on the tablet that carry a photo's name."""
    folder = session.tablet.vault.path(sha).parent
    return [path.name for path in folder.rglob("*") if path.name.startswith(sha)]


def drawn(session: Session, place: PhotoPlace, sha: str) -> str:
    return run(lambda: draw_on(session, place, sha, MARKS))


def blurred(session: Session, place: PhotoPlace, sha: str) -> str:
    return run(lambda: blur_for_good(session, place, sha, FACE))


def test_drawing_is_a_photo_of_its_own_that_names_its_original(session: Session) -> None:
    place, _ = a_place(session)
    sha = taken(session, place)
    new = drawn(session, place, sha)
    there = place.photos()
    assert set(there) == {sha, new}
    assert there[new].drawn_on == sha
    assert there[sha].drawn_on is None
    assert session.tablet.vault.has(sha)
    assert session.tablet.vault.has(new)


def test_what_is_being_drawn_comes_back_until_it_is_saved(session: Session) -> None:
    place, _ = a_place(session)
    sha = taken(session, place)
    keep_begun(session, sha, MARKS)
    assert begun(session, sha) == MARKS
    drawn(session, place, sha)
    assert begun(session, sha) == ()


def test_drawing_without_room_keeps_what_was_drawn(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    place, _ = a_place(session)
    sha = taken(session, place)
    keep_begun(session, sha, MARKS)
    monkeypatch.setattr(session.tablet.vault.space, "_free", lambda: 1)
    with pytest.raises(NoRoomForPhotos):
        drawn(session, place, sha)
    assert begun(session, sha) == MARKS
    assert set(place.photos()) == {sha}


def test_of_a_blurred_photo_nothing_stays_on_the_tablet(session: Session) -> None:
    place, _ = a_place(session)
    sha = taken(session, place)
    before = place.photos()[sha]
    for edge in (240, 1024):
        assert session.thumbnail(sha, edge)
    assert not blurring(session, place, sha).left
    new = blurred(session, place, sha)
    assert list(place.photos()) == [new]
    assert place.photos()[new].blurred
    assert place.photos()[new].taken_at == before.taken_at
    assert traces(session, sha) == []
    assert photos.photo(session.store, sha) is None
    assert photos.count_to_send(session.store) == 1


def test_other_versions_are_blurred_in_the_same_places(session: Session) -> None:
    place, _ = a_place(session)
    sha = taken(session, place)
    other = taken(session, place, 500)
    drawing = drawn(session, place, sha)
    again = drawn(session, place, drawing)
    assert set(blurring(session, place, drawing).versions) == {sha, drawing, again}
    new = blurred(session, place, drawing)
    there = place.photos()
    assert len(there) == 4
    assert other in there
    assert not there[other].blurred
    assert not {sha, drawing, again} & set(there)
    original = there[new].drawn_on
    assert original in there
    assert there[original].drawn_on is None
    assert [one for one, ref in there.items() if ref.drawn_on == new]
    assert not any(traces(session, one) for one in (sha, drawing, again))


def test_photo_that_something_else_names_stays_on_the_tablet(session: Session) -> None:
    place, _ = a_place(session)
    second, _ = a_place(session)
    sha = taken(session, place)
    taken(session, second)
    blurred(session, place, sha)
    assert sha not in place.photos()
    assert sha in second.photos()
    assert session.tablet.vault.has(sha)


def test_photo_in_a_form_that_is_being_filled_in_stays_on_the_tablet(session: Session) -> None:
    place, _ = a_place(session)
    sha = taken(session, place)
    memory.remember(session.store, "raising/somebody", f'{{"photos": {{"{sha}": {{}}}}}}')
    blurred(session, place, sha)
    assert session.tablet.vault.has(sha)


@pytest.mark.parametrize("far", ["sending", "received"])
def test_photo_that_has_left_is_said_to_have_and_taken_out_of_the_record(session: Session, far: str) -> None:
    place, _ = a_place(session)
    sha = taken(session, place)
    if far == "sending":
        photos.mark_sending(session.store, sha, upload="/uploads/1", sent=0)
    else:
        photos.mark_received(session.store, sha)
    assert blurring(session, place, sha).left
    new = blurred(session, place, sha)
    assert list(place.photos()) == [new]
    assert traces(session, sha) == []


def test_deleting_that_was_cut_short_is_done_the_next_time(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def off(*_: object) -> None:
        raise OSError(5, "the disk is away")

    place, _ = a_place(session)
    sha = taken(session, place)
    with monkeypatch.context() as patch:
        patch.setattr(Vault, "destroy", off)
        blurred(session, place, sha)
        assert traces(session, sha)
        assert photo_uses.to_destroy(session.store) == [sha]
    run(lambda: destroy_blurred(session))
    assert traces(session, sha) == []
    assert photo_uses.to_destroy(session.store) == []


def test_photo_whose_bytes_are_elsewhere_is_left_as_it_is(session: Session) -> None:
    place, finding = a_place(session)
    ref = PhotoRef(bytes=9, width=4, height=3, taken_at=session.store.moment())
    findings.add_photo(session.store, ANA.id, finding, "e" * 64, ref)
    with pytest.raises(PhotoNotHere):
        blurred(session, place, "e" * 64)
    assert list(place.photos()) == ["e" * 64]


def test_drawing_comes_after_its_original(session: Session) -> None:
    place, _ = a_place(session)
    sha = taken(session, place)
    session.store._now = lambda: NOON + timedelta(minutes=1)
    new = drawn(session, place, sha)
    assert list(place.photos()) == [sha, new]
