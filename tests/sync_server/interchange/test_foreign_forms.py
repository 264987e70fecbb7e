"""A form somebody made elsewhere: what maps is mapped, what is missing is listed, the rest is refused."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest

from sync_server.interchange.problems import InterchangeError
from sync_server.interchange.reading import read_import
from tests.sync_server.interchange.books import book

if TYPE_CHECKING:
    from openpyxl import Workbook

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
    assert 'In form.xlsx, sheet “survey”, rows 4 to 6, 9 and 11, "why" is missing' in str(found.to_write[3])
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


def test_limits_are_read_from_a_constraint_and_its_message_is_left_out() -> None:
    rows = survey(
        ["integer", "a", "How many?", ". >= 2 and . <= 8", "2 to 8"],
        ["decimal", "b", "How warm?", "8.5 >= . and (. >= -2)", None],
        ["integer", "c", "How old?", ". > 17", None],
        ["decimal", "d", "How cold?", ". <= -18", None],
        columns=("constraint", "constraint_message"),
    )
    found = read_import(book(survey=rows), "form.xlsx")
    content: Any = found.content
    limits = [(one.get("lowest"), one.get("highest")) for one in content["sections"][0]["questions"]]
    assert limits == [(2, 8), (-2, 8.5), (18, None), (None, -18)]
    assert found.left_out == (
        "Sheet “survey”, row 1, column E is left out: a checklist has no place for “constraint_message”.",
    )


def test_cells_that_are_days_times_and_shares_are_read_as_they_are_shown() -> None:
    def as_people_do(made: Workbook) -> None:
        sheet = made["survey"]
        for row, shown in enumerate(("dd.mm.yyyy", "mmm yy", "h:mm", "dd/mm/yy hh:mm", "0%", "0.00"), 2):
            sheet.cell(row, 3).number_format = shown

    rows = survey(
        ["text", "a", date(2026, 2, 28)],
        ["text", "b", date(2026, 2, 1)],
        ["text", "c", time(14, 30)],
        ["text", "d", datetime(2026, 2, 28, 6, 5)],  # noqa: DTZ001 - no zone in a cell
        ["text", "e", 0.025],
        ["text", "f", 2.5],
        ["text", "g", True],
        ["select_one day", "h", "Which day?"],
    )
    days = [["list_name", "name", "label"], ["day", date(2026, 3, 1), date(2026, 3, 1)], ["day", 2, 2.0]]
    content: Any = read_import(book(as_people_do, survey=rows, choices=days), "form.xlsx").content
    *texts, day = content["sections"][0]["questions"]
    assert [one["text"] for one in texts] == [
        "2026-02-28",
        "2026-02-01",
        "14:30",
        "2026-02-28 06:05",
        "2.5 %",
        "2.5",
        "TRUE",
    ]
    assert day["choices"] == [{"id": "2026-03-01", "text": "2026-03-01"}, {"id": "2", "text": "2"}]


def test_settings_of_old_forms_mean_what_they_meant() -> None:
    rows = survey(
        ["select_one yes_no", "a", "Is it here?", None, None],
        ["integer", "b", "How many?", "${a} = 'yes'", ". <= 8"],
        columns=("bind:relevant", "bind::constraint"),
    )
    content: Any = read_import(book(survey=rows, choices=CHOICES), "form.xlsx").content
    assert content["sections"][0]["questions"][1]["when"] == "a is yes"
    assert content["sections"][0]["questions"][1]["highest"] == 8


@pytest.mark.parametrize(
    ("form_type", "remedy"),
    [
        ("note", "put its words beside the question they belong to"),
        ("calculate", "take the row out"),
        ("select_one_from_file towns.csv", "put its answers on the sheet “choices”, and name their list"),
        ("select_multiple_from_file a.xml", "put its answers on the sheet “choices”, and name their list"),
        ("rank damage", "use select_multiple, or take the row out"),
        ("range", "use integer or decimal with a constraint such as . >= 0 and . <= 10"),
        ("dateTime", "use date, or text for the time"),
        ("geoshape", "take the row out: a visit has its area, and an answer its note"),
        ("audio", "use image, or take the row out"),
        ("begin loop over damage", "use begin_repeat and end_repeat"),
    ],
)
def test_type_without_a_place_is_refused_once_with_what_to_do(form_type: str, remedy: str) -> None:
    rows = survey([form_type, "a", "What?", "1 + 1", "start=1"], columns=("calculation", "parameters"))
    (said,) = refused(survey=rows, choices=CHOICES)
    reason = f"“{form_type}” is a type that a checklist does not have"
    assert said == f"sheet “survey”, row 2, column A (“type”), {reason}; {remedy}."


def test_what_follows_from_a_refused_row_is_not_refused_again() -> None:
    (said,) = refused(
        survey=survey(
            ["begin_group", "here", "Here", None],
            ["geopoint", "where", "Where?", None],
            ["end_group", None, None, None],
            ["text", "then", "What then?", "${where} != ''"],
            columns=("relevant",),
        )
    )
    assert "“geopoint” is a type that a checklist does not have" in said


def test_the_same_in_many_rows_is_said_once_with_its_rows() -> None:
    rows = [
        ["note", f"n{n}", "Read this"] if n in (2, 3, 5, 6, 7, 9) else ["text", f"n{n}", "What?"]
        for n in range(2, 10)
    ]
    (said,) = refused(survey=survey(*rows))
    assert said.startswith("sheet “survey”, rows 2, 3, 5 to 7 and 9, column A (“type”), “note” is a type")


def test_number_of_times_that_is_calculated_is_refused_where_it_stands() -> None:
    (said,) = refused(
        survey=survey(
            ["integer", "n", "How many?", None],
            ["begin_repeat", "each", "Each", "${n}"],
            ["text", "a", "What?", None],
            ["end_repeat", None, None, None],
            columns=("repeat_count",),
        )
    )
    assert said == (
        "sheet “survey”, row 3, column D (“repeat_count”), how many there are is calculated; "
        "write a number from 2 to 50, or empty the cell."
    )
