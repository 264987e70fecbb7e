"""Rules about photos, required answers, conditions, translations and clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checklists.lint.asking import RULES
from checklists.lint.rules import lint
from tests.checklists.answers import a_checklist, a_section, question_table

if TYPE_CHECKING:
    from checklists.form.checklist import Checklist
    from checklists.lint.remark import Remark

NAMES = {rule.name for rule in RULES}


def found(checklist: Checklist) -> list[Remark]:
    return [one for one in lint(checklist) if one.rule in NAMES]


def of_questions(*questions: dict[str, Any], **whole: Any) -> Checklist:
    return a_checklist(a_section("all", *questions), **whole)


def plain(count: int, **more: Any) -> list[dict[str, Any]]:
    return [question_table(f"q-{n}", **more) for n in range(count)]


def test_fourth_photo_is_one_too_many() -> None:
    assert found(of_questions(*plain(3, type="photo"))) == []
    (remark,) = found(of_questions(*plain(4, type="photo")))
    assert (remark.rule, remark.question) == ("photo-overload", None)
    assert str(remark).startswith("4 questions want a photo, ")


def test_required_answers_are_few() -> None:
    assert found(of_questions(*plain(2, required=True))) == []
    assert found(of_questions(*plain(3, required=True), *[question_table(f"p-{n}") for n in range(6)])) == []
    (remark,) = found(of_questions(*plain(3, required=True), question_table("p")))
    assert remark.rule == "needless-required"
    assert remark.reason.startswith("3 of 4 answers are required")


def test_required_question_is_not_left_to_the_lot() -> None:
    tagged = [question_table("a", tags=["spot"], required=True), question_table("b", tags=["spot"])]
    (remark,) = found(of_questions(*tagged, subsets=[{"tag": "spot", "ask": 1}]))
    assert (remark.rule, remark.question) == ("required-by-lot", "a")


START = [
    question_table("flag", type="yes_no"),
    question_table("warm", type="number", decimals=0, unit="°C"),
    question_table(
        "kind", type="choice", choices=[{"id": "old", "text": "Old"}, {"id": "new", "text": "New"}]
    ),
    question_table(
        "some", type="choices", choices=[{"id": "old", "text": "Old"}, {"id": "new", "text": "New"}]
    ),
    question_table("day", type="date"),
    question_table("view", type="photo"),
    question_table("plain"),
]


@pytest.mark.parametrize(
    "when",
    [
        "flag is yes and flag is no",
        "warm > 8 and warm < 2",
        "warm > 8 and warm < 9",
        "warm is 8 and warm is not 8",
        "kind is old and kind is new",
        'day > "2026-03-01" and day < "2026-02-01"',
        "plain is finding and plain is conforms",
        "view is not answered and view is conforms",
        "not (flag is yes or flag is no)",
        "some includes old and not (some includes old or some includes new)",
        "flag is not answered and warm > 3 and flag is yes",
    ],
)
def test_condition_that_no_answers_make_true_is_remarked_on(when: str) -> None:
    (remark,) = found(of_questions(*START, question_table("last", when=when)))
    assert (remark.rule, remark.question) == ("unreachable", "last")


@pytest.mark.parametrize(
    "when",
    [
        "flag is yes",
        "flag is not yes",
        "warm > 8 and warm < 10",
        "warm > 8 or warm < 2",
        "kind is old",
        "some includes old and some includes new",
        "some includes old and not some includes new",
        'day >= "2026-03-01" and day <= "2026-03-01"',
        "plain is finding",
        "view is answered",
        "plain is answered",
        "flag is not answered",
        "flag is yes and (warm > 8 or plain is finding) and kind is new and some includes new",
    ],
)
def test_condition_that_some_answers_make_true_is_left_alone(when: str) -> None:
    assert found(of_questions(*START, question_table("last", when=when))) == []


def test_question_behind_one_that_is_never_asked_is_never_asked_either() -> None:
    hidden = question_table("hidden", when="flag is yes and flag is no", type="yes_no")
    remarks = found(of_questions(*START, hidden, question_table("behind", when="hidden is yes")))
    assert [one.question for one in remarks] == ["hidden", "behind"]


def test_question_that_contradicts_its_section_is_remarked_on() -> None:
    checklist = a_checklist(
        a_section("start", *START),
        a_section("end", question_table("one"), question_table("two", when="flag is no"), when="flag is yes"),
    )
    assert [(one.section, one.question) for one in found(checklist)] == [("end", "two")]


def test_section_nobody_will_see_is_remarked_on_once() -> None:
    checklist = a_checklist(
        a_section("start", *START),
        a_section("end", question_table("one"), question_table("two"), when="flag is yes and flag is no"),
    )
    (remark,) = found(checklist)
    assert (remark.section, remark.question) == ("end", None)


def test_condition_with_more_answers_than_anybody_tries_is_left_alone() -> None:
    many = [question_table(f"q-{n}", type="yes_no") for n in range(9)]
    never = " and ".join(f"q-{n} is yes" for n in range(9)) + " and q-0 is no"
    assert found(of_questions(*many, question_table("last", when=never))) == []


WORDS = {
    "text": "Was ist mit q?",
    "why": "Darum.",
    "look_for": ["Eins", "Zwei"],
    "ask": "Wo schauen Sie hin?",
}
WHOLE = {"title": "Rampe", "purpose": "Sehen.", "section": {"all": {"title": "Alles"}}}


def test_complete_translation_is_left_alone() -> None:
    assert (
        found(of_questions(question_table("q"), translations={"de": {**WHOLE, "question": {"q": WORDS}}}))
        == []
    )


def test_what_a_translation_leaves_out_is_said_at_its_place() -> None:
    words = {"title": "Rampe", "section": {}, "question": {"q": {**WORDS, "why": None}}}
    remarks = found(of_questions(question_table("q"), translations={"de": words}))
    assert [(one.rule, one.section, one.question) for one in remarks] == [
        ("missing-translation", None, None),
        ("missing-translation", "all", None),
        ("missing-translation", "all", "q"),
    ]
    assert "“de” has no words, or not all of them, for why" in str(remarks[-1])


def test_translated_list_of_another_length_is_remarked_on() -> None:
    words = {**WHOLE, "question": {"q": {**WORDS, "look_for": ["Eins"]}}}
    (remark,) = found(of_questions(question_table("q"), translations={"de": words}))
    assert remark.reason.endswith("for look_for")


def test_words_of_a_translation_are_listened_to_in_their_language() -> None:
    words = {**WHOLE, "question": {"q": {**WORDS, "text": "Sind die Messmittel geprüft?"}}}
    remarks = lint(of_questions(question_table("q"), translations={"de": words}))
    (remark,) = [one for one in remarks if one.rule == "closed-question"]
    assert str(remark).startswith("In question “q”, in “de” “text” can be answered with yes or no")


@pytest.mark.parametrize("clause", ["ISO 9001:2015 8.4.3 e)", "ISO 45001:2018 6.1.2.1", "IATF 16949:2016 99"])
def test_clause_that_is_there_or_that_nobody_has_listed_is_left_alone(clause: str) -> None:
    assert found(of_questions(question_table("q", clauses=[clause]))) == []


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("ISO 9001:2015 8.4.9", "ISO 9001:2015 has no clause 8.4.9; look the number up; there is 8.4"),
        ("ISO 9001:2015 99", "ISO 9001:2015 has no clause 99; look the number up."),
        ("ISO 9001:2026 5.1.1", "cited as if it were published"),
    ],
)
def test_clause_that_is_not_there_is_remarked_on(clause: str, said: str) -> None:
    (remark,) = found(of_questions(question_table("q", clauses=[clause])))
    assert remark.rule == "unknown-clause"
    assert said in str(remark)


def test_question_that_takes_yes_or_no_may_be_put_so() -> None:
    def closed(**more: Any) -> list[str]:
        table = question_table("q", **{"text": "Is the guard shut?", **more})
        return [one.rule for one in lint(of_questions(table)) if one.rule == "closed-question"]

    assert closed() == ["closed-question"]
    assert closed(type="yes_no") == []
    assert closed(type="yes_no", ask="Is it shut?") == ["closed-question"]


def test_questions_the_lot_leaves_out_make_no_walk_long() -> None:
    tagged = [question_table(f"q-{n}", tags=["spot"]) for n in range(30)]
    whole = of_questions(*tagged, subsets=[{"tag": "spot", "ask": 5}], minutes=15)
    assert {"over-long", "hurried"} & {one.rule for one in lint(whole)} == set()
