"""What one raised outside visits is found again, with what was taken back."""

from mobile.store import findings
from mobile.store.database import Store
from mobile.store.raised import raised_outside_visits

ANA, BEN = "a" * 32, "b" * 32


def test_own_things_outside_visits_are_listed_also_those_taken_back(store: Store) -> None:
    first = findings.raise_finding(store, ANA, values={"kind": "idea"}).id
    second = findings.raise_finding(store, ANA, values={"kind": "problem"}).id
    findings.raise_finding(store, BEN, values={"kind": "problem"})
    findings.withdraw(store, ANA, first)
    assert {one.id for one in raised_outside_visits(store, ANA)} == {first, second}
    assert len(raised_outside_visits(store, ANA, limit=1)) == 1
