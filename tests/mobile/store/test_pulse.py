"""The pulse is counted by month; nothing that is kept or sent says whose it was."""

from datetime import timedelta
from pathlib import Path

from mobile.store import outbox, pulse
from mobile.store.pulse import Asked, Felt
from tests.support.app_driver import ANA, Watch, a_tablet, begun


def test_answers_are_counted_by_month(tmp_path: Path) -> None:
    watch = Watch()
    tablet = a_tablet(tmp_path, watch=watch)
    pulse.count(tablet.store, Asked.USEFUL, Felt.YES)
    pulse.count(tablet.store, Asked.USEFUL, Felt.YES)
    pulse.count(tablet.store, Asked.SAFE, Felt.NO)
    watch.moment += timedelta(days=30)
    pulse.count(tablet.store, Asked.SAFE, Felt.PARTLY)
    march, april = pulse.counts(tablet.store, "2026-03"), pulse.counts(tablet.store, "2026-04")
    assert {key: n for key, n in march.items() if n} == {
        (Asked.USEFUL, Felt.YES): 2,
        (Asked.SAFE, Felt.NO): 1,
    }
    assert {key: n for key, n in april.items() if n} == {(Asked.SAFE, Felt.PARTLY): 1}
    tablet.close()


def test_neither_visit_nor_person_nor_day_is_kept_and_nothing_is_sent(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)
    before = outbox.counts(tablet.store)
    pulse.note_offered(tablet.store, visit.id)
    pulse.count(tablet.store, Asked.SAFE, Felt.NO)
    assert outbox.counts(tablet.store) == before
    assert pulse.was_offered(tablet.store, visit.id)
    rows = tablet.store.rows("select key, value from memory where key like 'pulse%'")
    kept = {row["key"]: row["value"] for row in rows}
    # That it was offered is known of the visit, what was answered only of the month.
    assert kept == {f"pulse offered/{visit.id}": "", "pulse/2026-03": '{"safe/no": 1}'}
    assert ANA.id not in str(kept)
    tablet.close()
