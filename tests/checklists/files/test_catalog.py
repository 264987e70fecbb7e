import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.errors import PROBLEMS_SHOWN, ChecklistFileError, ChecklistsError
from checklists.files.catalog import read_checklist
from checklists.form.checklist import Clause, Outcome, VisitKind

BROKEN = Path(__file__).parent / "broken"
SOUND = (BROKEN / "dock.toml").read_text(encoding="utf-8")
CASES = {
    f"{name}: {case}": (name, told)
    for name in ("dock", "tank")
    for case, told in tomllib.loads((BROKEN / f"{name}_cases.toml").read_text(encoding="utf-8")).items()
}


def problems(data: bytes | str) -> list[str]:
    with pytest.raises(ChecklistFileError) as refused:
        read_checklist(data.encode() if isinstance(data, str) else data, "dock.toml")
    return [re.sub("^In dock.toml, (line [0-9]+, )?", "", str(problem)) for problem in refused.value.problems]


def changed(find: str, put: str) -> str:
    assert SOUND.count(find) == 1, find
    return SOUND.replace(find, put)


def test_sound_file_becomes_a_checklist():
    checklist = read_checklist(SOUND.encode(), "dock.toml")
    assert checklist.kind is VisitKind.INTERNAL_AUDIT
    assert [question.id for question in checklist.questions] == ["match", "waiting"]
    assert checklist.question("match").clauses == (Clause.parse("ISO 9001:2015 8.6"),)
    assert checklist.question("waiting").outcome is Outcome.SAFETY


def test_file_saved_by_a_windows_editor_reads_the_same():
    windows = b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode()
    assert read_checklist(windows, "a") == read_checklist(SOUND.encode(), "a")


@pytest.mark.parametrize(("name", "case"), CASES.values(), ids=CASES)
def test_broken_file_is_told_where_and_what_to_do(name, case):
    sound = (BROKEN / f"{name}.toml").read_text(encoding="utf-8")
    assert sound.count(case["find"]) == 1
    with pytest.raises(ChecklistFileError) as refused:
        read_checklist(sound.replace(case["find"], case["put"]).encode(), f"{name}.toml")
    assert [str(problem) for problem in refused.value.problems] == case["says"]


def test_every_problem_has_a_line_unless_something_is_missing_at_the_top():
    said = {sentence for _, case in CASES.values() for sentence in case["says"]}
    without = {sentence for sentence in said if ", line " not in sentence}
    assert without == {told for told in without if '.toml, "' in told and " is missing; " in told}


def test_corpus_is_large_and_its_sentences_are_plain():
    assert len(CASES) >= 100
    for _, case in CASES.values():
        for sentence in case["says"]:
            assert not re.search(r"invalid|illegal|failed|error|!(?!=)", sentence.lower()), sentence


def test_everything_is_said_at_once_in_the_order_of_the_file():
    broken = SOUND
    for find, put in (
        ("version = 1", "version = 0"),
        ('"match"', '"waiting"'),
        ('why = "Mix', 'wy = "Mix'),
        ("Only a clear mark tells people to wait.", " "),
    ):
        broken = broken.replace(find, put)
    assert [sentence.partition("; ")[0] for sentence in problems(broken)] == [
        '"version" is 0',
        'section 1 "goods-in", question 1 "waiting", "wy" is not a name used here',
        'section 1 "goods-in", question 2 "waiting", "id" is already used by question 1 of section 1',
        'section 1 "goods-in", question 2 "waiting", "why" is blank',
    ]


def test_empty_file_is_told_every_line_it_needs():
    names = ["id", "version", "title", "kind", "purpose", "minutes", "language", "section"]
    assert [sentence.split('"')[1] for sentence in problems(b"")] == names


def test_section_that_is_no_table_is_told_how_sections_begin():
    top = SOUND[: SOUND.index("[[section]]")]
    told = (
        "section 1, there is text where a table belongs; write at least one [[section]], in double brackets."
    )
    assert problems(f'{top}section = ["goods-in"]') == [told]


def test_error_says_first_that_nothing_changed_and_then_each_problem():
    with pytest.raises(ChecklistsError) as refused:
        read_checklist(changed("minutes =", "Minutes =").encode(), "dock.toml")
    first, second = str(refused.value).splitlines()
    assert first == "Nothing has been changed. dock.toml has one thing to put right before it can be used:"
    assert second.startswith('- In dock.toml, line 7, "Minutes" is not a name used here; write "minutes" if')


def test_problem_keeps_its_parts():
    with pytest.raises(ChecklistFileError) as refused:
        read_checklist(changed('"safety"', '"speed"').encode(), "dock.toml")
    [problem] = refused.value.problems
    assert (problem.file, problem.section, problem.question) == ("dock.toml", '1 "goods-in"', '2 "waiting"')


def test_long_list_of_problems_is_shown_in_part_and_kept_in_full():
    crowded = SOUND + "[[section.question]]\n" * 50
    with pytest.raises(ChecklistFileError) as refused:
        read_checklist(crowded.encode(), "dock.toml")
    assert len(refused.value.problems) == 300
    assert str(refused.value).count("\n") == PROBLEMS_SHOWN + 1
    assert str(refused.value).endswith("- and 200 more, shown once these are put right.")


def test_strange_names_and_words_are_repeated_fit_to_show():
    strange = "a\n\ud83d\x1b[31m" + "x" * 500
    with pytest.raises(ChecklistFileError) as refused:
        read_checklist(changed('"en"', '"\\u001b' + "y" * 500 + '"').encode(), strange)
    sentence = str(refused.value)
    assert len(sentence) < 500
    sentence.encode()
    assert "\x1b" not in sentence
    assert len(sentence.splitlines()) == 2


LINES = SOUND.splitlines()
VALUES = [
    '""',
    "[]",
    "{}",
    "1",
    "-1.5",
    "true",
    "2026-02-01",
    "[[1]]",
    "[{id = 'x'}]",
    '"\\u2028"',
    '"x',
    "",
    "é",
]
edits = st.one_of(
    st.tuples(st.just("drop"), st.sampled_from(LINES)),
    st.tuples(st.just("repeat"), st.sampled_from(LINES)),
    st.tuples(st.sampled_from(VALUES), st.sampled_from(LINES)),
)


@given(st.lists(edits, max_size=5), st.binary(max_size=3), st.integers(0, len(SOUND)))
def test_file_changed_anyhow_is_read_or_refused_in_plain_words(changes, noise, position):
    lines = LINES
    for change, line in changes:
        put = {"drop": [], "repeat": [line, line]}.get(change, [f"{line.split(' = ')[0]} = {change}"])
        lines = [kept for one in lines for kept in (put if one == line else [one])]
    data = "\n".join(lines).encode()
    told = ""
    try:
        read_checklist(data[:position] + noise + data[position:], "dock.toml")
    except ChecklistFileError as refused:
        told = str(refused)
    assert not any(word in told.lower() for word in ("invalid", "illegal", "failed", "error"))
