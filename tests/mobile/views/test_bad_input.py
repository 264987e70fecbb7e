"""Odd texts, a full tablet, a mistake of ours: a sentence, and what was typed or tapped is not lost."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from checklists.records.finding import Finding
from mobile.bootstrap import Tablet
from mobile.errors import StoreFull
from mobile.store import journal, memory, visits
from mobile.text import say
from mobile.views import today
from tests.support.app_driver import ANA, Window, a_tablet, begun, show

Q = "sort-going-well"
LONGEST = "ä" * 100_000
TOO_LONG = "x" * 100_001

Full = Callable[[], None]


def note(tablet: Tablet, visit_id: str) -> str:
    return visits.answer(tablet.store, visit_id, Q).note


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Full:
    """Return what lets the tablet's disk be full from now on; `monkeypatch.undo` makes room again."""

    def no_space(*_: object, **__: object) -> None:
        raise StoreFull

    def fill() -> None:
        monkeypatch.setattr(journal, "write", no_space)
        monkeypatch.setattr(memory, "remember", no_space)

    return fill


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (LONGEST, LONGEST),
        ("Well done \N{PARTY POPPER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{WRENCH}", None),
        ("הרצפה נקייה، الأرضية نظيفة \N{RIGHT-TO-LEFT OVERRIDE}abc", None),
        ("first line\nsecond\tline", None),
        ("half a character \ud83d here", "half a character \N{REPLACEMENT CHARACTER} here"),
        ("a NUL \x00 here", "a NUL \N{REPLACEMENT CHARACTER} here"),
        ("{title} %s <b>&amp;</b> '; drop table op; --", None),
    ],
    ids=["100,000 characters", "emoji", "right to left", "lines", "half a character", "NUL", "code"],
)
def test_note_of_any_letters_is_kept_and_shown_again(tmp_path: Path, typed: str, kept: str | None) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.enter(f"note-{Q}", typed)
        assert note(tablet, visit.id) == (kept or typed)
        await window.tap("back")
        await window.tap(f"visit-{visit.id}")
        assert window.field(f"note-{Q}") == (kept or typed)

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_text_that_is_too_long_says_so_and_stays_in_its_field_until_it_fits(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.enter(f"note-{Q}", "Three receipts")
        await window.enter(f"note-{Q}", TOO_LONG)
        assert "100,001 characters and 100,000 fit" in window.words(f"note-{Q}-problem")
        assert not window.has(f"note-{Q}-saved")
        assert window.field(f"note-{Q}") == TOO_LONG
        assert note(tablet, visit.id) == "Three receipts"
        await window.enter(f"note-{Q}", TOO_LONG[:-1])
        assert not window.has(f"note-{Q}-problem")
        assert note(tablet, visit.id) == TOO_LONG[:-1]

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_text_that_is_too_long_is_still_there_after_a_look_elsewhere(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.enter(f"note-{Q}", TOO_LONG)
        await window.tap("close-walk")
        assert window.notice.startswith("Not saved yet. What you saved before is safe.")
        await window.tap("back")
        await window.until(lambda: window.has(f"note-{Q}-problem"))
        assert window.field(f"note-{Q}") == TOO_LONG
        await window.enter(f"note-{Q}", "Short")
        await window.tap("close-walk")
        await window.tap("back")
        assert window.field(f"note-{Q}") == "Short"
        assert note(tablet, visit.id) == "Short"

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_statement_that_could_not_be_saved_is_saved_once_there_is_room(
    tmp_path: Path, full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.tap(f"answer-{Q}-needs_attention")
        route = window.route
        with monkeypatch.context() as patch:
            patch.setattr(journal, "write", _no_space)
            await window.enter("finding-statement", "Labels are faded")
            assert str(StoreFull()) in window.words("finding-statement-problem")
            await window.tap("finding-done")
        await window.go(route)
        await window.until(lambda: window.has("finding-statement-saved"))
        finding = Finding(journal.state(tablet.store, "finding", route.rpartition("/")[2]))
        assert finding.text("statement") == "Labels are faded"

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_answer_on_a_full_tablet_says_so_in_the_errors_own_words(tmp_path: Path, full: Full) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        full()
        await window.tap(f"answer-{Q}-conforms")
        assert window.notice == str(StoreFull())
        assert not window.chosen(f"answer-{Q}-conforms")
        assert "0 of 14" in window.words("progress")
        await window.tap(f"answer-{Q}-worth_sharing")
        assert window.route == f"/visit/{visit.id}"

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_walk_that_can_not_be_started_on_a_full_tablet_says_so(tmp_path: Path, full: Full) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("checklist-five-s")
        await window.tap("area-dock-2")
        full()
        await window.tap("start-go")
        assert window.notice == str(StoreFull())
        assert window.chosen("area-dock-2")

    show(a_tablet(tmp_path), scenario, route="/start")


def test_something_raised_on_a_full_tablet_stays_in_the_form(
    tmp_path: Path, full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario(window: Window) -> None:
        await window.tap("something-kind-near_miss")
        await window.tap("something-area-dock-2")
        full()
        await window.enter("something-words", "A torque wrench")
        await window.tap("something-save")
        assert str(StoreFull()) in window.words("something-problem")
        assert window.field("something-words") == "A torque wrench"
        monkeypatch.undo()
        await window.tap("something-save")
        assert window.route == "/"

    show(a_tablet(tmp_path), scenario, route="/something")


def test_half_a_character_in_any_field_does_not_stop_the_screen(tmp_path: Path) -> None:
    async def scenario(window: Window) -> None:
        await window.enter("something-words", "half \ud83d")
        await window.tap("something-kind-good_practice")
        await window.tap("something-area-dock-2")
        assert window.chosen("something-area-dock-2")
        await window.tap("something-save")
        assert "half \N{REPLACEMENT CHARACTER}" in window.words()

    show(a_tablet(tmp_path), scenario, route="/something")


def test_part_that_can_not_be_drawn_costs_only_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("secret detail")

    async def scenario(window: Window) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(today, "_due", broken)
            await window.news()
            assert say("error.not_shown") in window.words()
            assert "secret" not in window.words()
            assert "Ana Kowalczyk" in window.words("who")
        await window.tap("nav-wins")
        await window.tap("nav-today")
        assert window.shows("start-walk")

    show(a_tablet(tmp_path), scenario)


def test_screen_that_can_not_be_drawn_leaves_a_way_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    def broken(*_: object) -> None:
        raise ValueError("secret detail")

    async def scenario(window: Window) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(visits, "get", broken)
            await window.go(f"/visit/{visit.id}")
            assert say("error.not_shown") in window.words()
            await window.tap("first-step")
        assert window.shows("start-walk")

    show(tablet, scenario)


def test_mistake_of_ours_in_a_tap_is_told_in_general_words_and_the_next_tap_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    def broken(*_: object, **__: object) -> None:
        raise ValueError("secret detail")

    async def scenario(window: Window) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(journal, "write", broken)
            for _ in range(3):
                await window.tap(f"answer-{Q}-conforms")
            assert window.notice == say("error.not_done")
        await window.tap(f"answer-{Q}-conforms")
        assert window.chosen(f"answer-{Q}-conforms")

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_two_quick_taps_start_one_walk(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await window.tap("checklist-five-s")
        await window.tap("area-dock-2")
        await asyncio.gather(window.tap("start-go"), window.tap("start-go"))
        assert len(visits.drafts(tablet.store, ANA.id)) == 1

    show(tablet, scenario, route="/start")


def _no_space(*_: object, **__: object) -> None:
    raise StoreFull
