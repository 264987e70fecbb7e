"""Which value is shown while people disagree: the one that hides least, until a person picks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import JsonValue

    from checklists.journal.siblings import Sibling

# Most cautious first. A field's last word names its row; a set's members are one row.
_ORDER: dict[str, tuple[JsonValue, ...]] = {
    # Somebody saw something that needs attention: it is not hidden behind "conforms".
    "judgement": ("finding", "not_applicable", "conforms"),
    # The more severe kind beats the less severe one.
    "kind": ("nonconformity", "near_miss", "problem", "opportunity", "idea", "good_practice"),
    "grade": ("major", "minor", None),
    # Open beats closed: a withdrawn finding that somebody else keeps is kept.
    "withdrawn": (False, None, True),
    # The same for a draft that one set aside and another went on with.
    "discarded": (False, None, True),
    # What somebody found not to hold is looked at again.
    "verified": ("not_effective", None, "effective"),
}

# Moments and days are told apart by when they are. A thing that is not done for one is open; of two days it
# is due on, the earlier one counts.
_OPEN_BEATS_CLOSED = "done_at"
_EARLIER_COUNTS = "due"


def cautious(name: str, siblings: Sequence[Sibling]) -> Sibling | None:
    """Return the sibling a screen shows.

    Args:
        name: the field's path in its record.
        siblings: in the order of their stamps, as `Field.in_order` gives them.
    """
    if len(siblings) <= 1:
        return siblings[0] if siblings else None
    latest = siblings[-1]
    order = _ORDER.get(name.rsplit("/", 1)[-1])
    if order:
        return min(siblings, key=lambda one: _place(one.value, order))
    if name == _EARLIER_COUNTS:
        return min(siblings, key=lambda one: (one.value is None, str(one.value)))
    if name.startswith("signature/") or name == _OPEN_BEATS_CLOSED:
        # Of a signature: somebody saw the visit change after it was signed: both sign again.
        return next((one for one in siblings if one.value is None), latest)
    if latest.value is None:
        # Present beats removed: a photo taken away by one and kept by another is kept.
        return next((one for one in reversed(siblings) if one.value is not None), latest)
    return latest


def _place(value: JsonValue, order: tuple[JsonValue, ...]) -> int:
    if value in order:
        return order.index(value)
    # A word from a newer version counts as careful as any; a field somebody emptied hides nothing.
    return len(order) if value is None else -1
