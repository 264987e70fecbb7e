"""The clause maps: whole, in our own words, and every clause the library names is in them."""

from __future__ import annotations

import re

import pytest

from checklists.files.catalog import shipped
from checklists.form.checklist import Clause
from checklists.form.clause_map import ClauseMap, clause_map_of, clause_maps, clause_title

every_map = pytest.mark.parametrize("one", clause_maps(), ids=lambda one: f"{one.standard}:{one.edition}")


def test_these_standards_are_listed() -> None:
    assert [(one.standard, one.edition, one.draft) for one in clause_maps()] == [
        ("ISO 13485", 2016, False),
        ("ISO 14001", 2015, False),
        ("ISO 45001", 2018, False),
        ("ISO 9001", 2015, False),
        ("ISO 9001", 2026, True),
    ]


@every_map
def test_numbers_are_in_order_and_each_has_the_one_around_it(one: ClauseMap) -> None:
    numbers = [tuple(int(part) for part in number.split(".")) for number in one.clauses]
    assert numbers == sorted(numbers)
    assert all(number[:-1] in numbers for number in numbers if len(number) > 2)
    assert all(number[-1] == 1 or (*number[:-1], number[-1] - 1) in numbers for number in numbers)


@every_map
def test_titles_are_short_and_none_is_said_twice_below_one_heading(one: ClauseMap) -> None:
    for title in one.clauses.values():
        assert 4 <= len(title) <= 70
        assert not re.search(
            r"\b(shall|organization|nonconform\w*|externally provided|documented information)\b", title
        )


@every_map
def test_every_number_can_be_cited(one: ClauseMap) -> None:
    for number, title in one.clauses.items():
        assert clause_title(Clause.parse(f"{one.standard}:{one.edition} {number}")) == title


@pytest.mark.parametrize("checklist", shipped(), ids=lambda one: one.id)
def test_every_clause_of_the_library_has_a_title(checklist) -> None:
    cited = {clause for question in checklist.questions for clause in question.clauses}
    assert {str(one) for one in cited if clause_title(one) is None} == set()


def test_letter_behind_a_number_is_read_past() -> None:
    assert clause_title(Clause.parse("ISO 9001:2015 8.4.3 e)")) == "Telling suppliers what we need"


def test_final_draft_is_looked_up_as_what_it_is() -> None:
    known = clause_map_of(Clause.parse("ISO/FDIS 9001:2026 5.1.1"))
    assert known is not None
    assert known.draft
    assert known.title("5.1.1") == "What leaders do themselves, for quality culture and fair conduct too"
    assert clause_map_of(Clause.parse("ISO/FDIS 9001:2015 5.1.1")) is None


def test_number_that_is_not_there_has_no_title_but_a_clause_around_it() -> None:
    clause = Clause.parse("ISO 9001:2015 8.4.9")
    known = clause_map_of(clause)
    assert known is not None
    assert clause_title(clause) is None
    assert known.nearest(clause.number) == "8.4"
    assert clause_title(Clause.parse("ISO 50001:2018 4.1")) is None
