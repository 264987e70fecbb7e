"""The pulse waits until a later day and goes alone; nothing that is kept or sent says whose it was."""

from datetime import timedelta
from pathlib import Path

from checklists.protocol.messages import Pulse
from checklists.records.pulse import Asked, Felt, FeltInMonth
from mobile.store import outbox, pulse
from tests.support.app_driver import ANA, Watch, a_tablet, begun


def test_answer_waits_until_the_next_day_and_leaves_nothing_behind(tmp_path: Path) -> None:
    watch = Watch()
    tablet = a_tablet(tmp_path, watch=watch)
    pulse.answer(tablet.store, "production", Asked.USEFUL, Felt.YES)
    assert pulse.next_one(tablet.store) is None
    watch.moment += timedelta(days=1)
    said = pulse.next_one(tablet.store)
    assert said is not None
    assert set(Pulse.model_fields) == {"key", "department", "asked", "felt"}
    assert (said.department, said.asked, said.felt) == ("production", Asked.USEFUL, Felt.YES)
    pulse.received(tablet.store, said.key)
    assert pulse.next_one(tablet.store) is None
    tablet.close()
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*.db*"))
    assert said.key.encode() not in left


def test_neither_visit_nor_person_nor_moment_is_kept_with_an_answer(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)
    before = outbox.counts(tablet.store)
    pulse.note_offered(tablet.store, visit.id)
    pulse.answer(tablet.store, "production", Asked.SAFE, Felt.NO)
    assert outbox.counts(tablet.store) == before
    assert pulse.was_offered(tablet.store, visit.id)
    kept = str([tuple(row) for row in tablet.store.rows("select * from pulse")])
    assert ANA.id not in kept
    assert visit.id not in kept
    assert "2026-03-03" not in kept
    tablet.close()


def test_counts_the_office_shows_take_the_place_of_those_before(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    month = FeltInMonth(month="2026-02", department="production", asked=Asked.SAFE, yes=4, no=1)
    pulse.show(tablet.store, [month])
    assert pulse.shown(tablet.store) == [month]
    pulse.show(tablet.store, [])
    assert pulse.shown(tablet.store) == []
    tablet.close()
