"""Draws checklists that use whatever the format has, with texts as people and machines write them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from checklists.form.checklist import Checklist, Outcome, QuestionType, VisitKind
from checklists.form.lines import SHORT_LENGTH, TEXT_LENGTH, TITLE_LENGTH

_AWKWARD = (
    "=1+1",
    "${cold-door} and $\u200b{this}",
    "_x0041_ is an A",
    "\uffff\ufffe",
    " with spaces ",
    "-",
    "a, “b”; c\u00a0d",
    "007",
    "TRUE",
    "'quoted'",
)
_SLUGS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True)
_IDS = _SLUGS | st.sampled_from(["meta", "data", "5s", "a-", "a--b", "yes", "and-so-on", "name"])
_LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
_NUMBERS = st.integers(-(10**12), 10**12) | st.floats(-1e6, 1e6)
_LANGUAGES = ("en", "de", "pt-BR", "fil", "de-AT", "zh")
_JUDGED = ("conforms", "finding", "not_applicable")


def _words(length: int) -> st.SearchStrategy[str]:
    drawn = st.text(_LETTERS, min_size=1, max_size=min(length, 30)).filter(lambda text: bool(text.strip()))
    return drawn | st.sampled_from(_AWKWARD)


TITLES, TEXTS, SHORTS = _words(TITLE_LENGTH), _words(TEXT_LENGTH), _words(SHORT_LENGTH)


@st.composite
def any_checklist(draw: st.DrawFn) -> Checklist:
    """Draw a checklist."""
    ids = iter(draw(st.lists(_IDS, min_size=9, max_size=9, unique=True)))
    earlier: list[dict[str, Any]] = []
    sections = []
    for section_id in draw(st.lists(_IDS, min_size=1, max_size=3, unique=True)):
        repeat = draw(st.none() | st.fixed_dictionaries({"what": SHORTS, "most": st.integers(2, 50)}))
        section = {"id": section_id, "title": draw(TITLES), "when": draw(_when(earlier)), "repeat": repeat}
        inside = list(earlier)
        questions = []
        for _ in range(draw(st.integers(1, 3))):
            question = draw(_question(next(ids), inside))
            questions.append(question)
            inside.append(question)
        # What is asked several times can't be named from elsewhere.
        earlier = earlier if repeat else inside
        sections.append({**section, "questions": questions})
    every = [question for section in sections for question in section["questions"]]
    tags = sorted({tag for question in every for tag in question["tags"]})
    subsets = [{"tag": tags[0], "ask": 1}] if tags and draw(st.booleans()) else []
    language, *others = draw(st.lists(st.sampled_from(_LANGUAGES), min_size=1, max_size=3, unique=True))
    return Checklist.model_validate(
        {
            "id": draw(_IDS),
            "version": draw(st.integers(1, 2**31 - 1)),
            "title": draw(TITLES),
            "kind": draw(st.sampled_from(list(VisitKind))),
            "purpose": draw(TEXTS),
            "minutes": draw(st.integers(1, 1440)),
            "language": language,
            "sections": sections,
            "subsets": subsets,
            "translations": {code: draw(_translation(sections)) for code in others},
        }
    )


@st.composite
def _question(draw: st.DrawFn, question_id: str, earlier: list[dict[str, Any]]) -> dict[str, Any]:
    kind = draw(st.sampled_from(list(QuestionType)))
    question: dict[str, Any] = {
        "id": question_id,
        "text": draw(TEXTS),
        "why": draw(TEXTS),
        "look_for": draw(st.lists(TEXTS, min_size=1, max_size=3)),
        "ask": draw(TEXTS),
        "clauses": draw(
            st.lists(st.sampled_from(["ISO 9001:2015 8.4.3 e)", "21 CFR 820:2024 820.50"]), max_size=2)
        ),
        "outcome": draw(st.sampled_from(list(Outcome))),
        "type": kind,
        "tags": draw(st.lists(_SLUGS, max_size=2, unique=True)),
        "weight": draw(st.integers(1, 5)),
        "required": draw(st.booleans()),
        "when": draw(_when(earlier)),
    }
    if kind in (QuestionType.CHOICE, QuestionType.CHOICES):
        names = draw(st.lists(_SLUGS, min_size=2, max_size=4, unique=True))
        question["choices"] = [
            {"id": one, "text": draw(TITLES), "finding": draw(st.booleans())} for one in names
        ]
    if kind is QuestionType.NUMBER:
        limits = sorted(draw(st.lists(_NUMBERS, min_size=2, max_size=2)))
        question |= {"unit": draw(st.none() | SHORTS), "decimals": draw(st.none() | st.integers(0, 6))}
        question |= {"lowest": draw(st.sampled_from([None, limits[0]]))}
        question |= {"highest": draw(st.sampled_from([None, limits[1]]))}
    if kind is QuestionType.YES_NO:
        question["finding_if"] = draw(st.sampled_from([None, "yes", "no"]))
    if kind is QuestionType.SAMPLE:
        question["sample"] = {"what": draw(SHORTS), "of": draw(st.integers(1, 50)), "holds": draw(SHORTS)}
    return question


@st.composite
def _when(draw: st.DrawFn, earlier: list[dict[str, Any]]) -> str | None:
    usable = [one for one in earlier if one["id"] not in ("and", "or", "not")]
    if not usable or draw(st.booleans()):
        return None
    parts = [draw(_comparison(draw(st.sampled_from(usable)))) for _ in range(draw(st.integers(1, 3)))]
    joined = draw(st.sampled_from([" and ", "  or "])).join(parts)
    return draw(st.sampled_from([joined, f"not ({joined})", f" {joined}  "]))


@st.composite
def _comparison(draw: st.DrawFn, question: dict[str, Any]) -> str:
    name = question["id"]
    said = [f"{name} is answered", f"{name} is not {draw(st.sampled_from(_JUDGED))}"]
    match question["type"]:
        case QuestionType.YES_NO:
            said += [f"{name} is yes", f"{name} is not no"]
        case QuestionType.CHOICE:
            said.append(f"{name} is {question['choices'][0]['id']}")
        case QuestionType.CHOICES:
            said.append(f"{name} includes {question['choices'][-1]['id']}")
        case QuestionType.NUMBER:
            said += [f"{name} {sign} -2.5" for sign in ("<", "<=", ">", ">=", "is")]
        case QuestionType.TEXT:
            said += [f'{name} is "it\'s"', f"{name} is not 'x \"y\"'"]
        case QuestionType.DATE:
            said += [f'{name} < "2026-02-28"', f'{name} is "2026-02-28"']
    return draw(st.sampled_from(said))


def _some(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the parts, at least one: a translation of nothing says nothing."""
    return st.fixed_dictionaries({}, optional=parts).filter(bool)


@st.composite
def _translation(draw: st.DrawFn, sections: list[dict[str, Any]]) -> dict[str, Any]:
    words: dict[str, Any] = draw(st.fixed_dictionaries({}, optional={"title": TITLES, "purpose": TEXTS}))
    said: dict[str, dict[str, Any]] = {"section": {}, "question": {}}
    for section in sections:
        parts: dict[str, st.SearchStrategy[Any]] = {"title": TITLES}
        if section["repeat"]:
            parts["repeat"] = _some(what=SHORTS)
        if found := draw(st.none() | _some(**parts)):
            said["section"][section["id"]] = found
        for question in section["questions"]:
            if found := draw(st.none() | _question_words(question)):
                said["question"][question["id"]] = found
    return words | {name: entries for name, entries in said.items() if entries}


def _question_words(question: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    parts: dict[str, st.SearchStrategy[Any]] = {
        "text": TEXTS,
        "why": TEXTS,
        "ask": TEXTS,
        "look_for": st.lists(TEXTS, min_size=1, max_size=3),
    }
    if question.get("unit"):
        parts["unit"] = SHORTS
    if question.get("sample"):
        parts["sample"] = _some(what=SHORTS, holds=SHORTS)
    if choices := question.get("choices"):
        names = [choice["id"] for choice in choices]
        parts["choices"] = st.dictionaries(st.sampled_from(names), TITLES, min_size=1)
    return _some(**parts)
