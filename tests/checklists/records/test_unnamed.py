"""The code of something raised without a name: easy to write down, hard to guess, and a slip in it shows."""

import hashlib

import pytest

from checklists.ids import is_id, is_sha256
from checklists.records.unnamed import ALPHABET, NOBODY, change_of, key_of, new_code, record_of


def test_code_has_three_groups_of_four_and_nothing_that_looks_like_something_else() -> None:
    codes = {new_code() for _ in range(300)}
    assert len(codes) == 300
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        assert not set(code) & set("01ILO")


def test_code_is_read_however_it_is_typed() -> None:
    code = new_code()
    key = key_of(code)
    assert key is not None
    assert is_sha256(key)
    for typed in (code.lower(), code.replace("-", ""), f"  {code.replace('-', ' - ')} "):
        assert key_of(typed) == key


def test_one_wrong_letter_or_two_in_each_others_place_show() -> None:
    plain = new_code().replace("-", "")
    for place, letter in enumerate(plain):
        for other in set(ALPHABET) - {letter}:
            assert key_of(plain[:place] + other + plain[place + 1 :]) is None
        after = plain[place + 1 : place + 2]
        if after and after != letter and place < len(plain) - 2:
            assert key_of(plain[:place] + after + letter + plain[place + 2 :]) is None


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCD-EFGH-JKM", "A" * 13, "🧰" * 12, "0000-0000-0000", "\x00"]
)
def test_what_is_no_code_leads_nowhere(typed: str) -> None:
    assert key_of(typed) is None


def test_finding_and_its_first_change_are_named_by_hashes_that_do_not_lead_back() -> None:
    key = key_of(new_code())
    assert key is not None
    names = {key[:32], record_of(key), change_of(key)}
    assert len(names) == 3
    assert all(map(is_id, names))
    assert record_of(key) == record_of(key)


def test_office_gives_the_same_id_to_the_name_that_stands_for_nobody() -> None:
    assert hashlib.sha256(b"person/without-a-name").hexdigest()[:32] == NOBODY
