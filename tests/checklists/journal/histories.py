"""Made-up histories of changes to one record, for tests that hold whatever happened."""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from checklists.journal.fold import RecordState, fold
from checklists.journal.op import OP_VERSION, Op

RECORD = "0f" * 16
KIND = "finding"
AT = "2026-03-03T10:42:00.000Z"

# Few fields, so that a short history has people change the same one.
FIELDS = ("statement", "kind", "withdrawn", f"photo/{'a' * 64}")

States = tuple[RecordState, RecordState, RecordState]
"""What three devices know of one record."""

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.text(max_size=5)
    | st.sampled_from(["finding", "idea"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
"""Values a field may be given: JSON, lone surrogates left to the tests that are about them."""


def op(number: int, changes: dict[str, Any], **other: Any) -> Op:
    """Return an op; its id and its stamp both come from its number, so 2 is after 1."""
    given = {
        "op_id": op_id(number),
        "device": "d" * 32,
        "person": "e" * 32,
        "stamp": f"{number:015d}:000000",
        "at": AT,
        "record": RECORD,
        "kind": KIND,
        "version": OP_VERSION,
        "set": changes,
    }
    return Op(**{**given, **other})


def op_id(number: int) -> str:
    """Return the id of the op with this number."""
    return f"{number:032x}"


def state_of(ops: Iterable[Op]) -> RecordState:
    """Return the state of the record after some of its history, in the order given."""
    return fold(ops).get((KIND, RECORD), RecordState(RECORD, KIND))


@st.composite
def histories(draw: st.DrawFn, most: int = 7) -> list[Op]:
    """Draw a history in which each op replaces some of what had been said of its fields before."""
    said: dict[str, list[str]] = {name: [] for name in FIELDS}
    history: list[Op] = []
    for number in range(1, draw(st.integers(1, most)) + 1):
        changes: dict[str, Any] = {}
        for name in draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3, unique=True)):
            replaced = [one for one in said[name] if draw(st.booleans())]
            changes[name] = (draw(values), replaced)
        for name in changes:
            said[name].append(op_id(number))
        stamp = f"{draw(st.integers(0, 3)):015d}:000000"
        history.append(op(number, changes, stamp=stamp))
    return history


@st.composite
def arrivals(draw: st.DrawFn, history: list[Op]) -> list[Op]:
    """Draw the order in which a device gets a history: any, with repeats, and all of it."""
    repeats = draw(st.lists(st.sampled_from(history), max_size=5))
    return draw(st.permutations([*history, *repeats]))


@st.composite
def three_devices(draw: st.DrawFn) -> States:
    """Draw what three devices know of one record: each some part of its history."""
    history = draw(histories())
    some = st.lists(st.sampled_from(history), max_size=len(history))
    first, second, third = (state_of(draw(some)) for _ in range(3))
    return first, second, third
