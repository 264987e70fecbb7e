"""Going through a walk: section by section in any order, and always back to the question one was at."""

from pathlib import Path

from checklists.files.catalog import shipped
from tests.support.app_driver import ANA, Window, a_tablet, begun, show

SECTIONS = next(one for one in shipped() if one.id == "five-s").sections
FIRST, SECOND, LAST = SECTIONS[0], SECTIONS[1], SECTIONS[-1]


def questions(window: Window) -> list[str]:
    """Return the questions on the screen."""
    return [one.removeprefix("question-") for one in window.identifiers() if one.startswith("question-")]


def test_one_section_is_shown_at_a_time_and_any_can_be_next(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        assert questions(window) == [one.id for one in FIRST.questions]
        await window.tap(f"section-{LAST.id}")
        assert questions(window) == [one.id for one in LAST.questions]
        assert window.chosen(f"section-{LAST.id}")
        assert not window.has("next-section")

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_next_section_is_offered_at_the_end_by_name(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        assert window.words("next-section") == f"Next: {SECOND.title}"
        await window.tap("next-section")
        assert questions(window) == [one.id for one in SECOND.questions]

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_question_named_in_the_address_is_scrolled_to_in_its_section(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)
    scrolled: list[dict[str, object]] = []
    wanted = LAST.questions[-1].id

    async def scenario(window: Window) -> None:
        assert wanted in questions(window)
        await window.until(lambda: scrolled)
        assert scrolled[-1]["scroll_key"] == wanted

    show(tablet, scenario, route=f"/visit/{visit.id}/at/{wanted}", replies={"scroll_to": scrolled.append})


def test_question_that_does_not_exist_opens_the_first_section(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        assert questions(window) == [one.id for one in FIRST.questions]

    show(tablet, scenario, route=f"/visit/{visit.id}/at/nothing-here")


def test_finding_leads_back_to_its_question_also_in_a_later_section(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)
    question = SECOND.questions[1].id

    async def scenario(window: Window) -> None:
        await window.tap(f"section-{SECOND.id}")
        await window.tap(f"answer-{question}-needs_attention")
        await window.tap("finding-done")
        assert question in questions(window)
        await window.tap(f"section-{FIRST.id}")
        assert questions(window) == [one.id for one in FIRST.questions]

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_restart_in_mid_visit_lands_on_the_same_question(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)
    question = SECOND.questions[1].id

    async def walk(window: Window) -> None:
        await window.tap(f"section-{SECOND.id}")
        await window.enter(f"note-{question}", "Half of it seen")

    async def go_on(window: Window) -> None:
        assert window.route == f"/visit/{visit.id}/at/{question}"
        assert window.field(f"note-{question}") == "Half of it seen"
        assert window.words("who").endswith(ANA.name)

    show(tablet, walk, route=f"/visit/{visit.id}")
    show(a_tablet(tmp_path), go_on, person=None)


def test_who_went_back_to_today_stays_there_when_handing_over_is_called_off(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        await window.tap(f"answer-{FIRST.questions[0].id}-conforms")
        await window.tap("back")
        await window.tap("who")
        await window.tap("back")
        assert window.route == "/"

    show(tablet, scenario, route=f"/visit/{visit.id}")


def test_narrow_window_shows_sections_above_the_questions(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        assert not window.shows("nav-today")
        await window.tap(f"section-{SECOND.id}")
        assert questions(window) == [one.id for one in SECOND.questions]
        await window.tap(f"answer-{SECOND.questions[0].id}-conforms")
        assert "1 of 14" in window.words("progress")

    show(tablet, scenario, route=f"/visit/{visit.id}", width=800, height=1280)
