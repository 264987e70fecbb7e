"""A finding is read from its fields; what is worth sharing comes first."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.records.finding import KIND, Finding, FindingKind, Grade, finding_hash, strengths_first
from tests.checklists.records.samples import AT, LATER, PHOTO, SHA, changes, state


def finding(**fields: Any) -> Finding:
    return Finding(state(KIND, fields))


def test_finding_reads_from_its_fields() -> None:
    found = Finding(state(KIND, {"kind": "nonconformity", "grade": "minor", f"photo/{SHA}": PHOTO}))
    assert found.id == "0f" * 16
    assert found.kind is FindingKind.NONCONFORMITY
    assert found.grade is Grade.MINOR
    assert found.label == "Nonconformity, minor"
    assert list(found.photos) == [SHA]
    assert not found.withdrawn


def test_finding_nobody_has_described_reads_as_an_opportunity() -> None:
    found = finding()
    assert found.kind is FindingKind.OPPORTUNITY
    assert found.grade is None
    assert found.text("statement") == ""
    assert found.photos == {}


def test_words_of_a_newer_version_read_as_the_most_careful_known_ones() -> None:
    assert finding(kind="hazard").kind is FindingKind.OPPORTUNITY
    assert finding(kind="nonconformity", grade="critical").grade is Grade.MAJOR


def test_finding_says_something_once_there_are_words_or_a_photo() -> None:
    assert not finding(kind="good_practice").says_something
    assert finding(statement="Labels at eye height").says_something
    assert finding(**{f"photo/{SHA}": PHOTO}).says_something


def test_only_a_nonconformity_has_a_grade() -> None:
    assert finding(kind="opportunity", grade="major").grade is None
    assert finding(kind="nonconformity").grade is None
    assert finding(kind="nonconformity").label == "Nonconformity"


@pytest.mark.parametrize("kind", FindingKind)
def test_only_a_good_practice_goes_to_everybody_at_once(kind: FindingKind) -> None:
    assert finding(kind=kind.value).is_good_practice is (kind is FindingKind.GOOD_PRACTICE)


@pytest.mark.parametrize("kind", FindingKind)
def test_every_kind_has_words_people_read(kind: FindingKind) -> None:
    assert kind.label[0].isupper()
    assert "_" not in kind.label


def test_withdrawn_says_so() -> None:
    assert finding(withdrawn=True).withdrawn
    assert not finding(withdrawn=False).withdrawn


def test_strengths_come_first_then_grave_to_light_then_in_order_of_raising() -> None:
    in_order = [
        finding(kind="good_practice", raised_at=AT),
        finding(kind="good_practice", raised_at=LATER),
        finding(kind="nonconformity", grade="major", raised_at=LATER),
        finding(kind="nonconformity", grade="minor", raised_at=LATER),
        finding(kind="nonconformity", raised_at=AT),
        finding(kind="near_miss", raised_at=AT),
        finding(kind="problem", raised_at=AT),
        finding(kind="opportunity", raised_at=AT),
        finding(kind="idea", raised_at=AT),
    ]
    mixed = [*in_order[::2], *in_order[1::2]]
    assert sorted(mixed, key=strengths_first) == in_order


@given(st.sampled_from(FindingKind), st.none() | st.sampled_from(Grade))
def test_every_kind_and_grade_has_its_place(kind: FindingKind, grade: Grade | None) -> None:
    strengths_first(finding(kind=kind.value, grade=grade and grade.value))


def test_hash_changes_with_any_value() -> None:
    fields: dict[str, Any] = {"kind": "idea", "statement": "Label the racks.", f"photo/{SHA}": PHOTO}
    before = finding_hash(state(KIND, fields))
    assert before == finding_hash(state(KIND, fields))
    for name in fields:
        assert finding_hash(state(KIND, {**fields, name: "another"})) != before


def test_hash_changes_with_a_value_given_apart() -> None:
    before = state(KIND, {"statement": "Label the racks."})
    apart = before.with_op(changes(KIND, {"statement": "Label the shelves."}, number=2))
    assert finding_hash(apart) != finding_hash(before)


def test_fix_on_the_spot_is_in_the_hash_and_its_photo_apart_from_the_others() -> None:
    before: dict[str, Any] = {"kind": "opportunity", f"photo/{SHA}": PHOTO}
    fixed = {"corrected_at": AT, "correction": "Fastened", f"corrected/photo/{'d' * 64}": PHOTO}
    for name, value in fixed.items():
        assert finding_hash(state(KIND, {**before, name: value})) != finding_hash(state(KIND, before))
    found = finding(**before, **fixed)
    assert list(found.photos_before) == [SHA]
    assert list(found.photos_after) == ["d" * 64]
    assert list(found.photos) == [SHA, "d" * 64]
    assert found.corrected
    assert not finding(kind="good_practice", corrected_at=AT).corrected
