"""What signing and sealing hold fast: a change takes both signatures off, and the sealed is not changed."""

from collections.abc import Mapping

from pydantic import JsonValue

from checklists.records.visit import KIND, SignedBy
from mobile.errors import VisitSealed
from mobile.store import entries, journal, whole
from mobile.store.database import Store

_SIGNATURES = tuple(f"signature/{who}" for who in SignedBy)
_NO_SIGNATURES: journal.Values = dict.fromkeys(_SIGNATURES)

# Signing itself, also under another name, and setting a draft aside leave what was seen as it is.
_NOT_SIGNED_FOR = {*_SIGNATURES, "discarded"}


def is_sealed(store: Store, visit_id: str) -> bool:
    """Say whether a visit was completed."""
    row = store.row(
        "select 1 from field where kind = 'visit' and record = ? and name = 'seal' and value <> 'null'",
        (visit_id,),
    )
    # A visit held whole came sealed.
    return row is not None or whole.holds(store, KIND, visit_id)


def require_open(store: Store, visit_id: str) -> None:
    """Make sure that a visit can still be changed; part of the transaction that changes it.

    Raises:
        VisitSealed: it was completed.
    """
    if is_sealed(store, visit_id):
        raise VisitSealed


def unsign(store: Store, person_id: str, visit_id: str) -> None:
    """Empty both signatures of a visit; part of the transaction that changes what they stand for."""
    journal.write(store, person=person_id, kind=KIND, record=visit_id, values=_NO_SIGNATURES)


def unsigning(store: Store, visit_id: str, values: Mapping[str, JsonValue]) -> journal.Values:
    """Return values to write to a visit, with both signatures emptied where they change what was signed."""
    signed_for = {name: value for name, value in values.items() if name not in _NOT_SIGNED_FOR}
    # Asked first, so that a tap on a visit nobody has signed costs the same however large it is.
    if signed_for and _is_signed(store, visit_id) and would_change(store, KIND, visit_id, signed_for):
        return {**_NO_SIGNATURES, **values}
    return values


def would_change(store: Store, kind: str, record: str, values: Mapping[str, JsonValue]) -> bool:
    """Say whether writing these values changes anything, by the measure of `journal.write`."""
    state = journal.state(store, kind, record)
    for name, value in entries.cleaned(values).items():
        known = [journal.written(one.value) for one in state.field(name).in_order]
        if known != [journal.written(value)] and (known or value is not None):
            return True
    return False


def _is_signed(store: Store, visit_id: str) -> bool:
    signatures = journal.fields_below(store, KIND, visit_id, "signature").values()
    return any(one.value is not None for field in signatures for one in field.in_order)
