"""Actions and promises on the server's pages, and thanks beside the wins."""

import re
from datetime import timedelta
from typing import Any

from pydantic import JsonValue

from checklists.ids import new_id
from checklists.moments import write_moment
from checklists.records import action, thanks
from tests.sync_server.web.plant import ANA, SIOBHAN, Plant, jpeg, photo_ref, sha_of


def get(plant: Plant, path: str) -> str:
    answer = plant.office().get(path)
    assert answer.status_code == 200
    return str(answer.text)


def promise(plant: Plant, person: str = ANA, **fields: JsonValue) -> str:
    record = new_id()
    values: dict[str, JsonValue] = {
        "kind": "promise",
        "text": "A second printer",
        "owner": person,
        "due": (plant.now + timedelta(days=400)).date().isoformat(),
        "area": "dock-1",
        "department": "logistics",
        "proposed_by": person,
        "proposed_at": write_moment(plant.now),
    }
    plant.write(action.KIND, record, {**values, **fields}, person)
    return record


def listed(html: str) -> list[str]:
    return re.findall(r'/actions/[0-9a-f]{32}">([^<]*)<', html)


def test_what_is_open_comes_first_and_what_is_taken_back_is_left_out(empty_plant: Plant) -> None:
    promise(empty_plant, text="kept", done_at=write_moment(empty_plant.now), done_note="At the bench")
    promise(empty_plant, text="late", due="2020-03-03")
    promise(empty_plant, text="open")
    promise(empty_plant, text="gone", withdrawn=True)
    empty_plant.push()
    html = get(empty_plant, "/actions")
    assert listed(html) == ["late", "open", "kept"]
    for words in ("Day has passed", "At the bench", "3 actions, what is open first", "Dock 1"):
        assert words in html


def test_filters_leave_what_they_say(empty_plant: Plant) -> None:
    promise(empty_plant, text="promised")
    promise(empty_plant, text="agreed", kind="corrective_action", department="assembly", area="line-1")
    empty_plant.push()
    assert listed(get(empty_plant, "/actions?kind=promise")) == ["promised"]
    assert listed(get(empty_plant, "/actions?department=assembly")) == ["agreed"]
    assert "No action fits" in get(empty_plant, "/actions?kind=promise&department=assembly")


def test_action_says_who_did_what_and_whether_it_holds(empty_plant: Plant) -> None:
    photo = jpeg()
    finding = empty_plant.find(statement="One printer for two benches", kind="opportunity")
    record = promise(empty_plant, finding=finding)
    done: dict[str, JsonValue] = {
        "done_at": write_moment(empty_plant.now),
        "done_note": "At the bench",
        f"done/photo/{sha_of(photo)}": photo_ref(photo),
    }
    empty_plant.write(action.KIND, record, done)
    empty_plant.push()
    html = get(empty_plant, f"/actions/{record}")
    for words in ("At the bench", "Photo not yet received", "One printer for two benches", "Ana Horvat"):
        assert words in html
    held: dict[str, JsonValue] = {"verified": "effective", "verified_by": SIOBHAN}
    empty_plant.write(action.KIND, record, held, SIOBHAN)
    empty_plant.push()
    assert "Done, and it holds" in get(empty_plant, f"/actions/{record}")
    history = get(empty_plant, f"/history/action/{record}")
    shown = f"Photo {sha_of(photo)[:8]} of what was done"
    for words in ("Whether it holds", "What was done", "At the bench", "Promise", shown):
        assert words in history


def test_empty_list_says_what_belongs_here(empty_plant: Plant) -> None:
    assert "Actions and promises belong here" in get(empty_plant, "/actions")


def test_action_nobody_knows_is_not_here(empty_plant: Plant) -> None:
    for name in ("0" * 32, "nonsense"):
        assert empty_plant.office().get(f"/actions/{name}").status_code == 404


def test_thanks_stand_beside_the_wins(empty_plant: Plant) -> None:
    given: dict[str, JsonValue] = {"from": ANA, "text": "For the rack", "at": write_moment(empty_plant.now)}
    empty_plant.write(thanks.KIND, new_id(), {**given, "to_person": SIOBHAN})
    empty_plant.write(thanks.KIND, new_id(), {**given, "to_team": "logistics", "text": "For the board"})
    empty_plant.push()
    html = get(empty_plant, "/wins")
    for words in ("For the rack", "For the board", "Siobh", "thanks"):
        assert words in html


def test_page_shows_before_and_after_and_what_was_seen(empty_plant: Plant) -> None:
    before, after = jpeg(), jpeg()
    found: dict[str, Any] = {"statement": "Faded", f"photo/{sha_of(before)}": photo_ref(before)}
    finding = empty_plant.find(**found)
    record = promise(empty_plant, finding=finding, done_at=write_moment(empty_plant.now))
    empty_plant.write(action.KIND, record, {f"done/photo/{sha_of(after)}": photo_ref(after)})
    empty_plant.push()
    html = get(empty_plant, f"/actions/{record}")
    for words in ("Before", "After", "Nobody has looked at it yet. Anybody but Ana Horvat may"):
        assert words in html
    seen: dict[str, JsonValue] = {
        "verified": "not_effective",
        "verified_by": SIOBHAN,
        "verified_note": "Two are faded again",
        "done_at": None,
        f"done/photo/{sha_of(after)}": None,
    }
    empty_plant.write(action.KIND, record, seen, SIOBHAN)
    assert empty_plant.push().refused == []
    for path in (f"/actions/{record}", "/actions", f"/history/action/{record}"):
        assert "Two are faded again" in get(empty_plant, path)


def test_list_is_narrowed_to_how_far_and_whose(empty_plant: Plant) -> None:
    promise(empty_plant, text="open")
    promise(empty_plant, SIOBHAN, text="done", done_at=write_moment(empty_plant.now))
    empty_plant.push()
    assert listed(get(empty_plant, "/actions?status=done")) == ["done"]
    assert listed(get(empty_plant, f"/actions?owner={ANA}")) == ["open"]
    assert listed(get(empty_plant, "/actions?owner=nobody&status=nonsense")) == ["open", "done"]
