"""A form somebody made elsewhere: what maps is mapped, what is missing is listed, the rest is refused."""

from __future__ import annotations

from typing import Any

import pytest

from sync_server.interchange.problems import InterchangeError
from sync_server.interchange.reading import read_import
from tests.sync_server.interchange.books import book

SURVEY = [
    [
        "type",
        "name",
        "label::English (en)",
        "label::Deutsch (de)",
        "hint",
        "required",
        "relevant",
        "constraint",
    ],
    ["start", "start", None, None, None, None, None, None],
    ["begin group", "Goods_In", "Goods in", "Wareneingang", None, None, None, None],
    [
        "select_one yes_no",
        "arrived",
        "Has a lorry come?",
        "Kam ein Lkw?",
        "Look at the dock",
        "yes",
        None,
        None,
    ],
    [
        "integer",
        "Boxes",
        "How many boxes?",
        "Wie viele Kartons?",
        None,
        None,
        "${arrived} = 'yes'",
        ". >= 1 and . < 90",
    ],
    [
        "select_multiple damage",
        "seen",
        "What is damaged?",
        None,
        None,
        None,
        "${Boxes} > 3 or not(${arrived} = 'no')",
        None,
    ],
    ["end group", None, None, None, None, None, None, None],
    ["begin repeat", "rack", "Each rack", None, None, None, "selected(${seen}, 'Wet')", None],
    ["image", "rack_photo", "How does it look?", None, None, None, None, None],
    ["end repeat", None, None, None, None, None, None, None],
    ["date", "done", "When is it put right?", None, None, None, "${seen} != ''", None],
]
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::Deutsch (de)"],
    ["yes_no", "yes", "Yes", "Ja"],
    ["yes_no", "no", "No", "Nein"],
    ["damage", "Wet", "Wet", "Nass"],
    ["damage", "bent", "Bent", "Verbogen"],
]
SETTINGS = [["form_title", "form_id", "version", "style"], ["Dock walk", "Dock Walk", "2026-b", "pages"]]


def refused(**sheets: Any) -> list[str]:
    with pytest.raises(InterchangeError) as caught:
        read_import(book(**sheets), "form.xlsx")
    return [str(problem).removeprefix("In form.xlsx, ") for problem in caught.value.problems]


def survey(*rows: list[Any], columns: tuple[str, ...] = ()) -> list[list[Any]]:
    return [["type", "name", "label", *columns], *rows]


def test_what_maps_becomes_a_checklist_with_gaps() -> None:
    found = read_import(book(survey=SURVEY, choices=CHOICES, settings=SETTINGS), "form.xlsx")
    content: Any = found.content
    assert (content["id"], content["title"], content["version"], content["language"]) == (
        "dock-walk",
        "Dock walk",
        1,
        "en",
    )
    goods, rack, loose = content["sections"]
    assert (goods["id"], goods["title"], rack["repeat"]) == (
        "goods-in",
        "Goods in",
        {"what": "Each rack", "most": 50},
    )
    assert rack["when"] == "seen includes wet"
    arrived, boxes, seen = goods["questions"]
    assert arrived == {
        "id": "arrived",
        "text": "Has a lorry come?",
        "ask": "Look at the dock",
        "type": "yes_no",
        "required": True,
    }
    assert (boxes["type"], boxes["decimals"], boxes["lowest"], boxes["highest"]) == ("number", 0, 1, 89)
    assert boxes["when"] == "arrived is yes"
    assert seen["when"] == "boxes > 3 or not (arrived is no)"
    assert seen["choices"] == [{"id": "wet", "text": "Wet"}, {"id": "bent", "text": "Bent"}]
    assert loose["questions"][0]["when"] == "seen is answered"
    assert content["translations"]["de"]["question"]["seen"] == {
        "choices": {"wet": "Nass", "bent": "Verbogen"}
    }
    assert found.checklist is None
    assert 'In form.xlsx, sheet “survey”, row 4, "why" is missing' in str(found.to_write[3])
    assert list(found.left_out) == [
        "Sheet “settings”, row 2, column D (“style”) is left out: a checklist has no place for it.",
        (
            "Sheet “settings”, row 2, column C (“version”) is left out: a version is a whole number here, "
            "and this is version 1."
        ),
        "Sheet “survey”, row 2 is left out: “start” is noted by every visit itself.",
    ]


def test_form_with_everything_written_is_complete() -> None:
    columns = ("hint", "guidance_hint", "look_for", "outcome")
    rows = survey(
        ["text", "who", "Who decides?", "Tell me", "It matters", "A name\nA date", "quality"], columns=columns
    )
    about = [["what", "value"], ["purpose", "See who decides."], ["kind", "gemba_walk"], ["minutes", 5]]
    settings = [["form_title", "form_id", "default_language"], ["Deciding", "deciding", "English (en)"]]
    found = read_import(book(survey=rows, settings=settings, checklist=about), "form.xlsx")
    assert found.checklist is not None
    assert found.checklist.questions[0].look_for == ("A name", "A date")


def test_everything_in_the_way_is_said_at_once() -> None:
    said = refused(
        survey=[
            ["type", "name", "label", "calculation", "relevant", "required"],
            ["geopoint", "where", "Where?", None, None, None],
            ["select_one nowhere", "one", "Which?", None, None, None],
            ["text", "two", "Why ${one}?", None, "count(${one}) > 1", None],
            ["text", "three", "What?", "1 + 1", "${four} = 'x'", "${two} = 'y'"],
            ["end group", None, None, None, None, None],
        ]
    )
    assert [line.partition(";")[0].removeprefix("sheet “survey”, ") for line in said] == [
        "row 2, column A (“type”), “geopoint” is a type that a checklist does not have",
        "row 3, column A (“type”), the list “nowhere” is not on the sheet “choices”",
        "row 4, column C (“label”), the words take in the answer to another question",
        "row 4, column E (“relevant”), “relevant” can't be a condition from “count(${one}) > 1” on",
        "row 5, column D (“calculation”), a checklist calculates nothing",
        "row 5, column E (“relevant”), “relevant” names ${four}, which is no question here",
        "row 5, column F (“required”), whether it is required depends on something",
        "row 6, column A (“type”), no group is open that could end here",
    ]


def test_condition_and_relevant_that_differ_are_not_guessed_at() -> None:
    said = refused(
        survey=survey(
            ["select_one yes_no", "a", "A?", None, None],
            ["text", "b", "B?", "${a} = 'no'", "a is yes"],
            columns=("relevant", "when"),
        ),
        choices=CHOICES,
    )
    assert said == [
        (
            "sheet “survey”, row 3, column D (“relevant”), “relevant” does not say what “when” says; "
            "empty the one of the two that is out of date."
        )
    ]


def test_language_that_is_not_known_is_asked_for() -> None:
    (said,) = refused(survey=[["type", "name", "label", "label::Klingon"], ["text", "a", "A?", "B?"]])
    assert said.startswith(
        "sheet “survey”, row 1, column D, the heading “label::Klingon” names a language that"
    )
