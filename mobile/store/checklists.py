"""Checklists on this tablet: the newest of each to start with, and every version a visit was begun with."""

from checklists.form.checklist import Checklist
from mobile.store.database import Store


def checklists(store: Store) -> list[Checklist]:
    """Return the newest version of each checklist the office offers, by title."""
    rows = store.rows("""select document, max(version) from checklist where listed group by id""")
    found = [Checklist.model_validate_json(row["document"]) for row in rows]
    return sorted(found, key=lambda one: one.title.casefold())


def checklist(store: Store, checklist_id: str, version: int) -> Checklist | None:
    """Return one version of a checklist, None if it never reached this tablet."""
    row = store.row("select document from checklist where id = ? and version = ?", (checklist_id, version))
    return Checklist.model_validate_json(row["document"]) if row else None


def title_in(store: Store, checklist_id: str, version: int, title: str, language: str) -> str:
    """Return a checklist's title in a language, without reading all of it.

    Where it has none, or is called otherwise on this tablet, that is `title`.
    """
    row = store.row(
        """select json_extract(document, '$.title') as own, json_extract(document, ?) as said
            from checklist where id = ? and version = ?""",
        (f'$.translations."{language}".title', checklist_id, version),
    )
    return str(row["said"]) if row and row["said"] and row["own"] == title else title
