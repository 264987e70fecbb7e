"""The office's lists: people, places, checklists, visits that are due; replaced whole, never lost."""

from datetime import date

import pytest

from checklists.records.place import Area
from checklists.records.programme import PlannedVisit
from mobile.errors import ReferenceEmpty
from mobile.store import checklists, people, places, programme, reference, visits
from mobile.store.database import Store
from tests.support.tablet_samples import (
    ANA,
    BEN,
    DOCK_2,
    a_checklist,
    a_reference,
    a_visit,
    sign_both,
)


def test_lists_are_marked_with_the_servers_etag(store: Store) -> None:
    assert reference.etag(store) == "first"
    reference.replace(store, a_reference(), "second")
    assert reference.etag(store) == "second"


def test_new_tablet_has_no_lists(open_store) -> None:
    store = open_store("empty.db")
    assert reference.etag(store) is None
    assert (people.people(store), places.areas(store), checklists.checklists(store)) == ([], [], [])


def test_area_that_is_listed_no_more_keeps_its_name(store: Store) -> None:
    line_4 = Area(id="line-4", name="Line 4", department="dock")
    reference.replace(store, a_reference(areas=[line_4]), "second")
    assert places.areas(store) == [line_4]
    assert places.area(store, "dock-2") == DOCK_2
    assert places.area(store, "nowhere") is None


def test_departments_are_listed_by_name(store: Store) -> None:
    assert [one.name for one in places.departments(store)] == ["Dock", "Quality"]
    department = places.department(store, "dock")
    assert department is not None
    assert department.name == "Dock"
    assert places.department(store, "nowhere") is None


def test_newest_checklist_is_offered_and_older_ones_are_kept(store: Store) -> None:
    reference.replace(store, a_reference(checklists=[a_checklist(2)]), "second")
    assert [one.version for one in checklists.checklists(store)] == [2]
    assert checklists.checklist(store, "purchasing", 1) == a_checklist(1)
    assert checklists.checklist(store, "purchasing", 3) is None


def test_published_version_never_changes_here(store: Store) -> None:
    reference.replace(store, a_reference(checklists=[a_checklist(1, questions=9)]), "second")
    assert checklists.checklist(store, "purchasing", 1) == a_checklist(1)


@pytest.mark.parametrize("empty", ["people", "checklists"])
def test_suddenly_empty_list_is_not_believed(store: Store, empty: str) -> None:
    with pytest.raises(ReferenceEmpty, match=f"The {empty} on this tablet stay as they are"):
        reference.replace(store, a_reference(**{empty: []}), "second")
    assert reference.etag(store) == "first"
    assert people.people(store) == [ANA, BEN]


def test_due_visits_are_the_persons_own_soonest_first(store: Store) -> None:
    sooner, later, other = (
        PlannedVisit(id=name, checklist="purchasing", area="dock-2", person=who, due_on=date(2026, 3, day))
        for name, who, day in (("sooner", ANA.id, 1), ("later", ANA.id, 9), ("other", BEN.id, 2))
    )
    reference.replace(store, a_reference(planned=[later, other, sooner]), "second")
    assert programme.due(store, ANA.id) == [sooner, later]


def test_due_visit_leaves_the_list_when_begun_and_returns_when_set_aside(store: Store) -> None:
    visit = a_visit(store, planned="march")
    assert programme.due(store, ANA.id) == []
    visits.discard(store, ANA.id, visit.id)
    assert [one.id for one in programme.due(store, ANA.id)] == ["march"]
    visits.restore(store, ANA.id, visit.id)
    sign_both(store, visit.id)
    visits.seal(store, ANA.id, visit.id)
    assert programme.due(store, ANA.id) == []
