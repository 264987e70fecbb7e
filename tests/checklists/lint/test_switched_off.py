"""A checklist file may switch rules off, each with a reason."""

from __future__ import annotations

import pytest

from checklists.errors import ChecklistFileError
from checklists.files.catalog import read_checklist, read_source, shipped_files

FILE = shipped_files()["gemba-walk.toml"]


def with_lint(lines: str) -> bytes:
    return FILE + b"\n" + lines.encode()


def said_of(lines: str) -> str:
    with pytest.raises(ChecklistFileError) as refused:
        read_source(with_lint(lines), "gemba.toml")
    return str(refused.value)


def test_rules_are_switched_off_with_their_reasons() -> None:
    source = read_source(with_lint('[lint.off]\nover-long = "It replaces two lists."'), "gemba.toml")
    assert source.off == {"over-long": "It replaces two lists."}
    assert source.checklist == read_checklist(FILE, "gemba.toml")


def test_file_without_them_switches_nothing_off() -> None:
    assert read_source(FILE, "gemba.toml").off == {}
    assert read_source(with_lint("[lint]"), "gemba.toml").off == {}


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            '[lint.off]\nover-lang = "No."',
            '"lint.off" names "over-lang", which is no rule; use one of: blaming-words, ',
        ),
        (
            "[lint.off]\nover-long = true",
            '"lint.off" gives true or false for "over-long"; write the reason in quotes.',
        ),
        (
            '[lint.off]\nover-long = " "',
            '"lint.off" gives no usable reason for "over-long"; write why it does not fit',
        ),
        ("[lint]\noff = 3", '"lint" is not written as it is read here; write [lint.off]'),
        ('[lint]\non = "x"', '"lint" is not written as it is read here; write [lint.off]'),
    ],
)
def test_what_can_not_be_read_is_said(lines: str, sentence: str) -> None:
    line = FILE.count(b"\n") + 1 + lines.count("\n") + 1 - ("[lint]" in lines)
    assert f"In gemba.toml, line {line}, {sentence}" in said_of(lines)


def test_everything_to_put_right_is_said_at_once() -> None:
    broken = FILE.replace(b'kind = "gemba_walk"', b'kind = "stroll"') + b'\n[lint.off]\nshort = "x"\n'
    with pytest.raises(ChecklistFileError) as refused:
        read_source(broken, "gemba.toml")
    assert len(refused.value.problems) == 2
