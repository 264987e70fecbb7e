"""Every refusal has its own number, says what is safe and what to do, and blames nobody."""

import re

import pytest

from checklists.protocol import refusals
from checklists.protocol.refusals import CATALOGUE, Refusal

ENTRIES = [one for one in vars(refusals).values() if isinstance(one, Refusal)]
BANNED = re.compile(
    r"\b(fail\w*|invalid\w*|illegal\w*|error\w*|wrong\w*|bad|fault|must|forbidden|denied|abort\w*|fatal|sorry|oops"
    r"|exception|traceback|null|HTTP|4\d\d|5\d\d)\b|!",
    re.IGNORECASE,
)
# A full stop, or a colon or semicolon that goes on, between whole sentences.
SENTENCES = re.compile(r"[A-Z][^.]*[a-z0-9)]\.(?: [A-Z][^.]*[a-z0-9)]\.)*")

by_name = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)


def test_no_number_has_two_meanings() -> None:
    numbers = [entry.number for entry in ENTRIES]
    assert len(set(numbers)) == len(numbers)
    assert {number: entry.number for number, entry in CATALOGUE.items()} == {
        number: number for number in numbers
    }


def test_no_name_has_two_meanings() -> None:
    names = [entry.name for entry in ENTRIES]
    assert len(set(names)) == len(names)


@by_name
def test_entry_is_called_in_code_as_it_is_named(entry: Refusal) -> None:
    assert getattr(refusals, entry.name.upper()) is entry


@by_name
def test_code_is_the_number_people_read(entry: Refusal) -> None:
    assert re.fullmatch(r"FW-[1-5]\d\d", entry.code)


@by_name
def test_entry_is_whole_sentences(entry: Refusal) -> None:
    assert SENTENCES.fullmatch(entry.sentence)
    assert SENTENCES.fullmatch(entry.advice)


@by_name
def test_entry_has_no_word_that_scares_or_blames(entry: Refusal) -> None:
    assert not BANNED.search(entry.sentence)
    assert not BANNED.search(entry.advice)


@by_name
def test_entry_is_short_enough_to_read_standing_up(entry: Refusal) -> None:
    assert len(entry.sentence) <= 130
    assert len(entry.advice) <= 130


@pytest.mark.parametrize(
    "entry", [one for one in ENTRIES if one.number // 100 == 2], ids=lambda one: one.name
)
def test_change_that_is_not_applied_says_that_it_is_kept(entry: Refusal) -> None:
    assert re.search(r"\bkept\b|Nothing is lost", entry.sentence)


def test_catalogue_has_no_scaring_word_only_because_the_check_finds_none() -> None:
    assert BANNED.search("Upload failed!")
    assert BANNED.search("Invalid value.")
    assert not SENTENCES.fullmatch("error 501")
    assert not SENTENCES.fullmatch("FW-501")
