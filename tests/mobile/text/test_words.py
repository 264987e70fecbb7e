"""Every word on screen is in the catalogue, every entry is used, and all of them speak as we do."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from mobile.text import _catalogue, say

MOBILE = Path(__file__).parents[3] / "mobile"

# Keys that are put together where they are said, with every value the parts can have there.
PUT_TOGETHER = {
    "day.{_DAYS[that.weekday()]}": {"day": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]},
    "day.{near}": {"day": ["today", "tomorrow", "yesterday"]},
    "month.{that.month}": {"month": [str(number) for number in range(1, 13)]},
    "today.{part}": {"today": ["morning", "afternoon", "evening"]},
    "finding.{name}": {"finding": ["good_practice", "opportunity", "minor", "major"]},
    "finding.{name}_hint": {"finding": ["statement_hint", "evidence_hint"]},
    "visit.{name}": {"visit": ["why", "look_for", "ask"]},
    "tablet.look_{one}": {"tablet": ["look_system", "look_light", "look_dark", "look_sunlight"]},
    "state.{item.state}": {"state": ["waiting", "sending"]},
    "put_right.{told.what}": {"put_right": ["turned_back", "cut_short"]},
    "put_right.{told.what}_next": {"put_right": ["turned_back_next", "cut_short_next"]},
    "scope.back_{one}": {"scope": ["back_3", "back_12", "back_all"]},
    "clock.{unit}": {"clock": ["days", "hours"]},
    "two.part_{_part(about)}": {
        "two": [
            f"part_{part}"
            for part in (
                "answer",
                "reason",
                "note",
                "photo",
                "kind",
                "statement",
                "evidence",
                "clause",
                "withdrawn",
                "signature",
                "other",
            )
        ]
    },
}

# Keys that travel through a variable or a parameter before they are said.
PASSED_ON = {
    "finding.statement",
    "finding.statement_good",
    "finding.evidence",
    "walks.drafts",
    "walks.completed",
    "close.conforms",
    "close.not_applicable",
    "close.open",
    "two.here",
    "two.others",
}

# Entries, or whole tables of them, that stand inside a line: "due Fri 6 Mar · 3 changes · being sent".
QUIET = {
    "scope.always",
    "scope.months.one",
    "scope.months.other",
    "scope.back_3",
    "scope.back_12",
    "day",
    "state",
    "today.due_on",
    "today.overdue",
    "today.started",
    "today.with",
    "clock.corrected",
    "start.minutes",
    "visit.left",
    "sealed.sealed_at",
    "tablet.received_at",
    "enrol.server_hint",
}

# What no screen says; see the house's words.
NOT_OURS = re.compile(
    r"\b(fail\w*|invalid\w*|illegal\w*|errors?|wrong\w*|bad|sorry|oops|please enter)\b", re.IGNORECASE
)


@cache
def calls() -> tuple[tuple[str, ast.Call], ...]:
    """Return every call of `say` in the tablet app, with the file it is in."""
    return tuple(
        (path.name, node)
        for path in sorted(MOBILE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"
    )


def keys_of(argument: ast.expr) -> Iterator[str]:
    """Yield the keys an argument of `say` stands for; a variable stands for those passed on."""
    match argument:
        case ast.Constant(value=str(key)):
            yield key
        case ast.IfExp():
            yield from keys_of(argument.body)
            yield from keys_of(argument.orelse)
        case ast.JoinedStr():
            pattern = "".join(_part(one) for one in argument.values)
            assert pattern in PUT_TOGETHER, f"say how {pattern!r} is put together, above"
            for table, names in PUT_TOGETHER[pattern].items():
                yield from (f"{table}.{name}" for name in names)
        case ast.Name():
            yield from PASSED_ON
        case _:
            raise AssertionError(f"a key that can't be read: {ast.unparse(argument)}")


def _part(value: ast.expr) -> str:
    return (
        f"{{{ast.unparse(value.value)}}}"
        if isinstance(value, ast.FormattedValue)
        else ast.literal_eval(value)
    )


def words_of(key: str) -> list[str]:
    """Return the entry of a key, or those for one and for several."""
    entries = _catalogue("en")
    return [entries[name] for name in (key, f"{key}.one", f"{key}.other") if name in entries]


def places(words: str) -> set[str]:
    """Return the names that are filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def test_everything_that_is_said_is_in_the_catalogue() -> None:
    missing = [
        f"{file}: {key}" for file, call in calls() for key in keys_of(call.args[0]) if not words_of(key)
    ]
    assert missing == []


def test_everything_in_the_catalogue_is_said_somewhere() -> None:
    said = {key for _, call in calls() for key in keys_of(call.args[0])}
    entries = {re.sub(r"\.(one|other)$", "", key) for key in _catalogue("en")}
    assert sorted(entries - said) == []


def test_everything_put_together_or_passed_on_is_still_needed() -> None:
    patterns = {
        "".join(_part(one) for one in call.args[0].values)
        for _, call in calls()
        if isinstance(call.args[0], ast.JoinedStr)
    }
    source = "".join(path.read_text(encoding="utf-8") for path in MOBILE.rglob("*.py"))
    assert sorted(set(PUT_TOGETHER) - patterns) == []
    assert [key for key in sorted(PASSED_ON) if key.rpartition(".")[2] not in source] == []


def test_every_place_is_filled_and_nothing_else_is_handed_over() -> None:
    odd = []
    for file, call in calls():
        given = {one.arg for one in call.keywords if one.arg}
        for key in keys_of(call.args[0]):
            wanted = {name for words in words_of(key) for name in places(words)}
            # A key that is passed on takes what its siblings take.
            if not isinstance(call.args[0], ast.Name) and wanted - {"n"} != given - {"n"}:
                odd.append(f"{file}: {key} wants {sorted(wanted)}, gets {sorted(given)}")
            if "n" in wanted and "n" not in given and not isinstance(call.args[0], ast.Name):
                odd.append(f"{file}: {key} counts something")
    assert odd == []


@pytest.mark.parametrize("key", sorted(_catalogue("en")))
def test_entry_speaks_as_we_do(key: str) -> None:
    words = _catalogue("en")[key]
    assert words == words.strip()
    assert "!" not in words
    assert not NOT_OURS.search(words), f"{key} says {NOT_OURS.search(words)}"
    assert words[0].isupper() or words[0] in "{“" or key in QUIET or key.split(".", maxsplit=1)[0] in QUIET


def test_capitals_only_begin_sentences_and_name_things() -> None:
    # What carries a capital anywhere: our names for screens, and places'.
    names = {"Floorwalk", "Today", "Walks", "Wins", "Tablets", "PIN", "Dock"}
    loud = []
    for key, words in _catalogue("en").items():
        inside = re.findall(r"(?<=[a-z,;:] )([A-Z][\w/]*)", words)
        loud += [f"{key}: {one}" for one in inside if one not in names]
    assert loud == []


def test_one_and_several_are_said_apart() -> None:
    assert say("close.conforms", n=1) == "1 question conforms"
    assert say("close.conforms", n=2) == "2 questions conform"
    assert say("close.conforms", n=0) == "0 questions conform"


def test_every_count_has_both_forms() -> None:
    one = {key.removesuffix(".one") for key in _catalogue("en") if key.endswith(".one")}
    other = {key.removesuffix(".other") for key in _catalogue("en") if key.endswith(".other")}
    assert one == other


def test_values_with_braces_are_said_as_they_are() -> None:
    assert say("people.wrong", name="{0} {oops}") == "That is not the PIN of {0} {oops}. Please try again."


def test_unknown_key_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        say("nothing.like.it")


def test_catalogue_is_one_table_of_plain_texts() -> None:
    tables = tomllib.loads((MOBILE / "text" / "en.toml").read_text(encoding="utf-8"))
    assert all(isinstance(table, dict) for table in tables.values())
    assert all(isinstance(words, str) for words in _catalogue("en").values())
