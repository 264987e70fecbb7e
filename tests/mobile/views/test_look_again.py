"""What is done is looked at by somebody else: on Today, on a walk and on its own; whoever raised it hears."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from checklists.records.action import Action, ActionStatus, Verified
from checklists.records.values import PhotoRef
from mobile.state import looking
from mobile.store import actions, findings, photos
from tests.support.app_driver import ANA, BEN, DOCK_2, LINE_4, LUCJA, NOON, Window, a_tablet, begun, show

if TYPE_CHECKING:
    from pathlib import Path

    from checklists.records.person import Person
    from checklists.records.place import Area
    from mobile.bootstrap import Tablet

SHA = "5" * 64


def done_by(tablet: Tablet, owner: Person, area: Area = LINE_4, *, raised_by: Person = ANA) -> Action:
    values = {"kind": "problem", "statement": "The label is faded", "area": area.id}
    raised = findings.raise_finding(tablet.store, raised_by.id, values=values)
    proposed = actions.propose(
        tablet.store,
        LUCJA.id,
        values={
            "kind": "corrective_action",
            "owner": owner.id,
            "finding": raised.id,
            "text": "Engraved labels",
            "area": area.id,
            "department": area.department,
        },
    )
    return actions.done(tablet.store, owner.id, proposed.id, "All twelve are engraved")


def now(tablet: Tablet, action: Action) -> Action:
    found = actions.get(tablet.store, action.id)
    assert found is not None
    return found


def test_area_says_on_a_walk_what_was_done_there_and_takes_the_answer_in_one_tap(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    done, elsewhere = done_by(tablet, BEN), done_by(tablet, BEN, DOCK_2)
    walk = begun(tablet)

    async def scenario(window: Window) -> None:
        assert any("1 action is done here" in one for one in window.texts("look-again-here"))
        await window.tap("look-again-here")
        assert "All twelve are engraved" in window.texts(f"look-at-{done.id}")
        assert not window.has(f"look-at-{elsewhere.id}")
        await window.tap(f"holds-{done.id}")
        assert (now(tablet, done).status, now(tablet, done).text("verified_by")) == (
            ActionStatus.VERIFIED,
            ANA.id,
        )
        assert "Everything that was done has been looked at." in window.texts()

    show(tablet, scenario, route=f"/visit/{walk.id}")


def test_what_does_not_hold_is_opened_again_with_a_line_that_says_why(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    done = done_by(tablet, BEN)

    async def scenario(window: Window) -> None:
        await window.go(f"/action/{done.id}")
        await window.tap(f"holds-not-{done.id}")
        assert now(tablet, done).status is ActionStatus.DONE
        assert any("Ben Okafor reads it" in one for one in window.texts())
        await window.enter(f"looked-note-{done.id}", "Two are faded again")
        await window.tap(f"holds-not-{done.id}")
        assert now(tablet, done).status is ActionStatus.REOPENED
        assert "Two are faded again" in window.texts()

    show(tablet, scenario)


def test_owner_reads_why_and_who_looks_next_time_reads_it_too(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    done = done_by(tablet, BEN)
    actions.verify(tablet.store, ANA.id, done.id, Verified.NOT_EFFECTIVE, note="Two are faded again")
    actions.done(tablet.store, BEN.id, done.id, "Replaced the two")

    async def scenario(window: Window) -> None:
        await window.go(f"/action/{done.id}")
        assert any("Two are faded again" in one for one in window.texts())
        assert window.has(f"holds-{done.id}")

    show(tablet, scenario)


def test_photos_taken_while_looking_go_out_with_what_is_said(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    done = done_by(tablet, BEN)
    ref = PhotoRef(bytes=10, width=4, height=3, taken_at=tablet.store.moment())
    looking.add_photo(tablet.store, done.id, SHA, ref)

    async def scenario(window: Window) -> None:
        await window.go(f"/action/{done.id}")
        assert photos.photo(tablet.store, SHA) is None
        await window.tap(f"holds-{done.id}")
        assert list(now(tablet, done).photos_of_looking) == [SHA]
        assert photos.is_to_send(tablet.store, SHA)
        assert looking.photos(tablet.store, done.id) == {}

    show(tablet, scenario)


def test_owner_is_not_asked_whether_their_own_work_holds(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    done = done_by(tablet, ANA)
    walk = begun(tablet)

    async def scenario(window: Window) -> None:
        assert not window.has("look-again-here")
        await window.go(f"/action/{done.id}")
        assert not window.has(f"holds-{done.id}")

    show(tablet, scenario, route=f"/visit/{walk.id}")


def test_whoever_raised_it_hears_when_it_is_done_and_when_it_holds(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    done = done_by(tablet, BEN, DOCK_2)
    by_others = done_by(tablet, BEN, DOCK_2, raised_by=LUCJA)

    async def scenario(window: Window) -> None:
        assert "You raised it, this was done" in window.texts()
        assert "You raised: The label is faded" in window.texts(f"action-{done.id}")
        assert not window.has(f"action-{by_others.id}")
        actions.verify(tablet.store, LUCJA.id, done.id, Verified.EFFECTIVE)
        await window.news()
        assert "Done, and it holds" in window.texts(f"action-{done.id}")

    show(tablet, scenario)


def test_news_about_what_one_raised_go_after_two_weeks(tmp_path: Path) -> None:
    moment = [NOON]
    tablet = a_tablet(tmp_path, watch=lambda: moment[0])
    done_by(tablet, BEN, DOCK_2)
    moment[0] += timedelta(days=15)

    async def scenario(window: Window) -> None:
        assert "You raised it, this was done" not in window.texts()

    show(tablet, scenario)


def test_today_lists_what_one_may_look_at_and_leads_to_all_of_it(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    ours, theirs = done_by(tablet, BEN, LINE_4, raised_by=BEN), done_by(tablet, BEN, DOCK_2, raised_by=BEN)

    async def scenario(window: Window) -> None:
        await window.tap("look-again")
        assert window.has(f"look-at-{ours.id}")
        # Proposed by her: she asked for both.
        assert window.has(f"look-at-{theirs.id}")

    show(tablet, scenario, person=LUCJA)


def test_slip_is_undone(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    done = done_by(tablet, BEN)
    actions.verify(tablet.store, ANA.id, done.id, Verified.EFFECTIVE, note="All readable")
    actions.not_looked_at(tablet.store, ANA.id, done.id)
    assert now(tablet, done).status is ActionStatus.DONE
    tablet.close()
