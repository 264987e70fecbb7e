"""The preview shows what a tablet shows: the same questions in the same order, the same words on each."""

from __future__ import annotations

import json
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import flet as ft
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.files.catalog import read_checklist, shipped
from checklists.form.question import QuestionType
from checklists.ids import parts_of_key
from checklists.records.answer import SampleRow
from checklists.records.visit import Judgement
from mobile.state.visit_session import VisitSession
from mobile.store import memory
from mobile.text import catalogue
from mobile.text.language import NAMES, Language
from sync_server.record.checklists import publish_all
from sync_server.web.tablet_speech import TABLET_LANGUAGES, Speech, words_of
from sync_server.web.tablet_view import Tried, view_of
from tests.support.app_driver import ANA, Window, a_plant, a_tablet, begun, show
from tests.sync_server.web.plant import Plant, form_token
from tests.sync_server.web.visible_words import Element, read_page

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from checklists.form.checklist import Checklist
    from checklists.form.question import Question
    from mobile.bootstrap import Tablet

EXAMPLE = Path(__file__).resolve().parents[3] / "checklists" / "example.toml"
COLD_STORE = read_checklist(EXAMPLE.read_bytes(), EXAMPLE.name)
SHIPPED = {one.id: one for one in shipped()}
HELP = ("why", "look_for", "ask")

# What is shown, in its order: the key of a section or question, and what is read there.
Screens = list[tuple[str, list[str]]]


# Answers that open what hangs on them, or suggest a finding, by type.
GIVEN: dict[QuestionType, dict[str, Any]] = {
    QuestionType.YES_NO: {"value": True},
    QuestionType.NUMBER: {"value": 1250.5},
    QuestionType.DATE: {"value": "2026-02-28"},
    QuestionType.SAMPLE: {"sample": {"1": {"item": "", "holds": False}, "2": {"item": "", "holds": True}}},
    QuestionType.JUDGEMENT: {"judgement": "not_applicable", "which": "not-applicable"},
}


def answers_of(question: Question) -> dict[str, Any]:
    """Return an answer to a question, nothing for a text and a photo."""
    if question.type is QuestionType.CHOICE:
        return {"value": question.choices[-1].id}
    if question.type is QuestionType.CHOICES:
        return {"value": [one.id for one in question.choices]}
    return GIVEN.get(question.type, {})


def walk_on_tablet(walk: VisitSession, key: str, said: dict[str, Any]) -> None:
    """Answer on the tablet what is answered in the preview."""
    if "value" in said:
        walk.give(key, said["value"])
    if "judgement" in said:
        walk.judge(key, Judgement(said["judgement"]))
    for number, row in said.get("sample", {}).items():
        walk.look_at(key, int(number), SampleRow.model_validate(row))


def on_tablet(tablet: Tablet, visit: str) -> Screens:
    """Return what a tablet shows of each section: its title and below it the words of its cards, by key."""
    found: Screens = []

    async def scenario(window: Window) -> None:
        await window.resize(800, 1280)
        walk = VisitSession.open(tablet.store, ANA, visit)
        assert walk
        for section in walk.walked.sections:
            await window.go(f"/visit/{visit}/at/{section.questions[0].key}")
            found.append((section.key, window.texts(f"section-{section.key}")[:1]))
            for key in [asked.key for asked in section.questions]:
                closed = read(window, f"question-{key}")
                found.append((key, closed))
                # What a help says is the question's own; one card of each section shows how it is said.
                for name in HELP if key == section.questions[0].key else ():
                    await window.tap(f"{name.replace('_', '-')}-{parts_of_key(key)[0]}")
                    words = [one for one in read(window, f"question-{key}") if one not in closed]
                    found.append((f"{key} {name}", words))

    show(tablet, scenario, route=f"/visit/{visit}")
    return found


def read(window: Window, identifier: str) -> list[str]:
    """Return the words inside a control, without those that say when something was saved."""
    saved = [
        word
        for one in window.all(ft.Semantics)
        if (one.identifier or "").endswith("-saved")
        for word in window.texts(one.identifier)
    ]
    return [word.strip() for word in window.texts(identifier) if word.strip() and word not in saved]


def in_preview(office: TestClient, address: str, answers: dict[str, Any], **query: str) -> Screens:
    """Return the same of the preview."""
    token = form_token(office.get("/checklists").text)
    sent = {"token": token, "answers": json.dumps(answers)}
    page = read_page(office.post(f"{address}?{urlencode(query)}", data=sent).text)
    found: Screens = []
    for section in page.every("data-section"):
        found.append((str(section.attributes["data-section"]), [str(section.attributes["aria-label"])]))
        cards = [one for one in section.every("data-key") if one.name == "article"]
        for card in cards:
            key = str(card.attributes["data-key"])
            found.append((key, card.words()))
            helps = HELP if card is cards[0] else ()
            found += [(f"{key} {name}", opened(card, name)) for name in helps if card.every("data-of", name)]
    return found


def opened(card: Element, name: str) -> list[str]:
    """Return what a help says once it is opened."""
    (help_text,) = card.every("data-of", name)
    del help_text.attributes["hidden"]
    return help_text.words()


@pytest.mark.parametrize(
    ("name", "language"),
    [("cold-store", "en"), ("cold-store", "de"), ("supplier-visit", "en"), ("five-s", "pl")],
)
def test_preview_reads_as_the_tablet_does(plant: Plant, tmp_path: Path, name: str, language: str) -> None:
    one: Checklist = SHIPPED.get(name, COLD_STORE)
    publish_all(plant.app.state.engine, [one], plant.now)
    office = plant.office()
    tablet = a_tablet(tmp_path / "tablet", plant=a_plant(checklists=[*shipped(), one]))
    memory.remember(tablet.store, f"walking/{ANA.id}/steps", "seen")
    memory.remember(tablet.store, f"language/{ANA.id}", language)
    visit = begun(tablet, name)
    address = f"/checklists/{name}/versions/{one.version}"
    walk = VisitSession.open(tablet.store, ANA, visit.id)
    assert walk
    answers: dict[str, Any] = {}
    # Each answer may lead to more questions, which are answered in turn.
    while more := [key for key in walk.questions if key not in answers]:
        answers[more[0]] = answers_of(walk.questions[more[0]].question)
        walk_on_tablet(walk, more[0], answers[more[0]])
    for section in walk.walked.sections:
        if section.section.repeat:
            walk.walk_for(section.section.id, 2, "2")
            answers[f"repeat/{section.section.id}"] = {"2": "2"}
    shown = in_preview(office, address, answers, language=language, draw=visit.id)
    for mine, theirs in zip_longest(shown, on_tablet(tablet, visit.id)):
        assert mine == theirs


def test_prompts_of_a_gemba_walk_read_as_on_the_tablet(plant: Plant, tmp_path: Path) -> None:
    one = SHIPPED["gemba-walk"]
    tablet = a_tablet(tmp_path / "tablet")
    visit = begun(tablet, one.id)
    shown = in_preview(plant.office(), f"/checklists/{one.id}/versions/{one.version}", {}, language="en")
    prompts = [(key, words) for key, words in shown if key in {question.id for question in one.questions}]
    assert [key for key, _ in prompts] == [question.id for question in one.questions]

    async def scenario(window: Window) -> None:
        for key, words in prompts:
            await window.go(f"/visit/{visit.id}/at/{key}")
            there = window.words().split(" | ")
            assert [word for word in there if word in words] == words

    show(tablet, scenario, route=f"/visit/{visit.id}")


KEYS = st.sampled_from(
    [*(one.id for one in COLD_STORE.questions), "rack-seen~2", "repeat/each-rack", "repeat/~", "", "nobody"]
)
NAMES_SENT = st.sampled_from(
    [
        "judgement",
        "which",
        "value",
        "sample",
        "opened",
        "note",
        "reason",
        "1",
        "2",
        "99",
        "-1",
        "item",
        "holds",
    ]
)
SENT = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.sampled_from(["finding", "conforms", "bent", "missing", "2026-02-30", "2026-02-28", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES_SENT, inner, max_size=4),
    max_leaves=5,
)


@settings(max_examples=80, deadline=None)
@given(sent=st.dictionaries(KEYS, SENT, max_size=6))
def test_whatever_is_sent_as_answers_is_shown_as_a_tablet_would(sent: dict[str, Any]) -> None:
    view = view_of(COLD_STORE, Speech("de"), Tried(sent), "0" * 32)
    for part in view.parts:
        assert 0 <= part.done <= len(part.cards)
        for card in part.cards:
            assert isinstance(card.suggested, str)
            assert card.which in {"", "conforms", "worth-sharing", "needs-attention", "not-applicable"}
            assert len(card.pieces) <= (card.question.sample.of if card.question.sample else 0)
            assert card.value is None or card.question.type is not QuestionType.JUDGEMENT


def test_words_around_a_question_are_the_tablets() -> None:
    assert {str(code): name for code, name in NAMES.items()} == TABLET_LANGUAGES
    for language in Language:
        known = catalogue(language)
        assert words_of(language) == {key: known[key] for key in words_of("en")}
