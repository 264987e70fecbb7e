"""Which visits are closed: completing one seals it, and everything in it, for good."""

from mobile.errors import VisitSealed
from mobile.store.database import Store


def is_sealed(store: Store, visit_id: str) -> bool:
    """Say whether a visit was completed."""
    row = store.row(
        "select 1 from field where kind = 'visit' and record = ? and name = 'seal' and value <> 'null'",
        (visit_id,),
    )
    return row is not None


def require_open(store: Store, visit_id: str) -> None:
    """Make sure that a visit can still be changed; part of the transaction that changes it.

    Raises:
        VisitSealed: it was completed.
    """
    if is_sealed(store, visit_id):
        raise VisitSealed
