"""How far a clock is off: noticed beyond two minutes, for showing times alone."""

from datetime import timedelta

import pytest

from checklists.moments import write_moment
from mobile.store import clock as clocks
from mobile.store import ops
from mobile.store.database import Store
from tests.support.tablet_samples import Clock, a_visit


@pytest.mark.parametrize(
    ("seconds", "noticed"), [(0, 0), (119, 0), (-119, 0), (120, 120), (-200, -200), (-9 * 86_400, -777_600)]
)
def test_clock_is_off_from_two_minutes_on(store: Store, clock: Clock, seconds: int, noticed: int) -> None:
    assert clocks.offset_ms(store) == 0
    clocks.compare(store, write_moment(clock() + timedelta(seconds=seconds)))
    assert clocks.offset_ms(store) == noticed * 1000
    assert clocks.now(store) == clock() + timedelta(seconds=noticed)


def test_clock_put_right_is_off_no_more(store: Store, clock: Clock) -> None:
    clocks.compare(store, write_moment(clock() + timedelta(days=400)))
    clock.tick(days=400)
    clocks.compare(store, write_moment(clock()))
    assert clocks.offset_ms(store) == 0


def test_offsets_are_known_by_op(store: Store) -> None:
    visit = a_visit(store)
    (op,) = ops.of_record(store, "visit", visit.id)
    assert clocks.offsets(store, "visit", visit.id) == {}
    store.execute("update op set clock_ms = -5000000")
    assert clocks.offsets(store, "visit", visit.id) == {op.op_id: -5_000_000}
