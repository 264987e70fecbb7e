"""A PIN is checked offline against a salted hash, and a role says which walks a person starts."""

import pytest

from checklists.form.checklist import VisitKind
from checklists.records.person import PIN_FORM, Person, PinHash, Role, hash_pin, may_walk

SALT = "00ff" * 8


def test_pin_matches_itself_alone() -> None:
    kept = hash_pin("4711", SALT)
    assert kept.matches("4711")
    assert not kept.matches("4712")
    assert not kept.matches("")
    assert not kept.matches("٤٧١١")


def test_same_pin_with_another_salt_has_another_hash() -> None:
    assert hash_pin("4711", SALT).hash != hash_pin("4711", "11ee" * 8).hash


def test_hash_does_not_hold_the_pin() -> None:
    kept = hash_pin("12345678", SALT)
    assert "12345678" not in kept.model_dump_json()
    assert len(kept.hash) == 64


def test_person_comes_back_from_the_wire_with_their_pin() -> None:
    person = Person(
        id="a" * 32, name="Ada Nowak", role=Role.AUDITOR, department="lab", pin=hash_pin("4711", SALT)
    )
    again = Person.model_validate_json(person.model_dump_json())
    assert again == person
    assert again.pin is not None
    assert again.pin.matches("4711")


def test_person_who_has_not_chosen_a_pin_has_none() -> None:
    person = Person(id="a" * 32, name="Ada Nowak", role=Role.LEADER, department=None, pin=None)
    assert person.pin is None
    assert person.active


def test_broken_salt_is_noticed() -> None:
    with pytest.raises(ValueError, match="hex"):
        PinHash(salt="salt", hash="0" * 64).matches("4711")


@pytest.mark.parametrize("pin", ["4711", "0000"])
def test_four_digits_are_a_pin(pin: str) -> None:
    assert PIN_FORM.fullmatch(pin)


@pytest.mark.parametrize("pin", ["", "471", "47110", "00000000", "47 11", "abcd", "٤٧١١"])
def test_anything_else_is_not(pin: str) -> None:
    assert not PIN_FORM.fullmatch(pin)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.QUALITY_MANAGER, Role.ADMIN])
def test_people_who_audit_may_start_every_walk(role: Role) -> None:
    assert all(may_walk(role, kind) for kind in VisitKind)


def test_leader_starts_every_walk_but_an_internal_audit() -> None:
    assert {kind for kind in VisitKind if not may_walk(Role.LEADER, kind)} == {VisitKind.INTERNAL_AUDIT}


def test_roles_have_words_people_read() -> None:
    assert [role.label for role in Role] == ["Auditor", "Leader", "Quality manager", "Admin"]
