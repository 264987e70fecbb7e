"""While people disagree, a screen shows the value that hides least."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checklists.journal.histories import op, state_of

J = "answer/receiving-1/judgement"
PHOTO = f"photo/{'b' * 64}"

# field, values given apart in the order of their stamps, the one that is shown
TABLE = [
    (J, ["finding", "conforms"], "finding"),
    (J, ["conforms", "finding"], "finding"),
    (J, ["finding", "not_applicable"], "finding"),
    (J, ["conforms", "not_applicable"], "not_applicable"),
    (J, ["finding", None], "finding"),
    (J, [None, "conforms"], "conforms"),
    (J, ["finding", "stopped"], "stopped"),
    ("kind", ["nonconformity", "good_practice"], "nonconformity"),
    ("kind", ["idea", "near_miss", "opportunity"], "near_miss"),
    ("kind", ["near_miss", "nonconformity"], "nonconformity"),
    ("kind", ["problem", "opportunity"], "problem"),
    ("kind", ["opportunity", "idea"], "opportunity"),
    ("kind", ["idea", "good_practice"], "idea"),
    ("kind", ["nonconformity", None], "nonconformity"),
    ("grade", ["major", "minor"], "major"),
    ("grade", ["minor", None], "minor"),
    ("withdrawn", [False, True], False),
    ("withdrawn", [True, None], None),
    ("discarded", [False, True], False),
    ("verified", ["effective", "not_effective"], "not_effective"),
    ("verified", ["effective", None], None),
    ("done_at", ["2026-03-03T10:42:00.000Z", None], None),
    ("done_at", ["2026-03-03T10:42:00.000Z", "2026-03-04T10:42:00.000Z"], "2026-03-04T10:42:00.000Z"),
    ("due", ["2026-03-12", "2026-03-05", None], "2026-03-05"),
    (PHOTO, [{"width": 1}, None], {"width": 1}),
    (PHOTO, [None, {"width": 1}], {"width": 1}),
    (PHOTO, [{"width": 1}, {"width": 2}], {"width": 2}),
    ("signature/auditee", [None, {"name": "Ada"}], None),
    ("signature/auditor", [{"name": "Ada"}, {"name": "Ben"}], {"name": "Ben"}),
    ("statement", ["older", "newer"], "newer"),
    ("statement", ["older", None], "older"),
    ("statement", [None, None], None),
]


def shown(name: str, values: Sequence[object]) -> object:
    state = state_of(op(number, {name: (value, [])}) for number, value in enumerate(values, 1))
    return state.value(name)


@pytest.mark.parametrize(("name", "values", "expected"), TABLE)
def test_least_hiding_value_is_shown(name: str, values: list[object], expected: object) -> None:
    assert shown(name, values) == expected


@pytest.mark.parametrize("name", [J, "kind", "grade", "withdrawn", "discarded", PHOTO, "statement"])
def test_only_value_is_shown_whatever_it_is(name: str) -> None:
    assert shown(name, ["something newer"]) == "something newer"
    assert shown(name, [None]) is None


@given(st.lists(st.sampled_from(["finding", "not_applicable", "conforms", None]), min_size=1, max_size=5))
def test_finding_shows_whenever_somebody_sees_one(values: list[str | None]) -> None:
    assert (shown(J, values) == "finding") is ("finding" in values)


@given(st.lists(st.sampled_from(["major", "minor", None]), min_size=1, max_size=5))
def test_graver_grade_shows_whoever_gave_it_last(values: list[str | None]) -> None:
    gravest = next(one for one in ("major", "minor", None) if one in values)
    assert shown("grade", values) == gravest
