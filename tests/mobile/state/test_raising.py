"""What somebody is about to raise stays on the tablet until it is saved."""

from pathlib import Path

import pytest

from checklists.records.finding import FindingKind
from mobile.errors import TextTooLong
from mobile.state.raising import Raising, area_by_code, keep, raise_it, unfinished
from mobile.state.session import Session
from mobile.store import findings, memory, outbox, reference
from tests.mobile.state.windows import a_window
from tests.support.app_driver import ANA, BEN, LINE_4, a_plant
from tests.support.tablet_samples import a_photo

FULL = Raising(words="A clean aisle", kind=FindingKind.IDEA, area="dock-2", photos={"e" * 64: a_photo()})


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return a_window(tmp_path, ANA)


def test_everything_filled_in_comes_back_to_who_filled_it_in(session: Session) -> None:
    keep(session, FULL)
    assert unfinished(session) == FULL
    session.took_over(BEN.id)
    assert unfinished(session) == Raising()


def test_saving_makes_a_finding_with_its_photos_and_the_next_one_is_empty_at_the_same_place(
    session: Session,
) -> None:
    keep(session, FULL)
    raise_it(session, FULL)
    (raised,) = findings.raised_by(session.store, ANA.id)
    assert (raised.kind, raised.text("statement")) == (FindingKind.IDEA, "A clean aisle")
    assert (raised.text("area"), raised.text("department")) == ("dock-2", "warehouse")
    assert list(raised.photos) == ["e" * 64]
    assert outbox.counts(session.store).photos == 1
    assert unfinished(session) == Raising(area="dock-2")


def test_what_can_not_be_saved_is_still_there(session: Session) -> None:
    long = FULL.model_copy(update={"words": "x" * 100_001})
    keep(session, long)
    with pytest.raises(TextTooLong):
        raise_it(session, long)
    assert findings.raised_by(session.store, ANA.id) == []
    assert unfinished(session) == long


def test_area_that_is_no_longer_listed_is_chosen_anew(session: Session) -> None:
    keep(session, FULL)
    reference.replace(session.store, a_plant(areas=[LINE_4]), "second")
    assert unfinished(session).area == ""


def test_words_are_kept_clean_and_a_form_of_another_version_is_passed_over(session: Session) -> None:
    keep(session, Raising(words="half \ud83d"))
    assert unfinished(session).words == "half \N{REPLACEMENT CHARACTER}"
    memory.remember(session.store, f"raising/{ANA.id}", '{"kind": "of the future"}')
    assert unfinished(session) == Raising()


def test_form_is_empty_until_something_was_filled_in_and_the_place_does_not_count() -> None:
    assert Raising(area="dock-2").empty
    assert not Raising(kind=FindingKind.IDEA).empty
    assert not Raising(words="Oil").empty
    assert not Raising(photos={"e" * 64: a_photo()}).empty


@pytest.mark.parametrize("typed", ["dock-2", " Dock 2 ", "DOCK-2"])
def test_code_of_an_area_is_found_however_it_is_typed(session: Session, typed: str) -> None:
    assert area_by_code(session, typed) == "dock-2"


def test_unknown_code_is_no_area(session: Session) -> None:
    assert area_by_code(session, "dock-9") is None
    assert area_by_code(session, "") is None
