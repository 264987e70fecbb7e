"""A practice visit: the screens of a real one, marked on every one of them, apart from everything real."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mobile.practice import has_room, room_of
from mobile.store import findings, practised, visits
from tests.mobile.photos.pictures import corners, saved
from tests.mobile.views.test_walk_photos import picked
from tests.support.app_driver import ANA, BEN, DOCK_2, Watch, Window, a_tablet, begun, show
from tests.support.short_audit import QUESTIONS, an_audit_tablet

if TYPE_CHECKING:
    from pathlib import Path

    from checklists.records.visit import Visit
    from mobile.bootstrap import Tablet
    from mobile.store.database import Store

Q = QUESTIONS[0]

MARK = "Practice: stays on this tablet"


def practice_store(tablet: Tablet) -> Store:
    return room_of(tablet, ANA).store


def practice_visits(tablet: Tablet) -> list[Visit]:
    return practised.kept(practice_store(tablet), ANA.id)


async def begin(window: Window, checklist: str = "short-audit") -> str:
    """Begin a practice visit from where practice is, and return its id."""
    await window.go("/practice")
    await window.tap(f"checklist-{checklist}")
    await window.until(lambda: window.route.startswith("/visit/"))
    return window.route.split("/")[2]


def ops_of(tablet: Tablet) -> int:
    (row,) = tablet.store.rows("select count(*) as ops from op")
    return int(row["ops"])


def test_novice_is_offered_practice_and_begins_with_one_question_and_its_guide(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await window.tap("practise")
        assert MARK in window.words("practice-mark")
        await window.tap("checklist-short-audit")
        assert MARK in window.words("practice-mark")
        assert "Sample area" in window.words()
        assert window.has("guide")
        assert window.has("next-question")
        assert not window.has("coach-practise")
        (visit,) = practice_visits(tablet)
        assert visit.text("auditor") == ANA.id

    show(tablet, scenario)


def test_whoever_has_walked_is_not_offered_it_and_finds_it_where_walks_are_started(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    visit = begun(tablet)

    async def scenario(window: Window) -> None:
        assert not window.has("practice-offer")
        await window.go("/start")
        await window.tap("practise")
        assert window.route == "/practice"
        await window.go(f"/visit/{visit.id}")
        assert not window.has("practice-mark")
        await window.tap("coach-practise")
        assert window.route == "/practice"

    show(tablet, scenario)


def test_whole_practice_visit_leaves_the_tablets_own_records_as_they_were(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)
    before = ops_of(tablet)
    files = picked(saved(corners(400, 300)))

    async def scenario(window: Window) -> None:
        visit_id = await begin(window)
        await window.tap(f"photo-{Q}")
        assert MARK in window.words("practice-mark")
        await window.tap("camera-files")
        await window.until(lambda: "1 photo" in window.words())
        await window.tap("camera-done")
        await window.tap(f"answer-{Q}-worth_sharing")
        assert MARK in window.words("practice-mark")
        assert window.words("shares").startswith("In a real visit")
        await window.enter("finding-statement", "Labels are new")
        await window.tap("finding-done")
        assert window.route.startswith(f"/visit/{visit_id}")
        for screen in ("close", "look-back", "meeting"):
            await window.go(f"/visit/{visit_id}/{screen}")
            assert MARK in window.words("practice-mark")
        await window.go(f"/visit/{visit_id}/close")
        await window.enter("auditee-name", "Marta Lindqvist")
        await window.draw("sign-auditor")
        await window.draw("sign-auditee")
        await window.tap("complete")
        assert "stays on this tablet. In a real visit" in " ".join(window.texts())
        await window.tap("confirm-yes")
        await window.until(lambda: window.has("seal"))
        assert MARK in window.words("seal")
        await window.tap("read-report")
        assert MARK in window.words("practice-mark")
        assert "Labels are new" in window.words()
        assert not window.has("report-save")
        (found,) = findings.of_visit(practice_store(tablet), visit_id)
        (photo,) = visits.answer(practice_store(tablet), visit_id, Q).photos
        assert found.is_good_practice
        assert room_of(tablet, ANA).vault.has(photo)
        # What is real knows nothing of it.
        assert not tablet.vault.has(photo)
        for place in ("/", "/walks", "/wins", "/tablet"):
            await window.go(place)
            assert not window.has("practice-mark")
            assert not window.has(f"visit-{visit_id}")
            assert "Labels are new" not in window.words()
        assert ops_of(tablet) == before

    show(tablet, scenario, replies={"pick_files": files})


def test_practice_visit_is_gone_on_with_after_a_restart(tmp_path: Path) -> None:
    begun_here: list[str] = []

    async def first(window: Window) -> None:
        begun_here.append(await begin(window))
        await window.enter(f"note-{Q}", "Two of five")
        await window.tap("next-question")

    async def again(window: Window) -> None:
        (visit_id,) = begun_here
        await window.until(lambda: window.route == f"/visit/{visit_id}/at/{QUESTIONS[1]}")
        assert MARK in window.words("practice-mark")
        await window.tap("previous-question")
        assert window.field(f"note-{Q}") == "Two of five"
        await window.tap("leave-practice")
        assert not window.has("practice-mark")
        assert not window.has(f"visit-{visit_id}")

    show(an_audit_tablet(tmp_path), first)
    show(an_audit_tablet(tmp_path), again)


@pytest.mark.parametrize("how", ["list", "close"])
def test_it_is_thrown_away_and_brought_back(tmp_path: Path, how: str) -> None:
    tablet = an_audit_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        visit_id = await begin(window)
        if how == "list":
            await window.go("/practice")
            await window.tap(f"throw-{visit_id}")
            await window.undo()
            assert window.has(f"throw-{visit_id}")
            await window.tap(f"throw-{visit_id}")
        else:
            await window.go(f"/visit/{visit_id}/close")
            await window.tap("set-aside")
            await window.tap("confirm-yes")
            await window.until(lambda: window.route == "/practice")
        assert practice_visits(tablet) == []
        await window.tap(f"bring-back-{visit_id}")
        assert [one.id for one in practice_visits(tablet)] == [visit_id]

    show(tablet, scenario)


def test_room_is_emptied_once_all_was_thrown_away_long_ago(tmp_path: Path) -> None:
    watch = Watch()
    thrown: list[str] = []

    async def throw(window: Window) -> None:
        thrown.append(await begin(window))
        await window.go("/practice")
        await window.tap(f"throw-{thrown[0]}")

    async def look(window: Window) -> None:
        await window.go("/practice")
        assert not window.has(f"bring-back-{thrown[0]}")
        assert visits.get(practice_store(window.tablet), thrown[0]) is None

    show(an_audit_tablet(tmp_path, watch=watch), throw)
    watch.moment += timedelta(days=visits.KEPT_DAYS + 1)
    show(an_audit_tablet(tmp_path, watch=watch), look)


def test_practice_is_each_persons_own(tmp_path: Path) -> None:
    begun_here: list[str] = []

    async def anas(window: Window) -> None:
        begun_here.append(await begin(window))

    async def bens(window: Window) -> None:
        assert window.has("practice-offer")
        assert not has_room(window.tablet, BEN.id)
        await window.go(f"/visit/{begun_here[0]}")
        assert "is not on this tablet" in window.words()
        assert not window.has("practice-mark")

    show(an_audit_tablet(tmp_path), anas)
    show(an_audit_tablet(tmp_path), bens, person=BEN)


def test_what_is_seen_in_the_middle_of_practice_is_real_and_one_comes_back(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        visit_id = await begin(window)
        await window.tap("saw-something")
        assert window.notice == "This is not practice: what you raise here is sent like anything else."
        assert not window.has("practice-mark")
        await window.tap("back")
        assert window.route.startswith(f"/visit/{visit_id}")
        assert window.has("practice-mark")

    show(tablet, scenario)


def test_somebody_else_takes_over_in_the_middle_of_practice(tmp_path: Path) -> None:
    tablet = an_audit_tablet(tmp_path)

    async def scenario(window: Window) -> None:
        await begin(window)
        await window.tap("who")
        await window.sign_in(BEN)
        assert not window.has("practice-mark")
        await window.walk("short-audit", DOCK_2)
        assert [one.text("auditor") for one in visits.drafts(tablet.store, BEN.id)] == [BEN.id]

    show(tablet, scenario)
