"""Organisation files: the sample one, and what is said of others."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from sync_server.errors import CannotGoOn
from sync_server.organisation import Organisation, read_organisation
from sync_server.record.people import person_id
from sync_server.sample.walks import sample_organisation_file

TODAY = date(2026, 3, 3)
GOOD = """
[[department]]
id = "quality"
name = "Quality"

[[area]]
id = "lab"
name = "Laboratory"
department = "quality"

[[person]]
id = "ana"
name = "Ana"
role = "auditor"
pin = "1111"

[[planned]]
id = "lab-walk"
checklist = "gemba-walk"
area = "lab"
person = "ana"
due_in_days = 2
"""


def read(text: str) -> Organisation:
    return read_organisation(text.encode(), "plant.toml", TODAY)


def test_file_is_read() -> None:
    organisation = read(GOOD)
    assert [one.id for one in organisation.areas] == ["lab"]
    assert organisation.planned[0].due_on == date(2026, 3, 5)
    assert organisation.planned[0].person == person_id("ana")


def test_windows_line_ends_and_byte_order_mark_are_fine() -> None:
    data = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert read_organisation(data, "plant.toml", TODAY) == read(GOOD)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('role = "auditor"', 'role = "boss"', 'person “Ana”: write role as one of "auditor", "leader"'),
        ('pin = "1111"', 'pin = "12"', "person “Ana”: write pin as exactly four digits"),
        (
            'pin = "1111"',
            'pin = "\u0661\u0661\u0661\u0661"',
            "person “Ana”: write pin as exactly four digits",
        ),
        ('pin = "1111"', 'password = "short"', "person “Ana” password: "),
        ('pin = "1111"', 'pni = "1111"', "person “Ana” pni: "),
        ('name = "Ana"', 'name = ""', "person 1 name: "),
        ('department = "quality"', 'department = "qualty"', "area “lab” names the department “qualty”"),
        ('area = "lab"', 'area = "lob"', "planned “lab-walk” names the area “lob”"),
        ('person = "ana"', 'person = "eve"', "planned “lab-walk” names the person “eve”"),
        ("due_in_days = 2", "", "planned “lab-walk”: Give either due_on, a date, or due_in_days"),
        (
            "due_in_days = 2",
            "due_in_days = 999999999",
            "planned “lab-walk”: write due_in_days as a whole number of days",
        ),
        ('pin = "1111"', "pin = 1111", "person “Ana”: write pin as exactly four digits in quotes"),
        ('pin = "1111"', 'pin = "11111"', "person “Ana”: write pin as exactly four digits"),
        ('pin = "1111"', 'department = "The lab"', "person “Ana”: write department as the id of a"),
        ('pin = "1111"', 'area = "lab"', "person “Ana” area: "),
        ('area = "lab"', 'area = "Lab"', "planned “lab-walk”: write area as the id of an [[area]]"),
        ("due_in_days = 2", 'due_on = "soon"', "planned “lab-walk”: write due_on as a date"),
        ('id = "ana"\n', "", "person “Ana”: write id as a short name"),
        ('role = "auditor"\n', "", "person “Ana”: write role as one of"),
        ("[[planned]]", "[[plan]]", "plan: "),
        ("[[planned]]", "[[planned", "it is not TOML"),
        (
            "[[person]]",
            '[[person]]\nid = "eve"\nname = "ANA"\nrole = "leader"\n[[person]]',
            "person's name “ana”",
        ),
        (
            "[[area]]",
            '[[area]]\nid = "lab"\nname = "L"\ndepartment = "quality"\n[[area]]',
            "area “lab” is there 2",
        ),
    ],
)
def test_what_is_to_put_right_is_said_with_its_place(was: str, becomes: str, said: str) -> None:
    assert was in GOOD
    with pytest.raises(CannotGoOn) as problem:
        read(GOOD.replace(was, becomes, 1))
    assert str(problem.value).startswith("Nothing has been changed. To put right in plant.toml:\n- ")
    assert said in str(problem.value)


def test_pin_that_does_not_fit_is_not_shown() -> None:
    with pytest.raises(CannotGoOn) as problem:
        read(GOOD.replace('pin = "1111"', 'pin = "987654"'))
    assert "987654" not in str(problem.value)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00", b"x" * 5_000_000, b"a = " + b"[" * 5000])
def test_file_that_is_something_else_is_said_so(data: bytes) -> None:
    with pytest.raises(CannotGoOn, match="Nothing has been changed"):
        read_organisation(data, "plant.toml", TODAY)


def test_sample_plant_is_believable() -> None:
    plant = read_organisation(sample_organisation_file(), "organisation.toml", TODAY)
    assert (len(plant.departments), len(plant.areas), len(plant.people)) == (6, 14, 9)
    assert {one.role for one in plant.people} == {"auditor", "leader", "quality_manager", "admin"}
    assert {one.role for one in plant.people if one.password} == {"leader", "quality_manager", "admin"}
    assert all(one.pin and re.fullmatch("[0-9]{4}", one.pin) for one in plant.people)
    assert len({one.pin for one in plant.people}) == 9


def test_nobody_in_the_sample_plant_audits_their_own_department() -> None:
    plant = read_organisation(sample_organisation_file(), "organisation.toml", TODAY)
    areas = {one.id: one.department for one in plant.areas}
    people = {person_id(one.slug): one for one in plant.people}
    own = [
        one.id
        for one in plant.planned
        if areas[one.area] == people[one.person].department and one.checklist != "gemba-walk"
    ]
    assert own == []
    assert all(earlier.slug != later.slug for earlier, later in pairwise(plant.people))
