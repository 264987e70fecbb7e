"""A translation knows which words it was made from, as long as they are others than there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checklists.files.catalog import shipped
from sync_server.record.checklist_origins import every_text, stale, translation_at
from sync_server.record.checklist_patches import apply, inverse
from sync_server.web.checklists_reading import draft_of

if TYPE_CHECKING:
    from sync_server.record.checklist_patches import Draft, Patch

ONE = next(one for one in shipped() if one.id == "purchasing")
FIRST = ONE.questions[0]
PLACE = f"question/{FIRST.id}/text"


def says(at: list[str], was: Any, now: Any, **other: Any) -> Patch:
    return {"do": "set", "at": at, "was": was, "now": now, **other}


def original(was: Any, now: Any) -> Patch:
    return says(["question", FIRST.id, "text"], was, now)


@pytest.fixture
def draft() -> Draft:
    """A draft whose first question is translated."""
    content = draft_of(ONE)
    choices = [{"id": "a", "text": "All"}, {"id": "b", "text": "Few"}]
    content["sections"][0]["questions"][0] |= {"type": "choice", "choices": choices}
    words = {"text": "Was läuft gut?", "choices": {"a": "Alle"}}
    return {**content, "translations": {"de": {"question": {FIRST.id: words}}}}


def test_translation_is_stale_once_its_original_has_changed(draft: Draft) -> None:
    assert stale(draft, "de") == {}
    changed = apply(apply(draft, original(FIRST.text, "What?")), original("What?", "What works?"))
    assert stale(changed, "de") == {PLACE: FIRST.text}


def test_original_that_is_as_it_was_makes_nothing_stale(draft: Draft) -> None:
    change = original(FIRST.text, "What works?")
    assert apply(apply(draft, change), inverse(change)) == draft
    emptied = apply(draft, original(FIRST.text, ""))
    assert stale(emptied, "de") == {}
    assert stale(apply(emptied, original("", "What works?")), "de") == {PLACE: FIRST.text}
    assert apply(emptied, original("", FIRST.text)) == draft


def test_text_without_a_translation_is_missing_and_not_stale(draft: Draft) -> None:
    changed = apply(draft, says(["question", FIRST.id, "why"], FIRST.why, "Because."))
    assert "made_from" not in changed


def test_one_choice_that_changed_leaves_the_others_as_they_are(draft: Draft) -> None:
    was = draft["sections"][0]["questions"][0]["choices"]
    now = [{"id": "a", "text": "All of them"}, {"id": "b", "text": "Some"}]
    changed = apply(draft, says(["question", FIRST.id, "choices"], was, now))
    assert stale(changed, "de") == {f"question/{FIRST.id}/choices/a": "All"}


def test_new_words_and_still_right_end_it_and_undo_brings_it_back(draft: Draft) -> None:
    changed = apply(draft, original(FIRST.text, "What works?"))
    words = says(
        ["words", "de", *PLACE.split("/")], "Was läuft gut?", "Was geht?", from_was=FIRST.text, from_now=None
    )
    right = says(["made_from", "de", PLACE], FIRST.text, None)
    for patch in (words, right):
        done = apply(changed, patch)
        assert stale(done, "de") == {}
        assert "made_from" not in done
        assert apply(done, inverse(patch)) == changed


def test_every_text_has_its_place_and_is_found_in_a_translation_of_itself() -> None:
    content = draft_of(ONE)
    places = dict(every_text(content))
    assert {"title", "purpose", PLACE, f"question/{FIRST.id}/look_for"} <= set(places)
    assert len(places) == 2 + len(ONE.sections) + sum(
        4 + bool(one.unit) + 2 * bool(one.sample) + len(one.choices) for one in ONE.questions
    )
    assert translation_at({"question": {FIRST.id: {"text": "Was?"}}}, PLACE) == "Was?"
    assert translation_at({}, PLACE) is None
