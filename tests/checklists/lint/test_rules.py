"""Each rule by an example that follows it and one that does not, in English and German."""

from __future__ import annotations

from typing import Any

import pytest

from checklists.files.catalog import read_source, shipped, shipped_files
from checklists.form.checklist import Checklist
from checklists.lint.rules import NAMES, RULES, UnknownRuleError, lint, page

GOOD: dict[str, Any] = {
    "id": "good",
    "text": "What works well here?",
    "why": "Good work spreads when somebody notices it.",
    "look_for": ["A board with today's figure", "One order followed for three steps"],
    "ask": "What are you pleased with this week?",
    "outcome": "quality",
}
GUT: dict[str, Any] = {
    **GOOD,
    "text": "Was läuft hier gut?",
    "why": "Gute Arbeit spricht sich herum, wenn sie jemand bemerkt.",
    "look_for": ["Eine Tafel mit der Zahl von heute", "Ein Auftrag über drei Schritte"],
    "ask": "Worauf sind Sie diese Woche stolz?",
}


def a_checklist(*changes: dict[str, Any], language: str = "en", **whole: Any) -> Checklist:
    """Return a checklist that opens well, followed by a question for each change to a good one."""
    good = GUT if language.startswith("de") else GOOD
    questions = [
        good,
        *(
            {**good, "text": f"{good['text'][:-1]} ({n})?", "id": f"q-{n}", **one}
            for n, one in enumerate(changes)
        ),
    ]
    table = {
        "id": "dock",
        "version": 1,
        "title": "Dock",
        "kind": "internal_audit",
        "purpose": "See how goods arrive.",
        "minutes": 3 * len(questions),
        "language": language,
        "sections": [{"id": "all", "title": "All", "questions": questions}],
        **whole,
    }
    return Checklist.model_validate(table)


def rules_of(checklist: Checklist) -> list[str]:
    return [remark.rule for remark in lint(checklist)]


def test_good_checklist_is_left_alone() -> None:
    assert lint(a_checklist()) == []
    assert lint(a_checklist(language="de")) == []


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("closed-question", {"text": "Are gauges in date?"}),
        ("closed-question", {"ask": "I'm new here. Can you show me?"}),
        ("closed-question", {"text": "Don't people check?"}),
        ("two-questions", {"text": "How are orders checked, and who releases them?"}),
        ("two-questions", {"text": "How are orders checked? By whom?"}),
        ("leading-words", {"text": "How is it checked, of course?"}),
        ("leading-words", {"ask": "You look at the revision, right?"}),
        ("blaming-words", {"look_for": ["Careless work", "A sample of three"]}),
        ("blaming-words", {"why": "Operator errors cost money."}),
        ("parroted-clause", {"why": "The organization shall retain documented information."}),
        ("long-text", {"text": f"What {'long ' * 40}words?"}),
        ("long-text", {"why": "w" * 201}),
        ("long-text", {"ask": "a" * 121}),
        ("long-text", {"look_for": ["l" * 111, "A sample of three"]}),
        ("thin-evidence", {"look_for": ["A sample of three"]}),
        ("thin-evidence", {"look_for": [f"Thing {n}" for n in range(6)]}),
        ("empty-help", {"text": "What helps?", "ask": "What helps?"}),
        ("said-twice", {"text": GOOD["text"]}),
    ],
)
def test_question_is_remarked_on(rule: str, change: dict[str, Any]) -> None:
    (remark,) = [one for one in lint(a_checklist(change)) if one.rule == rule]
    assert remark.question == "q-0"
    assert remark.section == "all"
    assert str(remark).startswith("In question “q-0”, ")
    assert str(remark).endswith(f". ({rule})")


@pytest.mark.parametrize(
    "text",
    [
        "How are orders checked before they go out?",
        "What can't be found?",
        "What is measured and written down?",
        "Which right does somebody have to stop the line?",
        "How do you know where the candle stands?",
        "Show me how an order and its drawing come together?",
    ],
)
def test_ordinary_words_are_not_mistaken(text: str) -> None:
    assert rules_of(a_checklist({"text": text})) == []


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("closed-question", {"text": "Sind die Messmittel geprüft?"}),
        ("closed-question", {"ask": "Wird das Los geprüft?"}),
        ("two-questions", {"text": "Wie wird geprüft und wer gibt frei?"}),
        ("leading-words", {"ask": "Das prüfen Sie natürlich. Wie genau?"}),
        ("leading-words", {"ask": "Sie schauen auf den Stand, nicht wahr?"}),
        ("blaming-words", {"why": "Bedienfehler kosten Geld."}),
        ("parroted-clause", {"why": "Dokumentierte Informationen sind aufzubewahren."}),
        ("strengths-first", None),
    ],
)
def test_german_is_listened_to(rule: str, change: dict[str, Any] | None) -> None:
    if change is None:
        sections = [
            {
                "id": "all",
                "title": "Alles",
                "questions": [{**GUT, "text": "Was fehlt?", "ask": "Was fehlt dir?"}],
            }
        ]
        assert rules_of(a_checklist(language="de", sections=sections)) == [rule]
    else:
        assert rules_of(a_checklist(change, language="de-AT")) == [rule]


def test_language_without_words_is_measured_only() -> None:
    closed = a_checklist({"text": "Is it so?", "why": "w" * 201}, language="fi")
    assert rules_of(closed) == ["long-text"]


@pytest.mark.parametrize(
    ("rule", "whole"),
    [
        ("over-long", {"minutes": 91}),
        ("hurried", {"minutes": 1}),
        ("hurried", {"minutes": 45}),
    ],
)
def test_length_is_remarked_on(rule: str, whole: dict[str, Any]) -> None:
    remarks = lint(a_checklist({}, **whole))
    assert rule in [one.rule for one in remarks]
    assert all(one.question is None for one in remarks)
    assert not str(remarks[0])[0].islower()


def test_walk_of_many_questions_is_too_long() -> None:
    many = [{"outcome": "safety" if n % 2 else "quality"} for n in range(24)]
    assert rules_of(a_checklist(*many)) == ["over-long"]
    assert rules_of(a_checklist(*many[:-1])) == []
    assert "over-long" in rules_of(a_checklist(*many[:6], kind="gemba_walk", minutes=15))


def test_one_outcome_is_enough_for_a_short_list_only() -> None:
    assert rules_of(a_checklist(*[{}] * 6)) == []
    assert rules_of(a_checklist(*[{}] * 7)) == ["one-outcome"]


def test_opening_without_a_strength_is_remarked_on() -> None:
    questions = [{**GOOD, "text": "How is it done?", "ask": "How do you do it?"}]
    checklist = a_checklist(sections=[{"id": "all", "title": "All", "questions": questions}])
    assert rules_of(checklist) == ["strengths-first"]


def test_remarks_come_in_the_order_of_the_walk_the_whole_first() -> None:
    remarks = lint(a_checklist({"why": "w" * 201}, {"text": "Is it?"}, minutes=91))
    assert [one.question for one in remarks] == [None, None, "q-0", "q-1"]


def test_rule_that_is_off_says_nothing() -> None:
    assert lint(a_checklist({"text": "Is it?"}), off={"closed-question"}) == []


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_rule_has_a_page_with_its_reason(name: str) -> None:
    (rule,) = [one for one in RULES if one.name == name]
    text = page(name)
    assert text.startswith(f"# {rule.title}\n\n`{name}`\n")
    assert "**What to do.**" in text
    assert f'{name} = "' in text


def test_unknown_rule_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownRuleError, match=r"There is no rule “short”; the rules are: blaming-words, "):
        page("short")


@pytest.mark.parametrize("checklist", shipped(), ids=lambda one: one.id)
def test_shipped_checklist_needs_no_remark(checklist: Checklist) -> None:
    assert [str(one) for one in lint(checklist)] == []


def test_shipped_checklists_switch_no_rule_off() -> None:
    assert [name for name, data in shipped_files().items() if read_source(data, name).off] == []
