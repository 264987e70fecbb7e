"""What typed questions were answered with, as the pages say it; odd values are shown as they are."""

import pytest

from checklists.records.answer import Answer, AnswerValue, SampleRow
from sync_server.web.answer_words import piece_words, pieces_of, said_of, value_words
from tests.support.typed_checklist import every_type

CHECKLIST = every_type()


def answered(question: str, value: AnswerValue | None = None, **sample: SampleRow) -> Answer:
    rows = {int(name.removeprefix("n")): row for name, row in sample.items()}
    return Answer(question, None, "", "", {}, None, value=value, sample=rows)


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("lorry", True, "Yes"),
        ("lorry", False, "No"),
        ("label", "old", "Hard to read"),
        ("seen", ("ice", "fine"), "Ice on the floor, Nothing of the kind"),
        ("warm", 4.5, "4.5\N{NO-BREAK SPACE}°C"),
        ("warm", -3, "-3\N{NO-BREAK SPACE}°C"),
        ("oldest", "2026-02-28", "Sat 28 Feb 2026"),
        ("decision", "Back to the supplier", "Back to the supplier"),
        ("warm", "purple", ""),
        ("label", "gone", ""),
        ("oldest", "2026-99-99", ""),
    ],
)
def test_value_is_put_into_words(question: str, value: AnswerValue, words: str) -> None:
    assert said_of(CHECKLIST.question(question), answered(question, value)) == words


def test_sample_is_counted_and_listed() -> None:
    question = CHECKLIST.question("gauges")
    answer = answered("gauges", n1=SampleRow(item="M-0412", holds=True), n2=SampleRow(item="", holds=False))
    assert said_of(question, answer) == "1 of 2 in date"
    assert pieces_of(question, answer) == [("M-0412: in date", True), ("gauge 2: not in date", False)]


def test_what_no_question_takes_is_shown_as_it_is() -> None:
    assert value_words(CHECKLIST.question("oldest"), "some day") == "some day"
    assert piece_words(CHECKLIST.question("gauges"), "1", {"holds": "perhaps"}) == ""
    assert said_of(None, answered("gone", 5)) == ""
