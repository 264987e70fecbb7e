"""Whether the app ended in order is known at the next start, and told to each person once."""

from pathlib import Path

from mobile.store import ended
from tests.support.app_driver import ANA, BEN, a_tablet


def test_first_start_and_start_after_an_orderly_end_tell_nothing(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    ended.begin(tablet.store)
    assert ended.early(tablet.store) is None
    tablet.close()
    tablet = a_tablet(tmp_path)
    ended.begin(tablet.store)
    assert ended.early(tablet.store) is None
    tablet.close()


def test_app_that_was_in_use_has_ended_without_warning(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    ended.begin(tablet.store)
    ended.begin(tablet.store)
    assert ended.early(tablet.store) == tablet.store.moment()
    tablet.close()


def test_app_that_was_put_away_may_be_ended_and_one_in_use_again_may_not(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    ended.begin(tablet.store)
    ended.in_order(tablet.store)
    ended.begin(tablet.store)
    assert ended.early(tablet.store) is None
    ended.in_order(tablet.store)
    ended.in_use(tablet.store)
    ended.begin(tablet.store)
    assert ended.early(tablet.store) is not None
    tablet.close()


def test_each_person_decides_for_themselves(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    ended.begin(tablet.store)
    ended.begin(tablet.store)
    ended.has_been_told(tablet.store, ANA.id)
    assert ended.was_told(tablet.store, ANA.id)
    assert not ended.was_told(tablet.store, BEN.id)
    tablet.close()
