import hashlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from checklists.errors import ChecklistsError, ChecklistValueError, UnknownQuestionError
from checklists.form.checklist import (
    MOST_QUESTIONS,
    TEXT_LENGTH,
    Checklist,
    Clause,
    Outcome,
    Question,
    QuestionType,
    Section,
    VisitKind,
)


def question(question_id: str = "match", **fields: object) -> Question:
    told = {
        "text": "How do you know it is what was ordered?",
        "why": "Mix-ups are cheap to notice here.",
        "look_for": ["One delivery"],
        "ask": "What do you look at first?",
        "outcome": "quality",
    }
    return Question.model_validate({"id": question_id, **told, **fields})


def section(section_id: str = "goods-in", *questions: Question) -> Section:
    return Section(id=section_id, title="Goods in", questions=questions or (question(),))


def checklist(*sections: Section) -> Checklist:
    return Checklist(
        id="dock",
        version=3,
        title="Dock",
        kind=VisitKind.INTERNAL_AUDIT,
        purpose="See how goods arrive.",
        minutes=10,
        language="en",
        sections=sections or (section(),),
    )


# --- clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ISO 9001:2015 8.4.1", ("ISO 9001", 2015, "8.4.1")),
        ("ISO 9001:2015 8.4.3 e)", ("ISO 9001", 2015, "8.4.3 e)")),
        ("ISO/IEC 17025:2017 6.4", ("ISO/IEC 17025", 2017, "6.4")),
        ("ISO/FDIS 9001:2026 5.1.1", ("ISO/FDIS 9001", 2026, "5.1.1")),
        ("DIN EN ISO 9001:2015 8", ("DIN EN ISO 9001", 2015, "8")),
        ("VDA 6.3:2023 5.4", ("VDA 6.3", 2023, "5.4")),
        ("21 CFR 820:2024 820.50", ("21 CFR 820", 2024, "820.50")),
        ("ISO/IEC 27001:2022 A.5.1", ("ISO/IEC 27001", 2022, "A.5.1")),
    ],
)
def test_clause_is_read_and_written_as_the_same_line(text, parts):
    clause = Clause.parse(text)
    assert (clause.standard, clause.edition, clause.number) == parts
    assert str(clause) == text
    assert clause.model_dump() == text
    assert Clause.model_validate_json(clause.model_dump_json()) == clause


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8.4.1",
        "ISO 9001 8.4.1",
        "ISO 9001:2015",
        "ISO 9001:15 8.4.1",
        "ISO 9001:2015  8.4.1",
        "ISO 9001:2015 8.4.",
        "ISO 9001:2015 8.4.1\n",
        "iso 9001:2015 8.4.1",
        "ISO 9001:٢٠١٥ 8.4.1",
        "ISO " + "9" * 100_000 + ":2015 8.4",
    ],
)
def test_clause_without_all_its_parts_is_refused_with_an_example(text):
    with pytest.raises(ChecklistValueError, match=re.escape('write it like "ISO 9001:2015 8.4.1"')):
        Clause.parse(text)


def test_clause_built_from_parts_that_do_not_read_back_is_refused():
    with pytest.raises(ValidationError, match="does not name a standard"):
        Clause(standard="ISO 9001", edition=15, number="8.4.1")


# --- questions and sections


def test_question_may_have_no_clause():
    assert question().clauses == ()


@pytest.mark.parametrize("field", ["text", "why", "ask", "look_for", "outcome"])
def test_question_without_its_help_is_refused(field):
    told = question().model_dump(mode="json")
    del told[field]
    with pytest.raises(ValidationError, match=field):
        Question.model_validate(told)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is blank"),
        (" \t ", "is blank"),
        ("two\nlines", "has a line break in it"),
        ("two\u2028lines", "has a line break in it"),
        ("a bell \x07", r"has a hidden character \(U\+0007\) in it"),
        ("nothing \x00", r"has a hidden character \(U\+0000\) in it"),
        ("half a \ud83d smile", "unicode"),
        ("x" * (TEXT_LENGTH + 1), "at most 500 characters"),
    ],
)
def test_text_that_cannot_be_shown_is_refused(text, reason):
    for told in ({"text": text}, {"why": text}, {"ask": text}, {"look_for": ["One delivery", text]}):
        with pytest.raises(ValidationError, match=reason):
            question(**told)


@pytest.mark.parametrize(
    "text", ["Déjà vu?", "كيف تعرف؟", "👩🏽‍🔧 and 🧰", "x" * TEXT_LENGTH, "“Quoted” is fine"]
)
def test_text_of_any_language_is_kept_as_it_is(text):
    assert question(text=text).text == text


def test_half_a_surrogate_pair_in_json_is_refused():
    told = question().model_dump_json().replace("One delivery", "\\ud83d")
    with pytest.raises(ValidationError):
        Question.model_validate_json(told)


def test_unknown_fields_are_refused():
    with pytest.raises(ValidationError, match="colour"):
        question(colour="red")


@pytest.mark.parametrize("question_id", ["", "Match", "-match", "ma tch", "a/b", "a" * 61, "é"])
def test_id_that_does_not_fit_an_address_is_refused(question_id):
    with pytest.raises(ValidationError):
        question(question_id)


# --- types of questions

CHOICES = [{"id": "new", "text": "New"}, {"id": "old", "text": "Old"}]
SAMPLE = {"what": "gauge", "of": 5, "holds": "in date"}


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"type": "judgement"},
        {"type": "yes_no", "finding_if": "no"},
        {"type": "choice", "choices": CHOICES},
        {"type": "choices", "choices": CHOICES},
        {"type": "number"},
        {"type": "number", "unit": "mm", "lowest": -0.5, "highest": 0.5, "decimals": 2},
        {"type": "number", "lowest": 0},
        {"type": "text"},
        {"type": "date"},
        {"type": "photo"},
        {"type": "sample", "sample": SAMPLE},
        {"tags": ["a", "b"], "weight": 5, "required": True},
    ],
)
def test_question_of_each_type_is_read_and_written_as_the_same(told):
    one = question(**told)
    assert Question.model_validate(one.model_dump(mode="json")) == one
    assert (
        one.model_dump(mode="json").items()
        >= {name: value for name, value in told.items() if value != "judgement"}.items()
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"unit": "mm"}, 'unit belongs to type = "number"'),
        ({"type": "text", "choices": CHOICES}, 'choices belongs to type = "choice" or type = "choices"'),
        ({"type": "choice"}, "choices is missing"),
        ({"type": "choice", "choices": CHOICES[:1]}, "choices has 1 of the two it needs"),
        ({"type": "choices", "choices": [*CHOICES, CHOICES[0]]}, 'uses the id "new" more than once'),
        ({"type": "sample"}, "sample is missing"),
        ({"type": "number", "lowest": 3, "highest": 2}, "lowest is 3, above the highest"),
        ({"type": "number", "lowest": "3"}, "is not a number"),
        ({"type": "number", "lowest": True}, "is not a number"),
        ({"type": "number", "highest": float("nan")}, "beyond what anybody measures"),
        ({"tags": ["a", "a"]}, 'names "a" more than once'),
        ({"when": "match"}, "ends too early"),
        ({"weight": 0}, "greater than or equal to 1"),
        ({"required": 1}, "valid boolean"),
    ],
)
def test_parts_that_do_not_fit_the_type_are_refused(told, said):
    with pytest.raises(ValidationError, match=re.escape(said)):
        question(**told)


def test_limits_that_are_the_same_number_have_the_same_hash():
    whole = checklist(section("a", question(type="number", lowest=2, highest=8)))
    assert checklist(section("a", question(type="number", lowest=2.0, highest=8.0))) == whole
    assert Checklist.model_validate_json(whole.model_dump_json()).content_hash() == whole.content_hash()


def test_limit_of_zero_is_kept():
    assert (
        question(type="number", lowest=0, decimals=0).model_dump().items()
        >= {"lowest": 0, "decimals": 0}.items()
    )


def test_question_is_found_by_its_key_in_a_repeated_section_too():
    assert checklist().question("match~2") == checklist().question("match")
    assert checklist().section_of("match~50").id == "goods-in"
    with pytest.raises(UnknownQuestionError):
        checklist().question("match~51")


# --- the checklist


def test_questions_come_in_the_order_of_the_walk():
    whole = checklist(section("a", question("one"), question("two")), section("b", question("three")))
    assert [one.id for one in whole.questions] == ["one", "two", "three"]


def test_question_and_its_section_are_found_by_id():
    whole = checklist(section("a", question("one")), section("b", question("two")))
    assert whole.question("two").id == "two"
    assert whole.section_of("two").id == "b"


def test_question_that_is_not_there_is_named():
    with pytest.raises(
        UnknownQuestionError, match='Version 3 of the checklist "dock" has no question "nine"'
    ):
        checklist().question("nine")
    with pytest.raises(ChecklistsError):
        checklist().section_of("nine")


def test_same_question_id_in_two_sections_is_refused():
    with pytest.raises(ValidationError, match=r"uses an id more than once \(match\)"):
        checklist(section("a", question("match")), section("b", question("match")))


def test_same_section_id_twice_is_refused():
    with pytest.raises(ValidationError, match=r"uses an id more than once \(a\)"):
        checklist(section("a", question("one")), section("a", question("two")))


def test_questions_over_all_sections_are_limited():
    half = MOST_QUESTIONS // 2
    first = section("a", *(question(f"a{n}") for n in range(half)))
    second = section("b", *(question(f"b{n}") for n in range(half + 1)))
    with pytest.raises(ValidationError, match="2001 questions"):
        checklist(first, second)


def test_checklist_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        checklist().title = "Another"


@pytest.mark.parametrize("told", [{"version": "3"}, {"version": 0}, {"version": True}, {"minutes": 10.0}])
def test_numbers_are_not_guessed_from_other_values(told):
    with pytest.raises(ValidationError):
        Checklist.model_validate({**checklist().model_dump(), **told})


def test_hash_is_of_the_canonical_json():
    dumped = checklist().model_dump(mode="json")
    canonical = json.dumps(dumped, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert checklist().content_hash() == hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def test_hash_changes_with_one_letter():
    changed = checklist(section("goods-in", question(why="Mix-ups are cheap to notice her.")))
    assert changed.content_hash() != checklist().content_hash()


def test_hash_stays_the_same_after_questions_were_looked_up():
    looked_up = checklist()
    looked_up.question("match")
    assert looked_up.content_hash() == checklist().content_hash()
    assert looked_up == checklist()


def test_every_kind_of_visit_has_a_name_for_people():
    assert [kind.label for kind in VisitKind] == [
        "Internal audit",
        "Gemba walk",
        "Layered process audit",
        "5S/safety walk",
    ]


# --- any checklist

ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,59}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40).filter(
    str.strip
)
short = texts.map(lambda text: text[:40]).filter(str.strip)
clauses = st.builds(
    Clause,
    standard=st.sampled_from(["ISO 9001", "ISO/IEC 17025", "21 CFR 820"]),
    edition=st.integers(1000, 2999),
    number=st.from_regex(r"[A-Z0-9]{1,4}(\.[0-9]{1,3}){0,3}( [a-z]\))?", fullmatch=True),
)


numbers = st.none() | st.integers(-1000, 1000) | st.floats(-1000, 1000, allow_nan=False)


@st.composite
def typed(draw: st.DrawFn) -> dict[str, object]:
    """Draw what a question of some type has besides its help."""
    limits = sorted(one for one in (draw(numbers), draw(numbers)) if one is not None)
    by_type: dict[str, dict[str, object]] = {
        "number": {
            "unit": draw(st.none() | st.sampled_from(["°C", "mm"])),
            **dict(zip(("lowest", "highest"), limits, strict=False)),
        },
        "yes_no": {"finding_if": draw(st.sampled_from([None, "yes", "no"]))},
        "choice": {"choices": [{"id": "a", "text": draw(short)}, {"id": "b", "text": "B", "finding": True}]},
        "sample": {"sample": {"what": draw(short), "of": draw(st.integers(1, 50)), "holds": "whole"}},
    }
    kind = draw(st.sampled_from(list(QuestionType)))
    by_type["choices"] = by_type["choice"]
    more = {"tags": draw(st.lists(ids, unique=True, max_size=2)), "weight": draw(st.integers(1, 5))}
    return {"type": kind, "required": draw(st.booleans()), **more, **by_type.get(kind, {})}


@st.composite
def checklists(draw: st.DrawFn) -> Checklist:
    def any_question(question_id: str) -> Question:
        return Question(
            id=question_id,
            text=draw(texts),
            why=draw(texts),
            look_for=tuple(draw(st.lists(texts, min_size=1, max_size=3))),
            ask=draw(texts),
            clauses=tuple(draw(st.lists(clauses, max_size=2))),
            outcome=draw(st.sampled_from(Outcome)),
            **draw(typed()),
        )

    def any_section(number: int, question_ids: list[str]) -> Section:
        return Section(
            id=f"s{number}", title=draw(texts), questions=tuple(any_question(one) for one in question_ids)
        )

    question_ids = draw(st.lists(ids, unique=True, min_size=1, max_size=6))
    cut = draw(st.integers(0, len(question_ids) - 1))
    parts = [part for part in (question_ids[:cut], question_ids[cut:]) if part]
    return Checklist(
        id=draw(ids),
        version=draw(st.integers(1, 2**31 - 1)),
        title=draw(texts),
        kind=draw(st.sampled_from(VisitKind)),
        purpose=draw(texts),
        minutes=draw(st.integers(1, 1440)),
        language=draw(st.sampled_from(["en", "pt-BR", "zh-Hant"])),
        sections=tuple(any_section(number, part) for number, part in enumerate(parts)),
        translations={"de": {"title": draw(texts), "question": {question_ids[0]: {"text": draw(texts)}}}},
    )


@given(checklists())
def test_checklist_travels_as_json_and_arrives_with_the_same_hash(sent):
    arrived = Checklist.model_validate_json(sent.model_dump_json())
    assert arrived == sent
    assert arrived.content_hash() == sent.content_hash()
    rebuilt = Checklist.model_validate(json.loads(json.dumps(sent.model_dump(mode="json"))))
    assert rebuilt.content_hash() == sent.content_hash()
