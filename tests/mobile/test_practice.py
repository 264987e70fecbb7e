"""The practice room: a tablet beside the tablet, which no server knows."""

import json
from datetime import timedelta
from pathlib import Path

import httpx

from checklists.form.checklist import Checklist
from checklists.records.visit import Judgement
from mobile.bootstrap import Tablet
from mobile.practice import has_room, room_of, sample_area
from mobile.store import checklists, practised, reference, visits
from mobile.store.identity import this_tablet
from tests.support.app_driver import ANA, Watch, a_plant, a_tablet, complete


def test_room_has_neither_server_nor_thread_and_sends_nothing_though_asked_to(tmp_path: Path) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(503)

    tablet = a_tablet(tmp_path, answer=answer)
    room = room_of(tablet, ANA)
    visit = begun_there(room)
    visits.judge(room.store, ANA.id, visit, "sort-going-well", Judgement.CONFORMS)
    identity = this_tablet(room.store)
    assert (identity.enrolled, identity.server_url, identity.token) == (False, "", "")
    assert identity.device != this_tablet(tablet.store).device
    room.sync.send_now()
    room.sync.sync_now()
    assert asked == []
    tablet.sync.sync_now()
    assert asked
    assert not any(visit in json.dumps([str(one.url), one.content.decode()]) for one in asked)
    tablet.close()


def test_room_is_there_again_after_a_restart_and_has_the_newest_checklists(tmp_path: Path) -> None:
    offered = checklists_of(tablet := a_tablet(tmp_path))
    assert not has_room(tablet, ANA.id)
    visit = begun_there(room_of(tablet, ANA))
    assert has_room(tablet, ANA.id)
    reference.replace(tablet.store, a_plant(checklists=offered[:2]), "second")
    tablet.close()
    again = a_tablet(tmp_path)
    assert has_room(again, ANA.id)
    room = room_of(again, ANA)
    assert visits.get(room.store, visit) is not None
    assert checklists_of(room) == checklists_of(again) != offered
    again.close()


def test_tablet_that_lost_its_checklists_leaves_the_room_those_it_had(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    room_of(tablet, ANA)
    tablet.close()
    again = a_tablet(tmp_path)
    again.store.execute("update checklist set listed = 0")
    assert checklists_of(room_of(again, ANA))
    again.close()


def test_sealed_practice_visit_is_thrown_away_and_brought_back_like_a_draft(tmp_path: Path) -> None:
    watch = Watch()
    tablet = a_tablet(tmp_path, watch=watch)
    room = room_of(tablet, ANA)
    sealed, draft = begun_there(room), begun_there(room)
    complete(room, sealed)
    for visit in (sealed, draft):
        practised.throw_away(room.store, visit)
    assert practised.kept(room.store, ANA.id) == []
    thrown = practised.thrown_away(room.store, ANA.id)
    assert {one.id for one in thrown} == {sealed, draft}
    for one in thrown:
        practised.bring_back(room.store, ANA.id, one)
    assert {one.id for one in practised.kept(room.store, ANA.id)} == {sealed, draft}
    visits.discard(room.store, ANA.id, draft)
    practised.throw_away(room.store, sealed)
    assert not practised.is_over(room.store, ANA.id)
    watch.moment += timedelta(days=visits.KEPT_DAYS + 1)
    assert practised.thrown_away(room.store, ANA.id) == []
    assert practised.is_over(room.store, ANA.id)
    tablet.close()


def test_room_nobody_walked_in_is_not_over(tmp_path: Path) -> None:
    tablet = a_tablet(tmp_path)
    assert not practised.is_over(room_of(tablet, ANA).store, ANA.id)
    tablet.close()


def begun_there(room: Tablet) -> str:
    chosen = next(one for one in checklists_of(room) if one.id == "five-s")
    return visits.start(room.store, person=ANA, checklist=chosen, area=sample_area()).id


def checklists_of(tablet: Tablet) -> list[Checklist]:
    return checklists.checklists(tablet.store)
