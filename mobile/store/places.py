"""Departments and areas, as the office lists them."""

from checklists.records.place import Area, Department
from mobile.store.database import Store


def departments(store: Store) -> list[Department]:
    """Return the departments the office lists, by name."""
    rows = store.rows("select document from department where listed")
    found = [Department.model_validate_json(row["document"]) for row in rows]
    return sorted(found, key=lambda one: one.name.casefold())


def department(store: Store, department_id: str) -> Department | None:
    """Return a department, also one that is listed no more; None if it never reached this tablet."""
    row = store.row("select document from department where id = ?", (department_id,))
    return Department.model_validate_json(row["document"]) if row else None


def areas(store: Store) -> list[Area]:
    """Return the areas the office lists, by name."""
    rows = store.rows("select document from area where listed")
    found = [Area.model_validate_json(row["document"]) for row in rows]
    return sorted(found, key=lambda one: one.name.casefold())


def area(store: Store, area_id: str) -> Area | None:
    """Return an area, also one that is listed no more; None if it never reached this tablet."""
    row = store.row("select document from area where id = ?", (area_id,))
    return Area.model_validate_json(row["document"]) if row else None
