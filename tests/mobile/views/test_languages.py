"""Choosing a language: at once, at any moment, for one person, and for one window alone."""

import asyncio
from pathlib import Path

import flet as ft
import pytest

from checklists.files.catalog import shipped
from checklists.form.checklist import Checklist
from checklists.protocol.messages import Reference
from mobile.store import memory, people, visits
from mobile.text import say
from mobile.text.language import NAMES, Language, speaking
from tests.support.app_driver import (
    ANA,
    BEN,
    LINE_4,
    LUCJA,
    Window,
    a_plant,
    a_tablet,
    begun,
    complete,
    show,
)
from tests.support.headless import run


def german(key: str, **values: object) -> str:
    """Return the German words of a key."""
    with speaking(Language.GERMAN):
        return say(key, **values)


async def choose(window: Window, language: Language) -> None:
    """Choose a language from the menu of the sign-in."""
    (menu,) = window.all(ft.PopupMenuButton, tooltip=say("tablet.language")) or window.all(ft.PopupMenuButton)
    await window.fire(menu.items[list(Language).index(language)], "click")


def test_every_language_is_offered_by_its_own_name(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("nav-tablet")
        for one in Language:
            assert window.words(f"language-{one}") == NAMES[one]

    show(a_tablet(tmp_path), scenario)


def test_language_is_spoken_at_once_and_back_again(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("nav-tablet")
        await window.tap("language-de")
        assert german("tablet.title") in window.words()
        assert "This tablet" not in window.words()
        assert window.page.locale_configuration
        assert window.page.locale_configuration.current_locale == ft.Locale("de")
        await window.tap("language-en")
        assert "This tablet" in window.words()

    show(a_tablet(tmp_path), scenario)


def test_switch_in_the_middle_of_a_visit_keeps_the_place_and_what_was_typed(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.go(f"/visit/{visit.id}")
        question = next(one for one in window.identifiers() if one.startswith("question-"))
        question_id = question.removeprefix("question-")
        await window.tap(f"answer-{question_id}-conforms")
        typing = window.type_on(f"note-{question_id}", "Half a sentence, still being ty")
        before = window.route
        session = window.page.session.store.get("session")
        session.speak(Language.GERMAN)
        await window.settle()
        assert german("answer.conforms") in window.words(question)
        assert "Conforms" not in window.words(question)
        assert window.route == before
        assert window.field(f"note-{question_id}") == "Half a sentence, still being ty"
        assert window.tid(f"answer-{question_id}-conforms").selected
        await typing

    show(tablet, scenario)


def test_each_person_has_their_own_language(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("nav-tablet")
        await window.tap("language-de")
        await window.tap("who")
        await choose(window, Language.POLISH)
        await window.sign_in(LUCJA)
        assert memory.recall(window.store, f"language/{LUCJA.id}") == "pl"
        assert memory.recall(window.store, f"language/{ANA.id}") == "de"
        await window.tap("who")
        await window.sign_in(ANA)
        assert german("nav.tablet") in window.words()

    show(a_tablet(tmp_path), scenario)


def test_whoever_has_not_chosen_reads_on_in_the_language_of_the_sign_in(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("nav-tablet")
        await window.tap("language-de")
        await window.tap("who")
        assert german("people.again") in window.words()
        await window.sign_in(BEN)
        assert german("nav.tablet") in window.words()
        assert memory.recall(window.store, f"language/{BEN.id}") is None

    show(a_tablet(tmp_path), scenario)


def test_choice_at_the_hand_over_counts_for_whoever_stays(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("who")
        await choose(window, Language.GERMAN)
        await window.tap("back")
        assert german("nav.tablet") in window.words()
        assert memory.recall(window.store, f"language/{ANA.id}") == "de"

    show(a_tablet(tmp_path), scenario)


def test_restart_speaks_the_language_of_whoever_is_signed_in(tmp_path: Path) -> None:
    async def choosing(window: Window) -> None:
        await window.tap("nav-tablet")
        await window.tap("language-de")

    async def afterwards(window: Window) -> None:
        assert german("nav.tablet") in window.words()

    show(a_tablet(tmp_path), choosing)
    show(a_tablet(tmp_path), afterwards)


def test_two_windows_of_one_process_speak_each_their_own(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    assert people.sign_in(tablet.store, ANA.id, "1234")
    tablet.sync._look_again()

    async def scenario() -> None:
        async with Window(tablet, keep_open=True) as one, Window(tablet) as other:
            await one.tap("nav-tablet")
            await other.tap("nav-tablet")
            await one.tap("language-de")
            # What both hear of is drawn in each window's own words.
            await asyncio.gather(one.news(), other.news())
            assert german("tablet.title") in one.words()
            assert "Dieses" not in other.words()
            assert "This tablet" in other.words()
            assert "This tablet" not in one.words()

    run(scenario)


def test_new_tablet_speaks_as_the_device_until_somebody_chooses(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.fire(
            window.page, "locale_change", {"locales": [{"language_code": "xx"}, {"language_code": "de"}]}
        )
        assert german("enrol.go") in window.words()
        await choose(window, Language.ENGLISH)
        await window.fire(window.page, "locale_change", {"locales": [{"language_code": "de"}]})
        assert "Enrol this tablet" in window.words()

    show(a_tablet(tmp_path, enrolled=False), scenario, person=None)


@pytest.mark.parametrize("kept", ["", "tlh", "DE-at"])
def test_kept_language_of_another_version_is_read_as_far_as_it_is_known(tmp_path: Path, kept: str) -> None:
    tablet = a_tablet(tmp_path)
    memory.remember(tablet.store, f"language/{ANA.id}", kept)

    async def scenario(window: Window) -> None:
        expected = german("nav.tablet") if kept == "DE-at" else "This tablet"
        assert expected in window.words()

    show(tablet, scenario)


def a_plant_with(translations: dict[str, object]) -> Reference:
    """Return the plant with one checklist alone, translated like this."""
    walk = next(one for one in shipped() if one.id == "close-out").model_dump(mode="json")
    return a_plant(checklists=[Checklist.model_validate({**walk, "translations": translations})])


def translated_plant() -> Reference:
    """Return the plant with a checklist whose title and first question alone are translated into German."""
    first = next(one for one in shipped() if one.id == "close-out").questions[0].id
    return a_plant_with(
        {"de": {"title": "Gemba-Rundgang", "question": {first: {"text": "Was läuft hier gut?"}}}}
    )


def test_checklist_is_read_in_ones_language_and_what_is_not_translated_is_marked(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path, plant=translated_plant())
    visit = begun(tablet, "close-out")
    memory.remember(tablet.store, f"language/{ANA.id}", Language.GERMAN)

    async def scenario(window: Window) -> None:
        await window.go(f"/visit/{visit.id}")
        first, second = [one for one in window.identifiers() if one.startswith("question-")][:2]
        assert "Gemba-Rundgang" in window.words()
        assert "Was läuft hier gut?" in window.words(first)
        assert "zum Teil auf Englisch" in window.words(first)
        assert "auf Englisch" in window.words(second)
        assert "zum Teil" not in window.words(second)
        window.page.session.store.get("session").speak(Language.ENGLISH)
        await window.settle()
        assert "Was läuft hier gut?" not in window.words()
        assert "Englisch" not in window.words()

    show(tablet, scenario)


def test_checklist_without_a_translation_is_marked_once(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path, plant=a_plant_with({}))
    visit = begun(tablet, "close-out")
    memory.remember(tablet.store, f"language/{ANA.id}", Language.GERMAN)

    async def scenario(window: Window) -> None:
        await window.go(f"/visit/{visit.id}")
        assert window.words().count("auf Englisch") == 1

    show(tablet, scenario)


def test_visit_begun_in_another_language_carries_the_hash_of_the_checklist_as_published(
    tmp_path: Path,
) -> None:
    tablet = a_tablet(tmp_path, plant=translated_plant())
    memory.remember(tablet.store, f"language/{ANA.id}", Language.GERMAN)
    (published,) = translated_plant().checklists
    sealed = []

    async def scenario(window: Window) -> None:
        visit = await window.walk("close-out", LINE_4)
        assert visit.text("title") == published.title
        complete(tablet, visit.id)
        kept = visits.get(tablet.store, visit.id)
        assert kept
        assert kept.seal
        sealed.append(kept.seal.checklist_hash)

    show(tablet, scenario)
    assert sealed == [published.content_hash()]
