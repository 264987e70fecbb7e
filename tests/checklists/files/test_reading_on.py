"""Lines that TOML can't read are told all at once, with what else is wrong and nothing that isn't."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.errors import ChecklistFileError
from checklists.files.catalog import read_checklist
from checklists.files.line_numbers import SETTING
from checklists.files.reading_on import MOST_PUT_ASIDE
from tests.checklists.files.test_catalog import BROKEN

EXAMPLE = Path(__file__).parents[3] / "checklists" / "example.toml"
SOUND = {path.name: path.read_text(encoding="utf-8") for path in (BROKEN / "tank.toml", EXAMPLE)}


def told(text: str) -> list[str]:
    with pytest.raises(ChecklistFileError) as refused:
        read_checklist(text.encode(), "tank.toml")
    return [str(problem).removeprefix("In tank.toml, ") for problem in refused.value.problems]


def broken(line: str, how: int) -> str:
    """Return a line as a hurried hand leaves it; it can't be read as TOML."""
    name, _, value = line.partition(" = ")
    match how:
        case 0:
            return f"{name}: {value}"
        case 1:
            return f"{name} = “{value}”"
        case 2:
            return f"{name} {value}"
        case 3:
            return f"{line} and more"
        case 4:
            return f"{name} = "
        case _:
            return f'{name} = "{value}'


@given(st.sampled_from(sorted(SOUND)), st.integers(0, 10**9), st.integers(1, 8))
def test_only_the_lines_that_were_broken_are_told(name: str, seed: int, count: int) -> None:
    lines = SOUND[name].split("\n")
    chance = random.Random(seed)  # noqa: S311 - the same lines each time
    whole = [n for n, line in enumerate(lines) if SETTING.match(line) and not line.endswith(("[", "{"))]
    chosen = chance.sample(whole, count)
    for number in chosen:
        lines[number] = broken(lines[number], chance.randrange(6))
    with pytest.raises(ChecklistFileError) as refused:
        read_checklist("\n".join(lines).encode(), "tank.toml")
    assert [one.line for one in refused.value.problems] == sorted(number + 1 for number in chosen)


def test_what_else_is_wrong_is_told_with_the_lines_that_can_not_be_read() -> None:
    text = SOUND["tank.toml"]
    for find, put in (
        ("minutes = ", "minutes: "),
        ('language = "en"', 'language = "english words"'),
        ('outcome = "quality"', 'outcome = "quallity"'),
        ("why = ", "why = “"),
    ):
        text = text.replace(find, put, 1)
    said = [sentence.partition(";")[0] for sentence in told(text)]
    assert len(said) == 4
    assert re.match(r"line \d+, column 8 has a name with no equals sign after it", said[0])
    assert re.match(r'line \d+, "language" is "english words"', said[1])
    assert re.match(r"line \d+, column 7 has a value that can't be read", said[2])
    assert re.match(r'line \d+, section 1 "[a-z-]+", question 2 "[a-z-]+", "outcome" is "quallity"', said[3])


def test_single_brackets_are_told_of_each_and_the_rest_is_read() -> None:
    text = SOUND["tank.toml"].replace("[[section]]", "[section]").replace("weight = ", "weight = 9")
    said = told(text)
    single = [one for one in said if '"section" does not stand in double brackets' in one]
    assert len(single) == text.count("[section]")
    assert any('"weight" is 9' in one for one in said)


def test_list_left_open_is_told_where_it_begins_and_the_rest_is_read() -> None:
    text = re.sub(r"(look_for = \[[^\]]*)\]", r"\1", SOUND["tank.toml"], count=2)
    text = text.replace("minutes = ", "minutes = -")
    said = told(text)
    assert len(said) == 3
    assert sum("the list that begins here is not closed" in one for one in said) == 2


@pytest.mark.parametrize(
    ("find", "put"),
    [
        ("[[section]]", "[[section]"),
        ("[[section]]", "[section]]"),
        ("[[section]]", "[[[section]]]"),
        ("[[section.question]]", "[[section.question]"),
    ],
)
def test_heading_with_a_bracket_missing_is_read_as_it_was_meant(find: str, put: str) -> None:
    text = SOUND["tank.toml"].replace(find, put).replace("minutes = ", "minutes = -")
    said = told(text)
    assert len(said) == SOUND["tank.toml"].count(find) + 1
    assert '"minutes" is -' in said[0]


@pytest.mark.parametrize(
    ("find", "put"),
    [('purpose = "', 'purpose = """'), ("[[section]]", "[[sec tion]]")],
)
def test_what_would_have_to_be_guessed_ends_the_list(find: str, put: str) -> None:
    text = SOUND["tank.toml"].replace(find, put, 1).replace("minutes = ", "minutes = -")
    assert len(told(text)) == 1


def test_file_that_is_no_toml_at_all_is_told_a_page_of_it() -> None:
    assert 1 <= len(told("Dear colleague,\n" * 1_000)) <= MOST_PUT_ASIDE + 1
