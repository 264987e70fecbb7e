"""Every word on screen is in the catalogue, every entry is used, and all of them speak as we do."""

import ast
import re
import string
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from checklists.records.action import ActionKind, ActionStatus
from checklists.records.visit import SignedBy
from mobile.text import catalogue, say
from mobile.text.labels import _TABLES as LABELLED
from mobile.text.language import Language
from mobile.theme import State
from mobile.views.glossary import TERMS

MOBILE = Path(__file__).parents[3] / "mobile"

# Words the server sends in English, found again by them and not by their key.
SENT = "refusal."
# Where a function of the same name says something else.
OTHER_SAYINGS = {"journal.py"}

# Keys that are put together where they are said, with every value the parts can have there.
PUT_TOGETHER: dict[str, dict[str, Sequence[str]]] = {
    "day.{_DAYS[that.weekday()]}": {"day": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]},
    "day.{near}": {"day": ["today", "tomorrow", "yesterday"]},
    "month.{that.month}": {"month": [str(number) for number in range(1, 13)]},
    "today.{part}": {"today": ["morning", "afternoon", "evening"]},
    "finding.{name}": {
        "finding": ["good_practice", "opportunity", "minor", "major", "statement", "evidence"]
    },
    "finding.{name}_hint": {"finding": ["statement_hint", "evidence_hint"]},
    "something.{kind}": {"something": ["good_practice", "problem", "near_miss", "idea"]},
    "photo.tool.{tool}": {"photo.tool": ["arrow", "box", "pen", "words", "move"]},
    "photo.ink.{ink}": {"photo.ink": ["red", "yellow", "blue", "white"]},
    "visit.{name}": {"visit": ["why", "look_for", "ask"]},
    "tablet.look_{one}": {"tablet": ["look_system", "look_light", "look_dark", "look_sunlight"]},
    "state.{item.state}": {"state": ["waiting", "sending"]},
    "put_right.{told.what}": {"put_right": ["turned_back", "cut_short"]},
    "put_right.{told.what}_next": {"put_right": ["turned_back_next", "cut_short_next"]},
    "visit.language_{language}": {"visit": [f"language_{one}" for one in Language]},
    "label.{_TABLES[type(value)]}.{value}": {
        f"label.{table}": [str(one) for one in kind] for kind, table in LABELLED.items()
    },
    "answer.{self.state}": {"answer": [str(one) for one in State]},
    "error.not_signed_{missing}": {"error": [f"not_signed_{one}" for one in SignedBy]},
    "error.list_{what}": {
        "error": [f"list_{one}" for one in ("people", "departments", "areas", "planned", "checklists")]
    },
    "coach.title_{number}": {"coach": [f"title_{number}" for number in range(1, 6)]},
    "coach.text_{number}": {"coach": [f"text_{number}" for number in range(1, 6)]},
    "glossary.{term}": {"glossary": TERMS},
    "glossary.{shown}": {"glossary": TERMS},
    "glossary.{shown}_means": {"glossary": [f"{one}_means" for one in TERMS]},
    "guide.evidence_{one}": {"guide": [f"evidence_{number}" for number in range(1, 7)]},
    "guide.evidence_{other}": {"guide": [f"evidence_{number}" for number in range(1, 7)]},
    "guide.ask_{one}": {"guide": [f"ask_{number}" for number in range(1, 7)]},
    "guide.ask_{other}": {"guide": [f"ask_{number}" for number in range(1, 7)]},
    "scope.back_{one}": {"scope": ["back_3", "back_12", "back_all"]},
    "clock.{unit}": {"clock": ["days", "hours"]},
    "action.status_{action.status}": {"action": [f"status_{one}" for one in ActionStatus]},
    "action.status_{led_to[0].status}": {"action": [f"status_{one}" for one in ActionStatus]},
    "action.kind_{action.kind}": {"action": [f"kind_{one}" for one in ActionKind]},
    "earlier.{one.held}": {"earlier": ["not_done", "not_seen", "holds"]},
    "gemba.day_{name}": {"gemba": ["day_this_week", "day_next_week", "day_two_weeks"]},
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
                "value",
                "other",
            )
        ]
    },
}

# Entries, or whole tables of them, that stand inside a line: "due Fri 6 Mar · 3 changes · being sent".
QUIET = {
    "error.list_people",
    "error.list_departments",
    "error.list_areas",
    "error.list_planned",
    "error.list_checklists",
    "guide.evidence_1",
    "guide.evidence_5",
    "label.grade.minor",
    "label.grade.major",
    "label.visit_kind.5s_safety_walk",
    "part.saved",
    "sync.few_seconds",
    "sync.half_a_minute",
    "sync.a_minute",
    "sync.some_minutes",
    "visit.in",
    "visit.partly_in",
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
    "action.due",
    "action.was_due",
    "action.no_day",
    "action.done_when",
    "typed.not_so",
    "earlier.no_words",
}

# What no screen says; see the house's words.
NOT_OURS = re.compile(
    r"\b(fail\w*|invalid\w*|illegal\w*|errors?|wrong\w*|bad|sorry|oops|please enter)\b", re.IGNORECASE
)


@cache
def calls() -> tuple[tuple[str, ast.Call], ...]:
    """Return every call of `say` and `saying` in the tablet app, with the file it is in."""
    return tuple(
        (path.name, node)
        for path in sorted(MOBILE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and (node.func.id == "say" or (node.func.id == "saying" and path.name not in OTHER_SAYINGS))
    )


@cache
def written_out() -> dict[str, set[str]]:
    """Return every key that stands whole in the code, with the files; some are passed on and said later."""
    topics = "|".join(sorted({key.partition(".")[0] for key in catalogue("en")}))
    key = re.compile(rf"({topics})(\.[a-z0-9]+(_[a-z0-9]+)*)+")
    found: dict[str, set[str]] = {}
    for path in sorted(MOBILE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and key.fullmatch(node.value):
                found.setdefault(node.value, set()).add(path.name)
    return found


def keys_of(argument: ast.expr) -> Iterator[str]:
    """Yield the keys an argument of `say` stands for; what a variable stands for is written out elsewhere."""
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
        case _:
            return


def _part(value: ast.expr) -> str:
    return (
        f"{{{ast.unparse(value.value)}}}"
        if isinstance(value, ast.FormattedValue)
        else ast.literal_eval(value)
    )


def words_of(key: str) -> list[str]:
    """Return the entry of a key, or those for one and for several."""
    entries = catalogue("en")
    return [entries[name] for name in (key, f"{key}.one", f"{key}.other") if name in entries]


def places(words: str) -> set[str]:
    """Return the names that are filled in."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def test_everything_that_is_said_is_in_the_catalogue() -> None:
    missing = [
        f"{file}: {key}" for file, call in calls() for key in keys_of(call.args[0]) if not words_of(key)
    ]
    missing += [f"{sorted(files)}: {key}" for key, files in written_out().items() if not words_of(key)]
    assert missing == []


def test_everything_in_the_catalogue_is_said_somewhere() -> None:
    said = {key for _, call in calls() for key in keys_of(call.args[0])} | set(written_out())
    entries = {re.sub(r"\.(one|other)$", "", key) for key in catalogue("en")}
    unsaid = {key for key in entries - said if not key.startswith(SENT)}
    assert sorted(unsaid) == []


def test_everything_put_together_is_still_needed() -> None:
    patterns = {
        "".join(_part(one) for one in call.args[0].values)
        for _, call in calls()
        if isinstance(call.args[0], ast.JoinedStr)
    }
    assert sorted(set(PUT_TOGETHER) - patterns) == []


def test_every_place_is_filled_and_nothing_else_is_handed_over() -> None:
    odd = []
    for file, call in calls():
        given = {one.arg for one in call.keywords if one.arg}
        for key in keys_of(call.args[0]):
            wanted = {name for words in words_of(key) for name in places(words)}
            if wanted - {"n"} != given - {"n"}:
                odd.append(f"{file}: {key} wants {sorted(wanted)}, gets {sorted(given)}")
            if "n" in wanted and "n" not in given:
                odd.append(f"{file}: {key} counts something")
    assert odd == []


@pytest.mark.parametrize("key", sorted(catalogue("en")))
def test_entry_speaks_as_we_do(key: str) -> None:
    words = catalogue("en")[key]
    assert words == words.strip()
    assert "!" not in words
    assert not NOT_OURS.search(words), f"{key} says {NOT_OURS.search(words)}"
    assert words[0].isupper() or words[0] in "{“" or key in QUIET or key.split(".", maxsplit=1)[0] in QUIET


def test_capitals_only_begin_sentences_and_name_things() -> None:
    # What carries a capital anywhere: our names for screens, and places'.
    names = {"Floorwalk", "Today", "Walks", "Wins", "Tablets", "Help", "PIN", "Dock"}
    names |= {"A4", "JPEG", "PNG", "WEBP", "MB", "SHA"}
    loud = []
    for key, words in catalogue("en").items():
        if key.startswith("guide.evidence"):
            # Examples of what people note: names, months, racks.
            continue
        inside = re.findall(r"(?<=[a-z,;:] )([A-Z][\w/]*)", words)
        loud += [f"{key}: {one}" for one in inside if one not in names]
    assert loud == []


def test_one_and_several_are_said_apart() -> None:
    assert say("close.conforms", n=1) == "1 question conforms"
    assert say("close.conforms", n=2) == "2 questions conform"
    assert say("close.conforms", n=0) == "0 questions conform"


def test_every_count_has_both_forms() -> None:
    one = {key.removesuffix(".one") for key in catalogue("en") if key.endswith(".one")}
    other = {key.removesuffix(".other") for key in catalogue("en") if key.endswith(".other")}
    assert one == other


def test_values_with_braces_are_said_as_they_are() -> None:
    assert say("people.wrong", name="{0} {oops}") == "That is not the PIN of {0} {oops}. Please try again."


def test_unknown_key_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        say("nothing.like.it")


def test_catalogue_holds_plain_texts() -> None:
    assert all(isinstance(words, str) for words in catalogue("en").values())
