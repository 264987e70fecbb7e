"""What auditees said is counted by month and department, shown from five on once the month is over."""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from checklists.protocol import routes
from checklists.protocol.messages import Pulse
from checklists.records.pulse import Asked, Felt, FeltInMonth
from sync_server.record import schema
from sync_server.record.database import reading
from sync_server.record.pulse import read_felt, take

if TYPE_CHECKING:
    from tests.sync_server.conftest import Central

MARCH, APRIL, JULY = (datetime(2026, month, 9, 10, 42, tzinfo=UTC) for month in (3, 4, 7))


def a_pulse(felt: Felt = Felt.YES, department: str = "assembly", asked: Asked = Asked.SAFE) -> Pulse:
    return Pulse(key=token_hex(32), department=department, asked=asked, felt=felt)


def felt(central: Central, now: datetime) -> list[FeltInMonth]:
    with reading(central.app.state.engine) as connection:
        return read_felt(connection, now)


def test_month_is_shown_when_it_is_over_and_five_have_answered(central: Central) -> None:
    for answer in (Felt.YES, Felt.YES, Felt.NO, Felt.PARTLY):
        take(central.app.state.engine, a_pulse(answer), MARCH)
    assert felt(central, APRIL) == []
    take(central.app.state.engine, a_pulse(), MARCH)
    assert felt(central, MARCH) == []
    (shown,) = felt(central, APRIL)
    assert (shown.month, shown.department, shown.asked) == ("2026-03", "assembly", Asked.SAFE)
    assert (shown.yes, shown.partly, shown.no) == (3, 1, 1)
    assert felt(central, JULY) == []


def test_departments_and_questions_do_not_add_up_to_five(central: Central) -> None:
    for n in range(6):
        asked = Asked.SAFE if n % 2 else Asked.USEFUL
        take(
            central.app.state.engine,
            a_pulse(department=("assembly", "quality")[n % 3 == 0], asked=asked),
            MARCH,
        )
    assert felt(central, APRIL) == []


def test_answer_sent_twice_is_counted_once_and_keeps_nothing_of_its_tablet(central: Central) -> None:
    tablet = central.tablet()
    said = a_pulse().model_dump(mode="json")
    answers = [
        tablet.client.post(routes.PULSE, json={**said, "person": "somebody"}, headers=tablet.headers)
        for _ in range(2)
    ]
    assert [one.status_code for one in answers] == [204, 204]
    (row,) = central.rows(select(schema.pulse))
    assert tuple(row) == (f"{datetime.now(UTC):%Y-%m}", "assembly", "safe", "yes", 1)
    assert [tuple(one) for one in central.rows(select(schema.pulse_key))] == [(said["key"],)]


@pytest.mark.parametrize("wrong", [{"felt": "perhaps"}, {"department": ""}, {"key": "1"}, {"asked": None}])
def test_what_is_no_answer_is_not_counted(central: Central, wrong: dict[str, object]) -> None:
    tablet = central.tablet()
    said = {**a_pulse().model_dump(mode="json"), **wrong}
    assert tablet.client.post(routes.PULSE, json=said, headers=tablet.headers).status_code == 400
    assert central.count(schema.pulse) == 0


def test_stranger_is_not_counted(central: Central) -> None:
    answer = central.client.post(routes.PULSE, json=a_pulse().model_dump(mode="json"))
    assert answer.status_code == 401
    assert central.count(schema.pulse) == 0


def test_tablets_hear_of_it_with_the_offices_lists(central: Central) -> None:
    month = datetime.now(UTC).replace(day=1)
    before = month.replace(year=month.year - (month.month == 1), month=month.month - 1 or 12)
    for _ in range(5):
        take(central.app.state.engine, a_pulse(), before)
    tablet = central.tablet()
    lists = tablet.client.get(routes.REFERENCE, headers=tablet.headers).json()
    assert [(one["month"], one["yes"]) for one in lists["felt"]] == [(f"{before:%Y-%m}", 5)]
